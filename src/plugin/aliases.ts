import { dirname } from "node:path";
import { targetOf } from "../lock/lock.ts";
import { readLock } from "../lock/read-lock.ts";
import { writtenAliases } from "../lock/written-aliases.ts";
import { enclosingPackages } from "../package/package.ts";
import { explicitRoot, type NamingOptions } from "../package/package-root.ts";
import { realPath } from "../package/path.ts";
import type { Aliases } from "../registry/record.ts";
import type { Kinds } from "../source/kinds.ts";
import type { SourceFile } from "../source/source-file.ts";

/**
 * The other names of what a module exports, as its text and the lock files around it say: a bundle has neither with it.
 *
 * @returns undefined if there are none.
 * @throws NamesakeError `LOCK_INVALID`.
 */
export function aliasesOf(
	file: SourceFile,
	moduleName: string,
	kinds: Kinds,
	options: NamingOptions,
): Aliases | undefined {
	const found = new Map<string, string>();
	for (const directory of directoriesOf(file.file, options))
		for (const entry of readLock(directory)?.entries ?? []) {
			const target = targetOf(entry);
			if (entry.removed || !target.startsWith(`${moduleName}#`)) continue;
			const path = target.slice(moduleName.length + 1);
			for (const text of entry.previous) found.set(text, path);
		}
	for (const { text, path } of writtenAliases(file, kinds)) found.set(text, path);
	return found.size === 0 ? undefined : Object.fromEntries(found);
}

function directoriesOf(file: string, options: NamingOptions): Set<string> {
	const root = explicitRoot(options);
	const packages = [...enclosingPackages(dirname(realPath(file)))].filter(({ isDependency }) => !isDependency);
	return new Set([...(root === undefined ? [] : [root]), ...packages.map(({ dir }) => dir)]);
}
