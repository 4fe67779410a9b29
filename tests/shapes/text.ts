import assert from "node:assert/strict";
import { formatPath } from "../../src/base/name.ts";
import { type ExportPaths, exportPathsOf } from "../../src/source/export-paths.ts";
import { type ModuleSource, readModule } from "../../src/source/module-source.ts";
import type { Language, Node } from "../../src/source/node.ts";

export function sourceOf(text: string, language: Language, type: "module" | "commonjs"): ModuleSource {
	const source = readModule(text, language, type);
	assert.deepEqual(source.problems, []);
	return source;
}

/** The `new A()` of a text, in its order. */
export function sitesOf({ makers, text }: ModuleSource): readonly Node[] {
	return makers.filter((node) => node.type === "NewExpression" && !/^Map/.test(text.slice(node.start + 4)));
}

/** What a text says of each of its `new A()`. */
export function placements(
	text: string,
	language: Language = "js",
	type: "module" | "commonjs" = "module",
): ExportPaths[] {
	const source = sourceOf(text, language, type);
	return sitesOf(source).map((node) => exportPathsOf(source, node));
}

/** The paths, by the rules; a `?` behind one: the text leaves open whether the value is still there. */
export function describePaths({ paths, local }: ExportPaths): string {
	const texts = paths.map(({ path, stable }) => formatPath(path) + (stable ? "" : "?"));
	if (texts.length === 0 && local !== undefined) texts.push(`(${formatPath(local)})`);
	return texts.join(" ") || "nothing";
}
