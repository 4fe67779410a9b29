/* What `list` says of each row, without running anything; what it says of JavaScript has to be so when it runs. */
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, test } from "node:test";
import { encodePath, formatPath } from "../../src/base/name.ts";
import { ExportedNames } from "../../src/source/exported-names.ts";
import { type Entry, inventory } from "../../src/source/inventory.ts";
import { Kinds } from "../../src/source/kinds.ts";
import type { Node } from "../../src/source/node.ts";
import { type SourceFile, SourceFiles, sourceFileOf, syntaxError } from "../../src/source/source-file.ts";
import { corpus } from "./index.ts";
import { createProject, keyOf } from "./project.ts";
import type { CorpusFile, Row, SiteRow } from "./row.ts";
import { pathsTo, runText, valueAt, withGlobals } from "./running.ts";
import { everyText } from "./settings.ts";
import { sitesOf } from "./text.ts";

/** For all tests of this file, however often they run: scripts/mutation.mjs runs them again and again. */
const project = await createProject(everyText);
process.once("exit", () => rmSync(dirname(project.directory), { recursive: true, force: true }));

/** What reads the files of the table, anew for each test. */
class Reader {
	readonly #files: SourceFiles;
	readonly #kinds: Kinds;

	constructor(detail: "values" | "types") {
		this.#files = new SourceFiles(detail);
		this.#kinds = new Kinds(this.#files);
	}

	read({ file }: CorpusFile): SourceFile {
		return this.#files.read(join(project.directory, "src", file)) ?? assert.fail(file);
	}

	list(file: SourceFile): Entry[] {
		return inventory(file, this.#kinds);
	}
}

for (const file of corpus)
	if (file.rows.length > 0 || file.list !== undefined) test(file.line ?? file.file, () => checkFile(file));

function checkFile(file: CorpusFile): void {
	const reader = new Reader("values");
	const source = reader.read(file);
	assert.equal(syntaxError(source), undefined);
	const entries = reader.list(source);
	if (file.list !== undefined) {
		assert.deepEqual(entries.map(described), file.list);
		const typed = new Reader("types");
		assert.deepEqual(placesOf(entries), placesOf(typed.list(typed.read(file))));
	}
	const failures = file.rows.flatMap((row) => {
		const [expected, answer] =
			row.kind === "site" ? answerOfSite(row, source, entries, file) : answerOf(row, file, entries, reader);
		return expected === answer ? [] : [`${row.id} ${row.get}: expected ${expected}, list says ${answer}`];
	});
	assert.deepEqual(failures, []);
}

function placesOf(entries: readonly Entry[]): unknown {
	return entries.map(({ node, paths, doubt, ...entry }) => ({
		...entry,
		start: node.start,
		doubt: doubt?.start,
		paths: paths.map(({ assignment, doubts, ...path }) => ({
			...path,
			assignment: assignment?.start,
			doubts: doubts?.map(({ start }) => start),
		})),
	}));
}

function described({ path, nested, kind, reason }: Entry): string {
	return `${formatPath(path, nested)} ${kind}${reason === undefined ? "" : ` ${reason}`}`;
}

/** What is expected of a row, and what is said of its path. */
function answerOf(
	row: Row,
	file: CorpusFile,
	entries: readonly Entry[],
	reader: Reader,
): readonly [expected?: string, answer?: string] {
	if ((row.kind !== "named" && row.kind !== "instance") || file.list !== undefined) return [];
	const home =
		row.module === undefined
			? file
			: corpus.find(({ file }) => row.module === `@acme/app/src/${encodePath(keyOf(file))}`);
	// What other packages have made is in their lists.
	if (home === undefined) return [];
	const all = home === file ? entries : reader.list(reader.read(home));
	const path = row.kind === "named" ? row.paths[0] : row.path;
	const found = all.filter((entry) => formatPath(entry.path, entry.nested) === path);
	const entry = found.find(({ reason }) => reason === undefined) ?? found[0];
	const isKnown =
		row.kind === "named"
			? entry?.kind === "function" || entry?.kind === "class"
			: entry?.kind === "instance" || entry?.kind === "task";
	const answer = entry === undefined ? "none" : (entry.reason ?? (isKnown ? "known" : entry.kind));
	return [row.list ?? row.load ?? "known", answer];
}

function answerOfSite(
	row: SiteRow,
	source: SourceFile,
	entries: readonly Entry[],
	{ rows }: CorpusFile,
): readonly [expected: string, answer: string] {
	const node = sitesOf(source.source)[rows.indexOf(row)];
	const entry = entries.find((entry) => entry.node === node);
	const [first] = row.paths;
	const shown = first ?? (row.local === undefined ? "none" : `${row.local} NOT_EXPORTED`);
	const expected = row.gone ? `${shown} NAME_MISMATCH` : shown;
	return [row.list ?? expected, entry === undefined ? "none" : described(entry).replace(" instance", "")];
}

describe("it is so when it runs", () => {
	for (const { file, line, list } of corpus)
		if (line !== undefined && list !== undefined && !file.endsWith(".ts"))
			test(line, async () => {
				const type = file.endsWith(".mjs") ? "module" : "commonjs";
				const source = sourceFileOf(`/app/${file}`, line, "values");
				assert.deepEqual(source.source.problems, []);
				const exports = await withGlobals({}, () => runText(line, type)).catch((error: unknown) => {
					// `exports.C = C` in front of the class; modules that are not there.
					assert.match(String(error), /before initialization|require is not a function/);
				});
				if (exports !== undefined) checkExports(source, exports, type);
			});
});

function checkExports(file: SourceFile, exports: object, type: "module" | "commonjs"): void {
	const files = new SourceFiles();
	const entries = inventory(file, new Kinds(files));
	for (const { node, kind, path, nested, reason, exports: shown } of entries) {
		const name = formatPath(path, nested);
		const value = valueAt(exports, path);
		if (reason === "NESTED") {
			assert.ok(kind === "function" || kind === "class", name);
			continue;
		}
		if (reason === undefined) assert.ok(reachable(exports, path), `${name} is not there`);
		for (const other of shown)
			if (reason === undefined && path.length === 1)
				assert.equal(valueAt(exports, [other]), value, `${name} and ${other} are not the same`);
		if (kind !== "function" && kind !== "class") continue;
		const isIt = (found: unknown) => typeof found === "function" && found.toString() === writtenText(file, node);
		// Of several alternatives the first stands for all.
		if (reason === undefined && !/[?:|&]|if|else|try|catch|case/.test(file.source.text))
			assert.ok(isIt(value), `${name} is ${value}`);
		if (reason === "NAME_MISMATCH") assert.ok(!isIt(value), `${name} is there`);
		if (reason === "NOT_EXPORTED") assert.deepEqual(pathsTo(exports, isIt, 2), [], name);
	}
	const names = Object.getOwnPropertyNames(exports);
	const ofOthers = [...file.source.exports.reexports.keys()];
	const listed = entries.flatMap(({ exports: shown, reason }) => (reason === undefined ? shown : []));
	const isTable = typeof exports === "object" && !Array.isArray(exports);
	if (type === "module") {
		assert.deepEqual([...listed, ...ofOthers, ...file.source.exports.stars.map(() => "x")].sort(), names.sort());
		const all = new Set(new ExportedNames(files).of(file).keys());
		assert.deepEqual([...all, ...file.source.exports.stars.map(() => "x")].sort(), names);
	} else if (isTable && !/with|\.\.\.|\(exports|get f|=> \{/.test(file.source.text))
		assert.deepEqual(new Set(listed), new Set(names.filter((name) => name !== "__esModule")));
}

/** Getters count, as far as they are there. */
function reachable(exports: object, path: readonly string[]): boolean {
	if (path[0] === "default" && !Object.hasOwn(exports, "default")) return reachable(exports, path.slice(1));
	const [first, ...rest] = path;
	if (first === undefined) return true;
	const holder = Object(exports) as Record<string, object>;
	return Object.hasOwn(holder, first) && (rest.length === 0 || reachable(holder[first] as object, rest));
}

function writtenText({ source }: SourceFile, node: Node): string {
	const parent = source.parents.get(node);
	const isMethod = parent?.type === "MethodDefinition" || (parent?.type === "Property" && parent.method);
	const { start, end } = isMethod ? parent : node;
	return source.text.slice(start, end).replace(/^static /, "");
}
