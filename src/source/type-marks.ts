import type { EcmaScriptModule } from "oxc-parser";
import type { Node, Program } from "./node.ts";

/**
 * oxc-parser makes a tree without types in half the time of one with them, and leaves out with the types how statements are marked as
 * nothing but types: `declare`, `import type`, `export type`. These marks decide what there is at run time. They are put back here, from
 * the parser's own record of imports and exports, and from the word that a declaration begins with.
 */
export function markTypes(program: Program, module: EcmaScriptModule, text: string): void {
	markDeclarations(program.body, text);
	const imports = new Set<number>();
	for (const { entries } of module.staticImports)
		for (const { isType, localName } of entries) if (isType) imports.add(localName.start);
	const exports = new Set<number>();
	for (const { entries } of module.staticExports)
		for (const { isType, start } of entries) if (isType) exports.add(start);
	if (imports.size === 0 && exports.size === 0) return;
	for (const statement of program.body) markStatement(statement, imports, exports);
}

/** Puts on a node what the tree with types would have there. */
function mark(node: Node, key: "declare" | "exportKind" | "importKind", value: "type" | true): void {
	(node as unknown as Record<string, unknown>)[key] = value;
}

function markStatement(statement: Node, imports: ReadonlySet<number>, exports: ReadonlySet<number>): void {
	if (statement.type === "ImportDeclaration") {
		const types = statement.specifiers.filter(({ local }) => imports.has(local.start));
		for (const specifier of types) mark(specifier, "importKind", "type");
		const isWhole = types.every(
			(specifier) => specifier.type !== "ImportSpecifier" || isBare(specifier, specifier.imported),
		);
		if (types.length > 0 && types.length === statement.specifiers.length && isWhole)
			mark(statement, "importKind", "type");
	} else if (statement.type === "ExportAllDeclaration") {
		if (exports.has(statement.start)) mark(statement, "exportKind", "type");
	} else if (statement.type === "ExportNamedDeclaration") {
		const types = statement.specifiers.filter(({ start }) => exports.has(start));
		for (const specifier of types) mark(specifier, "exportKind", "type");
		const isWhole = statement.source !== null && types.every((specifier) => isBare(specifier, specifier.local));
		if (types.length > 0 && types.length === statement.specifiers.length && isWhole)
			mark(statement, "exportKind", "type");
	}
}

/** Has a specifier no `type` of its own, so that a type is one because its whole statement is marked? */
function isBare(specifier: Node, name: Node): boolean {
	return specifier.start === name.start;
}

function markDeclarations(statements: readonly Node[], text: string): void {
	for (const statement of statements) {
		const declaration = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
		if (declaration === null) continue;
		if (DECLARED.has(declaration.type)) {
			if (text.startsWith("declare", declaration.start)) mark(declaration, "declare", true);
		} else if (declaration.type === "TSModuleDeclaration") markNamespace(declaration, text);
	}
}

function markNamespace(namespace: Node & { type: "TSModuleDeclaration" }, text: string): void {
	const { body } = namespace as { body?: Node | null };
	if (body?.type === "TSModuleDeclaration") markNamespace(body, text);
	else if (body?.type === "TSModuleBlock") markDeclarations(body.body, text);
}

/** Enums and namespaces have the mark in either tree. None of these can begin with a name, so the word is the modifier. */
const DECLARED: ReadonlySet<string> = new Set(["ClassDeclaration", "TSDeclareFunction", "VariableDeclaration"]);
