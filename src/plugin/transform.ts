import { dirname } from "node:path";
import MagicString, { type DecodedSourceMap, type SourceMap } from "magic-string";
import { moduleNameOfFile } from "../package/module-name.ts";
import { enclosingPackages, packageOfReal } from "../package/package.ts";
import type { NamingOptions } from "../package/package-root.ts";
import { realPath, relativePosix } from "../package/path.ts";
import type { RecordedModule } from "../registry/record.ts";
import { MARK } from "../source/emitted/emitted.ts";
import { type Entry, inventory } from "../source/inventory.ts";
import type { Kinds } from "../source/kinds.ts";
import { referencesTo } from "../source/module-source.ts";
import { isClassNode, isFunctionNode, type Node, unwrap } from "../source/node.ts";
import { staticKey } from "../source/parse.ts";
import { type SourceFile, sourceFileOf, syntaxError } from "../source/source-file.ts";
import { aliasesOf } from "./aliases.ts";
import { chunksOf } from "./chunks.ts";
import { insertAtStart, mention, PURE } from "./edits.ts";
import {
	type ExportedVariable,
	exportedVariables,
	type WrittenValue,
	writtenInCommonJs,
} from "./exported-variables.ts";
import { type Part, split } from "./patterns.ts";

export interface TransformOptions extends NamingOptions {
	/**
	 * `bundle` and `watched`: what nothing uses must be left out with its record, see edits.ts. `module`: records stand behind the statements.
	 */
	readonly kind: RecordedModule["kind"];
	/** How a module gets hold of `registry/record`: its specifier for ES modules, an expression for CommonJS. */
	readonly helper: { readonly module: string; readonly commonJs: string };
	/** What the author has written, where a loader has made the text of it; by default the text itself. */
	readonly written?: SourceFile | undefined;
	/** Tells from other files what a call makes. */
	readonly kinds: Kinds;
}

export interface Transformed {
	/** Undefined if only chunks are recorded: then the module has no names of its own. */
	readonly moduleName: string | undefined;
	readonly code: string;
	readonly map: () => SourceMap;
	/** Only what was put into the text, for a text that has a map of its own already. */
	readonly insertions: () => DecodedSourceMap["mappings"];
}

/**
 * Puts records of what a module exports into its text.
 *
 * @param file its absolute path.
 * @returns undefined if there is nothing to record.
 * @throws NamesakeError `SOURCE_UNAVAILABLE` if the text can't be parsed; `OUTSIDE_ROOT`.
 */
export function transform(text: string, file: string, options: TransformOptions): Transformed | undefined {
	const sourceFile = sourceFileOf(file, text, "values");
	const problem = syntaxError(sourceFile);
	if (problem !== undefined) throw problem;
	const { source } = sourceFile;
	const edit = new MagicString(text);
	const isModule = source.exports.isModule;
	const written = options.written ?? sourceFile;
	const entries = inventory(written, options.kinds, { ofBody: true });
	const isRecorded = isModule
		? recordExports(edit, sourceFile, entries, options.kind)
		: recordCommonJs(edit, sourceFile, entries);
	const chunks = options.kind !== "module" ? chunksOf(edit, sourceFile, options) : [];
	if (!isRecorded && chunks.length === 0) return undefined;
	const moduleName = isRecorded ? moduleNameOfFile(file, options) : undefined;
	const names = [...(isRecorded ? ["begin", "record"] : []), ...(chunks.length > 0 ? ["chunk"] : [])];
	const begin =
		moduleName !== undefined
			? `var ${MODULE}=${PURE}${MARK}begin(${beginArguments(sourceFile, moduleName, options)});`
			: "";
	const imports = importOf(names, isModule || !(isRecorded || isCommonJsScript(sourceFile)), options);
	insertAtStart(edit, source, `${imports}${begin}`);
	if (chunks.length > 0) edit.append(`\n;${chunks.join("")}`);
	return {
		moduleName,
		code: edit.toString(),
		map: () => edit.generateMap({ hires: "boundary", source: file, includeContent: true }),
		insertions: () => edit.generateDecodedMap().mappings,
	};
}

const MODULE = `${MARK}module`;

function importOf(names: readonly string[], isModule: boolean, { helper }: TransformOptions): string {
	const list = names.map((name) => `${name}${isModule ? " as " : ":"}${MARK}${name}`).join(",");
	return isModule ? `import{${list}}from${JSON.stringify(helper.module)};` : `var{${list}}=${helper.commonJs};`;
}

function beginArguments(sourceFile: SourceFile, moduleName: string, options: TransformOptions): string {
	const { file } = sourceFile;
	const real = realPath(file);
	const path = options.kind === "module" ? real : relativePosix(packageOfReal(real)?.dir ?? "", real);
	// Where modules have files of their own, the lock and the sources are asked when a name is not found.
	const aliases = options.kind !== "module" ? aliasesOf(sourceFile, moduleName, options.kinds, options) : undefined;
	return [moduleName, path, options.kind, ...(aliases === undefined ? [] : [aliases])]
		.map((argument) => JSON.stringify(argument))
		.join();
}

/** @returns whether there is anything to record. */
function recordExports(
	edit: MagicString,
	file: SourceFile,
	entries: readonly Entry[],
	kind: RecordedModule["kind"],
): boolean {
	const { source } = file;
	// `export =` is CommonJS in the dress of TypeScript.
	if (source.program.body.some(({ type }) => type === "TSExportAssignment")) return false;
	const variables = exportedVariables(file, entries);
	for (const [index, variable] of variables.entries())
		if (kind === "module" && variable.name !== undefined) edit.append(`\n;${recordOf(variable.name, variable)};`);
		else recordVariable(edit, file, variable, `${MARK}${index}`);
	if (kind !== "module") {
		recordPatterns(edit, file, variables);
		for (const { kind, reason, node } of entries)
			if (kind === "task" && reason === undefined && node.type === "CallExpression") edit.appendLeft(node.start, PURE);
	}
	return variables.length > 0;
}

/** The variables of one pattern together: `export const { a, b } = make()`. */
function recordPatterns(edit: MagicString, { source }: SourceFile, variables: readonly ExportedVariable[]): void {
	const parts = new Map<Node, Part[]>();
	for (const [index, variable] of variables.entries()) {
		const { from, name, node } = variable;
		if (from !== "pattern" || name === undefined) continue;
		const id = `${MARK}${index}`;
		parts.set(node, [...(parts.get(node) ?? []), { name, id, value: PURE + recordOf(id, variable) }]);
	}
	for (const [declarator, list] of parts) split(edit, source, declarator, list);
}

function recordVariable(edit: MagicString, file: SourceFile, variable: ExportedVariable, id: string): void {
	const { from, node, isFilled } = variable;
	const { source } = file;
	if (from === "statements" || from === "pattern") {
		// recordPatterns has put the first record of a pattern's variable into its value.
		if (from === "statements" || isFilled) edit.append(`\n;${recordOf(variable.name ?? "", variable)};`);
		return;
	}
	if (from === "definition") {
		const name = variable.name ?? nameDefault(edit, file, node, `${id}_default`);
		mention(edit, source, node, id);
		edit.append(`\n;var ${id}=${PURE}${recordOf(name, variable, variable.name === undefined && !hasOwnName(node))};`);
		return;
	}
	const isAnonymous = variable.name === undefined && isAnonymousFunction(node);
	edit.appendLeft(node.start, `${PURE}${MARK}record(${MODULE},`);
	// Not appendRight(): at the end of a text, that would come behind what is appended to it.
	edit.appendLeft(node.end, `,${recordArguments(variable, isAnonymous)})`);
	if (isFilled) edit.append(`\n;${recordOf(variable.name ?? "", variable)};`);
}

function recordOf(value: string, variable: ExportedVariable, isAnonymous = false): string {
	return `${MARK}record(${MODULE},${value},${recordArguments(variable, isAnonymous)})`;
}

function recordArguments({ names, written }: ExportedVariable, isAnonymous: boolean): string {
	return `${JSON.stringify(names)},${writtenArguments(written, isAnonymous)}`;
}

/** The arguments of `record` behind the names. */
function writtenArguments(written: readonly WrittenValue[], isAnonymous = false): string {
	const hasSources = written.some(({ sources }) => sources !== undefined);
	const sources = hasSources ? `,${JSON.stringify(written.map((value) => value.sources ?? 0))}` : "";
	const anonymous = isAnonymous ? ",true" : hasSources ? ",0" : "";
	return `${JSON.stringify(written.map(({ path }) => path))},${MODULE}${anonymous}${sources}`;
}

/** `export default function () {}`: a declaration that can be used before it is reached, so it stays one and gets a name. */
function nameDefault(edit: MagicString, { source }: SourceFile, node: Node, name: string): string {
	if (isClassNode(node)) {
		const after = node.decorators.at(-1)?.end ?? node.start;
		BEFORE_CLASS.lastIndex = after;
		edit.appendLeft(after + (BEFORE_CLASS.exec(source.text)?.[0].length ?? 0), ` ${name}`);
	} else if (isFunctionNode(node)) {
		BEFORE_FUNCTION.lastIndex = node.start;
		edit.appendLeft(node.start + (BEFORE_FUNCTION.exec(source.text)?.[0].length ?? 0), ` ${name}`);
	}
	return name;
}

/** What may stand between the decorators of a class and its keyword, and the keyword. */
const BEFORE_CLASS = /(?:\s|\/\*[\s\S]*?\*\/|\/\/.*|export\b|default\b|abstract\b)*class/y;

/** What may stand before the name that a function could have: its keywords, and the `*` of a generator. */
const BEFORE_FUNCTION = /(?:async\b|function\b|\*|\s|\/\*[\s\S]*?\*\/|\/\/.*)*/y;

function isAnonymousFunction(node: Node): boolean {
	const value = unwrap(node);
	if (isFunctionNode(value)) return value.type === "ArrowFunctionExpression" || value.id === null;
	return isClassNode(value) && value.id === null && !hasOwnName(value);
}

/** `class { static name = … }` */
function hasOwnName(node: Node): boolean {
	if (!isClassNode(node)) return false;
	return node.body.body.some(
		(member) =>
			member.type !== "StaticBlock" &&
			member.type !== "TSIndexSignature" &&
			member.static &&
			staticKey(member) === "name",
	);
}

function recordCommonJs(edit: MagicString, file: SourceFile, entries: readonly Entry[]): boolean {
	if (!isCommonJs(file)) return false;
	const written = writtenInCommonJs(file, entries);
	// Bun 1.4 makes an ES module of what only assigns to `exports`, and forgets `module.exports` then; not so `module`.
	edit.append(`\n;${MARK}record(${MODULE},module,void 0,${writtenArguments(written)});`);
	return true;
}

/** Does a text without `import` and `export` show that it is CommonJS? Where nothing does, bundlers take `import` in it, and not all know `require`. */
function isCommonJsScript({ file, source }: SourceFile): boolean {
	return (
		/\.c[jt]s$/.test(file) || ["exports", "module", "require"].some((name) => referencesTo(source, name).length > 0)
	);
}

/** A script is none, and neither is what runs as an ES module without an `import` or `export`: these have no `module`. */
function isCommonJs({ file, source }: SourceFile): boolean {
	if (!source.mentions.has("exports") || /\.m[jt]s$/.test(file)) return false;
	const [nearest] = enclosingPackages(dirname(realPath(file)));
	return /\.c[jt]s$/.test(file) || nearest?.manifest.type !== "module";
}
