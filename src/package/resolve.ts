import { join } from "node:path";
import { NamesakeError } from "../base/errors.ts";
import { decodePath, encodePath } from "../base/name.ts";
import { nearest } from "../base/nearest.ts";
import { ownOption } from "../base/own.ts";
import { conditions } from "./conditions.ts";
import { fileOfSubpath, filesOfSubpath } from "./exports-map.ts";
import { basesOf, packagesFor, projectPackages, type SearchOptions } from "./find-package.ts";
import { moduleNameOfFile } from "./module-name.ts";
import { checkModuleText } from "./module-text.ts";
import { declaredRoots, outputsOf } from "./output-roots.ts";
import { type Package, packageOf } from "./package.ts";
import { explicitRoot, rootsWithoutPackage } from "./package-root.ts";
import { hasSourceExtension, isFile, isInside, realPath, relativePosix, SOURCE_EXTENSIONS } from "./path.ts";
import { moduleNamesOf } from "./source-files.ts";

/** What decides what a name may open, and where it is looked for. */
export interface LoadOptions extends SearchOptions {
	/** Dependencies that may be opened, besides those modules that the program itself has loaded: `lib`, `lib/sub` (that module and what is below it), or `*` for every installed one. */
	readonly allow?: string | readonly string[] | undefined;
}

/** A module name that leads to files. */
export interface ResolvedModule {
	readonly moduleName: string;
	readonly pkg: Package | undefined;
	/** Real paths of every file with this name, the source first, then its outputs; never empty. */
	readonly files: readonly string[];
}

/** One place in which a module can be: a folder that it may not leave, and paths of files in it. */
interface Place {
	readonly pkg: Package | undefined;
	readonly boundaries: readonly string[];
	readonly files: readonly string[];
	/** Does the first file count alone, whatever else has the name: is it the one that the runtime takes? */
	readonly isChosen?: boolean;
}

/**
 * The files that a module name stands for. Runs no code.
 *
 * @param moduleName untrusted text.
 * @param loadedFiles files that are loaded already: their packages are looked into last.
 * @returns files of which each, named by {@link moduleNameOfFile} with the same options, has this very name.
 * @throws NamesakeError `FORBIDDEN_MODULE` if the name may not be opened, `MODULE_NOT_FOUND` if it leads nowhere.
 * @example
 * ```ts
 * resolveModule("@acme/app/src/jobs/email").files; // ['/app/src/jobs/email.ts', '/app/dist/jobs/email.js']
 * ```
 */
export function resolveModule(
	moduleName: string,
	options: LoadOptions = {},
	loadedFiles: () => Iterable<string> = () => [],
): ResolvedModule {
	checkModuleText(moduleName);
	if (isInHiddenFolder(moduleName)) throw hidden(moduleName);
	const bases = basesOf(options);
	const visited: Place[] = [];
	const otherNames: string[] = [];
	for (const place of placesOf(moduleName, bases, options, loadedFiles)) {
		visited.push(place);
		const files = new Set<string>();
		for (const candidate of place.files) {
			if (!isFile(candidate)) continue;
			const file = realPath(candidate);
			if (!staysInside(file, place)) throw leaves(moduleName, candidate, file);
			const name = moduleNameOfFile(file, options);
			if (name === moduleName) files.add(file);
			else otherNames.push(name);
			if (name !== moduleName && place.isChosen === true && candidate === place.files[0]) break;
		}
		if (files.size > 0) return { moduleName, pkg: place.pkg, files: [...files] };
	}
	throw notFound(moduleName, bases, visited, otherNames);
}

function* placesOf(
	moduleName: string,
	bases: readonly string[],
	options: LoadOptions,
	loadedFiles: () => Iterable<string>,
): Generator<Place> {
	if (moduleName.startsWith("./")) {
		yield* unnamedPlaces(decodePath(moduleName.slice(2)), bases, options);
		return;
	}
	let refused: Package | undefined;
	let known: ReadonlySet<string> | undefined;
	const loadedSet = (): ReadonlySet<string> => {
		known ??= new Set(loadedFiles());
		return known;
	};
	for (const pkg of packagesFor(moduleName, bases, loadedFiles)) {
		const path = decodePath(moduleName.slice(encodePath(pkg.name ?? "").length + 1));
		if (!pkg.isDependency) yield ownPlace(pkg, path);
		else if (isAllowed(moduleName, ownOption(options, "allow"))) yield dependencyPlace(pkg, path);
		else {
			// What the program itself has loaded need not be opened.
			const place = dependencyPlace(pkg, path);
			const file = place.files.find(isFile);
			if (file !== undefined && loadedSet().has(realPath(file))) yield { ...place, files: [file] };
			else refused ??= pkg;
		}
	}
	if (refused !== undefined) throw notAllowed(moduleName, refused);
}

function* unnamedPlaces(path: string, bases: readonly string[], options: LoadOptions): Generator<Place> {
	const root = explicitRoot(options);
	if (root !== undefined) {
		const pkg = packageOf(join(root, path));
		const own = pkg === undefined ? undefined : ownPlace(pkg, relativePosix(pkg.dir, join(root, path)));
		yield { pkg, boundaries: [root, ...(own?.boundaries ?? [])], files: own?.files ?? sourceFiles(root, path) };
		return;
	}
	for (const base of bases) {
		const pkg = packageOf(join(base, "package.json"));
		if (pkg !== undefined && pkg.name === undefined) yield ownPlace(pkg, path);
	}
	for (const directory of rootsWithoutPackage())
		yield { pkg: undefined, boundaries: [directory], files: sourceFiles(directory, path) };
}

function ownPlace(pkg: Package, path: string): Place {
	if (path === "") return { pkg, boundaries: [pkg.dir], files: [] };
	const files = [path, ...outputsOf(pkg, path)].flatMap((candidate) => sourceFiles(pkg.dir, candidate));
	return { pkg, boundaries: [pkg.dir], files };
}

/** The file that `import()` takes in this process comes first; of a module that can only be required, the one that `require()` takes. */
function dependencyPlace(pkg: Package, path: string): Place {
	const { exports } = pkg.manifest;
	const subpath = path === "" ? "." : `./${path}`;
	const first =
		fileOfSubpath(exports, subpath, conditions().import) ?? fileOfSubpath(exports, subpath, conditions().require);
	if (first === null) return { pkg, boundaries: [pkg.dir], files: [] };
	const exported = [...(first === undefined ? [] : [first]), ...filesOfSubpath(exports, subpath)];
	const outputs = declaredRoots(pkg) === undefined ? [] : outputsOf(pkg, path);
	const others = path === "" ? [] : [path, ...outputs].flatMap((candidate) => sourceFiles(pkg.dir, candidate));
	const files = [...exported.map((file) => join(pkg.dir, file)), ...others];
	return { pkg, boundaries: [pkg.dir], files, isChosen: first !== undefined };
}

function sourceFiles(directory: string, path: string): string[] {
	const stem = join(directory, path);
	const files = SOURCE_EXTENSIONS.map((extension) => stem + extension);
	// Another extension is a part of the name. What is hidden holds settings and secrets: `.env`, `.git/config`.
	return hasSourceExtension(path) || isHidden(path) ? files : [...files, stem];
}

function isHidden(path: string): boolean {
	return path.split("/").some((part) => /^\.[^.]/.test(part));
}

/**
 * Is a module in a hidden folder of its package? Tools keep their caches, settings and generated files there, and commands that look for modules leave
 * such folders out. Output in `.next/` or `.tsc/` has the name of its source.
 */
export function isInHiddenFolder(moduleName: string): boolean {
	return isHidden(decodePath(moduleName).split("/").slice(0, -1).join("/"));
}

function isAllowed(moduleName: string, allow: LoadOptions["allow"]): boolean {
	const allowed = allow === undefined ? [] : [allow].flat();
	return allowed.some((name) => name === "*" || name === moduleName || moduleName.startsWith(`${name}/`));
}

function staysInside(file: string, { boundaries }: Place): boolean {
	return boundaries.some((directory) => {
		const inside = isInside(directory, file);
		return inside && !relativePosix(directory, file).split("/").includes("node_modules");
	});
}

function leaves(moduleName: string, candidate: string, file: string): NamesakeError {
	return new NamesakeError("FORBIDDEN_MODULE", {
		asked: moduleName,
		why: `${candidate} is a link to ${file}, which is outside the package`,
		fix: "move the file into the package, or use the name of the package that contains it",
	});
}

function hidden(moduleName: string): NamesakeError {
	return new NamesakeError("MODULE_NOT_FOUND", {
		asked: moduleName,
		why: "it is in a hidden folder, and what is hidden is no module",
		fix: "move the file into a folder whose name does not start with a dot",
	});
}

function notAllowed(moduleName: string, pkg: Package): NamesakeError {
	return new NamesakeError("FORBIDDEN_MODULE", {
		asked: moduleName,
		why: `${pkg.name} is a dependency (${pkg.dir}), and names load modules of the project only`,
		fix: `to let names load it, pass allow: [${JSON.stringify(pkg.name)}], or --allow ${pkg.name} to the command`,
	});
}

function notFound(
	moduleName: string,
	bases: readonly string[],
	places: readonly Place[],
	otherNames: readonly string[],
): NamesakeError {
	const packages = new Map<string, Package>();
	for (const { pkg } of places) if (pkg !== undefined && !pkg.isDependency) packages.set(pkg.dir, pkg);
	const others = packages.size === 0 && !moduleName.startsWith("./") ? [...projectPackages(bases)] : [];
	for (const pkg of others) if (!pkg.isDependency) packages.set(pkg.dir, pkg);
	const names = [...packages.values()].flatMap(moduleNamesOf);
	const isKnown = places.length > 0;
	return new NamesakeError("MODULE_NOT_FOUND", {
		asked: moduleName,
		why: isKnown
			? `no file in ${[...new Set(places.flatMap(({ boundaries }) => boundaries))].join(", ")} has this module name`
			: `no package of this name is at, above or installed for ${bases.join(", ")}`,
		fix: isKnown
			? "correct the name, or deploy the file; if only built output is deployed, set namesake.roots in package.json"
			: "correct the name, or run in a folder of the project that has the module; in code, pass that folder as `from`",
		nearest: [...new Set([...otherNames, ...nearest(moduleName, names)])]
			.filter((name) => name !== moduleName)
			.slice(0, 3),
	});
}
