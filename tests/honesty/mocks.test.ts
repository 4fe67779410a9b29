/* Mocks stand where a function was: they have no name that another process can load, and the function has its name again afterwards. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { app } from "../app.ts";

test("a spy of node:test is not loadable, and what it stood for is, once it is restored", async () => {
	await using p = await app({
		"src/m.cjs": `exports.f = function f() { return "real"; }; exports.o = { g() { return "real"; } };`,
		"bin/ask.mjs": `
			import { mock } from "node:test";
			import { extractTaskModule } from "namesake";
			import m from "../src/m.cjs";
			const ask = (value) => { try { const { name, loadable } = extractTaskModule(value); return [name, loadable]; } catch (error) { return error.code; } };
			mock.method(m, "f", () => "mocked");
			mock.method(m.o, "g", () => "mocked");
			const spies = [ask(m.f), ask(m.o.g)].map((answer) => answer[1] === true);
			mock.restoreAll();
			console.log(JSON.stringify([spies, ask(m.f), ask(m.o.g)]));
		`,
	});
	assert.deepEqual(await p.tell("bin/ask.mjs"), [
		[false, false],
		["@acme/app/src/m#f", true],
		["@acme/app/src/m#o.g", true],
	]);
});

test("a proxy that the module itself exports is loadable", async () => {
	await using p = await app({
		"src/m.mjs": `export const f = new Proxy(() => "target", {}); export const o = { g: new Proxy(function g() {}, {}) };`,
		"bin/ask.mjs": `
			import { extractTaskModule, load } from "namesake";
			import * as m from "../src/m.mjs";
			const told = [];
			for (const value of [m.f, m.o.g]) {
				const { name, loadable } = extractTaskModule(value);
				told.push([name, loadable, (await load(name)) === value]);
			}
			console.log(JSON.stringify(told));
		`,
	});
	assert.deepEqual(await p.tell("bin/ask.mjs"), [
		["@acme/app/src/m#f", true, true],
		["@acme/app/src/m#o.g", true, true],
	]);
});
