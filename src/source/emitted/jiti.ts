import { type FunctionNode, type Node, type Program, unwrap } from "../node.ts";

/**
 * `(async function (exports, require, module, …) { … })`: jiti runs each module as a function, as Node's own loader did.
 * https://github.com/unjs/jiti/blob/v2.7.0/src/eval.ts
 */
export function jitiWrapper({ body: [first, second] }: Program): FunctionNode | undefined {
	if (first?.type !== "ExpressionStatement" || second !== undefined) return undefined;
	const wrapper = unwrap(first.expression);
	if (wrapper.type !== "FunctionExpression" || wrapper.id !== null) return undefined;
	const names = wrapper.params.slice(0, 3).map((parameter) => (parameter.type === "Identifier" ? parameter.name : ""));
	return names.join() === "exports,require,module" ? wrapper : undefined;
}

/** `await jitiImport("./x")`, which it makes of an import */
export function isJitiImport(node: Node): boolean {
	return node.type === "CallExpression" && node.callee.type === "Identifier" && node.callee.name === "jitiImport";
}
