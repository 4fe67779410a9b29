/* A bundle that has this library inside, made without the plugin: what is not in it is found where it runs, if it is installed there. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { build } from "esbuild";
import { app } from "./app.ts";
import { inRepository } from "./repository.ts";

const { outputFiles } = await build({
	stdin: {
		contents: `
			import { getFullModulePath } from "./dist/index.js";
			let found;
			try { found = getFullModulePath(import.meta.url); } catch (error) { found = error.code; }
			console.log(JSON.stringify(found));
		`,
		resolveDir: inRepository("."),
	},
	bundle: true,
	format: "esm",
	platform: "node",
	write: false,
});
const bundle = outputFiles[0]?.text ?? "";
const outDir = { compilerOptions: { outDir: "out" }, include: ["src"] };
const files = { "src/jobs.ts": "", "out/jobs.js": bundle, "base.json": outDir };
/** Instead of the link to the package: nothing is installed. */
const bare = { "node_modules/namesake": "" };

test("a tsconfig is read where the library alone is installed, with none of its dependencies beside it, as by pnpm", async () => {
	await using p = await app({ ...files, "tsconfig.json": { extends: "./base.json" } });
	assert.equal(await p.tell("out/jobs.js"), "@acme/app/src/jobs");
});

test("where nothing is installed, a tsconfig that has no base is read", async () => {
	await using p = await app({ ...files, ...bare, "tsconfig.json": outDir });
	assert.equal(await p.tell("out/jobs.js"), "@acme/app/src/jobs");
});

test("where nothing is installed, what a base may say is not guessed", async () => {
	await using p = await app({ ...files, ...bare, "tsconfig.json": { extends: "./base.json" } });
	assert.equal(await p.tell("out/jobs.js"), "SOURCE_UNAVAILABLE");
});
