import { decoratedClassCall, wrapperOf } from "./emitted/emitted.ts";
import { isClassNode, isFunctionNode, isTransparent, type Node, type Syntax } from "./node.ts";
import { type Parsed, pushValuesBelow } from "./parse.ts";

export function analyse(parsed: Parsed): Syntax {
	const { text, program } = parsed;
	const nodes: Node[] = [];
	const parents = new Map<Node, Node>();
	const mentions = new Map<string, Node[]>();
	// A list, not recursion: a chain of ten thousand operators is a tree as deep.
	const waiting: Node[] = [program];
	for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
		nodes.push(node);
		if (node.type === "Identifier" || node.type === "ThisExpression" || node.type === "Super") {
			const name = node.type === "Identifier" ? node.name : "this";
			const list = mentions.get(name);
			if (list === undefined) mentions.set(name, [node]);
			else list.push(node);
		}
		const first = waiting.length;
		pushValuesBelow(node, waiting);
		for (let index = first; index < waiting.length; index++) parents.set(waiting[index] as Node, node);
		reverseFrom(waiting, first);
	}
	const wrapper = wrapperOf(program);
	let makers: readonly Node[] | undefined;
	let definitions: Map<number, Node> | undefined;
	let calls: Map<number, Node> | undefined;
	return {
		text,
		program,
		body: wrapper?.body ?? program,
		wrapper,
		parents,
		mentions,
		get makers() {
			makers ??= nodes.filter(({ type }) => MAKES.has(type)).sort((a, b) => a.start - b.start || b.end - a.end);
			return makers;
		},
		// Lazy: only positions from a running program are looked up here.
		get definitions() {
			definitions ??= definitionsIn(nodes, text);
			return definitions;
		},
		get calls() {
			calls ??= callsIn(nodes, text);
			return calls;
		},
	};
}

const MAKES: ReadonlySet<string> = new Set([
	"ArrowFunctionExpression",
	"CallExpression",
	"ClassDeclaration",
	"ClassExpression",
	"FunctionDeclaration",
	"FunctionExpression",
	"NewExpression",
]);

function definitionsIn(nodes: readonly Node[], text: string): Map<number, Node> {
	const found = new Map<number, Node>();
	for (const node of nodes) {
		if (!isFunctionNode(node) && !isClassNode(node)) continue;
		const offset = definitionOffset(node, text);
		if (offset !== undefined) found.set(offset, node);
	}
	return found;
}

function callsIn(nodes: readonly Node[], text: string): Map<number, Node> {
	const found = new Map<number, Node>();
	for (const node of nodes)
		if (IS_CALL.has(node.type)) for (const offset of callOffsets(node, text)) found.set(offset, node);
	return found;
}

const IS_CALL: ReadonlySet<string> = new Set([
	"AwaitExpression",
	"CallExpression",
	"NewExpression",
	"TaggedTemplateExpression",
]);

/** Children are popped in the order of the text. */
function reverseFrom(list: Node[], first: number): void {
	for (let low = first, high = list.length - 1; low < high; low++, high--) {
		const node = list[low] as Node;
		list[low] = list[high] as Node;
		list[high] = node;
	}
}

/**
 * The innermost function around a node that is not run as a part of the module's body; undefined for the body itself.
 * Static blocks and static fields run once, with their class.
 */
export function functionAround(syntax: Syntax, node: Node): Node | undefined {
	let child = node;
	for (let above = syntax.parents.get(node); above !== undefined; child = above, above = syntax.parents.get(above)) {
		if (above === syntax.body) return undefined;
		if (isFunctionNode(above) && above.id !== child && decoratedClassCall(syntax, above) === undefined) return above;
		if (above.type === "PropertyDefinition" && !above.static && child === above.value) return above;
	}
	return undefined;
}

/** The innermost function that an offset is in, and that is not run as a part of the module's body. */
export function functionAt(syntax: Syntax, offset: number): Node | undefined {
	let innermost: Node = syntax.body;
	for (const node of syntax.parents.keys())
		if (node.start <= offset && offset < node.end && node.end - node.start <= innermost.end - innermost.start)
			innermost = node;
	const around = isFunctionNode(innermost) ? innermost : functionAround(syntax, innermost);
	// JavaScriptCore places the call of `(() => …)()` at the last character of the arrow function.
	return around !== undefined && offset === around.end - 1 && isCalled(syntax, around)
		? functionAround(syntax, around)
		: around;
}

function isCalled(syntax: Syntax, node: Node): boolean {
	const parent = syntax.parents.get(node);
	if (parent !== undefined && isTransparent(parent)) return isCalled(syntax, parent);
	return (parent?.type === "CallExpression" && parent.callee === node) || parent?.type === "TaggedTemplateExpression";
}

/** @returns the function or class that V8 places at an offset; a class, when the place is its constructor. */
export function definitionAt(syntax: Syntax, offset: number): Node | undefined {
	const node = syntax.definitions.get(offset);
	const member = node === undefined ? undefined : syntax.parents.get(node);
	if (member?.type !== "MethodDefinition" || member.kind !== "constructor") return node;
	const classBody = syntax.parents.get(member);
	return classBody === undefined ? undefined : syntax.parents.get(classBody);
}

/** The offset at which V8 places a function or class of a text, so that {@link definitionAt} finds it there; undefined if it would not. */
export function offsetOfDefinition(syntax: Syntax, node: Node): number | undefined {
	const isConstructor = (member: Node) => member.type === "MethodDefinition" && member.kind === "constructor";
	const written = isClassNode(node) ? ((node.body.body.find(isConstructor) as { value?: Node })?.value ?? node) : node;
	const offset = definitionOffset(written, syntax.text);
	return offset !== undefined && definitionAt(syntax, offset) === node ? offset : undefined;
}

/** What may run a node more than once, or not at all, when its body is run: a function, a loop, `try`; undefined if nothing does. */
export function repetitionOf(syntax: Syntax, node: Node): Node | undefined {
	for (let above = syntax.parents.get(node); above !== undefined; above = syntax.parents.get(above)) {
		if (above === syntax.body) return undefined;
		if (isFunctionNode(above) || REPEATED.has(above.type)) return above;
		if (above.type === "PropertyDefinition" && !above.static) return above;
	}
	return undefined;
}

const REPEATED: ReadonlySet<string> = new Set([
	"ForStatement",
	"ForInStatement",
	"ForOfStatement",
	"WhileStatement",
	"DoWhileStatement",
	"LabeledStatement",
	// A value may have escaped before the block throws.
	"TryStatement",
]);

const CHOICES: ReadonlySet<string> = new Set([
	"ConditionalExpression",
	"IfStatement",
	"LogicalExpression",
	"SwitchStatement",
	"TryStatement",
]);

/** Does a run of the module reach only one of the parts of a node, or none? */
export function isChoice({ type }: Node): boolean {
	return CHOICES.has(type);
}

/** May a run of the module reach only one of the two nodes? */
export function areAlternatives(syntax: Syntax, first: Node, second: Node): boolean {
	const above = new Set<Node>();
	for (let node: Node | undefined = first; node !== undefined; node = syntax.parents.get(node)) above.add(node);
	for (let node: Node | undefined = second; node !== undefined; node = syntax.parents.get(node)) {
		if (CHOICES.has(node.type)) return true;
		if (above.has(node)) break;
	}
	return false;
}

/** `[[FunctionLocation]]` of a function or class, as an offset: see {@link locateFunction} for the rule. */
function definitionOffset(node: Node, text: string): number | undefined {
	if (node.type === "ArrowFunctionExpression") return node.start;
	if (isFunctionNode(node)) return skipTo("(", text, node.id?.end ?? afterKeyword(node, text));
	if (isClassNode(node)) {
		const last = node.decorators.at(-1);
		return last === undefined ? node.start : skipTo("class", text, last.end);
	}
	return undefined;
}

/** A method's function begins at its parenthesis already; `function` may have a parenthesis in a comment behind it. */
function afterKeyword(node: Node, text: string): number {
	const keyword = /^(?:async\b)?(?:\s|\/\*[\s\S]*?\*\/|\/\/.*)*function\b/.exec(
		text.slice(node.start, node.start + 1000),
	);
	return node.start + (keyword?.[0].length ?? 0);
}

/**
 * The position that V8 gives for a call, by the rule of its parser: the last token before the arguments if that is an
 * identifier or `super`, else the parenthesis.
 * https://chromium.googlesource.com/v8/v8/+/refs/tags/13.6.1/src/parsing/parser-base.h (ParseLeftHandSideContinuation)
 * Both are given: no other call can begin at either.
 */
function callOffsets(node: Node, text: string): number[] {
	switch (node.type) {
		case "NewExpression":
		case "AwaitExpression":
			return [node.start];
		case "CallExpression": {
			const { callee } = node;
			const parenthesis = skipTo("(", text, callee.end);
			const lastToken = callee.type === "MemberExpression" && !callee.computed ? callee.property : callee;
			return parenthesis === undefined ? [lastToken.start] : [parenthesis, lastToken.start];
		}
		case "TaggedTemplateExpression": {
			const { tag } = node;
			return [tag.type === "MemberExpression" ? tag.property.start : tag.start, node.quasi.start];
		}
		default:
			return [];
	}
}

const TRIVIA = /(?:\s|\/\*[\s\S]*?\*\/|\/\/[^\n\r\u2028\u2029]*|\*|\?\.)*/y;

/** The offset of a token that stands behind white space and comments (and the `*` of a generator). */
function skipTo(token: string, text: string, from: number): number | undefined {
	TRIVIA.lastIndex = from;
	TRIVIA.exec(text);
	const at = TRIVIA.lastIndex;
	return text.startsWith(token, at) ? at : undefined;
}
