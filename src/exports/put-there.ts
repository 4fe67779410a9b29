import { capturedBy } from "../origin/inspector.ts";
import { isRunOnce, mayRunAfterLoad } from "../source/after-load.ts";
import { elementAt, isWayWritten } from "../source/initial-value.ts";
import { lineStarts, offsetAt } from "../source/lines.ts";
import {
	declaredTogether,
	exportsGivenIn,
	isGivenTo,
	isHandedOut,
	isMadeElsewhere,
	literalAround,
	membersMadeBy,
} from "../source/made-by-call.ts";
import { memberPathOf } from "../source/member-paths.ts";
import { type ModuleSource, writesTo } from "../source/module-source.ts";
import { nodesNear } from "../source/near.ts";
import { type Node, statementOf } from "../source/node.ts";
import type { Place, Root } from "../source/place.ts";
import { argumentsOf, callAt, itemsAround, numberBefore, ordinalOf } from "../source/place-items.ts";
import { fitsOpenKey, isKeyedBy, isUnderOpenKey, writesKey } from "../source/place-keys.ts";
import { placesOf } from "../source/places.ts";
import { exportedValues } from "../source/values.ts";
import { ABSENT, type ExportView, hasMember, isHolder, memberKeys, readOwn, readPath } from "./export-view.ts";
import { isOnItsSide, isOwnKey } from "./function-text.ts";
import { areInOrder, isUnnumbered, placeInOrder, unnumberedMembers } from "./made-in-order.ts";
import type { SequenceOf, WrittenValue } from "./written-value.ts";

/**
 * Anybody can write to the members of an object, also after its module has run. Does anything show that the module has put a value where it is now, at a path
 * that no assignment in the text gives it: a key beside it in the text, the order in which values were made, or what a function has kept of its making?
 */
export function isPutThere(
	source: ModuleSource,
	path: readonly string[],
	written: WrittenValue,
	live: ExportView,
	sequenceOf: SequenceOf,
): boolean {
	const { value, node, madeIn = node, exportPaths } = written;
	const [name = "", ...keys] = path;
	if (madeIn === undefined || (node !== undefined && mayRunAfterLoad(source, node))) return false;
	const key = path.at(-1) ?? "";
	const holder = keys.length === 0 ? undefined : readPath(live, path.slice(0, -1));
	const variable = exportedVariable(source, name);
	// A function may have given the variable another object.
	const writes = keys.length === 0 || variable === undefined ? [] : writesTo(source, variable);
	if (writes.some((write) => mayRunAfterLoad(source, write))) return false;
	const root: Root = { path, variable, isOther: (other) => isBesideAny(live, path, other) };
	const places = placesOf(source, madeIn, exportPaths.local, root);
	if (places.length === 0 || !isHolderThere(source, root, exportPaths.local, places)) return false;
	if (!isWayWritten(source, root, places) || isReordered(source, root, live)) return false;
	if (isFrozen(source, path, live)) return true;
	const isElement = Array.isArray(holder);
	if (isElement && places.some((place) => ordinalOf(source, place) === Number(key))) return true;
	if (isElement && (elementAt(source, root) === madeIn || isInSlice(source, madeIn, holder, Number(key)))) return true;
	// What comes before it in the text is gone from the list.
	if (isElement && places.some((place) => numberBefore(source, place, root) > Number(key))) return false;
	const isKeyed = places.some((place) => isKeyedBy(source, place, key, root));
	const isOne = isRunOnce(source, madeIn);
	const isOpen =
		isOne && !isElement && places.some((place) => isUnderOpenKey(source, place, key, () => memberKeys(holder)));
	if (keys.length === 0 && isOne && isGivenTo(source, madeIn, root, madeIn === node)) return true;
	if (isOne && madeIn === node && (isKeyed || isOpen)) return true;
	if (sequenceOf(value) === undefined) return isRemembered(source, root, written, places, isElement);
	const made = membersMadeBy(source, madeIn);
	const wrapped = written.callOfWrapped?.();
	if (keys.length > 0 && made?.has(key) === true && isMadeInOrder(source, holder, key, made, wrapped, sequenceOf))
		return true;
	if (keys.length === 0) {
		const given = exportsGivenIn(source, madeIn);
		if (
			given.includes(key) &&
			areInOrder(
				given.map((other) => live.read(other)),
				sequenceOf,
			)
		)
			return true;
	}
	const order = keys.length > 0 && isHolder(holder) ? placeInOrder(holder, key, value, sequenceOf) : undefined;
	if (order !== undefined && !isElement && isKeyed) return true;
	const inObject = order?.isAlone === true ? [] : unnumberedMembers(holder, sequenceOf);
	const beside = keys.length > 0 ? inObject : declaredBeside(source, variable, live);
	const others = beside.filter(([name, other]) => isUnnumbered(other, sequenceOf) && !isOwnKey(source, other, name));
	// In which order a function of another module makes its values is not known.
	if (isOne && madeIn !== node && isMadeElsewhere(source, madeIn) && others.length === 0) return true;
	const values = beside.map(([, other]) => other);
	if (order === undefined && (keys.length > 0 || !areInOrder(values, sequenceOf))) return false;
	if (!isElement && isKeyed) return true;
	if (wrapped !== undefined && isRunOnce(source, wrapped) && isKeyedThere(source, wrapped, key, root)) return true;
	// Functions that have no number may have changed places with it.
	const once = isOne ? madeIn : statementOf(source, madeIn);
	const site = wrapped !== undefined && isRunOnce(source, wrapped) ? wrapped : once;
	const names = keys.length > 0 && others.length > 0 ? memberKeys(holder) : live.names;
	const index = names.indexOf(key);
	if (!others.every(([name, fn]) => isOnItsSide(source, site, fn as () => void, names.indexOf(name) - index)))
		return false;
	if (!isElement)
		return (
			(keys.length === 0 || isBehind(source, places, root, holder)) &&
			(writesKey(source, places, key) ||
				places.some((place) => fitsOpenKey(source, place, key, isOne || order?.isLast === false)) ||
				(isOne && places.some((place) => isHandedOut(source, place))))
		);
	const items = itemsAround(source, madeIn);
	return (
		(items === undefined || items.length === holder.length) &&
		holder.slice(0, Number(key)).every((other) => typeof other === "function" || sequenceOf(other) !== undefined)
	);
}

const REORDERING = /^(?:copyWithin|fill|reverse|shift|sort|splice|unshift)$/;

/** May a function give the elements of a list on the way other indexes later? Of those of the last one the order tells, unless some are gone. */
function isReordered(source: ModuleSource, root: Root, live: ExportView): boolean {
	const lists = root.path.map((_, length) => (length === 0 ? undefined : readPath(live, root.path.slice(0, length))));
	const holder = lists.at(-1);
	const isWhole = Array.isArray(holder) && Object.keys(holder).length >= holder.length;
	if (!(isWhole ? lists.slice(0, -1) : lists).some(Array.isArray)) return false;
	return (nodesNear(source, root) ?? []).some(
		(node) => REORDERING.test(memberPathOf(source, node).path.at(-1) ?? "") && mayRunAfterLoad(source, node),
	);
}

/** Does a key stand behind those of the values that are certainly put into its object before? */
function isBehind(source: ModuleSource, places: readonly Place[], root: Root, holder: unknown): boolean {
	const before = Math.max(...places.map((place) => numberBefore(source, place, root)));
	return before === 0 || before <= memberKeys(holder).indexOf(root.path.at(-1) ?? "");
}

/** Does the text put what a call makes under a key: a field of a class, a member that the function of a namespace assigns? */
function isKeyedThere(source: ModuleSource, call: Node, key: string, root: Root): boolean {
	return placesOf(source, call, undefined, root).some((place) => isKeyedBy(source, place, key, root));
}

/** `const [first, ...rest] = [() => 1, () => 2]`: are the functions of a list the last of a literal, in its order? */
function isInSlice(source: ModuleSource, node: Node, list: readonly unknown[], index: number): boolean {
	const literal = literalAround(source, node);
	if (literal === undefined) return false;
	const from = literal.index - index;
	if (from < 0 || from + list.length !== literal.texts.length) return false;
	return list.every(
		(element, at) =>
			typeof element === "function" && Function.prototype.toString.call(element) === literal.texts[from + at],
	);
}

type Beside = readonly [key: string, value: unknown];

/** What the exports hold, or those that are declared in one pattern with a variable. */
function declaredBeside(source: ModuleSource, variable: string | undefined, live: ExportView): readonly Beside[] {
	const together = variable === undefined ? undefined : declaredTogether(source, variable);
	return live.names
		.filter((other) => other !== "default")
		.filter((other) => together?.includes(exportedVariable(source, other) ?? "") !== false)
		.map((other) => [other, live.read(other)] as const);
}

/**
 * Are the members of an object in the order in which the text of the function makes them that has made the object? Where the text shows a value itself, it is
 * the member that stands there.
 */
function isMadeInOrder(
	source: ModuleSource,
	holder: unknown,
	key: string,
	made: ReadonlyMap<string, number>,
	wrapped: Node | undefined,
	sequenceOf: SequenceOf,
): boolean {
	const inText = [...made].sort(([, a], [, b]) => a - b).map(([other]) => other);
	const members = inText.map((other) => readOwn(holder, other));
	if (!areInOrder(members, sequenceOf)) return false;
	if (wrapped === undefined)
		return members.every(
			(member, at) => !isUnnumbered(member, sequenceOf) || isOwnKey(source, member, inText[at] ?? ""),
		);
	return inText.findLast((other) => (made.get(other) ?? 0) <= wrapped.start) === key;
}

/** Does an object on the way, or the module itself, have a member of this key? */
function isBesideAny(live: ExportView, path: readonly string[], key: string): boolean {
	return path.some((_, length) =>
		length === 0 ? live.read(key) !== ABSENT : hasMember(readPath(live, path.slice(0, length)), key),
	);
}

/**
 * Of a member of what another variable holds, such as a method of a class: does the text also put that object there, where the path leads through it?
 */
function isHolderThere(
	source: ModuleSource,
	root: Root,
	local: readonly string[] | undefined,
	places: readonly Place[],
): boolean {
	const [variable, ...keys] = local ?? [];
	if (keys.length === 0 || variable === root.variable) return true;
	const holder = root.path.slice(0, -keys.length);
	if (holder.length <= 1) return true;
	return places.some(
		({ node, key }) => key !== undefined && isKeyedBy(source, { node, key: undefined }, holder.at(-1) ?? "", root),
	);
}

function exportedVariable(source: ModuleSource, name: string): string | undefined {
	return (
		source.exports.bindings.get(name) ?? exportedValues(source).find((exported) => exported.name === name)?.variable
	);
}

/** `for (const name of names) jobs[name] = () => run(name)`: the function has something from its making that tells which of several it is. */
function isRemembered(
	source: ModuleSource,
	root: Root,
	{ value, node }: WrittenValue,
	places: readonly Place[],
	isElement: boolean,
): boolean {
	if (typeof value !== "function" || node === undefined) return false;
	const captured = capturedBy(value, (variable) => source.bindings.has(variable));
	const { path } = root;
	const key = path.at(-1) ?? "";
	if (captured === undefined) return false;
	// All that a loop has made do the same then.
	if (captured.length === 0) return !isElement && isAnyOfThem(source, node) && writesKey(source, places, key);
	const texts = captured.filter((held) => typeof held === "string" || typeof held === "number");
	if (texts.some((text) => (isElement ? text === Number(key) : path.includes(String(text))))) return true;
	const items = itemsAround(source, node);
	const item = isElement ? items?.[Number(key)] : items?.find((held) => held.includes(key));
	const call = callAt(source, root);
	const given = [...(item ?? []), ...(call === undefined ? [] : argumentsOf(source, call))];
	if (texts.some((text) => given.includes(text))) return true;
	const starts = lineStarts(source.text);
	return captured.some((held) => {
		const offset = typeof held === "object" ? offsetAt(starts, held.line, held.column) : Number.NaN;
		return call !== undefined && call.start <= offset && offset < call.end;
	});
}

/** Is a function made several times, and always the same: without anything of an instance? */
function isAnyOfThem(source: ModuleSource, node: Node): boolean {
	return (
		!isRunOnce(source, node) &&
		!/\b(?:this|super|arguments|new\.target)\b/.test(source.text.slice(node.start, node.end))
	);
}

/** Have the objects on the way been frozen by the module? */
function isFrozen({ text, exports }: ModuleSource, path: readonly string[], live: ExportView): boolean {
	if (!text.includes("freeze")) return false;
	const first = exports.isModule ? 1 : 0;
	for (let length = first; length < path.length; length++) {
		const holder = length === 0 ? live.read("default") : readPath(live, path.slice(0, length));
		if (!Object.isFrozen(holder)) return false;
	}
	return true;
}
