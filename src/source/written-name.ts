import type { ModuleSource } from "./module-source.ts";
import { isTransparent, type Node, ownName } from "./node.ts";

const PASSED_THROUGH: ReadonlySet<string> = new Set(["AwaitExpression", "ConditionalExpression", "LogicalExpression"]);

/** Where the text writes the name of what an expression makes: the variable, the key; if it has none, the expression itself. */
export function writtenName(source: ModuleSource, node: Node): Node {
	let child = node;
	for (let parent = source.parents.get(child); parent !== undefined; parent = source.parents.get(child)) {
		switch (parent.type) {
			case "VariableDeclarator":
				return parent.id.type === "Identifier" ? parent.id : child;
			case "AssignmentExpression":
				return parent.left.type === "MemberExpression" ? parent.left.property : parent.left;
			case "Property":
			case "PropertyDefinition":
			case "MethodDefinition":
				return parent.key;
			default:
		}
		if (!isTransparent(parent) && !PASSED_THROUGH.has(parent.type)) break;
		child = parent;
	}
	return ownName(node) ?? node;
}
