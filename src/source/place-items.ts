import { isRunOnce, outOfWrappers } from "./after-load.ts";
import { calledName, constant, textOf } from "./constant-text.ts";
import { keptName } from "./emitted/emitted.ts";
import { memberKey } from "./flow.ts";
import { initialValue } from "./initial-value.ts";
import { mayRunAtLoad, runsItsArguments } from "./load-run.ts";
import { ModuleCache } from "./module-cache.ts";
import type { ModuleSource } from "./module-source.ts";
import { isFunctionNode, type Node, unwrap } from "./node.ts";
import { staticKey } from "./parse.ts";
import type { Call, Place, Root } from "./place.ts";
import { functionAround } from "./syntax.ts";

/* Which of several values that one piece of code makes is which: by their number, and by the items that it makes them for. */

/** How many values the module has handed to a function before, one call after the other, if the text shows all of them: `list.push(first, second)`. */
export function ordinalOf(module: ModuleSource, { node: place }: Place): number | undefined {
	const { above: call, child } = outOfWrappers(module, place);
	if (call?.type !== "CallExpression" || !isStraight(module, call)) return undefined;
	const index = call.arguments.indexOf(child as never);
	const others = callsLike(module, call);
	if (index < 0 || others?.every((other) => isStraight(module, other)) !== true) return undefined;
	const given = [...others.filter((other) => isBefore(other, call)).map((other) => other.arguments)];
	given.push(call.arguments.slice(0, index));
	return given.flat().filter((argument) => valuesIn(module, argument).length === 0).length;
}

/**
 * How many values are certainly handed to the same function before one is: its number, or that of the call that makes it, `add("mail")`. Of calls that name a
 * key of the path, only those that name the same count.
 */
export function numberBefore(module: ModuleSource, place: Place, root: Root): number {
	const { value } = initialValue(module, root);
	const { node } = place;
	const isInitial = value !== undefined && isWithin(value, node);
	const ordinal = isInitial ? undefined : ordinalOf(module, place);
	if (ordinal !== undefined) return ordinal;
	const { above, child } = outOfWrappers(module, node);
	const isGiven = above?.type === "CallExpression" && above.callee !== child;
	const call = isGiven ? above : node;
	if (call.type !== "CallExpression" || !isStraight(module, call)) return 0;
	const named = argumentsOf(module, call).filter((text) => root.path.includes(String(text)));
	return (callsLike(module, call) ?? []).filter(
		(other) =>
			isStraight(module, other) &&
			isBefore(other, call) &&
			// `export const pair = makePair()`: calls outside of it make other objects.
			(!isInitial || (isGiven && isWithin(value, other))) &&
			(isGiven || named.every((text) => argumentsOf(module, other).includes(text))),
	).length;
}

function isWithin(outer: Node, inner: Node): boolean {
	return outer.start <= inner.start && inner.end <= outer.end;
}

/** The other calls of what a call calls, while the module loads. */
function callsLike(module: ModuleSource, call: Call): readonly Call[] | undefined {
	const name = calledName(call);
	if (name === undefined) return undefined;
	return calls.of(module, `${name} ${receiverOf(module, call)}`).filter((other) => other !== call);
}

/** The calls of a name on a receiver: a registry has thousands. */
const calls = new ModuleCache((module: ModuleSource, called: string): readonly Call[] =>
	module.makers.filter(
		(other): other is Call =>
			other.type === "CallExpression" &&
			`${calledName(other)} ${receiverOf(module, other)}` === called &&
			mayRunAtLoad(module, other),
	),
);

/** What a method is called on: of a chain, what it begins with. */
function receiverOf(module: ModuleSource, call: Node): string {
	let receiver = call;
	while (receiver.type === "CallExpression") {
		const callee = unwrap(receiver.callee);
		if (callee.type !== "MemberExpression") break;
		receiver = unwrap(callee.object);
	}
	if (receiver === call) return "";
	const isNamed = receiver.type === "Identifier" || receiver.type === "MemberExpression";
	return isNamed ? module.text.slice(receiver.start, receiver.end) : String(receiver.start);
}

/** Calls of a chain begin at the same place, and run in the order of their ends. */
function isBefore(call: Node, other: Node): boolean {
	return call.end <= other.end;
}

function isStraight(module: ModuleSource, call: Node): boolean {
	return functionAround(module, call) === undefined && isRunOnce(module, call);
}

/**
 * What the text shows of the elements for which a loop or a method of arrays makes a value, each with all of its texts and numbers:
 * `for (const [name, limit] of [["a", 1], ["b", 2]])`, `["a", "b"].map((name) => …)`, `Object.entries({ a: 1 }).forEach(…)`.
 */
export function itemsAround(module: ModuleSource, made: Node): readonly Item[] | undefined {
	let child = made;
	for (let above = module.parents.get(made); above !== undefined && above !== module.body; ) {
		if (above.type === "ForOfStatement" && above.body === child) return itemsOf(module, above.right);
		if (
			above.type === "CallExpression" &&
			keptName(above) === undefined &&
			isFunctionNode(unwrapped(child)) &&
			above.callee.type === "MemberExpression" &&
			runsItsArguments(module, above)
		)
			return itemsOf(module, above.callee.object);
		child = above;
		above = module.parents.get(above);
	}
	return undefined;
}

function unwrapped(node: Node): Node {
	const [value] = keptName(node) === undefined ? [] : (node as Call).arguments;
	return unwrap(value ?? node);
}

export type Item = readonly (string | number)[];

function itemsOf(module: ModuleSource, expression: Node): readonly Item[] | undefined {
	const node = unwrap(expression);
	const list = node.type === "Identifier" ? constant(module, node.name) : node;
	if (list?.type === "ArrayExpression") {
		if (list.elements.some((element) => element === null || element.type === "SpreadElement")) return undefined;
		return list.elements.map((element) => (element === null ? [] : valuesIn(module, element)));
	}
	const [argument] = list?.type === "CallExpression" && memberKey(list.callee) === "entries" ? list.arguments : [];
	const table = argument?.type === "Identifier" ? constant(module, argument.name) : argument;
	if (table?.type !== "ObjectExpression") return undefined;
	return table.properties.map((property) =>
		property.type === "Property" ? [staticKey(property) ?? [], valuesIn(module, property.value)].flat() : [],
	);
}

/** The texts and numbers of an expression, and of the elements and members of a literal. */
function valuesIn(module: ModuleSource, expression: Node): (string | number)[] {
	const node = unwrap(expression);
	if (node.type === "ArrayExpression")
		return node.elements.flatMap((element) => (element === null ? [] : valuesIn(module, element)));
	if (node.type === "ObjectExpression")
		return node.properties.flatMap((property) =>
			property.type === "Property" ? valuesIn(module, property.value) : [],
		);
	if (node.type === "Literal" && typeof node.value === "number") return [node.value];
	return [textOf(module, node) ?? []].flat();
}

/** The call that makes what a literal has at a path, or an object on the way there: `{ mail: makeJob("mail") }`. */
export function callAt(module: ModuleSource, root: Root): Call | undefined {
	const { value, keys } = initialValue(module, root);
	let node = value;
	for (const key of keys) {
		if (node?.type !== "ObjectExpression" && node?.type !== "ArrayExpression") break;
		const member: Node | null | undefined =
			node.type === "ArrayExpression"
				? node.elements[Number(key)]
				: node.properties.find((property) => property.type === "Property" && staticKey(property) === key);
		const inner = member?.type === "Property" ? member.value : member;
		node = inner === undefined || inner === null ? undefined : unwrap(inner);
	}
	return node?.type === "CallExpression" || node?.type === "NewExpression" ? (node as Call) : undefined;
}

/** The texts and numbers that a call is given. */
export function argumentsOf(module: ModuleSource, call: Call): Item {
	return call.arguments.flatMap((argument) => valuesIn(module, argument));
}
