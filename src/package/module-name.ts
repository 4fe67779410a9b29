import { join } from "node:path";
import { NamesakeError } from "../base/errors.ts";
import { encodePath } from "../base/name.ts";
import { subpathOf } from "./exports-map.ts";
import { fileOf, type ModuleLike } from "./file-of.ts";
import { declaredRoots, sourceOf } from "./output-roots.ts";
import { type Package, packageOfReal } from "./package.ts";
import { explicitRoot, type NamingOptions, rootWithoutPackage } from "./package-root.ts";
import { isInside, realPath, relativePosix, stemOf } from "./path.ts";

export { fileOf, type ModuleLike } from "./file-of.ts";
export type { NamingOptions } from "./package-root.ts";

/**
 * The canonical name of the module that a file holds.
 *
 * @param file absolute path; symbolic links are followed, the file need not be there.
 * @returns `package/path/of/the/source`, `./path` in a package without a name or below a root that was set, or the public
 * specifier of a dependency's file.
 * @throws NamesakeError `OUTSIDE_ROOT` if the file is not below the root, `SOURCE_UNAVAILABLE` if a setting that decides
 * the name can't be read.
 * @example
 * ```ts
 * moduleNameOfFile("/app/dist/jobs/email.js"); // '@acme/app/src/jobs/email'
 * ```
 */
export function moduleNameOfFile(file: string, options: NamingOptions = {}): string {
	const real = realPath(file);
	return moduleNameIn(packageOfReal(real), real, options);
}

/**
 * {@link moduleNameOfFile}, where it is known what the file belongs to.
 *
 * @param real the real path of the file.
 */
export function moduleNameIn(pkg: Package | undefined, real: string, options: NamingOptions): string {
	if (pkg?.isDependency) return dependencyName(pkg, relativePosix(pkg.dir, real));
	const source = pkg === undefined ? undefined : sourceOf(pkg, relativePosix(pkg.dir, real));
	const root = explicitRoot(options);
	if (root === undefined && pkg?.name !== undefined && source !== undefined)
		return encodePath(`${pkg.name}/${stemOf(source)}`);
	const sourceFile = pkg === undefined || source === undefined ? real : join(pkg.dir, source);
	const directory = root ?? pkg?.dir ?? rootWithoutPackage(real);
	if (!isInside(directory, sourceFile)) throw outside(real, sourceFile, directory);
	return encodePath(`./${stemOf(relativePosix(directory, sourceFile))}`);
}

/**
 * The name of a module, from whatever stands for it inside the module.
 *
 * @param mod `import.meta`, a module URL, a path, or the `module` of CommonJS.
 * @param modName the name for what is no file (REPL, `node -e`, `data:`), where there is nothing to compute it from. A file
 * is always named by its path.
 * @returns `""` for what is no file and has no `modName`.
 * @example
 * ```ts
 * getFullModulePath(import.meta); // '@acme/app/src/jobs/email'
 * ```
 */
export function getFullModulePath(mod: ModuleLike, modName?: string, options: NamingOptions = {}): string {
	const file = fileOf(mod);
	return file === undefined ? (modName ?? "") : moduleNameOfFile(file, options);
}

function dependencyName(pkg: Package, path: string): string {
	const subpath = subpathOf(pkg.manifest.exports, path);
	if (subpath !== undefined) return encodePath(`${pkg.name}${subpath.slice(1)}`);
	return encodePath(`${pkg.name}/${stemOf(declaredRoots(pkg) === undefined ? path : sourceOf(pkg, path))}`);
}

function outside(file: string, source: string, root: string): NamesakeError {
	return new NamesakeError("OUTSIDE_ROOT", {
		asked: file,
		why: `${source === file ? "the file" : `its source ${source}`} is not inside the package root ${root}`,
		fix: 'set packageRoot (NAMESAKE_PACKAGE_ROOT) to a folder that contains the file, or to "auto"',
	});
}
