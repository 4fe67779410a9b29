import type { Binding } from "./bindings.ts";
import { isTypeDeclaration } from "./exports.ts";
import type { ModuleSource } from "./module-source.ts";
import type { Node } from "./parse.ts";

/** Does one of a variable's declarations leave something behind at run time? */
export function hasValue(source: ModuleSource, binding: Binding): boolean {
	return binding.declarations.some((declaration) => isValue(source, declaration));
}

/** Does a declaration leave something behind at run time? Types, signatures and ambient declarations do not. */
export function isValue(source: ModuleSource, declaration: Node): boolean {
	switch (declaration.type) {
		case "TSDeclareFunction":
			return false;
		case "VariableDeclarator": {
			const statement = source.parents.get(declaration);
			return statement?.type !== "VariableDeclaration" || statement.declare !== true;
		}
		case "ImportSpecifier":
		case "ImportDefaultSpecifier":
		case "ImportNamespaceSpecifier": {
			const statement = source.parents.get(declaration);
			const isType = declaration.type === "ImportSpecifier" && declaration.importKind === "type";
			return !isType && (statement?.type !== "ImportDeclaration" || statement.importKind !== "type");
		}
		default:
			return !isTypeDeclaration(declaration);
	}
}
