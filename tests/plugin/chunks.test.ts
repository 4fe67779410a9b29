import assert from "node:assert/strict";
import { test } from "node:test";
import { transform } from "../../src/plugin/transform.ts";
import { Kinds } from "../../src/source/kinds.ts";
import { SourceFiles } from "../../src/source/source-file.ts";
import { project } from "../package/project.ts";

/** The specifiers that a module imports when they are needed, with the modules that the records tell of them. */
async function chunksOf(text: string, files: Record<string, string>): Promise<(readonly [string, string[]])[]> {
	await using fixture = await project({
		"package.json": { name: "app", type: "module" },
		"src/m.ts": text,
		"node_modules/dep/package.json": { name: "dep", exports: "./index.js" },
		"node_modules/dep/index.js": "export const dep = () => 1;",
		...files,
	});
	const helper = { module: "helper", commonJs: "helper" };
	const transformed = transform(text, fixture.at("src/m.ts"), {
		kind: "bundle",
		helper,
		kinds: new Kinds(new SourceFiles()),
	});
	return [...(transformed?.code ?? "").matchAll(/chunk\(\(\)=>import\((".*?")\),(\[.*?\])\)/g)].map(
		([, specifier = "", modules = ""]) => [JSON.parse(specifier), (JSON.parse(modules) as string[]).sort()],
	);
}

const named = "export const f = () => 1;\n";

test("a chunk has the modules that its file imports and re-exports, however far, and no more", async () => {
	const chunks = await chunksOf('export const later = () => import("./later.ts");\n', {
		"src/later.ts": [
			'import { f } from "./imported.ts";',
			'import "./side-effect.ts";',
			'import type { T } from "./type.ts";',
			'export * from "./all.ts";',
			'export type * from "./all-types.ts";',
			'export { f as g } from "./some.ts";',
			'export type { U } from "./some-types.ts";',
			"export { f };",
			'import "dep";',
			'import "node:fs";',
			'import "./missing.ts";',
			"export const later = () => f;",
		].join("\n"),
		"src/imported.ts": `import "./deep.ts";\nimport "./later.ts";\n${named}`,
		"src/deep.ts": named,
		"src/side-effect.ts": "globalThis.x = 1;\n",
		"src/type.ts": `export type T = 1;\n${named}`,
		"src/all.ts": named,
		"src/all-types.ts": named,
		"src/some.ts": named,
		"src/some-types.ts": named,
	});
	assert.deepEqual(chunks, [
		["./later.ts", ["app/src/all", "app/src/deep", "app/src/imported", "app/src/later", "app/src/some"]],
	]);
});

test("of imports at the top level, in functions, of packages, and of what is computed", async () => {
	const chunks = await chunksOf(
		[
			'export const top = await import("./a.ts");',
			'export function f() { return import("./b.ts"); }',
			'export const dep = () => import("dep");',
			"export const any = (name: string) => import(name);",
			'export const json = () => import("./c.json", { with: { type: "json" } });',
			'export const quiet = () => import("./quiet.ts");',
		].join("\n"),
		{
			"src/a.ts": named,
			"src/b.ts": named,
			"src/c.json": "{}",
			"src/quiet.ts": "globalThis.x = 1;\n",
		},
	);
	assert.deepEqual(chunks.sort(), [
		["./a.ts", ["app/src/a"]],
		["./b.ts", ["app/src/b"]],
	]);
});
