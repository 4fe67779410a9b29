import type { ModuleSource } from "./module-source.ts";
import type { Node } from "./node.ts";

const CHOICES: ReadonlySet<string> = new Set([
	"ConditionalExpression",
	"IfStatement",
	"LogicalExpression",
	"SwitchStatement",
	"TryStatement",
]);

/** Does one run of the module come to only one of the two, or perhaps not to the second? */
export function areAlternatives(module: ModuleSource, first: Node, second: Node): boolean {
	const above = new Set<Node>();
	for (let node: Node | undefined = first; node !== undefined; node = module.parents.get(node)) above.add(node);
	for (let node: Node | undefined = second; node !== undefined; node = module.parents.get(node)) {
		if (CHOICES.has(node.type)) return true;
		if (above.has(node)) break;
	}
	return false;
}
