import assert from "node:assert/strict";
import { test } from "node:test";
import { app, runNode, told } from "../app.ts";
import { libraryUrl } from "../repository.ts";

const ASK = `import(${JSON.stringify(libraryUrl())}).then((lib) => console.log(JSON.stringify(lib.isReplOrBundle())))`;
const inModule = `import { isReplOrBundle } from ${JSON.stringify(libraryUrl())}; console.log(JSON.stringify(isReplOrBundle()));`;

test("code that is in no file", async () => {
	assert.equal(told(await runNode(["-e", ASK])), true);
	assert.equal(told(await runNode(["--input-type=module", "-e", inModule])), true);
	assert.equal(told(await runNode(["-e", ASK, "an-argument.js"])), true);
	assert.equal(told(await runNode([], { input: ASK })), true);
	assert.equal(told(await runNode(["-"], { input: ASK })), true);
	const { stdout } = await runNode(["-p", ASK]);
	assert.match(stdout, /^true$/m);
});

test("the REPL", async () => {
	const { stdout } = await runNode(["-i"], { input: `await ${ASK}\n`, env: { NODE_REPL_HISTORY: "" } });
	assert.match(stdout, /^(?:> )?true$/m);
});

test("a program in a file, also when it is imported, required, or named -", async () => {
	await using p = await app({
		"m.mjs": inModule,
		"c.cjs": ASK,
		"-": ASK,
		"lib/index.js": ASK,
		"imports.mjs": "await import('./m.mjs');",
		"required.cjs": "module.exports = 1;",
	});
	for (const file of ["m.mjs", "c.cjs", "imports.mjs"]) assert.equal(await p.tell(file), false, file);
	assert.equal(await p.tell("m.mjs", { flags: ["--import", p.at("required.cjs")] }), false);
	assert.equal(told(await runNode(["."], { cwd: p.at("lib") })), false);
	assert.equal(told(await runNode(["./-"], { cwd: p.at() })), false);
});

test("worker threads: of a file, and of a text", async () => {
	await using p = await app({
		"start.mjs": `
			import { Worker } from "node:worker_threads";
			const [what] = process.argv.slice(2);
			new Worker(...(what === "eval" ? [${JSON.stringify(ASK)}, { eval: true }] : [new URL("./m.mjs", import.meta.url)]));
		`,
		"m.mjs": inModule,
	});
	assert.equal(await p.tell("start.mjs", { args: ["file"] }), false);
	assert.equal(await p.tell("start.mjs", { args: ["eval"] }), true);
});

test("what lies in the working directory switches nothing", async () => {
	await using p = await app({ "m.mjs": inModule, "pkl.gz": "", pickle: "" });
	assert.equal(await p.tell("m.mjs"), false);
});

test("a notebook's kernel", async () => {
	await using p = await app({ "node_modules/tslab/main.mjs": inModule, "node_modules/tslabs/main.mjs": inModule });
	assert.equal(await p.tell("node_modules/tslab/main.mjs"), true);
	assert.equal(await p.tell("node_modules/tslabs/main.mjs"), false);
});
