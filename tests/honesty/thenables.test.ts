/* A promise can't hand over a value that has a method `then`, and load() gives a promise. */
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { app } from "../app.ts";
import { SHARED } from "./probe.ts";

const KEYS = ["f", "C", "t", "task", "inherited"];
const TEXT = `
	const f = function f() {};
	f.then = (resolve) => resolve("then of f");
	class C { static then(resolve) { resolve("then of C"); } }
	class T extends A { then(resolve) { resolve("then of t"); } }
	const t = new T();
	const task = lib.task(() => 1);
	task.then = (resolve) => resolve("then of task");
	const inherited = Object.setPrototypeOf(() => 1, { then(resolve) { resolve("inherited"); } });
	const holder = { f };
	const plain = new A();
`;
const EXPORTED = [...KEYS, "holder", "plain"].join(", ");

let told: Record<string, Record<string, { name: string; loadable: boolean; load: string }>>;
before(async () => {
	await using p = await app({
		...SHARED,
		"ready.js": `${TEXT} export { ${EXPORTED} };`,
		"waiting.js": `await 0; ${TEXT} export { ${EXPORTED} };`,
		"common.cjs": `${TEXT} module.exports = { ${EXPORTED} };`,
		"main.js": `
			import "./made.js";
			import { createRequire } from "node:module";
			import { extractTaskModule, load } from "namesake";
			const told = {};
			const modules = {
				ready: await import("./ready.js"), waiting: await import("./waiting.js"),
				common: createRequire(import.meta.url)("./common.cjs"),
			};
			for (const [file, m] of Object.entries(modules)) {
				told[file] = {};
				for (const key of ${JSON.stringify([...KEYS, "plain"])}) {
					const { functionName, loadable } = extractTaskModule(m[key]);
					const loaded = await load("@acme/app/" + file + "#" + key).then((x) => x === m[key] ? "it" : x, (error) => error.code);
					told[file][key] = { name: functionName, loadable, load: loaded };
				}
				const member = await load("@acme/app/" + file + "#holder.f").catch((error) => error.code);
				told[file].member = { name: "", loadable: false, load: member };
				const held = await load("@acme/app/" + file + "#holder");
				told[file].holder = { name: "", loadable: true, load: held === m.holder ? "it" : "not it" };
			}
			console.log(JSON.stringify(told));
		`,
	});
	told = (await p.tell("main.js")) as typeof told;
});

describe("values with a method then are named, are not loadable, and load says so", () => {
	for (const file of ["ready", "waiting", "common"])
		test(file, () => {
			for (const name of KEYS)
				assert.deepEqual(told[file]?.[name], { name, loadable: false, load: "UNNAMEABLE" }, name);
			assert.deepEqual(told[file]?.["plain"], { name: "plain", loadable: true, load: "it" });
			assert.equal(told[file]?.["member"]?.load, "UNNAMEABLE");
			assert.equal(told[file]?.["holder"]?.load, "it");
		});
});

test("what a CommonJS module exports beside `then` is loaded, once", async () => {
	await using p = await app({
		"package.json": { name: "@acme/app" },
		"src/compiled.js": `
			"use strict"; Object.defineProperty(exports, "__esModule", { value: true });
			exports.other = exports.then = void 0;
			globalThis.runs = (globalThis.runs ?? 0) + 1;
			exports.then = () => 1; exports.other = () => "other";
		`,
		"src/main.js": `
			const { importModuleFromFile, load } = require("namesake");
			(async () => {
				const other = await load("@acme/app/src/compiled#other");
				const imported = await importModuleFromFile("@acme/app/src/compiled", __dirname + "/compiled.js").catch((error) => error.code);
				console.log(JSON.stringify([other(), other === require("./compiled.js").other, globalThis.runs, imported]));
			})();
		`,
	});
	assert.deepEqual(await p.tell("src/main.js"), ["other", true, 1, "UNNAMEABLE"]);
});
