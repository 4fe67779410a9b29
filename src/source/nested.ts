import { ANONYMOUS } from "../base/name.ts";
import { keptName, renamedFrom } from "./emitted/emitted.ts";
import { exportPathsOf } from "./export-paths.ts";
import { memberKey } from "./flow.ts";
import type { ModuleSource } from "./module-source.ts";
import { isClassNode, isTransparent, type Node, ownName } from "./node.ts";
import { staticKey } from "./parse.ts";
import { functionAround } from "./syntax.ts";

/** The name of a function inside of functions: `outer/inner`, `outer/<anonymous>`, `C.prototype.m/o.x`. */
export function nestedPath(
	module: ModuleSource,
	node: Node,
): { readonly path: readonly string[]; readonly nested: readonly (readonly string[])[] } {
	const nested: (readonly string[])[] = [];
	let current = node;
	for (let around = functionAround(module, current); around !== undefined; around = functionAround(module, current)) {
		nested.unshift(localPath(module, current));
		current = methodOwner(module, around);
	}
	const { paths, local } = exportPathsOf(module, current);
	return { path: paths[0]?.path ?? local ?? localPath(module, current), nested };
}

/** A constructor and an instance field are named as their class. */
function methodOwner(module: ModuleSource, node: Node): Node {
	const member = node.type === "PropertyDefinition" ? node : module.parents.get(node);
	if (member?.type === "PropertyDefinition" && !member.static)
		return module.parents.get(module.parents.get(member) as Node) as Node;
	if (member?.type !== "MethodDefinition" || member.kind !== "constructor") return node;
	return module.parents.get(module.parents.get(member) as Node) as Node;
}

/** What a function is called in the function around it: by its variable, its members, or its own name. */
export function localPath(module: ModuleSource, node: Node): readonly string[] {
	const keys: string[] = [];
	let kept: string | undefined;
	let child = node;
	if (node.type !== "FunctionDeclaration" && node.type !== "ClassDeclaration")
		for (let parent = module.parents.get(child); parent !== undefined; parent = module.parents.get(child)) {
			if (parent.type === "VariableDeclarator")
				return parent.id.type !== "Identifier"
					? [ANONYMOUS]
					: keys.length > 0
						? [parent.id.name, ...keys]
						: [kept ?? parent.id.name];
			if (parent.type === "AssignmentExpression") {
				const key = parent.left.type === "Identifier" ? parent.left.name : memberKey(parent.left);
				return key === undefined ? [ANONYMOUS] : [key, ...keys];
			}
			if (parent.type === "Property" || parent.type === "PropertyDefinition" || parent.type === "MethodDefinition") {
				const key = staticKey(parent);
				if (key === undefined) return [ANONYMOUS];
				keys.unshift(key);
				if (parent.type === "PropertyDefinition" && !parent.static) return keys;
				if (parent.type === "MethodDefinition" && !parent.static) keys.unshift("prototype");
			} else if (parent.type === "ArrayExpression") keys.unshift(String(parent.elements.indexOf(child as never)));
			else if (isClassNode(parent) && parent.id !== null) return [parent.id.name, ...keys];
			else if (!isTransparent(parent) && !PASSED_THROUGH.has(parent.type)) {
				const name = keptName(parent);
				if (name === undefined) break;
				if (!isKept(module, parent)) return [name, ...keys];
				kept = name;
			}
			child = parent;
		}
	if (keys.length > 0) return keys;
	const name = ownName(node)?.name;
	return [name === undefined ? ANONYMOUS : (renamedFrom(module, name, node) ?? name)];
}

/** Is the result of a call assigned to a name? */
function isKept(module: ModuleSource, call: Node): boolean {
	const parent = module.parents.get(call);
	return (
		parent?.type === "VariableDeclarator" || parent?.type === "AssignmentExpression" || parent?.type === "Property"
	);
}

const PASSED_THROUGH: ReadonlySet<string> = new Set([
	"ClassBody",
	"ClassExpression",
	"ConditionalExpression",
	"LogicalExpression",
	"ObjectExpression",
]);
