/* What modules export of others: Node, which links the same files, is the authority. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { ExportedNames } from "../../src/source/exported-names.ts";
import { SourceFiles } from "../../src/source/source-file.ts";
import { project } from "../package/project.ts";

const tree: Readonly<Record<string, string>> = {
	"own.mjs": "export const a = {}, b = {}; export default {}; export function f() {}",
	"other.mjs": "export const b = {}, c = {}; export default {};",
	"star.mjs": 'export * from "./own.mjs";',
	"stars.mjs": 'export * from "./own.mjs"; export * from "./other.mjs";',
	"same-twice.mjs": 'export * from "./own.mjs"; export * from "./star.mjs";',
	"own-first.mjs": 'export * from "./own.mjs"; export * from "./other.mjs"; export const b = {};',
	"named-first.mjs": 'export * from "./own.mjs"; export * from "./other.mjs"; export { b } from "./other.mjs";',
	"renamed.mjs": 'export { a as x, default as y, f as default } from "./own.mjs";',
	"default.mjs": 'export { default } from "./own.mjs"; export * from "./other.mjs";',
	"namespace.mjs": 'export * as own from "./own.mjs"; export * as default from "./other.mjs";',
	"imported.mjs":
		'import d, { a as x } from "./own.mjs"; import * as ns from "./other.mjs"; export { d, x, ns, x as z };',
	"chain.mjs": 'export { x as w, ns, d } from "./imported.mjs"; export * from "./renamed.mjs";',
	"circle-a.mjs": 'export * from "./circle-b.mjs"; export const a = {};',
	"circle-b.mjs": 'export * from "./circle-a.mjs"; export const b = {}; export * from "./own.mjs";',
	"self.mjs": 'export * from "./self.mjs"; export const a = {};',
	"nothing.mjs": "const a = {};",
	"empty.mjs": "export {};",
	"deep.mjs": 'export * from "./stars.mjs"; export * from "./circle-a.mjs";',
	"through-ambiguous.mjs": 'export * from "./stars.mjs"; export * from "./other.mjs";',
	"builtin.mjs": 'export { join } from "node:path"; export const a = {};',
};

test("names and where they are from", async () => {
	await using p = await project({ "package.json": { name: "app" }, ...tree });
	const files = Object.keys(tree);
	// In both orders: what was asked before must not make a difference.
	for (const order of [files, files.toReversed?.() ?? [...files].reverse()]) {
		const sources = new SourceFiles();
		const names = new ExportedNames(sources);
		for (const path of order) {
			const file = sources.read(p.at(path)) ?? assert.fail(path);
			const said = names.of(file);
			const exports = (await import(pathToFileURL(p.at(path)).href)) as Record<string, unknown>;
			assert.deepEqual([...said.keys()].sort(), Object.keys(exports).sort(), path);
			for (const [name, { module, name: there }] of said) {
				const origin = (await import(module.startsWith("node:") ? module : pathToFileURL(module).href)) as never;
				assert.equal(there === "*" ? origin : origin[there], exports[name], `${path}: ${name}`);
				if (module.startsWith("node:") || there === "*") continue;
				const own = sources.read(module)?.source.exports;
				assert.ok(
					own?.bindings.has(there) || (there === "default" && own?.defaultNode),
					`${path}: ${name} of ${module}`,
				);
			}
		}
	}
});

test("what is not there is not exported, and of a package that is not read its own word is taken", async () => {
	await using p = await project({
		"package.json": { name: "app" },
		"m.mjs":
			'export { x } from "./none.mjs"; export { y } from "lib"; export { gone } from "./own.mjs"; export * from "./none.mjs";',
		"own.mjs": "export const a = 1;",
	});
	const files = new SourceFiles();
	const said = new ExportedNames(files).of(files.read(p.at("m.mjs")) ?? assert.fail());
	assert.deepEqual(Object.fromEntries(said), {
		x: { module: "./none.mjs", name: "x" },
		y: { module: "lib", name: "y" },
	});
});

test("types are no part of it", async () => {
	await using p = await project({
		"package.json": { name: "app" },
		"m.ts":
			'export type { T } from "./t.js"; export { type U, v } from "./t.js"; export type * from "./t.js"; export * from "./t.js"; import type { T as X } from "./t.js"; export { X };',
		"t.ts":
			"export type T = 1; export interface U {} export const v = 1, w = 2; export declare const d: 1; export enum E { a }",
	});
	const files = new SourceFiles();
	const said = new ExportedNames(files).of(files.read(p.at("m.ts")) ?? assert.fail());
	assert.deepEqual([...said.keys()].sort(), ["E", "v", "w"]);
});
