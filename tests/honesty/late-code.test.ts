/* Code that a module hands on, to timers, events and promises, runs later; an exported factory may be called later. Another process has none of it. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { type App, app } from "../app.ts";

const MODULE = `
	import { setTimeout as sleep } from "node:timers/promises";
	import { EventEmitter } from "node:events";
	const bus = new EventEmitter();
	export const hooks = {};
	export let client;
	setTimeout(() => { hooks.timer = () => "timer"; }, 1);
	bus.on("ready", () => { hooks.event = () => "event"; });
	sleep(1).then(() => { hooks.promise = () => "promise"; });
	async function boot() { await sleep(1); hooks.boot = () => "boot"; }
	boot();
	(async () => { await sleep(1); client = () => "client"; })();
	export const emit = () => bus.emit("ready");
	export const done = sleep(20);
	for (const key of ["loop"]) hooks[key] = () => "loop";
	["each"].forEach((key) => { hooks[key] = () => "each"; });
	function register(key, fn) { hooks[key] = fn; }
	register("registered", () => "registered");
`;
const FACTORY = `
	export const jobs = {};
	export function define(name, fn) { const job = (...args) => fn(...args); jobs[name] = job; return job; }
	export const ping = define("ping", () => "pong");
	const local = (name) => () => name;
	export const own = { a: local("a") };
`;
const LOADABLE = ["loop", "each", "registered"];
const LATE = ["timer", "event", "promise", "boot"];

describe("code that runs later", () => {
	let p: App;
	before(async () => {
		p = await app({
			"src/m.js": MODULE,
			"src/factory.js": FACTORY,
			"src/mail.js": 'import { define } from "./factory.js"; export const send = define("send", () => "sent");',
			"ask.js": `
				import { extractTaskModule } from "namesake";
				import * as m from "./src/m.js";
				import * as factory from "./src/factory.js";
				import { send } from "./src/mail.js";
				await m.done;
				m.emit();
				const told = {};
				const ask = (key, value) => { try { const { name, loadable } = extractTaskModule(value); told[key] = loadable ? name : "no"; } catch (error) { told[key] = error.code; } };
				for (const [key, value] of Object.entries(m.hooks)) ask(key, value);
				ask("client", m.client);
				ask("send", send);
				ask("ping", factory.ping);
				ask("own", factory.own.a);
				console.log(JSON.stringify(told));
			`,
			"fresh.js": `
				import { load } from "namesake";
				const told = {};
				for (const name of process.argv.slice(2)) told[name] = await load(name).then((value) => value(), (error) => error.code);
				console.log(JSON.stringify(told));
			`,
		});
	});
	after(() => p[Symbol.asyncDispose]());

	for (const [title, flags] of [
		["plainly", []],
		["with the preload", ["--import", "namesake/register"]],
	] as const)
		test(`is no proof, ${title}`, async () => {
			const told = (await p.tell("ask.js", { flags: [...flags] })) as Record<string, string>;
			for (const key of LATE) assert.doesNotMatch(String(told[key]), /#/, key);
			assert.doesNotMatch(String(told["client"]), /#/);
			assert.doesNotMatch(String(told["send"]), /#/);
			for (const key of LOADABLE) assert.equal(told[key], `@acme/app/src/m#hooks.${key}`);
			assert.equal(told["ping"], "@acme/app/src/factory#ping");
			assert.equal(told["own"], "@acme/app/src/factory#own.a");
			const names = Object.values(told).filter((name) => name.includes("#"));
			const fresh = (await p.tell("fresh.js", { args: names })) as Record<string, string>;
			for (const key of LOADABLE) assert.equal(fresh[`@acme/app/src/m#hooks.${key}`], key);
			assert.equal(fresh["@acme/app/src/factory#ping"], "pong");
		});
});

test("an explicit name is read from TypeScript's CommonJS, which calls (0, namesake_1.task)", async () => {
	await using p = await app({
		"package.json": { name: "@acme/app", type: "commonjs" },
		"tsconfig.json": {
			compilerOptions: { module: "commonjs", target: "es2022", rootDir: "src", outDir: "dist", noCheck: true },
		},
		"src/m.ts":
			'import { task } from "namesake";\nexport const send = task(async () => "sent", { name: "send-mail" });\n',
		// Beside the output: from elsewhere a Node that reads TypeScript loads the source.
		"dist/ask.cjs":
			'const { extractTaskModule } = require("namesake");\nconst { name, loadable } = extractTaskModule(require("./m.js").send);\nconsole.log(JSON.stringify([name, loadable]));\n',
	});
	execFileSync(process.execPath, [join(process.cwd(), "node_modules/typescript/bin/tsc"), "-p", p.at()]);
	assert.deepEqual(await p.tell("dist/ask.cjs"), ["send-mail", true]);
});
