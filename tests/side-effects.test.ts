/* Importing and using the library changes nothing of the process, and holds nothing open. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type App, app } from "./app.ts";

let p: App;
before(async () => {
	p = await app({
		"m.js": `
			import { task, tracked, TrackedInstance, wraps } from "namesake";
			export class A extends TrackedInstance {}
			export const a = new A();
			export const [made] = [(() => new A())()];
			export const t = task(async () => 1);
			export const w = wraps(() => 1, () => 2);
			export const m = new (tracked(Map))();
			export function fn() {}
		`,
		"use.js": `
			import * as lib from "namesake";
			import * as m from "./m.js";
			export async function use() {
				const told = [];
				for (const x of [m.a, m.made, m.t, m.m]) told.push(await x.findLhs(), (await lib.load(x.location)) === x);
				for (const f of [m.fn, m.w, m.A]) told.push(lib.extractTaskModule(f).loadable, lib.isNested(f), lib.isTestFunction(f));
				told.push(lib.isReplOrBundle(), lib.getFullModulePath(import.meta), lib.defaultTaskResolver.loaderArgs(m.t)[3]);
				for (const name of ["@acme/app/m#none", "nobody#x", "node:fs#rm", "#"])
					told.push(await lib.load(name).then(() => "loaded", (error) => error.code));
				return told;
			}
		`,
		"globals.js": `
			import Module from "node:module";
			// Node itself replaces process.chdir when this is imported, by whomever.
			import "node:worker_threads";
			const objects = { globalThis, Error, process, Module, "Module.prototype": Module.prototype, extensions: Module._extensions,
				"Error.prototype": Error.prototype, "Function.prototype": Function.prototype, "Object.prototype": Object.prototype,
				"Promise.prototype": Promise.prototype, Symbol, Reflect, JSON };
			const snapshot = () => {
				const found = new Map();
				for (const [name, object] of Object.entries(objects))
					for (const key of Reflect.ownKeys(object)) {
						const { value, get, set, ...rest } = Object.getOwnPropertyDescriptor(object, key);
						found.set(name + "." + String(key), [typeof value === "number" ? 0 : value, get, set, JSON.stringify(rest)]);
					}
				for (const event of process.eventNames()) found.set("on " + String(event), process.listeners(event));
				for (const [key, value] of Object.entries(process.env)) found.set("env " + key, [value]);
				found.set("cwd", [process.cwd()]);
				found.set("argv", [...process.argv, ...process.execArgv]);
				found.set("umask", [process.umask()]);
				return found;
			};
			const differences = (one, other) => [...new Set([...one.keys(), ...other.keys()])].filter((key) => {
				const [a, b] = [one.get(key), other.get(key)];
				return a === undefined || b === undefined || a.length !== b.length || a.some((part, index) => part !== b[index]);
			});
			// To look at a global makes some of them: WebSocket, and what stands behind fetch.
			snapshot();
			const before = snapshot();
			await import("namesake");
			const imported = snapshot();
			const { use } = await import("./use.js");
			await use();
			await new Promise((resolve) => setImmediate(resolve));
			console.log(JSON.stringify({ importing: differences(before, imported), using: differences(imported, snapshot()) }));
		`,
		"open.js": `
			import { writeSync } from "node:fs";
			import { use } from "./use.js";
			await use();
			process.once("beforeExit", () => writeSync(1, JSON.stringify(process.getActiveResourcesInfo())));
		`,
		"debugger.js": `
			import { Session } from "node:inspector";
			const asked = [];
			const post = Session.prototype.post;
			Session.prototype.post = function (method, ...rest) {
				if (/able$/.test(method)) asked.push(method);
				return post.call(this, method, ...rest);
			};
			const { use } = await import("./use.js");
			await use();
			const isOn = (domain) => asked.filter((method) => method.startsWith(domain + ".")).at(-1)?.endsWith(".enable") === true;
			// With the debugger on, this statement would stop the thread.
			debugger;
			console.log(JSON.stringify(["Debugger", "Runtime", "Profiler", "HeapProfiler"].filter(isOn)));
		`,
		"told.js": "import { use } from './use.js'; console.log(JSON.stringify(await use()));",
	});
});
after(() => p[Symbol.asyncDispose]());

test("the program that the other tests use does use the library", async () => {
	const names = ["a", true, "made", true, "t", true, "m", true];
	const functions = [true, false, false, true, false, false, true, false, false];
	const codes = ["EXPORT_NOT_FOUND", "MODULE_NOT_FOUND", "FORBIDDEN_MODULE", "INVALID_NAME"];
	assert.deepEqual(await p.tell("told.js"), [...names, ...functions, false, "@acme/app/use", "t", ...codes]);
});

test("no global, listener, variable of the environment or part of the module system is changed", async () => {
	assert.deepEqual(await p.tell("globals.js"), { importing: [], using: [] });
});

test("the process has nothing left to wait for", async () => {
	assert.deepEqual(await p.tell("open.js"), []);
});

test("the debugger is not left on", async () => {
	assert.deepEqual(await p.tell("debugger.js"), []);
});

test("neither warnings nor deprecations, not even those that Node keeps quiet about", async () => {
	const flags = ["--trace-warnings", "--trace-deprecation", "--pending-deprecation"];
	const { stderr, code } = await p.run("told.js", { flags });
	assert.deepEqual([stderr, code], ["", 0]);
});

test("an unhandled rejection is never ours: a refused load is only its promise's", async () => {
	await using q = await app({
		"m.js": `
			import { load } from "namesake";
			const refused = load("node:fs#rm");
			refused.catch(() => {});
			await new Promise((resolve) => setImmediate(resolve));
			console.log("1");
		`,
	});
	assert.equal(await q.tell("m.js"), 1);
});
