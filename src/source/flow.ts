import type { MethodDefinition, ObjectProperty, PropertyDefinition, SpreadElement } from "oxc-parser";
import { isModuleName, isModuleReference, isWrite } from "./bindings.ts";
import { decoratedClassCall, keptName } from "./emitted/emitted.ts";
import { memoizeWeak } from "./module-cache.ts";
import { type ModuleSource, referencesTo } from "./module-source.ts";
import { namespaceMember } from "./namespace.ts";
import { isClassNode, isFunctionNode, isTransparent, type Node, unwrap } from "./node.ts";
import { keyText, staticKey } from "./parse.ts";
import { repetitionOf } from "./syntax.ts";
import { hasValue, isValue } from "./variables.ts";

/** What receives the value of an expression, and the keys of the value in it. */
export interface Destination {
	readonly root:
		| { readonly kind: "binding"; readonly name: string; readonly assignment: Node }
		| { readonly kind: "default" }
		| { readonly kind: "module.exports"; readonly assignment: Node };
	readonly keys: readonly string[];
	/** What may keep the value from arriving: a spread that may override it, a loop that may run twice, a default that may not apply. */
	readonly doubt: Node | undefined;
}

/**
 * Follows the value of an expression, function or class outwards: through parentheses, type assertions, conditions,
 * literals, patterns and assignments, to the variables and exports that receive it.
 */
export function flowsOf(module: ModuleSource, node: Node, keys: readonly string[] = []): Destination[] {
	const doubt = repetitionOf(module, node);
	const decorated = isClassNode(node) ? decoratedClass(module, node) : undefined;
	if (decorated !== undefined) return outwards(module, decorated, keys, decorated);
	if (isDeclarationWithName(node)) return intoVariable(module, node.id.name, node, keys, doubt, node);
	return outwards(module, node, keys, doubt);
}

/** The call around a class that a compiler has decorated: its result is the class. */
function decoratedClass(module: ModuleSource, node: Node): Node | undefined {
	for (let above = module.parents.get(node); above !== undefined; above = module.parents.get(above)) {
		const call = decoratedClassCall(module, above);
		if (call !== undefined) return call;
		if (isFunctionNode(above) || isClassNode(above)) return undefined;
	}
	return undefined;
}

function isDeclarationWithName(node: Node): node is Node & { id: { name: string } } {
	return (node.type === "FunctionDeclaration" || node.type === "ClassDeclaration") && node.id !== null;
}

/** Into a variable of the module, or an export of a TypeScript namespace. Local variables are not followed. */
function intoVariable(
	module: ModuleSource,
	name: string,
	at: Node,
	keys: readonly string[],
	doubt: Node | undefined,
	assignment: Node,
): Destination[] {
	if (isModuleName(module, name, at)) return [{ root: { kind: "binding", name, assignment }, keys, doubt }];
	const member = namespaceMember(module, name, at);
	if (member === undefined) return [];
	const { declaration } = member;
	// Assignments to the variable inside of the namespace are not followed.
	const unfollowed =
		keys.length > 0 ? declaration : module.mentions.get(name)?.find((mention) => isWrite(module, mention));
	return [
		{
			root: { kind: "binding", name: member.variable, assignment: declaration },
			keys: [...member.keys, ...keys],
			doubt: doubt ?? unfollowed,
		},
	];
}

function outwards(module: ModuleSource, node: Node, keys: readonly string[], doubt: Node | undefined): Destination[] {
	const parent = module.parents.get(node);
	if (parent === undefined) return [];
	const through = (reason = doubt) => outwards(module, parent, keys, reason);
	const inside = (owner: Node, member: Node, key: string | undefined): Destination[] =>
		key === undefined ? [] : flowOfOwner(module, owner, [key, ...keys], doubt ?? overriderOf(owner, member));
	if (isTransparent(parent)) return through();
	switch (parent.type) {
		case "AwaitExpression":
			// A thenable resolves to another value.
			return through(parent);
		case "SequenceExpression":
			return parent.expressions.at(-1) === node ? through() : [];
		case "ConditionalExpression":
			return parent.test === node ? [] : through();
		case "LogicalExpression":
			return parent.right === node || parent.operator !== "&&" ? through() : [];
		case "CallExpression":
			return returnsItsArgument(module, parent) && parent.arguments[0] === node ? through() : [];
		case "Property":
			return propertyFlow(module, parent as ObjectProperty, node, inside);
		case "ArrayExpression": {
			const index = indexesOf(parent).get(node);
			return index === undefined ? [] : flowOfOwner(module, parent, [String(index), ...keys], doubt);
		}
		case "PropertyDefinition":
		case "AccessorProperty":
			return parent.static && parent.value === node && parent.type === "PropertyDefinition"
				? inside(classOf(module, parent), parent, staticKey(parent))
				: [];
		case "MethodDefinition": {
			if (parent.kind !== "method") return [];
			const owner = classOf(module, parent);
			const key = staticKey(parent);
			if (parent.static) return inside(owner, parent, key);
			return key === undefined
				? []
				: flowOfOwner(module, owner, ["prototype", key, ...keys], doubt ?? overriderOf(owner, parent));
		}
		case "VariableDeclarator":
			return parent.init === node ? intoPattern(module, parent.id, keys, doubt, parent) : [];
		case "AssignmentExpression": {
			if (parent.right !== node) return [];
			if (!["=", "??=", "||=", "&&="].includes(parent.operator)) return [];
			const reason = doubt ?? (parent.operator === "=" ? undefined : parent);
			return [...intoTarget(module, parent.left, keys, reason, parent), ...through(reason)];
		}
		case "AssignmentPattern":
			return parent.right === node ? intoPattern(module, parent.left, keys, parent, parent) : [];
		case "ExportDefaultDeclaration":
			return [{ root: { kind: "default" }, keys, doubt }];
		case "TSExportAssignment":
			return [{ root: { kind: "module.exports", assignment: parent }, keys, doubt }];
		default:
			return [];
	}
}

/** The value goes where the object, array or class goes that holds it. */
function flowOfOwner(
	module: ModuleSource,
	owner: Node,
	keys: readonly string[],
	doubt: Node | undefined,
): Destination[] {
	return flowsOf(module, owner, keys).map((destination) => ({ ...destination, doubt: destination.doubt ?? doubt }));
}

function propertyFlow(
	module: ModuleSource,
	property: ObjectProperty,
	value: Node,
	inside: (owner: Node, member: Node, key: string | undefined) => Destination[],
): Destination[] {
	const owner = module.parents.get(property);
	if (owner?.type !== "ObjectExpression" || property.value !== value || property.kind !== "init") return [];
	const key = staticKey(property);
	// `{ __proto__: value }` sets the prototype and makes no property.
	if (key === "__proto__" && !property.computed && !property.shorthand && !property.method) return [];
	return inside(owner, property, key);
}

/** The spread, computed key or equal key that is evaluated after a member of an object literal or class, and may override it. */
function overriderOf(owner: Node, member: Node): Node | undefined {
	return overriders(owner).get(member);
}

const overriders = memoizeWeak((owner: Node): ReadonlyMap<Node, Node> => {
	const found = new Map<Node, Node>();
	for (const members of membersInOrder(owner)) {
		const last = new Map<string, Node>();
		for (const member of members) {
			const key = member.type === "SpreadElement" ? undefined : staticKey(member);
			if (member.type !== "SpreadElement" && member.computed && isSymbol(member.key)) continue;
			const earlier = key === undefined ? undefined : last.get(key);
			// A computed key may be any of those before it.
			for (const one of key === undefined ? last.values() : earlier === undefined ? [] : [earlier])
				found.set(one, member);
			if (key === undefined) last.clear();
			else last.set(key, member);
		}
	}
	return found;
});

type Member = MethodDefinition | ObjectProperty | PropertyDefinition | SpreadElement;

/** The members that an object literal has, or a class and its prototype; static fields are set once all methods are defined. */
function membersInOrder(owner: Node): readonly (readonly Member[])[] {
	if (owner.type === "ObjectExpression") return [owner.properties];
	if (!isClassNode(owner)) return [];
	const own = owner.body.body.flatMap((member) =>
		isMethodOrField(member) && member.key.type !== "PrivateIdentifier" ? [member] : [],
	);
	const methods = own.filter(({ type }) => type === "MethodDefinition");
	const fields = own.filter(({ type }) => type === "PropertyDefinition");
	return [methods.filter((method) => !method.static), [...methods, ...fields].filter((member) => member.static)];
}

export function isMethodOrField(member: Node): member is MethodDefinition | PropertyDefinition {
	return member.type === "MethodDefinition" || member.type === "PropertyDefinition";
}

/** The elements of an array with their indexes, up to the first spread, whose length is unknown. */
export const indexesOf: (array: Node & { type: "ArrayExpression" }) => ReadonlyMap<Node, number> = memoizeWeak(
	(array) => {
		const found = new Map<Node, number>();
		for (const [index, node] of array.elements.entries()) {
			if (node?.type === "SpreadElement") break;
			if (node !== null) found.set(node, index);
		}
		return found;
	},
);

/** `[Symbol.iterator]` */
function isSymbol(key: Node): boolean {
	return key.type === "MemberExpression" && key.object.type === "Identifier" && key.object.name === "Symbol";
}

function classOf(module: ModuleSource, member: Node): Node {
	const body = module.parents.get(member) as Node;
	return module.parents.get(body) as Node;
}

/** Into the variables of a pattern, from a value that holds ours at `keys`. */
function intoPattern(
	module: ModuleSource,
	pattern: Node,
	keys: readonly string[],
	doubt: Node | undefined,
	assignment: Node,
): Destination[] {
	const [first, ...rest] = keys;
	switch (pattern.type) {
		case "Identifier":
			return intoVariable(module, pattern.name, pattern, keys, doubt, assignment);
		case "AssignmentPattern":
			return intoPattern(module, pattern.left, keys, doubt, assignment);
		case "ObjectPattern": {
			if (first === undefined) return [];
			const property = pattern.properties.find(
				(candidate) => candidate.type === "Property" && staticKey(candidate) === first,
			);
			if (property?.type === "Property") return intoPattern(module, property.value, rest, doubt, assignment);
			const remainder = pattern.properties.at(-1);
			const unsure = pattern.properties.find((other) => other.type === "Property" && staticKey(other) === undefined);
			return remainder?.type === "RestElement"
				? intoPattern(module, remainder.argument, keys, doubt ?? unsure, assignment)
				: [];
		}
		case "ArrayPattern": {
			const index = Number(first);
			const element = pattern.elements[index];
			if (element !== undefined && element !== null && element.type !== "RestElement")
				return intoPattern(module, element, rest, doubt, assignment);
			const remainder = pattern.elements.at(-1);
			const from = pattern.elements.length - 1;
			return remainder?.type === "RestElement" && index >= from
				? intoPattern(module, remainder.argument, [String(index - from), ...rest], doubt, assignment)
				: [];
		}
		default:
			return [];
	}
}

/** The left side of an assignment. */
function intoTarget(
	module: ModuleSource,
	left: Node,
	keys: readonly string[],
	doubt: Node | undefined,
	assignment: Node,
): Destination[] {
	const target = unwrap(left);
	if (target.type === "Identifier")
		return isModuleReference(module, target)
			? [{ root: { kind: "binding", name: target.name, assignment }, keys, doubt }]
			: [];
	if (target.type === "ObjectPattern" || target.type === "ArrayPattern")
		return intoPattern(module, target, keys, doubt, assignment);
	if (target.type !== "MemberExpression") return [];
	const key = memberKey(target);
	if (key === undefined) return [];
	const holder = target.object;
	if (isModuleExports(module, target)) return [{ root: { kind: "module.exports", assignment }, keys, doubt }];
	if (isModuleExports(module, holder) || isExports(module, holder))
		return [{ root: { kind: "module.exports", assignment }, keys: [key, ...keys], doubt }];
	if (holder.type === "ThisExpression") {
		const block = memberOfThis(module, holder);
		if (block?.type !== "StaticBlock") return [];
		return flowOfOwner(module, classOf(module, block), [key, ...keys], doubt).map((destination) => ({
			...destination,
			root: destination.root.kind === "default" ? destination.root : { ...destination.root, assignment },
		}));
	}
	return intoTarget(module, holder, [key, ...keys], doubt, assignment);
}

/** The key of `o.key`, `o["key"]`, `o[0]`. */
export function memberKey(member: Node): string | undefined {
	return member.type === "MemberExpression" ? keyText(member.property, member.computed) : undefined;
}

export function isModuleExports(module: ModuleSource, node: Node): boolean {
	return node.type === "MemberExpression" && memberKey(node) === "exports" && isFree(module, node.object, "module");
}

export function isExports(module: ModuleSource, node: Node): boolean {
	if (node.type !== "Identifier" || node.name !== "exports" || !isModuleReference(module, node)) return false;
	if (isLeftBehind(module)) return false;
	return (module.bindings.get("exports")?.declarations ?? []).every(
		(declaration) =>
			!isValue(module, declaration) ||
			(declaration.type === "VariableDeclarator" &&
				(declaration.init === null || isAgainExports(module, declaration.init))),
	);
}

const leftBehind = new WeakMap<ModuleSource, boolean>();

/** `module.exports = send` detaches `exports`, unless the new value refers to it. */
function isLeftBehind(module: ModuleSource): boolean {
	let answer = leftBehind.get(module);
	if (answer === undefined) {
		// Recursive calls see no replacement.
		leftBehind.set(module, false);
		answer = isReplaced(module);
		leftBehind.set(module, answer);
	}
	return answer;
}

function isReplaced(module: ModuleSource): boolean {
	const others = referencesTo(module, "exports");
	if (module.bindings.has("exports") || others.some((mention) => isWrite(module, mention))) return false;
	return assignmentsToExports(module).some((assignment) => {
		const statement = module.parents.get(assignment);
		return (
			assignment.operator === "=" &&
			statement?.type === "ExpressionStatement" &&
			module.parents.get(statement) === module.body &&
			!others.some((other) => other.start >= assignment.start && other.end <= assignment.end)
		);
	});
}

/** Where the whole of `module.exports` is replaced. */
export const assignmentsToExports: (module: ModuleSource) => readonly (Node & { type: "AssignmentExpression" })[] =
	memoizeWeak((module) =>
		referencesTo(module, "module").flatMap((mention) => {
			const target = module.parents.get(mention);
			const assignment = target === undefined ? undefined : module.parents.get(target);
			if (target === undefined || !isModuleExports(module, target)) return [];
			return assignment?.type === "AssignmentExpression" && assignment.left === target ? [assignment as never] : [];
		}),
	);

/** `var exports = module.exports`, `var exports = module.exports = {}`: the same variable, and the same object. */
function isAgainExports(module: ModuleSource, value: Node): boolean {
	if (value.type !== "AssignmentExpression") return isModuleExports(module, value);
	return isModuleExports(module, value.left) || isAgainExports(module, value.right);
}

/** `exports.send`, `module.exports.send`, `module.exports`: what CommonJS assigns its exports to. */
export function isExportTarget(module: ModuleSource, target: Node): boolean {
	return (
		isModuleExports(module, target) ||
		(target.type === "MemberExpression" && (isExports(module, target.object) || isModuleExports(module, target.object)))
	);
}

/** Is it a global variable, or one of the wrapper of CommonJS? */
export function isFree(module: ModuleSource, node: Node, name: string): boolean {
	if (node.type !== "Identifier" || node.name !== name || !isModuleReference(module, node)) return false;
	const binding = module.bindings.get(name);
	return binding === undefined || !hasValue(module, binding);
}

/** The member of an object literal or class in whose code `this` is that literal or class: a method, an accessor, a static block or field. */
export function memberOfThis(module: ModuleSource, node: Node): Node | undefined {
	let child = node;
	for (let above = module.parents.get(node); above !== undefined; child = above, above = module.parents.get(above)) {
		if (above.type === "StaticBlock") return above;
		if (above.type === "PropertyDefinition") return above.static && above.value === child ? above : undefined;
		if (!isFunctionNode(above) || above.type === "ArrowFunctionExpression") continue;
		const member = module.parents.get(above);
		return member?.type === "Property" || (member?.type === "MethodDefinition" && member.static) ? member : undefined;
	}
	return undefined;
}

/** The object literal or class that has a member. */
export function ownerOf(module: ModuleSource, member: Node): Node | undefined {
	const above = module.parents.get(member);
	return above?.type === "ClassBody" ? module.parents.get(above) : above;
}

/** Does a call return its first argument, and change none of its members? */
export function returnsItsArgument(module: ModuleSource, call: Node & { type: "CallExpression" }): boolean {
	return keptName(call) !== undefined || isOfObject(module, call, ["freeze", "seal", "preventExtensions"]);
}

/** Is it `Object.assign(…)`? */
export function isAssign(module: ModuleSource, call: Node & { type: "CallExpression" }): boolean {
	return isOfObject(module, call, ["assign"]);
}

function isOfObject(
	module: ModuleSource,
	{ callee }: Node & { type: "CallExpression" },
	methods: readonly string[],
): boolean {
	if (callee.type !== "MemberExpression" || !methods.includes(memberKey(callee) ?? "")) return false;
	return isFree(module, callee.object, "Object");
}
