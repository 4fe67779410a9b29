import { dirname, join } from "node:path";
import { fileURLToPath, type URL } from "node:url";
import type { globSync } from "tinyglobby";
import { dependency, ownFolder } from "../base/dependency.ts";
import { encodePath } from "../base/name.ts";
import { ownOption } from "../base/own.ts";
import { fileOf } from "./file-of.ts";
import { splitModuleName } from "./module-text.ts";
import { enclosingPackages, type Package, packageAt, packageOf } from "./package.ts";
import { explicitRoot, mainDirectory, type NamingOptions, workingDirectory } from "./package-root.ts";
import { absolutePath, isDirectory, isInside, realPath } from "./path.ts";

/** Where a search starts. */
export interface SearchOptions extends NamingOptions {
	/** File or folder from which the project is looked for, before the package root and the working directory. */
	readonly from?: string | URL | undefined;
}

/** The folders from which a project is looked for, in order. */
export function basesOf(options: SearchOptions): string[] {
	const given = ownOption(options, "from");
	const from = given === undefined ? undefined : directoryOf(given);
	const main = mainDirectory();
	// The command is not the program: that is where it was called.
	const own = ownFolder();
	const isCommand = own !== undefined && main === realPath(join(own, "cli"));
	const cwd = workingDirectory();
	const bases = [
		from,
		explicitRoot(options),
		cwd === undefined ? undefined : realPath(cwd),
		isCommand ? undefined : main,
	];
	return [...new Set(bases.filter((base) => base !== undefined))];
}

/**
 * The packages that a module name can belong to, lazily, in the order of precedence: those around the bases, those that are
 * installed for them, those of their workspaces, and last those of the files that are loaded already.
 */
export function* packagesFor(
	moduleName: string,
	bases: readonly string[],
	loadedFiles: () => Iterable<string>,
): Generator<Package> {
	const seen = new Set<string>();
	for (const pkg of allPackages(moduleName, bases, loadedFiles)) {
		if (seen.has(pkg.dir) || !owns(pkg, moduleName)) continue;
		seen.add(pkg.dir);
		yield pkg;
	}
}

/**
 * Does a process that starts as this one did fail to find a package by its name, although it looks around it: a nested package that is no
 * workspace? What is in another project is loaded by processes that start there.
 */
export function isUnreachable(pkg: Package, options: SearchOptions): boolean {
	if (pkg.name === undefined || pkg.isDependency) return false;
	const bases = basesOf(options);
	const isAround = bases.some((base) => [...enclosingPackages(base)].some(({ dir }) => isInside(dir, pkg.dir)));
	return isAround && ![...packagesFor(encodePath(pkg.name), bases, () => [])].some(({ dir }) => dir === pkg.dir);
}

/** The packages of a project that can be told without a name. */
export function* projectPackages(bases: readonly string[]): Generator<Package> {
	for (const base of bases) yield* enclosingPackages(base);
	for (const base of bases) yield* workspacePackages(base);
}

function* allPackages(
	moduleName: string,
	bases: readonly string[],
	loadedFiles: () => Iterable<string>,
): Generator<Package> {
	for (const base of bases) yield* enclosingPackages(base);
	const { packageName } = splitModuleName(moduleName);
	for (const base of bases) yield* installedPackages(packageName, base);
	for (const base of bases) yield* workspacePackages(base);
	const seen = new Set<string>();
	for (const file of loadedFiles()) {
		const directory = dirname(file);
		if (seen.has(directory)) continue;
		seen.add(directory);
		const pkg = packageOf(file);
		if (pkg !== undefined && !pkg.isDependency) yield pkg;
	}
}

function owns(pkg: Package, moduleName: string): boolean {
	if (pkg.name === undefined) return false;
	const name = encodePath(pkg.name);
	return moduleName === name || moduleName.startsWith(`${name}/`);
}

/** The package of that name which is installed for a folder. */
export function installedPackage(packageName: string, base: string): Package | undefined {
	const [found] = installedPackages(packageName, base);
	return found;
}

/** https://nodejs.org/docs/latest-v22.x/api/modules.html#loading-from-node_modules-folders */
function* installedPackages(packageName: string, base: string): Generator<Package> {
	// What starts with a dot in node_modules belongs to a package manager, and a scope alone is no package.
	if (packageName.startsWith(".") || packageName.startsWith("@") !== packageName.includes("/")) return;
	for (let current = base; ; current = dirname(current)) {
		const directory = join(current, "node_modules", packageName);
		const pkg = isDirectory(directory) ? packageAt(realPath(directory)) : undefined;
		if (pkg !== undefined) yield pkg;
		if (dirname(current) === current) return;
	}
}

/** The field that npm, Yarn and Bun share: a list of patterns, or `{ packages: […] }`. pnpm links what it has into node_modules. */
function* workspacePackages(base: string): Generator<Package> {
	for (const root of enclosingPackages(base)) {
		const field = root.manifest.workspaces;
		const list: unknown = typeof field === "object" && field !== null && "packages" in field ? field.packages : field;
		const patterns = Array.isArray(list) ? list.filter((pattern) => typeof pattern === "string") : [];
		if (patterns.length === 0) continue;
		const { globSync } = dependency("tinyglobby") as Tinyglobby;
		const directories = globSync(patterns.map(manifestsOf), {
			cwd: root.dir,
			absolute: true,
			expandDirectories: false,
			ignore: ["**/node_modules/**"],
		}).map((manifest) => realPath(dirname(manifest)));
		for (const directory of directories.sort()) {
			const pkg = packageAt(directory);
			if (pkg !== undefined) yield pkg;
		}
	}
}

interface Tinyglobby {
	readonly globSync: typeof globSync;
}

function manifestsOf(pattern: string): string {
	return `${pattern.replace(/\/$/, "")}/package.json`;
}

function directoryOf(from: string | URL): string {
	const file = fileOf(from);
	if (file !== undefined) return dirname(file);
	return realPath(absolutePath(/^file:/i.test(String(from)) ? fileURLToPath(from) : String(from)));
}
