/** P3: names, for the first time, every function and instance of loaded modules; or does the least that this needs. */
import { createRequire } from "node:module";
import { argv } from "node:process";
import { pathToFileURL } from "node:url";

const [, , who = "ours", project = "", modules = "1000"] = argv;
const { files } = await import(pathToFileURL(`${project}/src/all.ts`).href);
const loaded = [];
for (const file of files.slice(0, Number(modules))) loaded.push(await import(pathToFileURL(`${project}/${file}`).href));
const values = loaded.flatMap((module) => Object.values(module));
// What was made is read when the event loop turns: that is a part of loading.
await new Promise((resolve) => setImmediate(resolve));

const start = performance.now();
const cpu = process.cpuUsage();
const named = who === "ours" ? await ours() : floor();
const { user, system } = process.cpuUsage(cpu);
console.log(`\n${JSON.stringify({ named, milliseconds: performance.now() - start, cpu: (user + system) / 1000 })}`);

async function ours() {
	const { extractTaskModule } = await import("namesake");
	const names = values.map((value) => extractTaskModule(value).name);
	return new Set(names).size;
}

/** Parses the modules as V8 has compiled them, and asks V8 where each function is; keeps none of it. */
function floor() {
	const { parseSync } = createRequire(import.meta.url)("oxc-parser");
	const { Session } = process.getBuiltinModule("node:inspector");
	const session = new Session();
	session.connect();
	/** @type {(method: string, params?: object) => any} */
	const post = (method, params) => {
		let answer;
		session.post(method, params, (error, result) => {
			if (error) throw new Error(JSON.stringify(error));
			answer = result;
		});
		return answer;
	};
	/** @type {{ scriptId: string, url: string }[]} */
	const scripts = [];
	session.on("Debugger.scriptParsed", ({ params }) => scripts.push(params));
	post("Debugger.enable");
	let statements = 0;
	for (const { scriptId, url } of scripts) {
		if (!url.includes("/src/part-")) continue;
		const { scriptSource } = post("Debugger.getScriptSource", { scriptId });
		statements += parseSync("module.js", scriptSource, { astType: "ts", sourceType: "module" }).program.body.length;
	}
	post("Debugger.disable");
	const holder = /** @type {{ held?: unknown }} */ (globalThis);
	let located = 0;
	for (const value of values) {
		if (typeof value !== "function") continue;
		holder.held = value;
		const { result } = post("Runtime.evaluate", { expression: "held", objectGroup: "bench" });
		const { internalProperties } = post("Runtime.getProperties", { objectId: result.objectId, ownProperties: true });
		if (internalProperties.some((/** @type {any} */ { name }) => name === "[[FunctionLocation]]")) located++;
		post("Runtime.releaseObjectGroup", { objectGroup: "bench" });
	}
	delete holder.held;
	session.disconnect();
	return statements > 0 ? located : 0;
}
