import { readdirSync } from "node:fs";
import { join } from "node:path";
import { below, hasSourceExtension } from "./path.ts";

/**
 * The common folder of the source files below some folders, as `tsc` takes it: declaration files do not count.
 *
 * @param root real path of the package; everything else is relative to it, with forward slashes.
 * @param ignored folders that hold no sources.
 * @returns undefined if there is no source file.
 */
export function commonSource(
	root: string,
	starts: readonly string[],
	ignored: ReadonlySet<string>,
): string | undefined {
	const found = starts.filter((start) => hasSources(root, start, ignored)).map((start) => narrow(root, start, ignored));
	return found.length === 0 ? undefined : commonDirectory(found);
}

/** The longest path that all of the folders start with; `""` is the root. */
export function commonDirectory(directories: readonly string[]): string {
	const [first = "", ...others] = directories;
	const parts = first.split("/");
	const differs = parts.findIndex((part, index) => others.some((other) => other.split("/")[index] !== part));
	return (differs === -1 ? parts : parts.slice(0, differs)).join("/");
}

/** Goes down as long as everything is in one folder. */
function narrow(root: string, directory: string, ignored: ReadonlySet<string>): string {
	const { files, folders } = list(root, directory, ignored);
	if (files) return directory;
	const [only, another] = folders.filter((folder) => hasSources(root, folder, ignored));
	return only === undefined || another !== undefined ? directory : narrow(root, only, ignored);
}

function hasSources(root: string, directory: string, ignored: ReadonlySet<string>): boolean {
	const { files, folders } = list(root, directory, ignored);
	return files || folders.some((folder) => hasSources(root, folder, ignored));
}

function list(root: string, directory: string, ignored: ReadonlySet<string>): { files: boolean; folders: string[] } {
	const folders: string[] = [];
	let files = false;
	for (const entry of entriesOf(join(root, directory))) {
		const path = below(directory, entry.name);
		if (ignored.has(path) || entry.name.startsWith(".") || entry.name === "node_modules") continue;
		if (entry.isDirectory()) folders.push(path);
		else files ||= hasSourceExtension(entry.name) && !/\.d\.[cm]?ts$/.test(entry.name);
	}
	return { files, folders: folders.sort() };
}

function entriesOf(directory: string): { name: string; isDirectory(): boolean }[] {
	try {
		return readdirSync(directory, { withFileTypes: true });
	} catch {
		return [];
	}
}
