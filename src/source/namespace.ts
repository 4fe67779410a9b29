import { declaredNames, isModuleName, localScope } from "./bindings.ts";
import { memoizeWeak } from "./module-cache.ts";
import type { Node, Syntax } from "./node.ts";

/** How a variable is found that a TypeScript namespace exports. */
export interface NamespaceMember {
	/** The variable of the module that is the outermost namespace. */
	readonly variable: string;
	readonly keys: readonly string[];
	readonly declaration: Node;
}

/** `namespace N { export function f() {} }`: at run time `f` is a member of `N`, and no variable of the module. */
export function namespaceMember(syntax: Syntax, name: string, at: Node): NamespaceMember | undefined {
	const block = localScope(syntax, name, at);
	const declaration = block === undefined ? undefined : syntax.parents.get(block);
	if (block?.type !== "TSModuleBlock" || declaration?.type !== "TSModuleDeclaration") return undefined;
	const [variable, ...inner] = namesOf(declaration.id);
	if (!exportsOf(block).has(name) || variable === undefined) return undefined;
	const keys = [...inner, name];
	if (isModuleName(syntax, variable, declaration)) return { variable, keys, declaration };
	const outer = namespaceMember(syntax, variable, declaration);
	return outer === undefined ? undefined : { ...outer, keys: [...outer.keys, ...keys] };
}

const exportsOf = memoizeWeak(
	(block: Node & { type: "TSModuleBlock" }): ReadonlySet<string> =>
		new Set(
			block.body.flatMap((statement) => (statement.type === "ExportNamedDeclaration" ? declaredNames(statement) : [])),
		),
);

/** `A`, or for `namespace A.B` both. */
function namesOf(id: Node): string[] {
	if (id.type === "Identifier") return [id.name];
	return id.type === "TSQualifiedName" ? [...namesOf(id.left), id.right.name] : [];
}
