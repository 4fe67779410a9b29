import type { ErrorCode } from "../base/errors.ts";
import { ANONYMOUS, formatPath } from "../base/name.ts";
import { decoratedClassCall } from "./emitted/emitted.ts";
import { compareExportPaths, type ExportPath, exportOf } from "./export-path.ts";
import { exportPathsOf } from "./export-paths.ts";
import type { Kind, Kinds } from "./kinds.ts";
import { positionAt } from "./lines.ts";
import { type ModuleSource, writesTo } from "./module-source.ts";
import { localPath, nestedPath } from "./nested.ts";
import { type FunctionNode, isAmbient, isClassNode, isFunctionNode, type Node } from "./node.ts";
import { isPlainValue } from "./plain-value.ts";
import { isReached } from "./reached.ts";
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
	/** Why `load` does not give it; undefined if it does, or if {@link isOpen}. */
	readonly reason?: ErrorCode | undefined;
	/** Does the text leave open whether `load` gives it, so that only the running module tells? */
	readonly isOpen: boolean;
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
		isOpen = false,
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
		isOpen,
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
			: entry(
					best.path,
					kept,
					exports,
					undefined,
					undefined,
					!best.stable || isReplaceable(source, node, best.path) || !isReached(source, node),
				);
	const path = paths[0]?.path ?? local;
	if (path === undefined) return undefined;
	return entry(path, [], exports, paths.length > 0 ? "NAME_MISMATCH" : "NOT_EXPORTED");
}

/** May a decorator put another class in the place of that whose member this is? `load` does not walk to prototypes of objects at all. */
function isReplaceable({ parents }: ModuleSource, node: Node, [, ...keys]: readonly string[]): boolean {
	if (keys.some((key) => key === "__proto__" || key === "constructor")) return true;
	for (let above = parents.get(node); above !== undefined; above = parents.get(above))
		if (isClassNode(above) && above.decorators.length > 0) return true;
	return false;
}

/** Does the text show what an exported variable holds for good? */
function isValueShown(source: ModuleSource, { node, variable }: ExportedValue): boolean {
	return isPlainValue(source, node) && (variable === undefined || writesTo(source, variable).length === 0);
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
				isOpen: !isValueShown(file.source, best),
			},
		];
	});
}

function startOf({ starts }: SourceFile, node: Node): { line: number; column: number } {
	const { line, column } = positionAt(starts, node.start);
	return { line: line + 1, column: column + 1 };
}
