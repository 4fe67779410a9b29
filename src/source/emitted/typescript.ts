import { isTransparent, type Node, type Syntax } from "../node.ts";

/**
 * `let C = (() => { … return class {} })()`: the arrow function around a class with decorators runs once, and gives the class.
 * https://github.com/microsoft/TypeScript/blob/v5.9.2/src/compiler/transformers/esDecorators.ts
 *
 * @returns the call of the function `node`, if it is such a one.
 */
export function decoratedClassCall(syntax: Syntax, node: Node): Node | undefined {
	if (node.type !== "ArrowFunctionExpression" || node.params.length > 0) return undefined;
	let callee: Node = node;
	let parent = syntax.parents.get(callee);
	while (parent !== undefined && isTransparent(parent)) {
		callee = parent;
		parent = syntax.parents.get(callee);
	}
	if (parent?.type !== "CallExpression" || parent.callee !== callee) return undefined;
	return /\b__esDecorate\(/.test(syntax.text.slice(node.start, node.end)) ? parent : undefined;
}

/**
 * `exports.a = exports.b = void 0`, before the statements that assign the values.
 * https://github.com/microsoft/TypeScript/blob/v5.9.2/src/compiler/transformers/module/module.ts
 *
 * @param assigned an assignment, or the value of one.
 */
export function isPlaceholder(assigned: Node): boolean {
	let value = assigned;
	while (value.type === "AssignmentExpression") value = value.right;
	return value.type === "UnaryExpression" && value.operator === "void";
}
