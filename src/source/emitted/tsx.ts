import { type FunctionNode, type Program, unwrap } from "../node.ts";

/**
 * `__filename = "…"; (() => { … })()`: the CommonJS module that tsx runs has its statements in the arrow function.
 * https://github.com/privatenumber/tsx/blob/v4.23.0/src/utils/transform/index.ts
 */
export function tsxWrapper({ body: [first, second] }: Program): FunctionNode | undefined {
	if (first?.type !== "ExpressionStatement" || first.expression.type !== "AssignmentExpression") return undefined;
	const { left } = first.expression;
	if (left.type !== "Identifier" || left.name !== "__filename" || second?.type !== "ExpressionStatement")
		return undefined;
	const callee = second.expression.type === "CallExpression" ? unwrap(second.expression.callee) : undefined;
	return callee?.type === "ArrowFunctionExpression" && callee.params.length === 0 ? callee : undefined;
}
