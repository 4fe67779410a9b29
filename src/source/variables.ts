import { hasOwn } from "../base/own.ts";
import type { Binding } from "./bindings.ts";
import type { Node, Syntax } from "./node.ts";

/** Does one of a variable's declarations leave something behind at run time? */
export function hasValue(syntax: Syntax, binding: Binding): boolean {
	return binding.declarations.some((declaration) => isValue(syntax, declaration));
}

/** Does a declaration leave something behind at run time? Types, signatures and ambient declarations do not. */
export function isValue(syntax: Syntax, declaration: Node): boolean {
	switch (declaration.type) {
		case "TSDeclareFunction":
			return false;
		case "VariableDeclarator": {
			const statement = syntax.parents.get(declaration);
			return statement?.type !== "VariableDeclaration" || statement.declare !== true;
		}
		case "ImportSpecifier":
		case "ImportDefaultSpecifier":
		case "ImportNamespaceSpecifier": {
			const statement = syntax.parents.get(declaration);
			const isType = declaration.type === "ImportSpecifier" && declaration.importKind === "type";
			return !isType && (statement?.type !== "ImportDeclaration" || statement.importKind !== "type");
		}
		case "TSModuleDeclaration":
			return declaration.declare !== true && namespaceHasValue(syntax, declaration);
		default:
			return !(hasOwn(declaration, "declare") && declaration.declare === true);
	}
}

const TYPES: ReadonlySet<string> = new Set([
	"ImportDeclaration",
	"TSDeclareFunction",
	"TSInterfaceDeclaration",
	"TSTypeAliasDeclaration",
]);

function namespaceHasValue(syntax: Syntax, declaration: Node): boolean {
	const body = hasOwn(declaration, "body") ? (declaration.body as Node | null) : null;
	if (body?.type === "TSModuleDeclaration") return namespaceHasValue(syntax, body);
	if (body?.type !== "TSModuleBlock") return false;
	return body.body.some((statement) => {
		const inner = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
		if (inner === null || TYPES.has(inner.type)) return false;
		return inner.type === "TSModuleDeclaration"
			? namespaceHasValue(syntax, inner)
			: !(hasOwn(inner, "declare") && inner.declare === true);
	});
}
