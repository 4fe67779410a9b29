/* script mode, module loader, repo, pyflyte run: roots and working directories. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { app } from "../app.ts";

const files = {
	"src/jobs/email.js": `
		import { extractTaskModule, TrackedInstance } from "namesake";
		export class A extends TrackedInstance {}
		export function send() {}
		export const a = new A();
		const code = (ask) => { try { return ask() } catch (error) { return error.code } };
		if (process.argv[2] === "ask") setImmediate(() => console.log(JSON.stringify(
			[code(() => extractTaskModule(send).name), code(() => a.location), code(() => a.instantiatedIn)])));
	`,
	"other/m.js": "",
};
const named = (module: string) => [`${module}#send`, `${module}#a`, module];

test("pyflyte run: a name does not depend on the working directory", async () => {
	await using p = await app(files);
	// tests/shapes asks the same of other directories.
	assert.deepEqual(
		await p.tell("src/jobs/email.js", { cwd: p.at("src/jobs"), args: ["ask"] }),
		named("@acme/app/src/jobs/email"),
	);
});

test("script mode: below a root the path is relative to it, outside of it is an error", async () => {
	await using p = await app(files);
	const ask = (root: string, cwd = p.at()) =>
		p.tell("src/jobs/email.js", { cwd, args: ["ask"], env: { NAMESAKE_PACKAGE_ROOT: root } });
	assert.deepEqual(await ask("auto"), named("@acme/app/src/jobs/email"));
	assert.deepEqual(await ask(".", p.at("src/jobs")), named("./email"));
	assert.deepEqual(await ask(p.at("src")), named("./jobs/email"));
	assert.deepEqual(await ask(p.at("other")), Array(3).fill("OUTSIDE_ROOT"));
});

test("the variable is read once, when the first name is asked for, and an option counts before it", async () => {
	await using p = await app({
		...files,
		"src/later.js": `
			import { extractTaskModule } from "namesake";
			import { a, send } from "./jobs/email.js";
			const names = (...args) => [extractTaskModule(send, ...args).name, a.location];
			process.env.NAMESAKE_PACKAGE_ROOT = ".";
			const first = names();
			process.env.NAMESAKE_PACKAGE_ROOT = "src";
			const later = names();
			delete process.env.NAMESAKE_PACKAGE_ROOT;
			console.log(JSON.stringify([first, later, names({ packageRoot: "auto" }), names()]));
		`,
	});
	const below = ["./src/jobs/email#send", "./src/jobs/email#a"];
	const auto = ["@acme/app/src/jobs/email#send", "./src/jobs/email#a"];
	assert.deepEqual(await p.tell("src/later.js"), [below, below, auto, below]);
});

test("module loader: every module of a folder by its file, once", async () => {
	await using p = await app({
		"src/a.js": "globalThis.runs = (globalThis.runs ?? 0) + 1; export const a = 1;",
		"src/b.js": "import './a.js'; export const b = 2;",
		"bin/ask.js": `
			import { importModuleFromFile } from "namesake";
			const modules = [];
			for (const name of ["a", "b", "a"]) modules.push(await importModuleFromFile("@acme/app/src/" + name, "src/" + name + ".js"));
			console.log(JSON.stringify([modules, modules[0] === modules[2], globalThis.runs]));
		`,
	});
	assert.deepEqual(await p.tell("bin/ask.js"), [[{ a: 1 }, { b: 2 }, { a: 1 }], true, 1]);
});
