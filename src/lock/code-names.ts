import type { Place } from "../base/errors.ts";
import { builtin } from "../base/runtime.ts";
import { moduleNameOfFile } from "../package/module-name.ts";
import type { NamingOptions } from "../package/package-root.ts";
import { restsUntil } from "../package/rest.ts";
import { sourceFilesBelow } from "../package/source-files.ts";
import { isTestFile } from "../package/test-file.ts";
import { Kinds } from "../source/kinds.ts";
import { placeAt, SourceFiles } from "../source/source-file.ts";
import { mayHaveAliases, type WrittenAlias, writtenAliases } from "./written-aliases.ts";

/** What a name that the code gives leads to. */
export interface CodeName {
	/** `module#export.path`. */
	readonly target: string;
	readonly where: Place;
}

interface ReadFile {
	readonly stamp: string;
	readonly aliases: readonly (WrittenAlias & { readonly where: Place })[];
}

interface ReadFolder {
	readonly files: Map<string, ReadFile>;
	restsUntil: number;
}

const folders = new Map<string, ReadFolder>();

/**
 * Where the code of a project gives a name to a task, by its options. Reads the sources of the packages, those that have changed since
 * the last time; runs nothing.
 *
 * @param directories folders of packages.
 */
export function codeNames(name: string, directories: readonly string[], options: NamingOptions): CodeName[] {
	const found = new Map<string, CodeName>();
	for (const directory of directories)
		for (const [file, { aliases }] of filesOf(directory))
			for (const { text, path, where } of aliases) {
				if (text !== name) continue;
				const target = `${moduleNameOfFile(file, options)}#${path}`;
				// A source, and what was built from it.
				if (!found.has(target)) found.set(target, { target, where });
			}
	return [...found.values()];
}

/** All names of the user's own, and previous names, that the code of a project gives its tasks. */
export function writtenNames(directories: readonly string[]): string[] {
	return directories.flatMap((directory) =>
		[...filesOf(directory).values()].flatMap(({ aliases }) => aliases.map(({ text }) => text)),
	);
}

/** Does the text of a file give a name to the task that its exports have at a path? */
export function givesName(file: string, name: string, path: string): boolean {
	const sources = new SourceFiles();
	return aliasesIn(file, sources, new Kinds(sources)).some((alias) => alias.text === name && alias.path === path);
}

function filesOf(directory: string): ReadonlyMap<string, ReadFile> {
	const folder = folders.get(directory) ?? { files: new Map<string, ReadFile>(), restsUntil: 0 };
	folders.set(directory, folder);
	const start = performance.now();
	if (start < folder.restsUntil) return folder.files;
	const sources = new SourceFiles();
	const kinds = new Kinds(sources);
	const seen = new Set<string>();
	for (const path of sourceFilesBelow(directory)) {
		const file = builtin("node:path").join(directory, path);
		if (isTestFile(file)) continue;
		seen.add(file);
		const stamp = stampOf(file);
		if (stamp !== undefined && folder.files.get(file)?.stamp !== stamp)
			folder.files.set(file, { stamp, aliases: aliasesIn(file, sources, kinds) });
	}
	for (const file of folder.files.keys()) if (!seen.has(file)) folder.files.delete(file);
	folder.restsUntil = restsUntil(start);
	return folder.files;
}

function aliasesIn(file: string, sources: SourceFiles, kinds: Kinds): ReadFile["aliases"] {
	const text = textOf(file);
	if (text === undefined || !mayHaveAliases(text)) return [];
	const source = sources.read(file);
	if (source === undefined || source.source.problems.length > 0) return [];
	return writtenAliases(source, kinds).map((alias) => ({ ...alias, where: placeAt(source, alias.offset) }));
}

function textOf(file: string): string | undefined {
	try {
		return builtin("node:fs").readFileSync(file, "utf8");
	} catch {
		return undefined;
	}
}

function stampOf(file: string): string | undefined {
	try {
		const { mtimeMs, size, ino } = builtin("node:fs").statSync(file);
		return `${mtimeMs}:${size}:${ino}`;
	} catch {
		return undefined;
	}
}
