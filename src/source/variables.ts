import { hasOwn } from "../base/own.ts";
import type { Binding } from "./bindings.ts";
import { isAmbient, isTypeOnly, type Node, type Syntax } from "./node.ts";

/** Does one of a variable's declarations leave something behind at run time? */
export function hasValue(syntax: Syntax, binding: Binding): boolean {
	return binding.declarations.some((declaration) => isValue(syntax, declaration));
}

/** Does a declaration leave something behind at run time? Types, signatures and ambient declarations do not. */
export function isValue(syntax: Syntax, declaration: Node): boolean {
	switch (declaration.type) {
		case "ImportDeclaration":
		case "TSDeclareFunction":
		case "TSInterfaceDeclaration":
		case "TSTypeAliasDeclaration":
			return false;
		case "VariableDeclarator":
		case "ImportSpecifier":
		case "ImportDefaultSpecifier":
		case "ImportNamespaceSpecifier": {
			const statement = syntax.parents.get(declaration);
			return ![declaration, statement].some((node) => node !== undefined && (isAmbient(node) || isTypeOnly(node)));
		}
		case "ExportNamedDeclaration":
			return declaration.declaration !== null && isValue(syntax, declaration.declaration);
		case "TSModuleDeclaration": {
			const body = hasOwn(declaration, "body") ? (declaration.body as Node | null) : null;
			if (isAmbient(declaration) || body === null) return false;
			return body.type === "TSModuleBlock"
				? body.body.some((statement) => isValue(syntax, statement))
				: isValue(syntax, body);
		}
		default:
			return !isAmbient(declaration);
	}
}
