import { type Dirent, readdirSync } from "node:fs";
import { join } from "node:path";
import { encodePath } from "../base/name.ts";
import { sourceOf } from "./output-roots.ts";
import type { Package } from "./package.ts";
import { below, hasSourceExtension, stemOf } from "./path.ts";
import { restsUntil } from "./rest.ts";

/** Enough for a suggestion; a wrong name may not make a big project slow. */
const MAX_FILES = 5000;

interface FoundNames {
	readonly names: readonly string[];
	readonly restsUntil: number;
}

const found = new Map<string, FoundNames>();
/** The names of the modules of a package, for suggestions: of so many files at most, none that needs an error, and as they were a moment ago. */
export function moduleNamesOf(pkg: Package): readonly string[] {
	const begin = performance.now();
	const known = found.get(pkg.dir);
	if (known !== undefined && begin < known.restsUntil) return known.names;
	const start = pkg.name ?? ".";
	const names = sourceFilesBelow(pkg.dir).flatMap((path) => {
		try {
			return [encodePath(`${start}/${stemOf(sourceOf(pkg, path))}`)];
		} catch {
			return [];
		}
	});
	found.set(pkg.dir, { names, restsUntil: restsUntil(begin) });
	return names;
}

/**
 * The source files of a package, of so many at most, as paths from its folder. A link is none: the file that it leads to may be outside, and
 * has the name of its own place. Neither is a pipe or a device, which may give nothing for ever, or without end.
 */
export function sourceFilesBelow(root: string): string[] {
	const found: string[] = [];
	const folders = [""];
	for (let folder = folders.shift(); folder !== undefined && found.length < MAX_FILES; folder = folders.shift()) {
		for (const entry of entriesOf(join(root, folder))) {
			if (entry.name.startsWith(".") || entry.name === "node_modules") continue;
			if (entry.isDirectory()) folders.push(below(folder, entry.name));
			else if (entry.isFile() && hasSourceExtension(entry.name) && !/\.d\.[cm]?ts$/.test(entry.name))
				found.push(below(folder, entry.name));
		}
	}
	return found.slice(0, MAX_FILES);
}

function entriesOf(directory: string): Dirent[] {
	try {
		return readdirSync(directory, { withFileTypes: true });
	} catch {
		return [];
	}
}
