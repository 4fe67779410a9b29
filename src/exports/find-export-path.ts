import { formatPath } from "../base/name.ts";
import { builtin, features } from "../base/runtime.ts";
import { compareExportPaths, type ExportPath } from "../source/export-path.ts";
import type { ExportPaths } from "../source/export-paths.ts";
import { copiedFrom } from "../source/initial-value.ts";
import type { ModuleSource } from "../source/module-source.ts";
import type { Node } from "../source/node.ts";
import { isDistinct } from "../source/stable.ts";
import { ABSENT, type ExportView, readPath } from "./export-view.ts";
import { findMembers } from "./members.ts";
import { isFixedExport, namesHolding } from "./names-holding.ts";
import { isMadeLater, isProxy, isReplacedAtLoad, mayComeFromLoading } from "./provenance.ts";
import type { SequenceOf, WrittenValue } from "./written-value.ts";

/** The export path of a value, and whether it leads there. */
export interface FoundPath {
	readonly path: readonly string[];
	/** Does the path lead to the value now? It is asked again each time: another module may have put something else there. */
	readonly holds: () => boolean;
	/** It always will: the path is a variable that is assigned to once, and has been. */
	readonly isFixed?: boolean;
	/** Where a value is now, whoever asks: it keeps nothing alive. */
	readonly isAt: (value: object) => boolean;
	/** Why it is not loadable while the path does not hold it: something else is there, or nobody can see yet what is. */
	readonly reason: "NAME_MISMATCH" | "LHS_UNPROVEN";
}

/** The text and the exports leave it open, or exclude every path. */
export type NoPath = "unproven" | "not exported";

/**
 * The one place that decides which export path is the name of a value: the first in the order of the naming rules of those that hold it, if the module
 * itself may have put it there while it was loading.
 *
 * @param live the exports of the loaded module; undefined if they can't be seen.
 * @param host what only a running program knows.
 */
export function findExportPath(
	written: WrittenValue,
	source: ModuleSource,
	live: ExportView | undefined,
	host: Host,
): FoundPath | NoPath {
	return live?.isComplete === true ? findInAll(written, source, live, host) : findInSome(written, source, live, host);
}

export interface Host {
	/** May the text stand for exports that can't be seen? Not that of a CommonJS module which is in no cache. */
	readonly textCanTell: boolean;
	readonly sequenceOf: SequenceOf;
}

/** All exports can be seen: what they hold decides, where the module itself may have put it there while it was loading. */
function findInAll(
	written: WrittenValue,
	source: ModuleSource,
	live: ExportView,
	{ sequenceOf }: Host,
): FoundPath | NoPath {
	const { value, exportPaths } = written;
	const { paths } = exportPaths;
	// A proxy is not what the text of its target makes: a mock stands where the target was.
	const isLate = isMadeLater(source, written);
	const there = isLate || isProxy(written) ? [] : paths.filter(({ path }) => readPath(live, path) === value);
	const held = there.filter((known) => !isReplacedAtLoad(source, written, known));
	const others = namesHolding(live, value, source)
		.filter((name) => !held.some(({ path }) => path.length === 1 && path[0] === name))
		.map((name) => further(name, source));
	// It is in none of the places where the text puts it: somebody may have moved it, if not into a variable of an ES module.
	const isMoved = paths.length > 0 && there.length === 0 && !builtin("node:util").types.isProxy(value);
	const replaced = there.filter((known) => !held.includes(known)).map(({ path }) => formatPath(path));
	const mayBe = (path: readonly string[], steps = 0): boolean => {
		// What is there again is not what the module has left there; of its variables the writes tell more.
		if (replaced.includes(formatPath(path)) && !source.exports.bindings.has(path[0] ?? "")) return false;
		// Nor where the text did not tell that `module.exports` is one value, whose members are below `default`.
		const isSafe = (path.length === 1 && source.exports.isModule) || path[0] === "default";
		if (isLate || !(isSafe || !isMoved)) return false;
		if (mayComeFromLoading(source, path, written, live, sequenceOf)) return true;
		return (
			steps < MAX_COPIES &&
			originalsOf(source, path).some((other) => readPath(live, other) === value && mayBe(other, steps + 1))
		);
	};
	const proven = others.filter(({ path }) => mayBe(path));
	const [best] = [...held, ...proven].sort(compareExportPaths);
	if (best !== undefined) {
		const isFixed =
			live.areVariables === true &&
			source.exports.isModule &&
			held.includes(best) &&
			best.stable &&
			best.path.length === 1;
		return isFixed
			? { path: best.path, holds: always, isFixed, isAt: always, reason: "NAME_MISMATCH" }
			: holding(best.path, value, live);
	}
	const [moved] = others.sort(compareExportPaths);
	let path = moved?.path;
	for (const member of moved === undefined ? findMembers(live, value, source) : []) {
		if (mayBe(member)) return holding(member, value, live);
		path ??= member;
	}
	if (path === undefined) return "not exported";
	// The text's own path is its name; it does not lead to it now.
	return { path: paths[0]?.path ?? path, holds: never, isAt: whoIsAt(path, live), reason: "NAME_MISMATCH" };
}

/** A longer chain of copies is a circle. */
const MAX_COPIES = 10;

/** The paths of which the text makes a member a copy. */
function originalsOf(source: ModuleSource, path: readonly string[]): (readonly string[])[] {
	const [name = ""] = path;
	const copied = copiedFrom(source, { path, variable: source.exports.bindings.get(name), isOther: () => false });
	if (copied === undefined) return [];
	const [variable, ...keys] = copied;
	return [...source.exports.bindings].flatMap(([exported, binding]) =>
		binding === variable ? [[exported, ...keys]] : [],
	);
}

/** Can no other path come before it? */
function isFirstOfAll({ path, shows }: ExportPath): boolean {
	return path.length === 1 && shows === "binding";
}

const never = () => false;
const always = () => true;

function further(name: string, { exports }: ModuleSource): ExportPath {
	// Which binding received the value is not known: the text does not give the export this value.
	return { path: [name], shows: exports.bindings.get(name) === name ? "binding" : "alias", stable: true };
}

function holding(path: readonly string[], value: object, live: ExportView): FoundPath {
	const isAt = whoIsAt(path, live);
	return { path, holds: () => isAt(value), isAt, reason: "NAME_MISMATCH" };
}

/** A function of its own: a closure beside others would keep what they mention alive, too. */
function whoIsAt(path: readonly string[], live: ExportView): FoundPath["isAt"] {
	return (value) => live.isCurrent?.() !== false && readPath(live, path) === value;
}

/** Some exports can be seen, or none: the text decides, as long as nothing that can be seen speaks against it. */
function findInSome(
	written: WrittenValue,
	source: ModuleSource,
	live: ExportView | undefined,
	host: Host,
): FoundPath | NoPath {
	const { value, node, exportPaths } = written;
	const [first] = exportPaths.paths;
	const isFirst = first !== undefined && (isFirstOfAll(first) || hasNoOtherName(source, node, exportPaths, first));
	const seen = first === undefined || live === undefined ? ABSENT : readPath(live, first.path);
	if (isFirst && live !== undefined && seen === value && isForGood(source, first))
		return holding(first.path, value, live);
	// Only a variable can't be changed from outside: of a member the text tells the name, and no more.
	// While a module is loading, what is not there yet may still come.
	const mayCome = seen === ABSENT || seen === undefined || seen === value;
	if (isFirst && mayCome && first.stable && host.textCanTell)
		return { path: first.path, holds: comes(first.path, value, source, live), isAt: always, reason: "LHS_UNPROVEN" };
	const exported = live === undefined ? undefined : firstSeen(value, source, live);
	if (live !== undefined && exported !== undefined) return holding([exported], value, live);
	// Of several ways to the value only who sees all exports can tell the first.
	if (live !== undefined && seesAll(source, live)) {
		const found = findInAll(written, source, live, host);
		if (typeof found !== "string" && isForGood(source, found)) return found;
	}
	const isLocal = first === undefined && exportPaths.local !== undefined && hasNoOtherName(source, node, exportPaths);
	return isLocal || !mayCome ? "not exported" : "unproven";
}

/** Of a member of CommonJS's exports the text tells what comes; once something is there, that counts. */
function comes(
	path: readonly string[],
	value: object,
	{ exports }: ModuleSource,
	live: ExportView | undefined,
): () => boolean {
	if (path.length > 1) return never;
	if (exports.isModule || live === undefined) return always;
	const kept = new WeakRef(value);
	return () => {
		const now = readPath(live, path);
		return live.isCurrent?.() !== false && (now === ABSENT || now === undefined || now === kept.deref());
	};
}

/**
 * Does a path that holds the value now hold it when the module has run? Its variable is assigned to once, or the text alone tells. The exports that
 * can be seen in part may be those of a module that is still running.
 */
function isForGood(
	source: ModuleSource,
	{ path, stable = false }: { readonly path: readonly string[]; readonly stable?: boolean },
): boolean {
	// Bun does not tell whether a CommonJS module has run: there what it holds now has to do.
	return stable || !features.loadedFlag || (path.length === 1 && isFixedExport(source, path[0] ?? ""));
}

/**
 * Of several names the text knows those that it writes. Could a call have given the value a further one, at the top level or
 * through a function that mentions it?
 */
function hasNoOtherName(
	source: ModuleSource,
	node: Node | undefined,
	{ isClosed, isCaptured }: ExportPaths,
	candidate?: ExportPath,
): boolean {
	if (isClosed && !isCaptured) return true;
	if (node === undefined || (candidate === undefined && !isClosed)) return false;
	return [...source.exports.bindings.keys()].every(
		(name) => (candidate?.path.length === 1 && candidate.path[0] === name) || isDistinct(source, name, node),
	);
}

/** The export that holds the value, if none that the rules put before it is out of sight. */
function firstSeen(value: object, source: ModuleSource, live: ExportView): string | undefined {
	const ordered = live.names.map((name) => further(name, source)).sort(compareExportPaths);
	for (const {
		path: [name = ""],
	} of ordered) {
		const held = live.read(name);
		if (held === value) return isForGood(source, { path: [name] }) ? name : undefined;
		if (held === ABSENT || held === undefined) return undefined;
	}
	return undefined;
}

function seesAll({ exports }: ModuleSource, live: ExportView): boolean {
	return (
		(exports.defaultNode === undefined || live.names.includes("default")) &&
		live.names.every((name) => live.read(name) !== ABSENT)
	);
}
