import type * as Oxc from "oxc-parser";
export type Node = Oxc.Node;

export type Program = Oxc.Program;

export type FunctionNode = Oxc.Function | Oxc.ArrowFunctionExpression;

export type ClassNode = Oxc.Class;

export type Language = "js" | "jsx" | "ts" | "tsx";

export function isFunctionNode(node: Node): node is FunctionNode {
	return (
		node.type === "FunctionDeclaration" || node.type === "FunctionExpression" || node.type === "ArrowFunctionExpression"
	);
}

export function isClassNode(node: Node): node is ClassNode {
	return node.type === "ClassDeclaration" || node.type === "ClassExpression";
}
