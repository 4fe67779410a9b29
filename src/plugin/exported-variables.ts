import { formatPath } from "../base/name.ts";
import type { SourcePath } from "../registry/record.ts";
import type { Binding } from "../source/bindings.ts";
import { compareExportPaths, type ExportPath, exportOf, SHOWN } from "../source/export-path.ts";
import { exportPathsOf } from "../source/export-paths.ts";
import type { Entry } from "../source/inventory.ts";
import { isTracked } from "../source/kinds.ts";
import { type ModuleSource, referencesTo, writesTo } from "../source/module-source.ts";
import { isClassNode, isFunctionNode, isTransparent, type Node, statementOf, unwrap } from "../source/node.ts";
import { isFunctionWhateverHappens } from "../source/reached.ts";
import type { SourceFile } from "../source/source-file.ts";
import { functionAround } from "../source/syntax.ts";
import { hasValue } from "../source/variables.ts";
import { canBeSplit } from "./patterns.ts";

/** A variable of a module, or an expression behind `export default`, that is to be recorded. */
export interface ExportedVariable {
	/** Undefined for what `export default` shows without a variable. */
	readonly name: string | undefined;
	/** In the order of the naming rules. */
	readonly names: readonly string[];
	/** What is written in it, by the paths from it. */
	readonly written: readonly WrittenValue[];
	/**
	 * How it gets its value: `definition`, it is declared as the function or class `node`; `expression`, the declaration has the
	 * expression `node`; `pattern`, the declaration `node` takes it out of something; `statements`, the module's statements give it to it, so that it is known when they have run.
	 */
	readonly from: "definition" | "expression" | "pattern" | "statements";
	readonly node: Node;
	/** Statements of the module may put something into it later on. */
	readonly isFilled: boolean;
}

/** A function or class that is written in a module, or a task or instance that its text makes. */
export interface WrittenValue {
	/** From the variable, or from the exports of a CommonJS module. */
	readonly path: readonly string[];
	/** All paths to it, if there are others than {@link path} below the names of its variable. */
	readonly sources: readonly SourcePath[] | undefined;
}

/** What an ES module exports of its own and has something to name. */
export function exportedVariables(file: SourceFile, entries: readonly Entry[]): ExportedVariable[] {
	const { source } = file;
	const made = madeIn(file, entries);
	const namesOf = new Map<string, string[]>();
	for (const [name, variable] of source.exports.bindings) {
		const binding = source.bindings.get(variable);
		if (binding === undefined || !RECORDED.has(binding.kind) || !hasValue(source, binding)) continue;
		namesOf.set(variable, [...(namesOf.get(variable) ?? []), name]);
	}
	const variables = [...namesOf].flatMap(([variable, names]) => {
		const binding = source.bindings.get(variable) as Binding;
		const written = writtenBelow(made, names);
		const shown = names.map((name) => exportOf(name, variable)).sort(compareExportPaths);
		return (
			variableOf(
				source,
				binding,
				shown.flatMap(({ path }) => path),
				written,
			) ?? []
		);
	});
	const { defaultNode } = source.exports;
	if (defaultNode === undefined || source.exports.bindings.has("default") || source.exports.reexports.has("default"))
		return variables;
	const written = writtenBelow(made, ["default"]);
	const isDeclared = defaultNode.type === "FunctionDeclaration" || defaultNode.type === "ClassDeclaration";
	if (written.length === 0 && isInert(defaultNode)) return variables;
	const from = isDeclared ? "definition" : "expression";
	return [...variables, { name: undefined, names: ["default"], written, from, node: defaultNode, isFilled: false }];
}

const RECORDED: ReadonlySet<Binding["kind"]> = new Set(["const", "let", "var", "function", "class", "namespace"]);

function variableOf(
	source: ModuleSource,
	binding: Binding,
	names: readonly string[],
	written: readonly WrittenValue[],
): ExportedVariable | undefined {
	const { name } = binding;
	const declarations = binding.declarations.filter(({ type }) => type !== "TSDeclareFunction");
	const [declaration] = declarations;
	if (declaration === undefined) return undefined;
	const base = { name, names, written, node: declaration, isFilled: false };
	const writes = writesTo(source, name);
	// What a function assigns comes at any time: no name leads to it for sure.
	if (writes.some((write) => functionAround(source, write) !== undefined)) return undefined;
	if (writes.length > 0 || declarations.length > 1 || binding.kind === "namespace")
		return { ...base, from: "statements" };
	if (isFunctionNode(declaration) || isClassNode(declaration)) return { ...base, from: "definition" };
	if (declaration.type !== "VariableDeclarator") return undefined;
	if (declaration.id.type !== "Identifier")
		return canBeSplit(source, declaration)
			? { ...base, from: "pattern", isFilled: isFilledLater(source, name) }
			: { ...base, from: "statements" };
	const { init } = declaration;
	if (init === null) return undefined;
	const value = unwrap(init);
	if (isFunctionNode(value) || isClassNode(value)) return { ...base, from: "definition", node: value };
	const isFilled = isFilledLater(source, name);
	if (written.length === 0 && isInert(value)) return isFilled ? { ...base, from: "statements" } : undefined;
	return { ...base, from: "expression", node: init, isFilled };
}

/** Does a statement at the top level, that is no declaration, mention the variable? */
function isFilledLater(source: ModuleSource, name: string): boolean {
	return referencesTo(source, name).some((reference) => {
		if (functionAround(source, reference) !== undefined) return false;
		return !/^(?:Import|Export|VariableDeclaration|ClassDeclaration|TS)/.test(statementOf(source, reference).type);
	});
}

/** What is written below any of these exports of one variable. */
function writtenBelow(values: readonly Made[], names: readonly string[]): WrittenValue[] {
	return values.flatMap((value) => {
		const below = new Map<string, WrittenValue>();
		const [best] = value.paths;
		for (const exportPath of value.paths) {
			const [name = "", ...path] = exportPath.path;
			// Something else may be at another path than that by which it goes, if the text is not sure.
			if (names.includes(name) && (exportPath.stable || exportPath === best))
				below.set(formatPath(["", ...path]), { path, sources: undefined });
		}
		const isElsewhere = value.paths.some(({ path }) => !names.includes(path[0] ?? ""));
		if (!isElsewhere && below.size < 2) return value.isWritten ? [...below.values()] : [];
		return [...below.values()].map(({ path }) => ({ path, sources: sourcePaths(value) }));
	});
}

/** What a CommonJS module has written. */
export function writtenInCommonJs(file: SourceFile, entries: readonly Entry[]): WrittenValue[] {
	return madeIn(file, entries).flatMap((value) => {
		const { paths, isWritten } = value;
		const [best, another] = paths;
		if (best === undefined) return [];
		const isSimple = isWritten && another === undefined;
		return [{ path: best.path, sources: isSimple ? undefined : sourcePaths(value) }];
	});
}

/** A value that the body of a module makes. */
interface Made {
	readonly paths: readonly ExportPath[];
	/** Is it certainly made here, as a function or class is? A call may give what another module has made. */
	readonly isWritten: boolean;
}

function madeIn(file: SourceFile, entries: readonly Entry[]): Made[] {
	const { source } = file;
	const known = new Set(entries.map(({ node }) => node));
	const calls = source.makers.filter(
		(node) =>
			(node.type === "NewExpression" || node.type === "CallExpression") &&
			!known.has(node) &&
			functionAround(source, node) === undefined,
	);
	return [
		...entries.flatMap((entry) => {
			const isWritten = isWrittenThere(source, entry);
			const isCalled = isTracked(entry.kind);
			return isWritten || isCalled ? { paths: entry.paths, isWritten } : [];
		}),
		...calls.map((node) => ({ paths: exportPathsOf(source, node).paths, isWritten: false })),
	].filter(({ paths: [best, another], isWritten }) => isWritten || another !== undefined || best?.stable === false);
}

function sourcePaths({ paths, isWritten }: Made): SourcePath[] {
	return paths.map(({ path, shows, stable }) => [SHOWN.indexOf(shows), Number(stable) + (isWritten ? 0 : 2), ...path]);
}

/** Is what the path leads to a function or class that is written in this module, whichever way a condition goes: not `native ?? (() => 1)`? */
function isWrittenThere(source: ModuleSource, { kind, reason, node }: Entry): boolean {
	if ((kind !== "function" && kind !== "class") || reason !== undefined) return false;
	for (let above = source.parents.get(node); above !== undefined; above = source.parents.get(above)) {
		if (isTransparent(above)) continue;
		if (above.type !== "ConditionalExpression" && above.type !== "LogicalExpression") return true;
		if (!isFunctionWhateverHappens(above)) return false;
	}
	return true;
}

/** Can an expression not give a tracked instance? */
function isInert(node: Node): boolean {
	switch (node.type) {
		case "Literal":
		case "Identifier":
		case "BinaryExpression":
		case "UnaryExpression":
		case "UpdateExpression":
		case "MetaProperty":
		case "TSEnumDeclaration":
		case "TSInterfaceDeclaration":
			return true;
		case "TemplateLiteral":
			return true;
		case "ArrayExpression":
			return node.elements.every((element) => element === null || (element.type === "Literal" && isInert(element)));
		case "ObjectExpression":
			return node.properties.every((property) => property.type === "Property" && isLiteral(property.value));
		default:
			return isTransparent(node) && isInert(unwrap(node));
	}
}

function isLiteral(node: Node): boolean {
	return (
		node.type === "Literal" || ((node.type === "ObjectExpression" || node.type === "ArrayExpression") && isInert(node))
	);
}
