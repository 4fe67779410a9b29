import type { ModuleSource } from "./module-source.ts";
import { writesTo } from "./module-source.ts";
import { isClassNode, isFunctionNode, type Node, unwrap } from "./node.ts";
import { staticKey } from "./parse.ts";

/**
 * Does the text alone show what an expression or declaration gives: a literal, an enum, an operation? What a call gives can be anything, a promise
 * for example, which `load` can't hand over.
 */
export function isPlainValue(source: ModuleSource, node: Node, steps = 0): boolean {
	const value = unwrap(node);
	if (isFunctionNode(value) || isClassNode(value)) return true;
	switch (value.type) {
		case "Literal":
		case "TemplateLiteral":
		case "TSEnumDeclaration":
		case "TSModuleDeclaration":
		case "BinaryExpression":
		case "UnaryExpression":
		case "UpdateExpression":
		case "ArrayExpression":
			return true;
		case "ObjectExpression":
			return value.properties.every((property) => property.type === "Property" && isNoThen(staticKey(property)));
		case "Identifier":
			return steps < MAX_STEPS && isPlainVariable(source, value.name, steps + 1);
		case "NewExpression":
			return (
				value.callee.type === "Identifier" &&
				PLAIN_CLASSES.has(value.callee.name) &&
				!source.bindings.has(value.callee.name)
			);
		default:
			return false;
	}
}

/** `a = b`, `b = a` has no end. */
const MAX_STEPS = 20;

const PLAIN_CLASSES: ReadonlySet<string> = new Set([
	"AbortController",
	"Date",
	"Map",
	"RegExp",
	"Set",
	"URL",
	"WeakMap",
	"WeakSet",
]);

function isNoThen(key: string | undefined): boolean {
	return key !== undefined && key !== "then" && key !== "__proto__";
}

function isPlainVariable(source: ModuleSource, name: string, steps: number): boolean {
	const [declaration, another] = source.bindings.get(name)?.declarations ?? [];
	if (declaration === undefined || another !== undefined || writesTo(source, name).length > 0) return false;
	if (declaration.type !== "VariableDeclarator") return isPlainValue(source, declaration, steps);
	return (
		declaration.id.type === "Identifier" && declaration.init !== null && isPlainValue(source, declaration.init, steps)
	);
}
