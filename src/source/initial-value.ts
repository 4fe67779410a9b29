import { isModuleReference } from "./bindings.ts";
import { commonJsExports } from "./common-js.ts";
import { constant, MAX_STEPS } from "./constant-text.ts";
import { isAssign, memberKey, returnsItsArgument } from "./flow.ts";
import type { ModuleSource } from "./module-source.ts";
import { isFunctionNode, type Node, unwrap } from "./node.ts";
import { staticKey } from "./parse.ts";
import type { Place, Root } from "./place.ts";
import { keysAround, writesKey } from "./place-keys.ts";

/* What the text gives an export first, and what of the way to a member it shows. */

/**
 * Does the text allow the objects on the way: is each the one in which the value is written, an empty one that is filled later, or one that a call makes?
 * Another one may have been put there.
 */
export function isWayWritten(module: ModuleSource, root: Root, places: readonly Place[]): boolean {
	const { value, keys } = initialValue(module, root);
	let node = value;
	const isShown = (key: string) =>
		places.some(
			({ node: place }) =>
				keysAround(module, place).some(({ texts }) => texts.includes(key)) || isReadAround(module, place, key),
		);
	for (const key of keys.slice(0, -1)) {
		if (node?.type === "CallExpression")
			node = unwrap(node.arguments.length === 1 ? (node.arguments[0] as Node) : node);
		const properties = node === undefined ? undefined : propertiesOf(module, node);
		if (properties === undefined && node?.type !== "ArrayExpression")
			return (
				// Every class has a prototype.
				(node === undefined && (key === "prototype" || isShown(key))) ||
				writesKey(module, places, key) ||
				node?.type === "CallExpression" ||
				node?.type === "NewExpression"
			);
		const member: Node | null | undefined =
			node?.type === "ArrayExpression"
				? node.elements[Number(key)]
				: properties?.findLast((property) => property.type === "Property" && staticKey(property) === key);
		const inner = member?.type === "Property" ? member.value : member;
		if (inner === undefined || inner === null) return isShown(key);
		const next = unwrap(inner);
		const isFilled =
			isFunctionNode(next) ||
			(/^(?:Array|Object)Expression$/.test(next.type) &&
				!/^[[{]\s*[\]}]$/.test(module.text.slice(next.start, next.end)));
		if (isFilled && !places.some(({ node: place }) => next.start <= place.start && place.end <= next.end)) return false;
		node = next;
	}
	return true;
}

/** The properties of an object literal, or of several in one: `Object.assign({}, { mail: send })`. */
function propertiesOf(module: ModuleSource, expression: Node): readonly Node[] | undefined {
	const node = unwrap(expression);
	if (node.type === "ObjectExpression") return node.properties;
	if (node.type !== "CallExpression") return undefined;
	const isMerged = isAssign(module, node);
	if (!isMerged && !returnsItsArgument(module, node)) return undefined;
	const found = (isMerged ? node.arguments : node.arguments.slice(0, 1)).map((argument) =>
		propertiesOf(module, argument),
	);
	return found.every((properties) => properties !== undefined) ? found.flat() : undefined;
}

/** `jobs.list.push(send)` reads `list`. */
function isReadAround(module: ModuleSource, place: Node, key: string): boolean {
	for (
		let above = module.parents.get(place);
		above !== undefined && above !== module.body;
		above = module.parents.get(above)
	)
		if (above.type === "CallExpression") {
			for (let callee = unwrap(above.callee); callee.type === "MemberExpression"; callee = callee.object)
				if (memberKey(callee) === key) return true;
			if (isFunctionNode(unwrap(above.callee)) && above.arguments.some((given) => isMemberGiven(given, key)))
				return true;
		}
	return false;
}

/** `(function (Deep) { … })(Deep = N.Deep || (N.Deep = {}))`, as compilers write a namespace in a namespace. */
function isMemberGiven(given: Node, key: string): boolean {
	let node = unwrap(given);
	if (node.type === "AssignmentExpression") node = unwrap(node.right);
	if (node.type === "LogicalExpression") node = unwrap(node.left);
	return node.type === "MemberExpression" && memberKey(node) === key;
}

/**
 * Of which variable, and which of its members, the text makes a member of an object a copy: `export const alpha = { f: zeta.f }`.
 *
 * @returns undefined if the text shows something else there, or nothing.
 */
export function copiedFrom(
	module: ModuleSource,
	root: Root,
): readonly [variable: string, ...keys: string[]] | undefined {
	const { value, keys } = initialValue(module, root);
	let node: Node | null | undefined = value;
	for (const key of keys) {
		if (node?.type !== "ObjectExpression" || node.properties.some(({ type }) => type === "SpreadElement"))
			return undefined;
		const member: Node | undefined = node.properties.findLast(
			(property) => property.type === "Property" && staticKey(property) === key,
		);
		node = member?.type === "Property" ? unwrap(member.value) : undefined;
	}
	const path: string[] = [];
	while (node?.type === "MemberExpression") {
		const key = memberKey(node);
		if (key === undefined) return undefined;
		path.unshift(key);
		node = unwrap(node.object);
	}
	return node?.type === "Identifier" && isModuleReference(module, node) ? [node.name, ...path] : undefined;
}

/** What a list has at an index, where the text shows all of its elements: `[...first, second]`. */
export function elementAt(module: ModuleSource, root: Root): Node | undefined {
	const { value, keys } = initialValue(module, root);
	return keys.length === 1 ? elementsOf(module, value)?.[Number(keys[0])] : undefined;
}

function elementsOf(module: ModuleSource, list: Node | undefined, steps = 0): Node[] | undefined {
	if (list?.type !== "ArrayExpression" || steps > MAX_STEPS) return undefined;
	const found: Node[] = [];
	for (const element of list.elements) {
		if (element === null) return undefined;
		if (element.type !== "SpreadElement") found.push(unwrap(element));
		else {
			const { argument } = element;
			const spread = argument.type === "Identifier" ? constant(module, argument.name) : argument;
			const inner = elementsOf(module, spread, steps + 1);
			if (inner === undefined) return undefined;
			found.push(...inner);
		}
	}
	return found;
}

/** The expression of an exported variable, of the default export or of an export of CommonJS, and the keys that are left of the path. */
export function initialValue(
	module: ModuleSource,
	{ path, variable }: Root,
): { readonly value: Node | undefined; readonly keys: readonly string[] } {
	const [name, ...keys] = path;
	const [declaration] = variable === undefined ? [] : (module.bindings.get(variable)?.declarations ?? []);
	if (declaration?.type === "VariableDeclarator" && declaration.init !== null && declaration.id.type === "Identifier")
		return { value: unwrap(declaration.init), keys };
	const { defaultNode, isModule } = module.exports;
	if (isModule)
		return { value: name !== "default" || defaultNode === undefined ? undefined : unwrap(defaultNode), keys };
	const assigned = commonJsExports(module).findLast((exported) => exported.name === name)?.value;
	return { value: assigned === undefined ? undefined : unwrap(assigned), keys };
}
