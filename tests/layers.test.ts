/* The imports of src/, types included, against the order of its folders in CONTRIBUTING.md. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, posix, sep } from "node:path";
import { describe, test } from "node:test";
import { parseSync } from "oxc-parser";

/** A file imports from its own folder and from those before it. `index.ts` only re-exports. */
const LAYERS = [
	"base",
	"package",
	"source",
	"hosts",
	"origin",
	"exports",
	"registry",
	"lock",
	"load",
	"tracking",
	"plugin",
	"register",
	"adapter",
	"index.ts",
	"cli",
];

const ROOT = join(process.cwd(), "src");

type Imports = ReadonlyMap<string, readonly string[]>;

function importsOfSources(): Imports {
	const files = readdirSync(ROOT, { recursive: true, encoding: "utf8" })
		.filter((file) => /\.c?ts$/.test(file))
		.map((file) => file.split(sep).join("/"));
	return new Map(files.map((file) => [file, importsOf(file, readFileSync(join(ROOT, file), "utf8"))]));
}

/** The files that a text imports: by `import`, `import type`, `export … from` and `import()`. */
function importsOf(file: string, text: string): string[] {
	const { staticImports, staticExports, dynamicImports } = parseSync(file, text).module;
	const requests = [...staticImports, ...staticExports.flatMap(({ entries }) => entries)].flatMap(
		({ moduleRequest }) => moduleRequest?.value ?? [],
	);
	const later = dynamicImports.map(({ moduleRequest: { start, end } }) => text.slice(start, end).replace(/["']/g, ""));
	return [...requests, ...later]
		.filter((request) => request.startsWith("."))
		.map((request) => posix.join(posix.dirname(file), request));
}

function upwardImports(imports: Imports): string[] {
	const height = (file: string) => LAYERS.indexOf(file.split("/", 1)[0] ?? "");
	return [...imports].flatMap(([file, targets]) =>
		targets.filter((target) => height(target) > height(file)).map((target) => `${file} imports ${target}`),
	);
}

/** The files of each circle, in the order of their imports. */
function circles(imports: Imports): string[][] {
	const found: string[][] = [];
	const done = new Set<string>();
	const visit = (file: string, path: readonly string[]): void => {
		const start = path.indexOf(file);
		if (start !== -1) found.push(path.slice(start));
		if (start !== -1 || done.has(file)) return;
		for (const target of imports.get(file) ?? []) visit(target, [...path, file]);
		done.add(file);
	};
	for (const file of imports.keys()) visit(file, []);
	return found;
}

describe("the imports of src/", () => {
	const imports = importsOfSources();

	test("lead to files that exist", () => {
		const missing = [...imports].flatMap(([file, targets]) =>
			targets.filter((target) => !imports.has(target)).map((target) => `${file} imports ${target}`),
		);
		assert.deepEqual(missing, []);
	});

	test("come from folders of the order", () => {
		const folders = new Set([...imports.keys()].map((file) => file.split("/", 1)[0]));
		assert.deepEqual([...folders].sort(), [...LAYERS].filter((layer) => folders.has(layer)).sort());
	});

	test("never go up", () => {
		assert.deepEqual(upwardImports(imports), []);
	});

	test("make no circle of files", () => {
		assert.deepEqual(circles(imports), []);
	});
});

test("an import that goes up, and a circle of files, are found", () => {
	const planted: Imports = new Map([
		["base/a.ts", ["cli/b.ts", "base/c.ts"]],
		["base/c.ts", ["base/a.ts"]],
		["cli/b.ts", []],
	]);
	assert.deepEqual(upwardImports(planted), ["base/a.ts imports cli/b.ts"]);
	assert.deepEqual(circles(planted), [["base/a.ts", "base/c.ts"]]);
});

test("every form of import is seen", () => {
	const text = `
		import { a } from "./a.ts";
		import type { B } from "../b.ts";
		export { c } from "./c.ts";
		export type { D } from "./d.ts";
		export * from "./e.ts";
		const f = await import("./f.ts");
		import fs from "node:fs";
	`;
	assert.deepEqual(importsOf("x/m.ts", text).sort(), ["b.ts", "x/a.ts", "x/c.ts", "x/d.ts", "x/e.ts", "x/f.ts"]);
});
