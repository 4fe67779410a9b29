import { isWrite } from "./bindings.ts";
import { isFree, isMethodOrField, memberKey, returnsItsArgument } from "./flow.ts";
import { runsOnlyLater } from "./load-run.ts";
import { membersTowards } from "./member-paths.ts";
import { type ModuleSource, writesTo } from "./module-source.ts";
import { type ClassNode, isClassNode, isFunctionNode, type Node, unwrap } from "./node.ts";
import { staticKey } from "./parse.ts";

/**
 * The part of an expression or declaration that keeps the text from showing that `load` can hand over its value; undefined if it can: a literal, an
 * enum, an operation, a class of the language. What other calls give can be anything, a promise for example, which it can't.
 */
export function unplainPart(source: ModuleSource, node: Node, steps = 0): Node | undefined {
	const value = unwrap(node);
	const first = (...parts: readonly (Node | null)[]) =>
		parts.reduce<Node | undefined>(
			(found, part) => found ?? (part === null ? undefined : unplainPart(source, part, steps)),
			undefined,
		);
	if (isFunctionNode(value) || isClassNode(value)) return undefined;
	switch (value.type) {
		case "ArrayExpression":
		case "BinaryExpression":
		case "Literal":
		case "TSEnumDeclaration":
		case "TSModuleDeclaration":
		case "TemplateLiteral":
		case "UnaryExpression":
		case "UpdateExpression":
			return undefined;
		case "ConditionalExpression":
			return first(value.consequent, value.alternate);
		case "LogicalExpression":
			return first(value.left, value.right);
		case "SequenceExpression":
			return first(value.expressions.at(-1) ?? null);
		case "AssignmentExpression":
			return /^(?:\?\?|\|\||&&)?=$/.test(value.operator) ? first(value.right) : undefined;
		case "ObjectExpression":
			for (const property of value.properties) {
				const part = property.type === "Property" ? thenIn(property) : first(property.argument);
				if (part !== undefined) return part;
			}
			return undefined;
		case "Identifier":
			if (isFree(source, value, "undefined")) return undefined;
			return steps < MAX_STEPS ? unplainVariable(source, value.name, value, steps + 1) : value;
		case "MemberExpression":
			return isPlainMember(source, value) ? undefined : value;
		case "NewExpression":
			return isPlainClass(source, value.callee) ? undefined : value;
		case "CallExpression":
			if (returnsItsArgument(source, value)) return first(value.arguments[0] ?? null);
			return isPlainCall(source, value.callee) ? undefined : value;
		default:
			return value;
	}
}

/** `a = b`, `b = a` has no end. */
const MAX_STEPS = 20;

/** What may make a promise of an object: `then`, and keys that are not known. Symbols are neither. */
function thenIn(property: { readonly key: Node; readonly computed: boolean }): Node | undefined {
	const key = property.key.type === "PrivateIdentifier" ? "" : staticKey(property);
	const isSymbol = property.key.type === "MemberExpression" && /^Symbol\./.test(`${nameOf(property.key.object)}.`);
	return isSymbol || (key !== undefined && key !== "then" && key !== "__proto__") ? undefined : property.key;
}

function nameOf(node: Node): string | undefined {
	return node.type === "Identifier" ? node.name : undefined;
}

/** The same of everything that a variable is given while the module loads. @param at what stands for it if nothing in this module is. */
export function unplainVariable(source: ModuleSource, name: string, at: Node, steps = 0): Node | undefined {
	const declarations = source.bindings.get(name)?.declarations ?? [];
	if (declarations.length === 0) return at;
	for (const declaration of declarations) {
		const part =
			declaration.type === "VariableDeclarator"
				? declaration.id.type !== "Identifier"
					? declaration
					: declaration.init === null
						? undefined
						: unplainPart(source, declaration.init, steps)
				: declaration.type === "TSDeclareFunction"
					? undefined
					: unplainPart(source, declaration, steps);
		if (part !== undefined) return part;
	}
	for (const write of writesTo(source, name)) {
		const part = runsOnlyLater(source, write) ? undefined : unplainWrite(source, write, steps);
		if (part !== undefined) return part;
	}
	return thenBelow(source, [name]);
}

/** What makes a function or class look like a promise to whoever awaits it. */
export function thenOf(source: ModuleSource, node: Node, local: readonly string[] | undefined): Node | undefined {
	const members = isClassNode(node) ? node.body.body : [];
	const own = members.find((member) => isMethodOrField(member) && member.static && staticKey(member) === "then");
	return own ?? (local === undefined ? undefined : thenBelow(source, local));
}

function thenBelow(source: ModuleSource, [name = "", ...keys]: readonly string[]): Node | undefined {
	const found = membersTowards(source, name, [...keys, "then"]);
	return found.find(({ node, path }) => path.length > keys.length && isWrite(source, node))?.node;
}

function unplainWrite(source: ModuleSource, write: Node, steps: number): Node | undefined {
	const above = source.parents.get(write);
	if (above?.type === "UpdateExpression") return undefined;
	if (above?.type !== "AssignmentExpression" || above.left !== write) return write;
	return unplainPart(source, above, steps);
}

/** `process.env.HOST`, `import.meta.url`, `Kind.Mail` */
function isPlainMember(source: ModuleSource, node: Node & { type: "MemberExpression" }): boolean {
	const { object } = node;
	if (object.type === "MetaProperty") return memberKey(node) !== undefined && memberKey(node) !== "resolve";
	if (object.type === "MemberExpression")
		return memberKey(object) === "env" && isFree(source, object.object, "process");
	return object.type === "Identifier" && source.bindings.get(object.name)?.kind === "enum";
}

/** A class of the language, or of this module that extends none but these, makes no promises. */
function isPlainClass(source: ModuleSource, callee: Node): boolean {
	if (callee.type !== "Identifier") return false;
	if (PLAIN_CLASSES.has(callee.name) && isFree(source, callee, callee.name)) return true;
	const [declaration, another] = source.bindings.get(callee.name)?.declarations ?? [];
	if (declaration === undefined || another !== undefined || writesTo(source, callee.name).length > 0) return false;
	return isClassNode(declaration) && isWithoutThen(source, declaration);
}

function isWithoutThen(source: ModuleSource, node: ClassNode): boolean {
	const { superClass, decorators, body } = node;
	if (decorators.length > 0 || (superClass !== null && !isPlainClass(source, superClass))) return false;
	return body.body.every((member) => {
		if (member.type === "MethodDefinition" && member.kind === "constructor")
			return !/\breturn\b|\bthen\b/.test(source.text.slice(member.start, member.end));
		return member.type === "StaticBlock" || member.type === "TSIndexSignature" || thenIn(member) === undefined;
	});
}

const PLAIN_CLASSES: ReadonlySet<string> = new Set([
	...["AbortController", "Array", "Date", "Error", "EventTarget", "Map", "Object", "RangeError", "RegExp", "Set"],
	...["TextDecoder", "TextEncoder", "TypeError", "URL", "URLSearchParams", "Uint8Array", "WeakMap", "WeakSet"],
]);

/** A call of the language, or of Node, that gives a string, a number, a list, a symbol. */
function isPlainCall(source: ModuleSource, callee: Node): boolean {
	const [holder, key] =
		callee.type === "MemberExpression" ? [callee.object, memberKey(callee)] : ([callee, undefined] as const);
	if (holder.type !== "Identifier") return false;
	const specifier = source.exports.imports.get(holder.name)?.specifier;
	if (specifier !== undefined) return /^(?:node:)?(?:os|path|url)$/.test(specifier);
	const keys = PLAIN_CALLS.get(holder.name);
	return keys !== undefined && isFree(source, holder, holder.name) && keys.test(key ?? "");
}

const PLAIN_CALLS: ReadonlyMap<string, RegExp> = new Map([
	["Array", /^(?:|from|isArray|of)$/],
	["BigInt", /^$/],
	["Boolean", /^$/],
	["Date", /^(?:|now)$/],
	["JSON", /^stringify$/],
	["Math", /./],
	["Number", /^(?:|is\w+|parse\w+)$/],
	["Object", /^(?:entries|getOwnProperty(?:Names|Symbols)|hasOwn|is|keys|values)$/],
	["String", /^(?:|raw)$/],
	["Symbol", /^(?:|for)$/],
	["parseFloat", /^$/],
	["parseInt", /^$/],
	["process", /^cwd$/],
]);
