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

/** The same, within `cli/`. */
const CLI_LAYERS = ["render", "process", "project", "commands", "bin.ts"];

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

/** @param folder the one whose folders are the layers, with a slash behind it. */
function upwardImports(imports: Imports, layers: readonly string[], folder = ""): string[] {
	const height = (file: string) => layers.indexOf(file.slice(folder.length).split("/", 1)[0] ?? "");
	return importsWhere(
		imports,
		(file, target) => file.startsWith(folder) && target.startsWith(folder) && height(target) > height(file),
	);
}

/** What commands share is not in one of them. */
function importsOfOtherCommands(imports: Imports): string[] {
	const command = (file: string) => /^cli\/commands\/([^/]+)\//.exec(file)?.[1];
	return importsWhere(
		imports,
		(file, target) => command(file) !== undefined && command(target) !== undefined && command(file) !== command(target),
	);
}

function importsWhere(imports: Imports, isMeant: (file: string, target: string) => boolean): string[] {
	return [...imports].flatMap(([file, targets]) =>
		targets.filter((target) => isMeant(file, target)).map((target) => `${file} imports ${target}`),
	);
}

/** The names of the folders and files in a folder. */
function entriesOf(imports: Imports, folder = ""): string[] {
	const files = [...imports.keys()].filter((file) => file.startsWith(folder));
	return [...new Set(files.map((file) => file.slice(folder.length).split("/", 1)[0] ?? ""))].sort();
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
		assert.deepEqual(
			importsWhere(imports, (_, target) => !imports.has(target)),
			[],
		);
	});

	test("come from folders of the order", () => {
		const folders = entriesOf(imports);
		assert.deepEqual(folders, LAYERS.filter((layer) => folders.includes(layer)).sort());
		assert.deepEqual(entriesOf(imports, "cli/"), [...CLI_LAYERS].sort());
	});

	test("never go up", () => {
		assert.deepEqual(upwardImports(imports, LAYERS), []);
		assert.deepEqual(upwardImports(imports, CLI_LAYERS, "cli/"), []);
	});

	test("lead from no command into another", () => {
		assert.deepEqual(importsOfOtherCommands(imports), []);
	});

	test("make no circle of files", () => {
		assert.deepEqual(circles(imports), []);
	});
});

test("an import that goes up, one of another command, and a circle of files, are found", () => {
	const planted: Imports = new Map([
		["base/a.ts", ["cli/render/b.ts", "base/c.ts"]],
		["base/c.ts", ["base/a.ts"]],
		["cli/render/b.ts", ["cli/process/d.ts"]],
		["cli/process/d.ts", ["cli/render/e.ts"]],
		["cli/commands/run/f.ts", ["cli/commands/list/g.ts", "cli/commands/options.ts", "cli/commands/run/h.ts"]],
	]);
	assert.deepEqual(upwardImports(planted, LAYERS), ["base/a.ts imports cli/render/b.ts"]);
	assert.deepEqual(upwardImports(planted, CLI_LAYERS, "cli/"), ["cli/render/b.ts imports cli/process/d.ts"]);
	assert.deepEqual(importsOfOtherCommands(planted), ["cli/commands/run/f.ts imports cli/commands/list/g.ts"]);
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
