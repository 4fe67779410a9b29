/* What importing the library costs: two files of its own, and nothing of Node or of a dependency that it does not need yet. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { parseSync } from "oxc-parser";
import { app } from "./app.ts";
import { inRepository } from "./repository.ts";

test("the library is one file, which imports nothing, and one that says what of it is public", () => {
	const imports = (file: string) => {
		const { staticImports, staticExports } = parseSync(file, readFileSync(inRepository(file), "utf8")).module;
		const all = [...staticImports, ...staticExports.flatMap(({ entries }) => entries)];
		return [...new Set(all.flatMap(({ moduleRequest }) => moduleRequest?.value ?? []))];
	};
	assert.deepEqual(imports("dist/index.js"), ["./core.js"]);
	assert.deepEqual(imports("dist/core.js"), []);
});

test("what Node, parser and pool are needed for comes later", async () => {
	await using p = await app({
		"m.mjs": `
			import { createRequire } from "node:module";
			const before = new Set(process.moduleLoadList);
			await import("namesake");
			const loaded = process.moduleLoadList.filter((name) => !before.has(name));
			console.log(JSON.stringify([loaded, Object.keys(createRequire(import.meta.url).cache)]));
		`,
	});
	const [loaded, required] = (await p.tell("m.mjs")) as [string[], string[]];
	assert.deepEqual(
		loaded.filter((name) => /inspector|stream|worker|crypto|async_hooks|child_process|\bvm$/.test(name)),
		[],
	);
	assert.deepEqual(required, []);
});
