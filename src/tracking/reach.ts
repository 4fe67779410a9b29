import { ABSENT, findMember, type LiveExports, readPath } from "../exports/live-exports.ts";
import { byRule, type ExportPath, type ExportPaths } from "../source/export-paths.ts";
import type { ModuleSource } from "../source/module-source.ts";
import type { Node } from "../source/node.ts";
import { isDistinct } from "../source/stable.ts";
import { namesHolding } from "./names-holding.ts";

/** How a value is reached from the exports of its module. */
export interface Reach {
	readonly path: readonly string[];
	/** Does the path lead to the value now? It is asked again each time: another module may have put something else there. */
	readonly holds: () => boolean;
	/** It always will: the path is a variable that is assigned to once, and has been. */
	readonly isFixed?: boolean;
}

/** The text and the exports leave it open, or exclude every path. */
export type Unreached = "unproven" | "not exported";

/**
 * Finds the path by which a value is reached, in the order of the naming rules.
 *
 * @param node the expression, function or class of the text that gives the value, if that is known.
 * @param exportPaths what the text says of this node.
 * @param live the exports of the loaded module; undefined if they can't be seen.
 */
export function reach(
	value: object,
	source: ModuleSource,
	node: Node | undefined,
	exportPaths: ExportPaths,
	live: LiveExports | undefined,
	textCanTell = true,
): Reach | Unreached {
	return live?.isComplete === true
		? reachInAll(value, source, exportPaths.paths, live)
		: reachInSome(value, source, node, exportPaths, live, textCanTell);
}

/** All exports can be seen: what they hold decides. */
function reachInAll(
	value: object,
	source: ModuleSource,
	paths: readonly ExportPath[],
	live: LiveExports,
): Reach | Unreached {
	const exports = namesHolding(live, value, source).map(
		(name) => paths.find(({ path }) => path.length === 1 && path[0] === name) ?? further(name, source),
	);
	const written = paths.filter(({ path }) => readPath(live, path) === value);
	const [best] = [...written, ...exports].sort(byRule);
	const path = best?.path ?? findMember(live, value);
	if (path === undefined) return "not exported";
	const isFixed =
		live.areVariables === true &&
		source.exports.isModule &&
		written.some((one) => one === best && one.stable) &&
		path.length === 1;
	return isFixed ? { path, holds: always, isFixed } : proven(path, value, live);
}

const always = () => true;

function further(name: string, { exports }: ModuleSource): ExportPath {
	return { path: [name], own: exports.bindings.get(name) === name, stable: true };
}

function proven(path: readonly string[], value: object, live: LiveExports): Reach {
	return { path, holds: () => live.isCurrent?.() !== false && readPath(live, path) === value };
}

/** Some exports can be seen, or none: the text decides, as long as nothing that can be seen speaks against it. */
function reachInSome(
	value: object,
	source: ModuleSource,
	node: Node | undefined,
	exportPaths: ExportPaths,
	live: LiveExports | undefined,
	textCanTell: boolean,
): Reach | Unreached {
	const [first] = exportPaths.paths;
	const isFirst = first !== undefined && (first.own || hasNoOtherName(source, node, exportPaths, first));
	const seen = first === undefined || live === undefined ? ABSENT : readPath(live, first.path);
	if (isFirst && live !== undefined && seen === value) return proven(first.path, value, live);
	// Only a variable can't be changed from outside: of a member the text tells the name, and no more.
	// While a module is loading, what is not there yet may still come.
	const mayCome = seen === ABSENT || seen === undefined || seen === value;
	if (isFirst && mayCome && first.stable && textCanTell)
		return { path: first.path, holds: () => first.path.length === 1 };
	const exported = live === undefined ? undefined : firstSeen(value, source, live);
	if (live !== undefined && exported !== undefined) return proven([exported], value, live);
	// Of several ways to the value only who sees all exports can tell the first.
	if (live !== undefined && seesAll(source, live)) {
		const reached = reachInAll(value, source, exportPaths.paths, live);
		if (reached !== "not exported") return reached;
	}
	const isLocal = first === undefined && exportPaths.local !== undefined && hasNoOtherName(source, node, exportPaths);
	return isLocal || !mayCome ? "not exported" : "unproven";
}

/**
 * Of several names the text knows those that it writes. Could a call have given the value a further one, at the top level or
 * through a function that mentions it?
 */
function hasNoOtherName(
	source: ModuleSource,
	node: Node | undefined,
	{ isClosed, isCaptured }: ExportPaths,
	exportPath?: ExportPath,
): boolean {
	if (isClosed && !isCaptured) return true;
	if (node === undefined || (exportPath === undefined && !isClosed)) return false;
	return [...source.exports.bindings.keys()].every(
		(name) => (exportPath?.path.length === 1 && exportPath.path[0] === name) || isDistinct(source, name, node),
	);
}

/** The export that holds the value, if none that the rules put before it is out of sight. */
function firstSeen(value: object, { exports }: ModuleSource, live: LiveExports): string | undefined {
	const isOwn = (name: string) => exports.bindings.get(name) === name;
	for (const name of [...live.names.filter(isOwn), ...live.names.filter((other) => !isOwn(other))]) {
		const held = live.read(name);
		if (held === value) return name;
		if (held === ABSENT || held === undefined) return undefined;
	}
	return undefined;
}

function seesAll({ exports }: ModuleSource, live: LiveExports): boolean {
	return (
		(exports.defaultNode === undefined || live.names.includes("default")) &&
		live.names.every((name) => live.read(name) !== ABSENT)
	);
}
