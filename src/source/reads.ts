import { isModuleName, isWrite } from "./bindings.ts";
import { commonJsExports } from "./common-js.ts";
import {
	isExportTarget,
	isFree,
	isMethodOrField,
	memberKey,
	memberOfThis,
	ownerOf,
	returnsItsArgument,
} from "./flow.ts";
import { type MemberPath, memberPathOf, memberPathsOf } from "./member-paths.ts";
import { memoizeWeak } from "./module-cache.ts";
import type { ModuleSource } from "./module-source.ts";
import { isClassNode, isFunctionNode, isTransparent, type Node, unwrap } from "./node.ts";
import { staticKey } from "./parse.ts";

/* Which uses of an object, array or class only read it, so that what it holds stays where it is. */

/**
 * Does a reference to a container let somebody write to it, or to a container inside of it? Assignments to its members do not count: each
 * concerns one path.
 *
 * @param depth the number of keys from the variable to the value that has to stay.
 */
export function isLeak(module: ModuleSource, variable: string, { node, path }: MemberPath, depth: number): boolean {
	if (isWrite(module, node)) return false;
	return !new Uses(module).onlyRead(node, path, depth, (method) => isReadingMember(module, variable, method));
}

type Call = Node & { type: "CallExpression" };

const MAX_KEYS = 16;

type IsReading = (path: MemberPath["path"]) => boolean;

class Uses {
	readonly #module: ModuleSource;
	/** Variables that hold the container, too, and the number of keys to the value. */
	readonly #seen = new Set<string>();

	constructor(module: ModuleSource) {
		this.#module = module;
	}

	/** @param path the members that `node` reads from the container, `left` keys above the value. */
	onlyRead(node: Node, path: MemberPath["path"], left: number, isReading: IsReading): boolean {
		const rest = left - path.length;
		if (rest < 0) return true;
		const parent = this.#module.parents.get(node);
		const isCalled =
			(parent?.type === "CallExpression" && parent.callee === node) ||
			(parent?.type === "TaggedTemplateExpression" && parent.tag === node);
		// A method gets its object as `this`.
		if (isCalled) return path.length === 0 || (isReading(path) && !this.#callsBack(parent));
		return rest === 0 || parent === undefined || this.#passOn(parent, node, rest);
	}

	/** Does an argument of a method get the container, as the third parameter of `forEach` or the fourth of `reduce`? */
	#callsBack(call: Node): boolean {
		if (call.type !== "CallExpression" || !CALLING_BACK.test(memberKey(unwrap(call.callee)) ?? "")) return false;
		const callback = call.arguments[0];
		if (callback === undefined || this.#isBuiltIn(callback, CONVERSIONS)) return false;
		const fn = isFunctionNode(callback) ? callback : writtenValue(this.#module, callback);
		if (fn === undefined || !isFunctionNode(fn)) return true;
		const isRest = fn.params.some(({ type }) => type === "RestElement");
		return isRest || fn.params.length > 2 || /\barguments\b/.test(this.#module.text.slice(fn.start, fn.end));
	}

	/** What an expression gives is the container, `left` keys above the value. */
	#follow(expression: Node, left: number): boolean {
		const { node, path } = memberPathOf(this.#module, expression);
		if (isWrite(this.#module, node) && path.length > 0 && path.length <= left) return false;
		return this.onlyRead(node, path, left, (method) => READS.has(method.at(-1) ?? ""));
	}

	#passOn(parent: Node, node: Node, left: number): boolean {
		if (isTransparent(parent)) return this.#follow(parent, left);
		switch (parent.type) {
			case "BinaryExpression":
			case "DoWhileStatement":
			case "ExportDefaultDeclaration":
			case "ExportSpecifier":
			case "ExpressionStatement":
			case "ForInStatement":
			case "IfStatement":
			case "MemberExpression":
			case "SwitchStatement":
			case "TSExportAssignment":
			case "UnaryExpression":
			case "WhileStatement":
				return true;
			case "ClassDeclaration":
			case "ClassExpression":
				// `D.prototype.__proto__` of `class D extends C` is the prototype of C.
				return !usesPrototypes(this.#module);
			case "TemplateLiteral":
				return this.#module.parents.get(parent)?.type !== "TaggedTemplateExpression";
			case "ForOfStatement":
			case "SpreadElement":
				return left === 1;
			case "ConditionalExpression":
				return parent.test === node || this.#follow(parent, left);
			case "LogicalExpression":
				return this.#follow(parent, left);
			case "SequenceExpression":
				return parent.expressions.at(-1) !== node || this.#follow(parent, left);
			case "ArrayExpression":
				return this.#follow(parent, left + 1);
			case "Property": {
				const owner = this.#module.parents.get(parent);
				return owner?.type === "ObjectExpression" && (parent.value !== node || this.#follow(owner, left + 1));
			}
			case "AssignmentExpression":
				return parent.operator === "=" && this.#reachesReaders(parent.left, left) && this.#follow(parent, left);
			case "VariableDeclarator":
				return this.#reachesReaders(parent.id, left);
			case "NewExpression":
				return parent.callee === node
					? !usesPrototypes(this.#module)
					: left === 1 && this.#isBuiltIn(parent.callee, COPIES);
			case "CallExpression":
				if (returnsItsArgument(this.#module, parent)) return this.#follow(parent, left);
				return this.#isReader(parent, node, left);
			default:
				return false;
		}
	}

	/** Does what receives the container only read it: a pattern, an export, a variable of the module? */
	#reachesReaders(target: Node, left: number): boolean {
		if (left === 0) return true;
		const module = this.#module;
		switch (target.type) {
			case "Identifier": {
				// `self = [self]` has no end.
				if (left > MAX_KEYS || !isModuleName(module, target.name, target)) return false;
				const key = `${target.name} ${left}`;
				if (this.#seen.has(key)) return true;
				this.#seen.add(key);
				return memberPathsOf(module, target.name).every(({ reference }) => this.#follow(reference, left));
			}
			case "ObjectPattern":
				return target.properties.every((property) =>
					property.type === "Property"
						? this.#reachesReaders(property.value, left - 1)
						: left === 1 || this.#reachesReaders(property.argument, left),
				);
			case "ArrayPattern":
				return target.elements.every(
					(element) =>
						element === null ||
						(element.type === "RestElement"
							? left === 1 || this.#reachesReaders(element.argument, left)
							: this.#reachesReaders(element, left - 1)),
				);
			case "AssignmentPattern":
				return this.#reachesReaders(target.left, left);
			default:
				return isExportTarget(module, target);
		}
	}

	/** Does a function of the language only read an argument? Some give its members to others. */
	#isReader({ callee, arguments: [first] }: Call, argument: Node, left: number): boolean {
		if (callee.type === "Identifier") return this.#isBuiltIn(callee, CONVERSIONS);
		if (callee.type !== "MemberExpression") return false;
		const key = memberKey(callee) ?? "";
		if (this.#isBuiltIn(callee.object, INSPECTORS)) return true;
		if (isFree(this.#module, callee.object, "Array") && key === "isArray") return true;
		if (!this.#isBuiltIn(callee.object, LISTERS)) return false;
		if (KEY_LISTERS.has(key)) return true;
		return left === 1 && (MEMBER_LISTERS.has(key) || (key === "assign" && first !== argument));
	}

	#isBuiltIn(callee: Node, names: ReadonlySet<string>): boolean {
		return callee.type === "Identifier" && names.has(callee.name) && isFree(this.#module, callee, callee.name);
	}
}

/** Methods of arrays, maps and all objects that keep existing members where they are. Any other method may change its object. */
const READS: ReadonlySet<string> = new Set([
	...["at", "concat", "entries", "every", "filter", "find", "flat", "flatMap", "forEach", "get", "has", "includes"],
	...["indexOf", "join", "keys", "map", "push", "reduce", "set", "slice", "some", "toSorted", "values"],
	...["hasOwnProperty", "isPrototypeOf", "propertyIsEnumerable", "toLocaleString", "toString", "valueOf"],
]);

/** Does the call of a method put nothing into its object either? `routes.get("/", send)` may. */
export function isReadingCall({ arguments: [first, second] }: Call, method: string | undefined): boolean {
	if (method === undefined || method === "push" || method === "set" || !READS.has(method)) return false;
	return second === undefined || (first !== undefined && isFunctionNode(first));
}

/** Methods of {@link READS} that call what they get. */
const CALLING_BACK = /^(?:every|filter|find|flatMap|forEach|map|reduce|some)$/;

const CONVERSIONS: ReadonlySet<string> = new Set(["BigInt", "Boolean", "Number", "String", "isNaN", "structuredClone"]);
const INSPECTORS: ReadonlySet<string> = new Set(["JSON", "Math", "Number", "console"]);
const COPIES: ReadonlySet<string> = new Set(["Array", "Map", "Set"]);
const LISTERS: ReadonlySet<string> = new Set(["Array", "Object", "Reflect"]);
const KEY_LISTERS: ReadonlySet<string> = new Set([
	...["getOwnPropertyNames", "getOwnPropertySymbols", "getPrototypeOf", "has", "hasOwn", "is", "isExtensible"],
	...["isFrozen", "isSealed", "keys", "ownKeys"],
]);
const MEMBER_LISTERS: ReadonlySet<string> = new Set(["entries", "from", "getOwnPropertyDescriptor", "values"]);

/** Can a method of a container be called, because it is written in the container's own literal or class, where its `this` can be seen, or is none? */
function isReadingMember(module: ModuleSource, variable: string, path: MemberPath["path"]): boolean {
	const [name, ...members] = path;
	const isExport = variable === "module.exports";
	let method = isExport ? exportedValue(module, name) : declaredValue(module, variable);
	for (const key of isExport ? members : path)
		method = method === undefined ? undefined : memberOf(module, method, key);
	return method === undefined ? READS.has(path.at(-1) ?? "") : isFunctionNode(method);
}

/** What the declaration of an export, or the literal that CommonJS exports, gives a path first. */
export function firstValueAt(module: ModuleSource, path: readonly string[]): Node | undefined {
	const [name = "", ...keys] = path;
	const variable = module.exports.bindings.get(name) ?? (module.exports.isModule ? name : undefined);
	const exported = variable === undefined ? exportedValue(module, name) : declaredValue(module, variable);
	if (exported !== undefined) return memberAt(module, exported, keys);
	const whole = variable === undefined ? exportedValue(module, "default") : undefined;
	return whole === undefined ? undefined : memberAt(module, whole, path);
}

function memberAt(module: ModuleSource, holder: Node, keys: readonly string[]): Node | undefined {
	let value: Node | undefined = holder.type === "Identifier" ? writtenValue(module, holder) : holder;
	for (const key of keys) value = value === undefined ? undefined : memberOf(module, value, key);
	return value;
}

function exportedValue(module: ModuleSource, name: string | undefined): Node | undefined {
	const value = commonJsExports(module).findLast((exported) => exported.name === name)?.value;
	return value === undefined ? undefined : unwrap(value);
}

/** The literal, function or class that an expression refers to: a variable, `this`, or a member of one. */
export function writtenValue(module: ModuleSource, expression: Node): Node | undefined {
	const node = unwrap(expression);
	switch (node.type) {
		case "Identifier":
			return isModuleName(module, node.name, node) ? declaredValue(module, node.name) : undefined;
		case "ThisExpression": {
			const member = memberOfThis(module, node);
			return member === undefined ? undefined : ownerOf(module, member);
		}
		case "MemberExpression": {
			const holder = writtenValue(module, node.object);
			return holder === undefined ? undefined : memberOf(module, holder, memberKey(node));
		}
		default:
			return undefined;
	}
}

/** What the only declaration of a variable, or `default`, gives it. */
function declaredValue(module: ModuleSource, variable: string): Node | undefined {
	const [declaration, another] = module.bindings.get(variable)?.declarations ?? [];
	if (variable === "default") return module.exports.defaultNode;
	if (another !== undefined || declaration?.type !== "VariableDeclarator")
		return another === undefined ? declaration : undefined;
	return declaration.id.type === "Identifier" && declaration.init !== null ? unwrap(declaration.init) : undefined;
}

/** The value that a literal or class gives a member, or what may give another one; undefined if it has no such member. */
function memberOf(module: ModuleSource, owner: Node, key: string | undefined): Node | undefined {
	if (owner.type === "CallExpression" && returnsItsArgument(module, owner)) {
		const [argument] = owner.arguments;
		return argument === undefined ? undefined : memberOf(module, unwrap(argument), key);
	}
	if (key === undefined) return undefined;
	if (owner.type === "ObjectExpression") {
		const property = owner.properties.findLast((one) => one.type !== "Property" || staticKey(one) === key);
		return property?.type === "Property" && property.kind === "init" ? unwrap(property.value) : property;
	}
	if (!isClassNode(owner)) return undefined;
	const member = owner.body.body.findLast((one) => isMethodOrField(one) && one.static && staticKey(one) === key);
	return member?.type === "MethodDefinition" && member.kind === "method" ? member.value : member;
}

/** Can code that gets an instance, or `new.target`, find the class or its prototype, where more is done with them than to read the name? */
const usesPrototypes = memoizeWeak((module: ModuleSource): boolean => {
	const { mentions, parents, text } = module;
	if (/new\.target\b(?!\.name\b)|["'`](?:__proto__|constructor|[gs]etPrototypeOf)["'`]/.test(text)) return true;
	if (["__proto__", "getPrototypeOf", "setPrototypeOf"].some((name) => mentions.has(name))) return true;
	return (mentions.get("constructor") ?? []).some((mention) => {
		const parent = parents.get(mention);
		const above = parent === undefined ? undefined : parents.get(parent);
		const isName =
			parent?.type === "MemberExpression" && above?.type === "MemberExpression" && memberKey(above) === "name";
		return parent?.type !== "MethodDefinition" && !isName;
	});
});
