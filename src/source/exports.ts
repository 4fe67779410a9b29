import { hasOwn } from "../base/own.ts";
import { namespaceNames, patternNames, statementsOf } from "./bindings.ts";
import { emittedExports } from "./emitted/emitted.ts";
import type { Node, Syntax } from "./node.ts";

/** What a module says that it exports. */
export interface ExportTable {
	/** Export name → the variable of the module that it shows. */
	readonly bindings: ReadonlyMap<string, string>;
	/** The expression, function or class behind `export default`, when it is no variable; `export =` in TypeScript. */
	readonly defaultNode: Node | undefined;
	/** `export { a as b } from`, `export * as ns from`, `import { a } from` + `export { a }`: name → where it comes from. */
	readonly reexports: ReadonlyMap<string, { readonly specifier: string; readonly importName: string }>;
	/** `export * from`. */
	readonly stars: readonly string[];
	/** Types, interfaces, declared and abstract things: they exist for the compiler only. */
	readonly types: ReadonlySet<string>;
	/** Does the text have `import` or `export` at all? If not, it is a script or CommonJS. */
	readonly isModule: boolean;
}

/** The import name that stands for a whole namespace. */
export const NAMESPACE = "*";

/** Reads the export statements of a module, and what esbuild writes in their place for CommonJS. */
export function exportTable(syntax: Syntax): ExportTable {
	const bindings = new Map<string, string>();
	const reexports = new Map<string, { specifier: string; importName: string }>();
	const stars: string[] = [];
	const types = new Set<string>();
	const imports = new Map<string, { specifier: string; importName: string }>();
	const importedTypes = new Set<string>();
	let defaultNode: Node | undefined;
	let isModule = false;
	const show = (name: string, local: string, isType: boolean) => {
		if (isType) types.add(name);
		else bindings.set(name, local);
	};
	for (const statement of statementsOf(syntax.body)) {
		switch (statement.type) {
			case "ImportDeclaration":
				isModule = true;
				for (const specifier of statement.specifiers) {
					const isType = specifier.type === "ImportSpecifier" && specifier.importKind === "type";
					if (isType || statement.importKind === "type") importedTypes.add(specifier.local.name);
					imports.set(specifier.local.name, {
						specifier: statement.source.value,
						importName:
							specifier.type === "ImportNamespaceSpecifier"
								? NAMESPACE
								: specifier.type === "ImportDefaultSpecifier"
									? "default"
									: moduleExportName(specifier.imported),
					});
				}
				break;
			case "ExportNamedDeclaration": {
				isModule = true;
				const onlyTypes = statement.exportKind === "type";
				if (statement.declaration !== null)
					for (const name of declaredNames(statement.declaration))
						show(name, name, onlyTypes || isTypeDeclaration(statement.declaration));
				for (const specifier of statement.specifiers) {
					const name = moduleExportName(specifier.exported);
					const local = moduleExportName(specifier.local);
					const isType = onlyTypes || specifier.exportKind === "type";
					if (statement.source === null) show(name, local, isType);
					else if (isType) types.add(name);
					else reexports.set(name, { specifier: statement.source.value, importName: local });
				}
				break;
			}
			case "ExportAllDeclaration":
				isModule = true;
				if (statement.exportKind === "type") break;
				if (statement.exported === null) stars.push(statement.source.value);
				else
					reexports.set(moduleExportName(statement.exported), {
						specifier: statement.source.value,
						importName: NAMESPACE,
					});
				break;
			case "ExportDefaultDeclaration": {
				isModule = true;
				const { declaration } = statement;
				if (declaration.type === "TSInterfaceDeclaration") types.add("default");
				else if (declaration.type === "Identifier") {
					bindings.set("default", declaration.name);
					defaultNode = declaration;
				} else if (hasOwn(declaration, "id") && declaration.id?.type === "Identifier" && isDeclaration(declaration))
					bindings.set("default", declaration.id.name);
				else defaultNode = declaration;
				break;
			}
			case "TSExportAssignment":
				isModule = true;
				defaultNode = statement.expression;
				break;
			case "ExpressionStatement":
				for (const [name, local] of emittedExports(syntax, statement.expression)) bindings.set(name, local);
				break;
			default:
		}
	}
	for (const [name, local] of bindings) {
		const source = imports.get(local);
		if (source === undefined) continue;
		bindings.delete(name);
		if (importedTypes.has(local)) types.add(name);
		else reexports.set(name, source);
	}
	return { bindings, defaultNode, reexports, stars, types, isModule };
}

/** A declaration makes a variable that may be assigned again; an expression behind `export default` does not. */
function isDeclaration(node: Node): boolean {
	return node.type === "FunctionDeclaration" || node.type === "ClassDeclaration" || node.type === "TSDeclareFunction";
}

function isTypeDeclaration(node: Node): boolean {
	return (
		node.type === "TSInterfaceDeclaration" ||
		node.type === "TSTypeAliasDeclaration" ||
		(hasOwn(node, "declare") && node.declare === true) ||
		(node.type === "TSModuleDeclaration" && !hasValues(node))
	);
}

/** A namespace of types alone leaves nothing behind. */
function hasValues(namespace: Node): boolean {
	if (namespace.type !== "TSModuleDeclaration")
		return !isTypeDeclaration(namespace) && namespace.type !== "ImportDeclaration";
	const { body } = namespace as { body?: Node | null };
	if (body === null || body === undefined) return false;
	if (body.type === "TSModuleDeclaration") return hasValues(body);
	if (body.type !== "TSModuleBlock") return false;
	return body.body.some((statement) =>
		statement.type === "ExportNamedDeclaration" && statement.declaration !== null
			? hasValues(statement.declaration)
			: hasValues(statement),
	);
}

export function declaredNames(declaration: Node): string[] {
	if (declaration.type === "VariableDeclaration")
		return declaration.declarations.flatMap((declarator) => patternNames(declarator.id));
	if (declaration.type === "TSModuleDeclaration") return namespaceNames(declaration.id);
	if (hasOwn(declaration, "id") && declaration.id !== null && (declaration.id as Node).type === "Identifier")
		return [(declaration.id as Node & { name: string }).name];
	return [];
}

export function moduleExportName(node: Node): string {
	return node.type === "Literal" ? String(node.value) : (node as { name: string }).name;
}
