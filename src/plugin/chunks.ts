import type MagicString from "magic-string";
import { moduleNameOfFile } from "../package/module-name.ts";
import { packageOf } from "../package/package.ts";
import type { NamingOptions } from "../package/package-root.ts";
import { MARK } from "../source/emitted/emitted.ts";
import { resolveImport, staticImports } from "../source/imports.ts";
import type { Kinds } from "../source/kinds.ts";
import { isFunctionNode, type Node } from "../source/node.ts";
import { type SourceFile, SourceFiles } from "../source/source-file.ts";
import { functionAround } from "../source/syntax.ts";
import { aliasesOf } from "./aliases.ts";
import { importsLater, mayHaveNames } from "./candidates.ts";
import { mention, PURE } from "./edits.ts";

/**
 * What a module imports when it is needed is in the bundle, too, in a chunk of its own where code is split. Such a chunk can be
 * loaded by the names of the modules that come with it.
 *
 * @returns a statement for each such import; functions that import mention its variable.
 */
export function chunksOf(
	edit: MagicString,
	file: SourceFile,
	options: NamingOptions & { readonly kinds: Kinds },
): string[] {
	const { source } = file;
	if (!importsLater(source.text)) return [];
	const imports = [...source.parents.keys()].flatMap((node) => {
		const specifier = node.type === "ImportExpression" && node.options === null ? textOf(node.source) : undefined;
		return specifier === undefined ? [] : [{ node, specifier }];
	});
	return imports.flatMap(({ node, specifier }, index) => {
		const target = resolveImport(specifier, file.file);
		if (target?.kind !== "file") return [];
		const modules = modulesBehind(target.file, options);
		if (modules.length === 0) return [];
		const call = `${MARK}chunk(()=>import(${JSON.stringify(specifier)}),${JSON.stringify(modules)});`;
		const around = functionAround(source, node);
		if (around === undefined || !isFunctionNode(around)) return [call];
		const variable = `${MARK}chunk_${index}`;
		mention(edit, source, around, variable);
		return [`var ${variable}=${PURE}${call}`];
	});
}

function textOf(node: Node): string | undefined {
	return node.type === "Literal" && typeof node.value === "string" ? node.value : undefined;
}

/** The modules of the project that a file imports statically, and itself, as far as they have anything to name; with the other names of it. */
function modulesBehind(file: string, options: NamingOptions & { readonly kinds: Kinds }): string[] {
	const files = new SourceFiles();
	const visited = new Set<string>();
	const waiting = [file];
	const names: string[] = [];
	for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
		if (visited.has(next) || packageOf(next)?.isDependency !== false) continue;
		visited.add(next);
		const read = files.read(next);
		if (read === undefined) continue;
		if (mayHaveNames(read.source.text)) {
			const moduleName = moduleNameOfFile(next, options);
			names.push(moduleName, ...Object.keys(aliasesOf(read, moduleName, options.kinds, options) ?? {}));
		}
		for (const specifier of staticImports(read.source)) {
			const target = resolveImport(specifier, next);
			if (target?.kind === "file") waiting.push(target.file);
		}
	}
	return names;
}
