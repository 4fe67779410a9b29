import { functionOf, mayBeKept, mayRunAfterLoad, outOfWrappers, usesOf } from "./after-load.ts";
import { calledName, textOf, textsIn } from "./constant-text.ts";
import { keptName } from "./emitted/emitted.ts";
import { memberKey } from "./flow.ts";
import { ModuleCache } from "./module-cache.ts";
import type { ModuleSource } from "./module-source.ts";
import { nodesNear } from "./near.ts";
import { isFunctionNode, type Node, statementOf, unwrap } from "./node.ts";
import { staticKey } from "./parse.ts";
import type { Call, Place, Root } from "./place.ts";
import { functionAround } from "./syntax.ts";

/* The keys that the text writes around a place. */

/** Do the keys and texts that stand beside a value in the text include a key, and does none that comes after it put something else there? */
export function isKeyedBy(module: ModuleSource, place: Place, key: string, root: Root): boolean {
	if (place.key !== undefined) return place.key === key;
	return keysAround(module, place.node).some(
		({ texts, call }) =>
			texts.includes(key) &&
			(call === undefined || (writesAtOnce(module, call, root) && !isCalledAgain(module, call, key, root))),
	);
}

/** Does a function of the module have an object within reach, or get it, while it runs, and not in a function that it gives back? */
function writesAtOnce(module: ModuleSource, call: Call, root: Root): boolean {
	const fn = functionOf(module, unwrap(call.callee));
	const nodes = nodesNear(module, root);
	if (fn === undefined || nodes === undefined) return true;
	const parameter = isFunctionNode(fn) ? fn.params[argumentOf(call, nodes)] : undefined;
	const given = parameter?.type === "Identifier" ? (module.mentions.get(parameter.name) ?? []) : [];
	return (
		given.some((node) => node !== parameter && runsIn(module, node, fn)) ||
		nodes.some((node) => runsIn(module, node, fn))
	);
}

/** `put(jobs, "push", send)`: the index of the argument that is the object; -1 if none is. */
function argumentOf(call: Call, nodes: readonly Node[]): number {
	return call.arguments.findIndex((argument) => {
		let object = unwrap(argument);
		while (object.type === "MemberExpression") object = unwrap(object.object);
		return argument.type === "SpreadElement" || nodes.includes(object);
	});
}

/** Is a node in a function, and in none inside it that may run later? */
function runsIn(module: ModuleSource, node: Node, fn: Node): boolean {
	if (node.start < fn.start || node.end > fn.end) return false;
	let around = functionAround(module, node);
	for (; around !== undefined && around !== fn; around = functionAround(module, around))
		if (mayBeKept.of(module, around)) return false;
	return around === fn;
}

interface Keys {
	readonly texts: readonly string[];
	/** The call, if they are among its arguments. */
	readonly call: Call | undefined;
}

export function keysAround(module: ModuleSource, place: Node): readonly Keys[] {
	const found: Keys[] = [];
	const seen = new Set<Node>();
	let child = place;
	for (let above = module.parents.get(place); above !== undefined && above !== module.body; ) {
		const own = keyOf(module, above, child);
		if (own !== undefined) found.push({ texts: [own], call: undefined });
		else if (
			keptName(above) === undefined &&
			(above.type === "CallExpression" || above.type === "NewExpression") &&
			above.callee !== child
		) {
			if (isBinding(above.callee)) return found;
			found.push({ texts: above.arguments.flatMap((other) => textsIn(module, other, child)), call: above });
		}
		if (above.type === "AssignmentExpression" && above.right === child)
			found.push({ texts: targetsIn(above.left), call: undefined });
		// What a function gives that is called at one place only goes where the call stands.
		const [use, another] = isFunctionNode(above) ? (usesOf(module, above) ?? []) : [];
		if (isFunctionNode(above) && (use === undefined || another !== undefined || seen.has(above))) return found;
		seen.add(above);
		child = use ?? above;
		above = module.parents.get(child);
	}
	return found;
}

/** `register.bind(null, "push", send)` runs later. */
function isBinding(callee: Node): boolean {
	return callee.type === "MemberExpression" && memberKey(callee) === "bind";
}

/** The key of `{ key: value }`, `["key", value]`, `owner.key = value`, of a field or method, of `export const key = value` in a namespace. */
export function keyOf(module: ModuleSource, node: Node, value: Node): string | undefined {
	switch (node.type) {
		case "Property":
		case "PropertyDefinition":
		case "MethodDefinition":
			if (node.value !== value) return undefined;
			return node.computed ? textOf(module, node.key) : staticKey(node);
		case "AssignmentExpression":
			if (node.right !== value || node.left.type !== "MemberExpression") return undefined;
			return memberKey(node.left) ?? textOf(module, node.left.property);
		case "ArrayExpression": {
			const [first, second, third] = node.elements;
			const isEntry = second === value && third === undefined && first !== null && first !== undefined;
			return isEntry ? textOf(module, first) : undefined;
		}
		case "VariableDeclarator": {
			const statement = module.parents.get(module.parents.get(node) as Node);
			const isMember =
				statement?.type === "ExportNamedDeclaration" && module.parents.get(statement)?.type === "TSModuleBlock";
			return isMember && node.init === value && node.id.type === "Identifier" ? node.id.name : undefined;
		}
		default:
			return undefined;
	}
}

/** `[jobs.first, jobs.second] = …`, `({ a: jobs.first } = …)` */
function targetsIn(pattern: Node): string[] {
	switch (pattern.type) {
		case "MemberExpression":
			return [memberKey(pattern) ?? []].flat();
		case "ArrayPattern":
			return pattern.elements.flatMap((element) => (element === null ? [] : targetsIn(element)));
		case "ObjectPattern":
			return pattern.properties.flatMap((property) => (property.type === "Property" ? targetsIn(property.value) : []));
		case "AssignmentPattern":
			return targetsIn(pattern.left);
		default:
			return [];
	}
}

/**
 * Is the value written under a key that the text does not show, `[Kind.Mail]: send`, and the only one of its object, or at the place that the key has among
 * the others?
 */
export function isUnderOpenKey(
	module: ModuleSource,
	{ node: place }: Place,
	key: string,
	keysOf: () => readonly string[],
): boolean {
	const { above: member } = outOfWrappers(module, place);
	if (member === undefined) return false;
	if (member.type === "AssignmentExpression") {
		if (!isOpen(module, member)) return false;
		return ![...module.parents.keys()].some((other) => other !== member && isOpen(module, other));
	}
	const owner = module.parents.get(member);
	const members = owner?.type === "ObjectExpression" ? owner.properties : owner?.type === "ClassBody" ? owner.body : [];
	const index = members.indexOf(member as never);
	if (index < 0 || !isOpen(module, member)) return false;
	const open = members.filter((other) => other.type === "SpreadElement" || isOpen(module, other));
	const isKnown = members.some(
		(other) => other !== member && keyOf(module, other, (other as { value?: Node }).value ?? other) === key,
	);
	if (open.length === 1) return !isKnown;
	if (owner?.type !== "ObjectExpression") return false;
	const keys = keysOf();
	return !keys.some((other) => /^\d+$/.test(other)) && keys[index] === key;
}

/**
 * Is the value written under a key that the text does not show, or shows in part: `jobs["mail." + name]`?
 *
 * @param orAny does a key count of which the text shows nothing?
 */
export function fitsOpenKey(module: ModuleSource, { node }: Place, key: string, orAny: boolean): boolean {
	const { above } = outOfWrappers(module, node);
	if (above !== undefined && isOpen(module, above)) return fits(keyIn(above), key, orAny);
	// Bun tells of an expression only the statement that it is in.
	if (statementOf(module, node) !== node) return false;
	return [...module.parents.keys()].some(
		(inner) =>
			node.start <= inner.start && inner.end <= node.end && isOpen(module, inner) && fits(keyIn(inner), key, orAny),
	);
}

function keyIn(member: Node): Node | undefined {
	if (member.type === "AssignmentExpression")
		return member.left.type === "MemberExpression" ? member.left.property : undefined;
	return "key" in member ? (member.key as Node) : undefined;
}

function fits(open: Node | undefined, key: string, orAny: boolean): boolean {
	const parts = open === undefined ? [] : partsOf(open);
	if (parts.every((part) => part === undefined)) return orAny;
	const pattern = parts.map((part) => (part === undefined ? ".*" : escapeRegExp(part)));
	return new RegExp(`^${pattern.join("")}$`, "s").test(key);
}

/** The texts of a concatenation in their order; undefined for what the text does not show. */
function partsOf(expression: Node): (string | undefined)[] {
	const node = unwrap(expression);
	if (node.type === "BinaryExpression" && node.operator === "+") return [...partsOf(node.left), ...partsOf(node.right)];
	if (node.type === "TemplateLiteral")
		return node.quasis.flatMap(({ value }, at) => {
			const text = value.cooked === "" ? [] : [value.cooked ?? undefined];
			return at === 0 ? text : [undefined, ...text];
		});
	return [node.type === "Literal" && typeof node.value === "string" && node.value !== "" ? node.value : undefined];
}

function escapeRegExp(text: string): string {
	return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

function isOpen(module: ModuleSource, member: Node): boolean {
	if (member.type === "AssignmentExpression")
		return (
			member.left.type === "MemberExpression" &&
			member.left.computed &&
			memberKey(member.left) === undefined &&
			textOf(module, member.left.property) === undefined
		);
	if (member.type !== "Property" && member.type !== "PropertyDefinition" && member.type !== "MethodDefinition")
		return false;
	return member.computed && staticKey(member) === undefined && textOf(module, member.key) === undefined;
}

/** `register("push", first); register("push", second)`: the first is there no more. */
function isCalledAgain(module: ModuleSource, call: Call, key: string, root: Root): boolean {
	const index = argumentOf(call, nodesNear(module, root) ?? []);
	const object = textOfObject(module, call.arguments[index]);
	return (callsWith.of(module, calledName(call) ?? "").get(key) ?? []).some((other) => {
		const another = textOfObject(module, other.arguments[index]);
		const isAnother = object !== undefined && another !== undefined && another !== object;
		return !isAnother && other.start > call.start && other.end > call.end && !mayRunAfterLoad(module, other);
	});
}

/** `jobs`, `all.jobs` */
function textOfObject(module: ModuleSource, argument: Node | undefined): string | undefined {
	const text = argument === undefined ? "" : module.text.slice(argument.start, argument.end);
	return /^[\w$.]+$/.test(text) ? text : undefined;
}

/** The calls of what has a name, by the texts that are their arguments. */
const callsWith = new ModuleCache((module: ModuleSource, name: string): ReadonlyMap<string, readonly Call[]> => {
	const found = new Map<string, Call[]>();
	for (const call of module.makers) {
		if ((call.type !== "CallExpression" && call.type !== "NewExpression") || (calledName(call) ?? "") !== name)
			continue;
		for (const argument of call.arguments) {
			const text = textOf(module, argument);
			const same = text === undefined ? undefined : found.get(text);
			if (same !== undefined) same.push(call);
			else if (text !== undefined) found.set(text, [call]);
		}
	}
	return found;
});

/** Is a key written in a statement around one of the places, or in a variable that is mentioned there: as a string, or as the key of a member? */
export function writesKey(module: ModuleSource, places: readonly Place[], key: string): boolean {
	const quoted = escapeRegExp(key);
	const written = new RegExp(`(?:(["'\`])${quoted}\\1|(?<![\\w$])${quoted}\\s*[\\]:,}(=])`);
	const nodes = new Set(places.map(({ node }) => statementOf(module, node)));
	for (const { start, end } of nodes) {
		if (written.test(module.text.slice(start, end))) return true;
		for (const [name, { declarations }] of module.bindings)
			if (
				nodes.size < MAX_STATEMENTS &&
				module.mentions.get(name)?.some((mention) => start <= mention.start && mention.end <= end)
			)
				for (const declaration of declarations) nodes.add(declaration);
	}
	return false;
}

const MAX_STATEMENTS = 50;
