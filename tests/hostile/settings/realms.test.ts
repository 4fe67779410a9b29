/* Other processes and other realms of one program: node:cluster, contexts of node:vm, ShadowRealm. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { App } from "../../app.ts";
import { passSetting, trySetting } from "../../figures.ts";
import { ANSWERS, program } from "./setting.ts";

let p: App;
before(async () => {
	p = await program({
		"src/cluster.js": `
			import cluster from "node:cluster";
			import { createServer } from "node:http";
			if (cluster.isPrimary) {
				const answers = [];
				const codes = [];
				cluster.on("message", (worker, message) => answers.push(message));
				cluster.on("exit", (worker, code, signal) => {
					codes.push(signal ?? code);
					if (codes.length === 3) console.log(JSON.stringify({ answers, codes }));
				});
				for (let n = 0; n < 3; n++) cluster.fork();
				const { ask } = await import("./ask.js");
				answers.push(await ask());
			} else {
				// They share a port, as servers do.
				const server = createServer().listen(0, "127.0.0.1");
				await new Promise((resolve) => server.once("listening", resolve));
				const { ask } = await import("./ask.js");
				const answers = await ask();
				process.send(answers, () => { server.close(); process.disconnect(); });
			}
		`,
		"src/asking.js": `
			import { extractTaskModule, findTaskModule, load, task, TrackedInstance } from "namesake";
			import * as m from "./m.js";
			export { extractTaskModule, load, m, task, TrackedInstance };
			const codeOf = (error) => (error?.name === "NamesakeError" ? error.code : "not coded: " + error?.stack);
			const one = async (find, value) => {
				try {
					const { name, loadable } = await find(value);
					if (!loadable) return "not loadable";
					return (await load(name)) === value ? name : "A LIE: " + name;
				} catch (error) {
					return codeOf(error);
				}
			};
			export const told = async (values) => {
				const all = {};
				for (const [key, value] of Object.entries(values)) all[key] = await one(extractTaskModule, value) + " | " + await one(findTaskModule, value);
				return all;
			};
		`,
		"src/vm.js": `
			import vm from "node:vm";
			import { load, m, task, TrackedInstance, told } from "./asking.js";
			const context = vm.createContext({ task, TrackedInstance });
			const run = (text, options) => vm.runInContext(text, context, options);
			const here = new URL("./m.js", import.meta.url);
			const importing = run("(name) => import(name)", { filename: new URL("./x.js", import.meta.url).pathname, importModuleDynamically: vm.constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER });
			const values = {
				function: run("(function fn() {})"),
				"function that claims to be of a module": run("(function fn() {})", { filename: here.pathname }),
				"function that claims to be of a module, by its URL": run("(function fn() {})", { filename: here.href }),
				task: run("task(function fn() {})"),
				"task that claims to be of a module": run("var sent = task(function fn() {}); sent", { filename: here.pathname }),
				instance: run("new (class extends TrackedInstance {})()"),
				"a task of a function of a module": run("(fn) => task(fn)")(m.fn),
				"a value of a module": (await importing(here.href)).fn,
			};
			console.log(JSON.stringify({ ...await told(values), library: (await importing("namesake")).load === load }));
		`,
		"src/realm.js": `
			import { extractTaskModule, m, task, told } from "./asking.js";
			const realm = new ShadowRealm();
			const fn = realm.evaluate("globalThis.fn = function fn() { return 1 }; fn");
			const values = {
				function: fn,
				task: task(fn),
				"function of a module there": await realm.importValue(new URL("./other.js", import.meta.url).href, "other"),
				"what it hands back": realm.evaluate("(value) => value")(m.fn),
			};
			const asked = realm.evaluate("(ask) => ask()")(() => extractTaskModule(m.fn).name);
			console.log(JSON.stringify({ ...await told(values), asked }));
		`,
	});
});
after(() => p[Symbol.asyncDispose]());

test("node:cluster: all processes give the same names, and end by themselves", async () => {
	trySetting("node:cluster");
	assert.deepEqual(await p.tell("src/cluster.js"), {
		answers: [ANSWERS, ANSWERS, ANSWERS, ANSWERS],
		codes: [0, 0, 0],
	});
	passSetting("node:cluster");
});

test("contexts of node:vm: what is made there has no name, whatever file it claims to be of", async () => {
	trySetting("contexts of node:vm");
	assert.deepEqual(await p.tell("src/vm.js", { flags: ["--no-warnings"] }), {
		function: "UNNAMEABLE | UNNAMEABLE",
		"function that claims to be of a module": "UNNAMEABLE | UNNAMEABLE",
		"function that claims to be of a module, by its URL": "UNNAMEABLE | UNNAMEABLE",
		task: "LHS_UNPROVEN | LHS_UNPROVEN",
		"task that claims to be of a module": "LHS_UNPROVEN | LHS_UNPROVEN",
		instance: "LHS_UNPROVEN | LHS_UNPROVEN",
		"a task of a function of a module": "LHS_UNPROVEN | LHS_UNPROVEN",
		"a value of a module": "@acme/app/src/m#fn | @acme/app/src/m#fn",
		library: true,
	});
	passSetting("contexts of node:vm");
});

const flag = "--experimental-shadow-realm";
test("ShadowRealm: its functions are built in, as far as can be told here", {
	skip: process.allowedNodeEnvironmentFlags.has(flag) ? false : `this Node has no ${flag}`,
}, async () => {
	trySetting("ShadowRealm");
	assert.deepEqual(await p.tell("src/realm.js", { flags: ["--no-warnings", flag] }), {
		function: "NATIVE_FUNCTION | NATIVE_FUNCTION",
		task: "LHS_UNPROVEN | LHS_UNPROVEN",
		"function of a module there": "NATIVE_FUNCTION | NATIVE_FUNCTION",
		"what it hands back": "NATIVE_FUNCTION | NATIVE_FUNCTION",
		asked: "@acme/app/src/m#fn",
	});
	passSetting("ShadowRealm");
});
