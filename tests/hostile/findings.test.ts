/* What the fuzzers have found, each once. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { before, test } from "node:test";
import { app } from "../app.ts";
import { libraryUrl } from "../repository.ts";

interface Told {
	readonly code: string;
	readonly message: string;
	readonly ms: number;
}

let told: Record<string, Told>;
let then: unknown;
let ran: unknown;
before(async () => {
	await using p = await app({
		".env": 'globalThis.ran.push(".env"); PASSWORD=hunter2\n',
		".git/config": 'globalThis.ran.push(".git/config")',
		credentials: 'globalThis.ran.push("credentials"); PASSWORD=hunter2\n',
		LICENSE: "hunter2 is the word\n",
		"bin/tool": "#!/usr/bin/env node\nexport const x = () => 1;\n",
		"then.js":
			"export function then(resolve) { globalThis.ran.push('then'); resolve({ x: 'another' }); }\nexport const x = () => 1;",
		"star.js": 'export * from "./then.js";\nexport const y = () => 1;',
		"waits.js": "export const then = () => globalThis.ran.push('then');\nexport const x = () => 1;",
		"main.js": `
			import { extractTaskModule, importModuleFromFile, load, NamesakeError } from "namesake";
			import { loadTask } from ${JSON.stringify(libraryUrl("tracking/load-task"))};
			globalThis.ran = [];
			const told = {};
			const ask = async (title, name, options, how = load) => {
				const start = performance.now();
				const error = await how(name, options).then(() => ({ code: "no error", message: "" }), (error) => error);
				const code = error instanceof NamesakeError || error.code === "no error" ? error.code : "NOT CODED";
				told[title] = { code, message: error.message + (error.cause?.stack ?? ""), ms: performance.now() - start };
			};
			for (const name of [".env", ".git/config", "credentials", "LICENSE", "bin/tool"]) {
				await ask(name, "@acme/app/" + name + "#x");
				await ask("task " + name, "@acme/app/" + name + "#x", {}, loadTask);
			}
			await ask("nowhere", "@acme/app/nowhere#x");
			await ask("long part", "./" + "x".repeat(300) + "/y#z", { packageRoot: "." });
			await ask("deep path", "./" + "x/".repeat(4000) + "y#z", { packageRoot: "." });
			const loaded = [await load("@acme/app/then#x"), await load("@acme/app/star#y"), await load("@acme/app/star#x"), await load("@acme/app/waits#x")];
			const then = loaded.map((value) => extractTaskModule(value)).map(({ name, loadable }) => loadable && name);
			await ask("module", "@acme/app/then", "then.js", importModuleFromFile);
			console.log(JSON.stringify({ told, then, ran }));
		`,
	});
	// To look for what a name was before means to read the sources of the project.
	execFileSync("mkfifo", [p.at("pipe.js")]);
	({ told, then, ran } = (await p.tell("main.js")) as { told: typeof told; then: unknown; ran: unknown });
});

for (const file of [".env", ".git/config", "credentials", "LICENSE"])
	for (const how of ["", "task "])
		test(`${how}${file}: a file that is no module does not run, and no word of it is told`, () => {
			assert.equal(told[how + file]?.code, file.startsWith(".") ? "MODULE_NOT_FOUND" : "FORBIDDEN_MODULE");
			assert.doesNotMatch(told[how + file]?.message ?? "", /hunter2/);
			assert.deepEqual(ran, []);
		});

test("a pipe among the sources is not waited for", () => assert.equal(told["nowhere"]?.code, "MODULE_NOT_FOUND"));

test("a script without extension that exports something is a module", () => {
	assert.equal(told["bin/tool"]?.code, "no error");
	assert.equal(told["task bin/tool"]?.code, "NOT_A_TASK");
});

test("paths that are longer than the system has any, below a package root", () => {
	assert.equal(told["long part"]?.code, "MODULE_NOT_FOUND");
	assert.equal(told["deep path"]?.code, "MODULE_NOT_FOUND");
	assert.ok((told["deep path"]?.ms ?? 0) < 500, `${told["deep path"]?.ms} ms`);
});

test("what a module exports besides a function `then` is loaded, and that is not called", () => {
	assert.deepEqual(then, ["@acme/app/then#x", "@acme/app/star#y", "@acme/app/then#x", "@acme/app/waits#x"]);
	assert.equal(told["module"]?.code, "UNNAMEABLE");
	assert.deepEqual(ran, []);
});
