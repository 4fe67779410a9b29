import { memoizeWeak } from "./module-cache.ts";
import type { ModuleSource } from "./module-source.ts";
import { isClassNode, isFunctionNode, isTransparent, type Node, unwrap } from "./node.ts";
import { functionAround, isChoice } from "./syntax.ts";

/**
 * The condition, or the early end of CommonJS, with which the body of a module may not get to a function, class or call, nor to another function or
 * class in its place; undefined if it does, whichever way its conditions go.
 */
export function conditionOf(source: ModuleSource, node: Node): Node | undefined {
	let child = node;
	let isBranch = true;
	for (let above = source.parents.get(node); above !== undefined && above !== source.body; ) {
		if (isChoice(above) && !isTest(above, child) && !(isBranch && isFunctionWhateverHappens(above))) return above;
		if (!isTransparent(above) && !isChoice(above)) isBranch = false;
		child = above;
		above = source.parents.get(above);
	}
	return returnsOf(source).find(({ start }) => start < node.start);
}

/** Is a function or class the value, whichever way its conditions go: not that of `native ?? (() => 1)`? */
export function isFunctionWhateverHappens(node: Node): boolean {
	const value = unwrap(node);
	if (value.type === "ConditionalExpression")
		return isFunctionWhateverHappens(value.consequent) && isFunctionWhateverHappens(value.alternate);
	if (value.type === "LogicalExpression")
		return isFunctionWhateverHappens(value.left) && isFunctionWhateverHappens(value.right);
	return isFunctionNode(value) || isClassNode(value);
}

function isTest(choice: Node, child: Node): boolean {
	return (choice.type === "ConditionalExpression" || choice.type === "IfStatement") && choice.test === child;
}

/** CommonJS may leave its body early. */
const returnsOf = memoizeWeak((source: ModuleSource): readonly Node[] =>
	source.exports.isModule || !/\breturn\b/.test(source.text)
		? []
		: [...source.parents.keys()].filter(
				(node) => node.type === "ReturnStatement" && functionAround(source, node) === undefined,
			),
);
