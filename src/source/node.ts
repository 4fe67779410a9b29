import type * as Oxc from "oxc-parser";
import { hasOwn } from "../base/own.ts";

export type Node = Oxc.Node;
export type Program = Oxc.Program;
export type FunctionNode = Oxc.Function | Oxc.ArrowFunctionExpression;
export type ClassNode = Oxc.Class;
export type Language = "js" | "jsx" | "ts" | "tsx";

/** A node whose value is that of its `expression`. */
type TransparentNode =
	| Oxc.ChainExpression
	| Oxc.ParenthesizedExpression
	| Oxc.TSAsExpression
	| Oxc.TSInstantiationExpression
	| Oxc.TSNonNullExpression
	| Oxc.TSSatisfiesExpression
	| Oxc.TSTypeAssertion;

const TRANSPARENT: ReadonlySet<string> = new Set<TransparentNode["type"]>([
	"ChainExpression",
	"ParenthesizedExpression",
	"TSAsExpression",
	"TSInstantiationExpression",
	"TSNonNullExpression",
	"TSSatisfiesExpression",
	"TSTypeAssertion",
]);

export function isFunctionNode(node: Node): node is FunctionNode {
	return (
		node.type === "FunctionDeclaration" || node.type === "FunctionExpression" || node.type === "ArrowFunctionExpression"
	);
}

export function isClassNode(node: Node): node is ClassNode {
	return node.type === "ClassDeclaration" || node.type === "ClassExpression";
}

/** The name that a function or class has in its own text. */
export function ownName(node: Node): Oxc.BindingIdentifier | null {
	return isFunctionNode(node) || isClassNode(node) ? node.id : null;
}

/**
 * Is it declared for the compiler only? Trees without types lack the mark, and a node without a key inherits what somebody has put
 * into Object.prototype.
 */
export function isAmbient(node: Node): boolean {
	return hasOwn(node, "declare") && node.declare === true;
}

/** `import type`, `export type`, and `type` before a specifier. The same holds for these marks. */
export function isTypeOnly(node: Node): boolean {
	return (
		(hasOwn(node, "importKind") && node.importKind === "type") ||
		(hasOwn(node, "exportKind") && node.exportKind === "type")
	);
}

export function isTransparent(node: Node): node is TransparentNode {
	return TRANSPARENT.has(node.type);
}

/** The expression inside of parentheses, type assertions and the like. */
export function unwrap(node: Node): Node {
	let inner = node;
	while (isTransparent(inner)) inner = inner.expression;
	return inner;
}

/**
 * A parsed module with an index of its tree: parents, references by name, and the offsets at which V8 places functions and calls.
 */
export interface Syntax {
	readonly text: string;
	readonly program: Program;
	/** Holds the module's own statements: the program, or the body of {@link wrapper}. */
	readonly body: Node;
	/** A loader's own function around these statements. */
	readonly wrapper: Node | undefined;
	readonly parents: ReadonlyMap<Node, Node>;
	/** What may make something that has a name: functions, classes, calls, `new`, in the order of the text. */
	readonly makers: readonly Node[];
	/** Functions and classes by the offset that V8 gives for them. */
	readonly definitions: ReadonlyMap<number, Node>;
	/** Calls, `new`, `await` by the offset that V8 gives for a frame that is inside of them. */
	readonly calls: ReadonlyMap<number, Node>;
	/** All mentions of a name that read or write a variable, by name; `this` and `super` by `this`, which no variable is called. */
	readonly mentions: ReadonlyMap<string, readonly Node[]>;
}

/** The statement of the module's body that a node is in. */
export function statementOf(syntax: Pick<Syntax, "parents" | "body">, node: Node): Node {
	let statement = node;
	for (let above = syntax.parents.get(node); above !== undefined && above !== syntax.body; ) {
		statement = above;
		above = syntax.parents.get(above);
	}
	return statement;
}

/** The statement of the module's body at an offset. */
export function statementAt({ body }: Pick<Syntax, "body">, offset: number): Node | undefined {
	const statements = body.type === "Program" || body.type === "BlockStatement" ? body.body : [];
	return statements.find(({ start, end }) => start <= offset && offset < end);
}
