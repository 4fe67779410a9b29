import { statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { compareText } from "../../base/text.ts";
import { outputRoots } from "../../package/output-roots.ts";
import { type Package, packageFinder, packageOf } from "../../package/package.ts";
import {
	hasSourceExtension,
	isDirectory,
	isInside,
	realPath,
	relativePosix,
	restBelow,
	toPosix,
} from "../../package/path.ts";
import { UsageError } from "../process/exit.ts";
import { pathShower } from "../render/text.ts";
import { filesBelow } from "./files-below.ts";

const DECLARATIONS = /\.d\.[cm]?ts$/;

/**
 * The source files that some paths mean, as real paths in a stable order. Folders stand for the files below them, without
 * dependencies, hidden folders, declaration files and built output; a file that is named is always taken.
 *
 * @param paths files, folders and globs; the package of the working directory if there are none.
 * @throws UsageError for a path that is not there, and a glob that no file matches.
 */
export async function sourceFilesOf(paths: readonly string[]): Promise<string[]> {
	const found = new Set<string>();
	for (const path of paths.length === 0 ? [ownPackage()] : paths)
		for (const file of await filesOf(path)) found.add(file);
	const shown = pathShower();
	return [...found]
		.map((file) => ({ file, path: shown(file) }))
		.sort((a, b) => compareText(a.path, b.path))
		.map(({ file }) => file);
}

function ownPackage(): string {
	return packageOf(join(process.cwd(), "package.json"))?.dir ?? process.cwd();
}

/** Their real paths. */
async function filesOf(path: string): Promise<string[]> {
	const absolute = resolve(path);
	const stat = statSync(absolute, { throwIfNoEntry: false });
	if (stat?.isFile()) {
		if (hasSourceExtension(absolute)) return [realPath(absolute)];
		throw new UsageError(`${path} is not a JavaScript or TypeScript file`);
	}
	if (stat?.isDirectory()) return withoutOutput(filesBelow(realPath(absolute)).filter(isSource), realPath(absolute));
	const { isDynamicPattern } = await import("tinyglobby");
	if (!isDynamicPattern(path)) throw new UsageError(`there is no file or folder ${path}`);
	const files = (await matching(path)).filter(hasSourceExtension);
	if (files.length === 0) throw new UsageError(`no JavaScript or TypeScript file matches ${path}`);
	return withoutOutput(files, realPath(process.cwd()));
}

function isSource(file: string): boolean {
	return hasSourceExtension(file) && !DECLARATIONS.test(file) && !basename(file).startsWith(".");
}

async function matching(pattern: string): Promise<string[]> {
	const { glob } = await import("tinyglobby");
	const files = await glob(toPosix(pattern), {
		cwd: process.cwd(),
		absolute: true,
		ignore: ["**/node_modules/**", "**/*.d.{ts,mts,cts}"],
		followSymbolicLinks: false,
		expandDirectories: false,
	});
	return files.map((file) => realPath(file));
}

/** Leaves out what was built from sources that are there, unless it is in built output that was asked for. */
function withoutOutput(files: readonly string[], asked: string): string[] {
	const packageOfFile = packageFinder();
	return files.filter((file) => {
		const pkg = packageOfFile(file);
		return pkg === undefined || pkg.isDependency || !isOutput(pkg, file, asked);
	});
}

function isOutput(pkg: Package, file: string, asked: string): boolean {
	return outputRoots(pkg).some(({ output, source }) => {
		if (output === "" || restBelow(output, relativePosix(pkg.dir, file)) === undefined) return false;
		return isDirectory(join(pkg.dir, source)) && !isInside(join(pkg.dir, output), asked);
	});
}
