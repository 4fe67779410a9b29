import { emittedExports } from "./emitted/emitted.ts";
import { isExportTarget } from "./flow.ts";
import { memoizeWeak } from "./module-cache.ts";
import { type ModuleSource, referencesTo } from "./module-source.ts";
import { isFunctionNode, type Node } from "./node.ts";
import { functionAround } from "./syntax.ts";

/**
 * Which code of a module may run while the module loads: its body, and the functions that the body may call. The other functions run when
 * somebody calls them afterwards, and in another process perhaps never.
 */

/** May the code around a node run while the module loads? */
export function mayRunAtLoad(module: ModuleSource, node: Node): boolean {
	const outermost = outermostFunction(module, node);
	return outermost === undefined || loadRunFunctions(module).has(outermost);
}

/** The function of the module's body that a node is in, at any depth. */
function outermostFunction(module: ModuleSource, node: Node): Node | undefined {
	let found: Node | undefined;
	for (let fn = functionAround(module, node); fn !== undefined; fn = functionAround(module, fn)) found = fn;
	return found;
}

/** Functions that the body calls, or hands to somebody who may call them: an over-estimate. */
const loadRunFunctions = memoizeWeak((module: ModuleSource): ReadonlySet<Node> => {
	const functions = [...module.parents.keys()].filter(
		(node) =>
			(isFunctionNode(node) || isInstanceField(node)) &&
			functionAround(module, node) === undefined &&
			node !== module.wrapper,
	);
	const found = new Set<Node>();
	const waiting = new Map<string, Node[]>();
	for (const fn of functions) {
		const holder = holderOf(module, fn);
		if (holder === "called") found.add(fn);
		else if (holder !== undefined) waiting.set(holder, [...(waiting.get(holder) ?? []), fn]);
	}
	// A function that may run calls what it mentions, until nothing more is found.
	for (let isFound = true; isFound; ) {
		isFound = false;
		for (const [name, held] of waiting) {
			if (!referencesTo(module, name).some((mention) => isUse(module, mention, found))) continue;
			waiting.delete(name);
			for (const fn of held) found.add(fn);
			isFound = true;
		}
	}
	return found;
});

/** Its value is made with each instance. */
function isInstanceField(node: Node): boolean {
	return node.type === "PropertyDefinition" && !node.static;
}

/**
 * The variable through which a function of the body can be called; `called` if the body itself calls it, or hands it to a call; undefined if
 * nobody here can: `export default () => {}`, `exports.send = () => {}`.
 */
function holderOf(module: ModuleSource, fn: Node): string | "called" | undefined {
	if (fn.type === "FunctionDeclaration") return fn.id?.name;
	let child = fn;
	for (let above = module.parents.get(fn); above !== undefined && above !== module.body; ) {
		switch (above.type) {
			case "CallExpression":
				// Getters of a compiler's: to read one runs nothing else.
				return isExportTable(module, above) ? undefined : "called";
			case "NewExpression":
			case "TaggedTemplateExpression":
			case "Decorator":
				return "called";
			case "VariableDeclarator":
				return above.id.type === "Identifier" ? above.id.name : "called";
			case "ClassDeclaration":
				return above.id?.name;
			case "AssignmentExpression":
				return child === above.right && above.left.type === "Identifier" ? above.left.name : undefined;
			case "ExportDefaultDeclaration":
				return undefined;
		}
		child = above;
		above = module.parents.get(above);
	}
	return "called";
}

/** `exports.send = send`, `module.exports = { send }` */
function isExported(module: ModuleSource, value: Node): boolean {
	const parent = module.parents.get(value);
	if (parent?.type === "AssignmentExpression")
		return parent.right === value && (isExportTarget(module, parent.left) || isExported(module, parent));
	if (parent?.type !== "Property" || parent.value !== value) return false;
	const table = module.parents.get(parent);
	return table?.type === "ObjectExpression" && isExported(module, table);
}

const exportTables = new WeakMap<Node, boolean>();

function isExportTable(module: ModuleSource, call: Node): boolean {
	const answer = exportTables.get(call) ?? emittedExports(module, call).length > 0;
	exportTables.set(call, answer);
	return answer;
}

/** Does a mention of a variable let the code around it call what the variable holds? Not so `export { send }`, and what stands in functions that do not run. */
function isUse(module: ModuleSource, mention: Node, running: ReadonlySet<Node>): boolean {
	const parent = module.parents.get(mention);
	if (parent?.type === "ExportSpecifier" || parent?.type === "ExportDefaultDeclaration") return false;
	if (isExported(module, mention)) return false;
	const outermost = outermostFunction(module, mention);
	return outermost === undefined || running.has(outermost);
}
