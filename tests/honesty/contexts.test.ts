/* Modules that a program makes by itself have the URL of a file, and are not what its name loads. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { app } from "../app.ts";

const PROGRAM = `
	import { readFileSync } from "node:fs";
	import vm from "node:vm";
	import * as library from "namesake";
	const { extractTaskModule, findTaskModule, load } = library;
	globalThis.runs = 0;
	const url = new URL("./m.js", import.meta.url).href;
	const context = process.argv.includes("own") ? vm.createContext({ count: () => globalThis.runs++ }) : undefined;
	globalThis.count = () => globalThis.runs++;
	const module = new vm.SourceTextModule(readFileSync(new URL(url), "utf8"), { identifier: url, ...(context ? { context } : {}) });
	await module.link(() => new vm.SyntheticModule(Object.keys(library), function () {
		for (const key of Object.keys(library)) this.setExport(key, library[key]);
	}, context ? { context } : {}));
	await module.evaluate();
	const { f, t, made, nothing } = module.namespace;
	const told = [];
	const tell = async (ask, value) => {
		try {
			const { name, loadable } = await ask(value);
			// What is said to be loadable is the identical value.
			return [name, loadable, loadable ? (await load(name)) === value : undefined];
		} catch ({ code }) {
			return code;
		}
	};
	const ask = async () => {
		const answers = {};
		for (const [key, value] of Object.entries({ f, t, made }))
			answers[key] = [await tell(extractTaskModule, value), await tell(findTaskModule, value)];
		return answers;
	};
	const before = await ask();
	const runs = globalThis.runs;
	const real = await load("@acme/app/m#f");
	const after = await ask();
	console.log(JSON.stringify({ before, runs, isAnother: real !== f, after }));
`;

for (const where of ["its own", "the main"])
	test(`a vm.SourceTextModule of a file, in ${where} context: a name, not loadable, and the file is not run for it`, async () => {
		await using project = await app({
			"m.js": `
				import { task } from "namesake";
				count();
				export const f = () => 1;
				export const t = task(() => 1);
				const make = () => task(() => 2);
				export const made = make();
			`,
			"main.js": PROGRAM,
		});
		const flags = ["--experimental-vm-modules", "--no-warnings"];
		const told = await project.tell("main.js", { flags, args: where === "its own" ? ["own"] : [] });
		const name = (path: string) => [`@acme/app/m#${path}`, false, null];
		assert.deepEqual(told, {
			before: {
				f: [name("f"), name("f")],
				t: [name("t"), name("t")],
				made: [name("made"), name("made")],
			},
			runs: 1,
			isAnother: true,
			// Now the file is a module that a name loads, and these values are not in it.
			after: {
				f: ["NAME_MISMATCH", "NAME_MISMATCH"],
				t: ["NO_LHS", "NO_LHS"],
				made: ["NO_LHS", "NO_LHS"],
			},
		});
	});
