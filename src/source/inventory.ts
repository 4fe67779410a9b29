import type { ErrorCode } from "../base/errors.ts";
import { ANONYMOUS, formatPath } from "../base/name.ts";
import { decoratedClassCall } from "./emitted/emitted.ts";
import { compareExportPaths, type ExportPath, exportOf } from "./export-path.ts";
import { exportPathsOf } from "./export-paths.ts";
import type { Kind, Kinds } from "./kinds.ts";
import { positionAt } from "./lines.ts";
import { runsOnlyLater } from "./load-run.ts";
import type { ModuleSource } from "./module-source.ts";
import { localPath, nestedPath } from "./nested.ts";
import { type FunctionNode, isAmbient, isClassNode, isFunctionNode, type Node } from "./node.ts";
import { thenOf, unplainPart, unplainVariable } from "./plain-value.ts";
import { conditionOf } from "./reached.ts";
import { isReassigned } from "./reassigned.ts";
import type { SourceFile } from "./source-file.ts";
import { areAlternatives, functionAround } from "./syntax.ts";
import { type ExportedValue, exportedValues } from "./values.ts";
import { writtenName } from "./written-name.ts";

/** Something that has a name in a module, as its text says. */
export interface Entry {
	readonly path: readonly string[];
	readonly nested?: readonly (readonly string[])[] | undefined;
	readonly kind: Kind;
	/** Where its name is written; of a value without a name in the text, where the value begins. 1-based, in UTF-16 units. */
	readonly line: number;
	readonly column: number;
	/** The expression, function or class itself; of an exported value that the text does not show, its variable. */
	readonly node: Node;
	/** Every export that shows it, whichever of them is its name. */
	readonly exports: readonly string[];
	/** Every path to it, in the order of the naming rules; none to what the text does not show. */
	readonly paths: readonly ExportPath[];
	/** Why `load` does not give it; undefined if it does, or if there is a {@link doubt}. */
	readonly reason?: ErrorCode | undefined;
	/** What in the text leaves open whether `load` gives it, so that only the running module tells. */
	readonly doubt?: Node | undefined;
}

export interface InventoryOptions {
	/** Functions without a name inside of other functions, too. */
	readonly anonymous?: boolean | undefined;
	/** Only what the module's body itself makes: neither functions inside of others nor exported values that the text does not show. */
	readonly ofBody?: boolean | undefined;
}

/**
 * What can be named in one module, in the order of the text: functions, classes, tasks, tracked instances and exported
 * values, by the naming rules. Reads text only. What a module exports of another one is in that one's inventory.
 *
 * @param kinds follows imports into other files, to tell what a call or `new` makes.
 */
export function inventory(file: SourceFile, kinds: Kinds, options: InventoryOptions = {}): Entry[] {
	let end = 0;
	const made = file.source.makers.flatMap((node) => {
		// Most makers are calls in functions, and none of these is listed.
		const isInside = node.start < end;
		if (isInside && !isFunctionNode(node) && !isClassNode(node)) return [];
		if (!isInside && isFunctionNode(node) && isBoundary(file.source, node)) end = node.end;
		return entryOf(file, node, kinds, options) ?? [];
	});
	const covered = new Set(made.flatMap((entry) => entry.exports));
	const entries = [...withoutRivals(file, made), ...(options.ofBody === true ? [] : valueEntries(file, covered))];
	return entries.sort((a, b) => a.line - b.line || a.column - b.column);
}

/** Does a function separate its content from the module's body? */
function isBoundary(source: ModuleSource, node: FunctionNode): boolean {
	return node !== source.wrapper && decoratedClassCall(source, node) === undefined;
}

function entryOf(file: SourceFile, node: Node, kinds: Kinds, options: InventoryOptions): Entry | undefined {
	const { source } = file;
	if (!isNameable(file, node)) return undefined;
	const isInFunction = functionAround(source, node) !== undefined;
	if (isInFunction && !isListedInside(source, node, options)) return undefined;
	const kind = kinds.of(file, node);
	if (kind === undefined) return undefined;
	const { line, column } = startOf(file, writtenName(source, node));
	// An object literal: V8 takes ten times as long for a spread.
	const entry = (
		path: Entry["path"],
		paths: Entry["paths"],
		exports: Entry["exports"],
		reason?: ErrorCode,
		nested?: Entry["nested"],
		doubt?: Node,
	) => ({
		path,
		nested,
		kind,
		line,
		column,
		node,
		exports,
		paths,
		reason,
		doubt,
	});
	if (isInFunction) {
		const { path, nested } = nestedPath(source, node);
		return entry(path, [], [], "NESTED", nested);
	}
	const { paths, local } = exportPathsOf(source, node);
	const kept = paths.filter((exportPath) => !isReassigned(source, node, exportPath));
	const exports = kept.flatMap(({ path }) => (path.length === 1 ? path : []));
	const [best] = kept;
	if (best !== undefined)
		return file.exportsNothing === true
			? entry(local ?? best.path, [], [], "NOT_EXPORTED")
			: entry(best.path, kept, exports, undefined, undefined, doubtAbout(source, node, best));
	const path = paths[0]?.path ?? local;
	if (path === undefined) return undefined;
	return entry(path, [], exports, paths.length > 0 ? "NAME_MISMATCH" : "NOT_EXPORTED");
}

/** What may put something else at a path while the module loads: code that runs only later does not count. */
function doubtAbout(source: ModuleSource, node: Node, { path, doubts = [] }: ExportPath): Node | undefined {
	return (
		doubts.find((doubt) => !runsOnlyLater(source, doubt)) ??
		replacementOf(source, node, path) ??
		conditionOf(source, node) ??
		(source.text.includes("then") ? thenOf(source, node, exportPathsOf(source, node).local) : undefined)
	);
}

/** The decorator that may put another class in the place of that whose member this is. `load` does not walk to prototypes of objects at all. */
function replacementOf({ parents }: ModuleSource, node: Node, [, ...keys]: readonly string[]): Node | undefined {
	if (keys.some((key) => key === "__proto__" || key === "constructor")) return node;
	for (let above = parents.get(node); above !== undefined; above = parents.get(above))
		if (isClassNode(above) && above.decorators.length > 0) return above.decorators[0];
	return undefined;
}

/** In functions only functions and classes are listed, those without a name only with `anonymous`. */
function isListedInside(source: ModuleSource, node: Node, { anonymous, ofBody }: InventoryOptions): boolean {
	if (ofBody === true || (!isFunctionNode(node) && !isClassNode(node))) return false;
	if (isFunctionNode(node) && anonymous === true) return true;
	const [first = ANONYMOUS] = localPath(source, node);
	return first !== ANONYMOUS && !/^\d+$/.test(first);
}

/** Constructors are listed as their classes; accessors and ambient declarations are no values. */
function isNameable({ source }: SourceFile, node: Node): boolean {
	if (isAmbient(node)) return false;
	const parent = source.parents.get(node);
	if (parent?.type === "MethodDefinition") return parent.kind === "method";
	return parent?.type !== "Property" || parent.kind === "init";
}

/**
 * Of two entries for one path the later one wins. If they are alternatives, the first stands for both.
 */
function withoutRivals({ source }: SourceFile, made: readonly Entry[]): Entry[] {
	const kept = new Map<string, Entry>();
	const others: Entry[] = [];
	for (const entry of made) {
		const path = formatPath(entry.path, entry.nested);
		const earlier = entry.reason === "NESTED" || entry.reason === "NAME_MISMATCH" ? undefined : kept.get(path);
		if (entry.reason === "NESTED" || entry.reason === "NAME_MISMATCH") others.push(entry);
		else if (earlier === undefined) kept.set(path, entry);
		else if (staysAgainst(source, earlier, entry)) others.push({ ...entry, reason: "NAME_MISMATCH" });
		else if (!areAlternatives(source, earlier.node, entry.node)) {
			others.push({ ...earlier, reason: "NAME_MISMATCH" });
			kept.set(path, entry);
		}
	}
	return [...kept.values(), ...others];
}

/** Static fields are set after methods are defined, and a value that is not exported replaces none that is. */
function staysAgainst({ parents }: ModuleSource, earlier: Entry, later: Entry): boolean {
	const isField = parents.get(earlier.node)?.type === "PropertyDefinition";
	return (
		(isField && parents.get(later.node)?.type === "MethodDefinition") ||
		(earlier.reason === undefined && later.reason === "NOT_EXPORTED")
	);
}

/** What keeps the text from showing that an exported variable holds a value which `load` can hand over. */
function doubtAboutValue(source: ModuleSource, { node, variable, at }: ExportedValue): Node | undefined {
	return variable === undefined ? unplainPart(source, node) : unplainVariable(source, variable, at);
}

/** The exports without an entry, one for each variable, by the best of its names. */
function valueEntries(file: SourceFile, covered: ReadonlySet<string>): Entry[] {
	const groups = new Map<string, ExportedValue[]>();
	for (const value of file.exportsNothing === true ? [] : exportedValues(file.source)) {
		const key = value.variable ?? `"${value.name}`;
		groups.set(key, [...(groups.get(key) ?? []), value]);
	}
	return [...groups.values()].flatMap((group): Entry[] => {
		const [best] = group.sort((a, b) => compareExportPaths(exportOf(a.name, a.variable), exportOf(b.name, b.variable)));
		if (best === undefined || group.some(({ name }) => covered.has(name))) return [];
		return [
			{
				path: [best.name],
				kind: "value",
				...startOf(file, best.at),
				node: best.node,
				exports: group.map(({ name }) => name),
				paths: [],
				doubt: doubtAboutValue(file.source, best),
			},
		];
	});
}

function startOf({ starts }: SourceFile, node: Node): { line: number; column: number } {
	const { line, column } = positionAt(starts, node.start);
	return { line: line + 1, column: column + 1 };
}
