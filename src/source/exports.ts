import type { EcmaScriptModule, ExportImportName, ImportName } from "oxc-parser";
import { type Binding, statementsOf } from "./bindings.ts";
import { emittedExports } from "./emitted/emitted.ts";
import type { Node, Syntax } from "./node.ts";
import { hasValue } from "./variables.ts";

/** Where an import or a re-export leads. */
interface ImportTarget {
	readonly specifier: string;
	/** The name that the other module exports; {@link NAMESPACE} for all of it. */
	readonly importName: string;
}

/** The values that a module exports. */
export interface ExportTable {
	/** Export name → the variable of the module that it shows. */
	readonly bindings: ReadonlyMap<string, string>;
	/** The expression, function or class behind `export default`, when it is no variable; `export =` in TypeScript. */
	readonly defaultNode: Node | undefined;
	/** `export { a as b } from`, `export * as ns from`, `import { a } from` + `export { a }`, by export name. */
	readonly reexports: ReadonlyMap<string, ImportTarget>;
	/** `export * from`. */
	readonly stars: readonly string[];
	/** The imports by local name, types included. */
	readonly imports: ReadonlyMap<string, ImportTarget & { readonly isType: boolean }>;
	/** Does the text have `import` or `export` at all? If not, it is a script or CommonJS. */
	readonly isModule: boolean;
}

/** The import name that stands for a whole namespace. */
export const NAMESPACE = "*";

/** @param record the parser's record of imports and exports, in which exported imports are re-exports already. */
export function exportTable(
	syntax: Syntax,
	variables: ReadonlyMap<string, Binding>,
	record: EcmaScriptModule,
): ExportTable {
	const bindings = new Map<string, string>();
	const reexports = new Map<string, ImportTarget>();
	const stars: string[] = [];
	const imports = new Map<string, ImportTarget & { readonly isType: boolean }>();
	let defaultNode: Node | undefined;
	const statements = statementsOf(syntax.body);
	// A text with a syntax error has no statements, and still a record. `import.meta` alone is in it, too.
	const isModule = statements.some(({ type }) => MODULE_STATEMENT.test(type));
	if (isModule) {
		for (const { moduleRequest, entries } of record.staticImports)
			for (const { importName, localName, isType } of entries)
				imports.set(localName.value, { specifier: moduleRequest.value, importName: nameOf(importName), isType });
		for (const { entries } of record.staticExports)
			for (const { isType, moduleRequest, importName, exportName, localName } of entries) {
				// The record takes an abstract class behind `export default` for a type: see below.
				if (isType || exportName.kind === "Default") continue;
				if (moduleRequest === null) {
					const variable = variables.get(localName.name ?? "");
					if (variable === undefined || hasValue(syntax, variable))
						bindings.set(exportName.name ?? "", localName.name ?? "");
				} else if (exportName.kind === "None") stars.push(moduleRequest.value);
				else reexports.set(exportName.name ?? "", { specifier: moduleRequest.value, importName: nameOf(importName) });
			}
	}
	for (const statement of statements) {
		switch (statement.type) {
			case "ExportDefaultDeclaration": {
				const { declaration } = statement;
				if (declaration.type === "TSInterfaceDeclaration") break;
				const name = declaration.type === "Identifier" ? declaration.name : declaredName(declaration);
				const imported = name === undefined ? undefined : imports.get(name);
				if (imported?.isType === false) reexports.set("default", imported);
				else if (imported === undefined && name !== undefined) bindings.set("default", name);
				if (name === undefined || declaration.type === "Identifier") defaultNode = declaration;
				break;
			}
			case "TSExportAssignment":
				defaultNode = statement.expression;
				break;
			case "ExpressionStatement":
				for (const [name, local] of emittedExports(syntax, statement.expression)) bindings.set(name, local);
				break;
			default:
		}
	}
	return { bindings, defaultNode, reexports, stars, imports, isModule };
}

const MODULE_STATEMENT = /^(?:Import|Export|TSExport)/;

function nameOf({ kind, name }: ExportImportName | ImportName): string {
	return kind === "Default" ? "default" : (name ?? NAMESPACE);
}

/** A declaration makes a variable that may be assigned again; an expression behind `export default` does not. */
function declaredName(node: Node): string | undefined {
	switch (node.type) {
		case "FunctionDeclaration":
		case "ClassDeclaration":
		case "TSDeclareFunction":
			return node.id?.name;
		default:
			return undefined;
	}
}
