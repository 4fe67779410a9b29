/* What the text alone says of each row; what it says of JavaScript for sure has to be so when it runs. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { encodePath, formatPath } from "../../src/base/name.ts";
import type { ExportPath } from "../../src/source/export-path.ts";
import { exportPathsOf } from "../../src/source/export-paths.ts";
import { corpus } from "./index.ts";
import { keyOf } from "./project.ts";
import type { CorpusFile, InstanceRow, NamedRow } from "./row.ts";
import { pathsTo, runText, valueAt, withGlobals } from "./running.ts";
import { describePaths, placements, sourceOf } from "./text.ts";

describe("texts of one line", () => {
	for (const { file, line, rows } of corpus)
		if (line !== undefined && rows.some(({ kind }) => kind === "site"))
			test(line, async () => {
				const expected = rows.flatMap((row) => (row.kind === "site" ? row.words : [])).join(" | ");
				const type = file.endsWith(".cjs") ? "commonjs" : "module";
				const language = file.endsWith(".ts") ? "ts" : "js";
				assert.equal(placements(line, language, type).map(describePaths).join(" | "), expected);
				if (language === "js") await run(line, type);
			});
});

/** Runs the text, with `y` as different things, and looks whether each value is where the text was said to settle that it is. */
async function run(text: string, type: "module" | "commonjs"): Promise<void> {
	const said = placements(text, "js", type);
	let count = 0;
	const numbered = text.replaceAll("new A()", () => `new A(${count++})`);
	let isRun = false;
	for (const y of /\by\b/.test(text) ? [undefined, [], { x: 1 }] : [undefined]) {
		const made: object[][] = said.map(() => []);
		class A {
			constructor(site: number) {
				made[site]?.push(this);
			}
		}
		const globals = { A, y, k: "key", a: () => {}, f: () => 1, use: () => {}, change: () => {}, rest: {} };
		const exports = await withGlobals(globals, () => runText(numbered, type)).catch(() => undefined);
		if (exports === undefined) continue;
		isRun = true;
		for (const [site, { paths, local, isClosed, isCaptured }] of said.entries()) {
			const [value, ...others] = made[site] ?? [];
			if (value === undefined || others.length > 0) continue;
			for (const { path, stable } of paths)
				if (stable) assert.equal(valueAt(exports, path), value, `${formatPath(path)} holds something else`);
			if (type !== "module" || !isClosed || isCaptured || (paths.length === 0 && local === undefined)) continue;
			const texts = paths.map(({ path }) => formatPath(path));
			for (const path of pathsTo(exports, (found) => found === value, 3).map((found) => formatPath(found)))
				assert.ok(texts.includes(path) || texts.includes(`default.${path}`), `${path} was not seen`);
		}
	}
	assert.ok(isRun || / from '/.test(text), "it can't be run");
}

describe("modules", () => {
	for (const file of corpus)
		if (file.rows.some((row) => row.kind === "named" || row.kind === "instance"))
			test(file.line ?? file.file, () => {
				const failures = file.rows.flatMap((row) => {
					if (row.kind !== "named" && row.kind !== "instance") return [];
					const home = homeOf(row, file);
					if (home === undefined) return [];
					const expected = row.text ?? (row.load === undefined ? "stable" : "none");
					const answer = said(row, home);
					return answer === expected ? [] : [`${row.id} ${row.get}: expected ${expected}, the text says ${answer}`];
				});
				assert.deepEqual(failures, []);
			});
});

/** The file that makes the value, unless it is one of another package. */
function homeOf({ module }: NamedRow | InstanceRow, file: CorpusFile): CorpusFile | undefined {
	if (module === undefined) return file;
	return corpus.find(({ file }) => module === `@acme/app/src/${encodePath(keyOf(file))}`);
}

function said(row: NamedRow | InstanceRow, file: CorpusFile): "stable" | "open" | "none" {
	const wanted = row.kind === "named" ? row.paths[0] : row.path;
	const found = candidatesOf(file).filter(({ path }) => formatPath(path) === wanted);
	if (found.some(({ stable }) => stable)) return "stable";
	return found.length > 0 ? "open" : "none";
}

/** The first path of everything that a file makes. */
function candidatesOf(file: CorpusFile): readonly ExportPath[] {
	const extension = /[^.]+$/.exec(file.file)?.[0];
	const language = extension === "ts" || extension === "tsx" ? extension : "js";
	const source = sourceOf(file.text, language, extension === "cjs" || extension === "js" ? "commonjs" : "module");
	return source.makers.flatMap((node) => exportPathsOf(source, node).paths.slice(0, 1));
}
