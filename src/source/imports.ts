import { dirname, join } from "node:path";
import { filesOfSubpath } from "../package/exports-map.ts";
import { packagesFor } from "../package/find-package.ts";
import { sourceOf } from "../package/output-roots.ts";
import { type Package, packageOf } from "../package/package.ts";
import { hasSourceExtension, isFile, realPath, relativePosix, SOURCE_EXTENSIONS, stemOf } from "../package/path.ts";
import { tsconfigReader } from "../package/tsconfig.ts";
import { statementsOf } from "./bindings.ts";
import { isTypeOnly, type Syntax } from "./node.ts";

/** The specifiers of what a module imports when it is loaded: no types, and no `import()`. */
export function staticImports({ body }: Syntax): string[] {
	return statementsOf(body).flatMap((statement) => {
		switch (statement.type) {
			case "ImportDeclaration":
			case "ExportAllDeclaration":
			case "ExportNamedDeclaration":
				return statement.source === null || isTypeOnly(statement) ? [] : [statement.source.value];
			default:
				return [];
		}
	});
}

/** What an import leads to: this library, or a file. */
export type Imported = { readonly kind: "library" } | { readonly kind: "file"; readonly file: string };

const LIBRARY: Imported = { kind: "library" };

/** {@link resolveImport} for as long as the disk stays what it is: what was found is not looked for again. */
export class Imports {
	readonly #found = new Map<string, Imported>();

	of(specifier: string, file: string): Imported | undefined {
		const key = `${dirname(file)}\0${specifier}`;
		const known = this.#found.get(key);
		if (known !== undefined) return known;
		const found = resolveImport(specifier, file);
		if (found !== undefined) this.#found.set(key, found);
		return found;
	}
}

/**
 * Where an import leads, as far as the disk tells; runs nothing. It reads what TypeScript projects write: `./x.js` and `./x`
 * for `x.ts`, folders with an index, the `paths` of a tsconfig, packages by their `exports`, and of those that are in the
 * project the sources.
 *
 * @param file the file that imports, as an absolute path.
 */
export function resolveImport(specifier: string, file: string): Imported | undefined {
	if (/^\.{0,2}\//.test(specifier) || specifier === "." || specifier === "..") {
		const found = sourceFileAt(join(specifier.startsWith("/") ? "" : dirname(file), specifier));
		return found === undefined ? undefined : { kind: "file", file: found };
	}
	if (/^[a-z][a-z\d+.-]+:/i.test(specifier)) return undefined;
	const mapped = pathsOf(dirname(file))?.(specifier).map(sourceFileAt).find(Boolean);
	if (mapped !== undefined) return { kind: "file", file: mapped };
	if (specifier === "namesake" || specifier.startsWith("namesake/")) return LIBRARY;
	const found = packageFile(specifier, file);
	return found === undefined ? undefined : { kind: "file", file: found };
}

/** The source file that a path means: the one that is there, then what TypeScript and CommonJS allow for it. */
function sourceFileAt(path: string): string | undefined {
	const stem = stemOf(path);
	const candidates = [
		...(hasSourceExtension(path) ? typeScriptFirst(path) : []),
		...SOURCE_EXTENSIONS.map((extension) => path + extension),
		...SOURCE_EXTENSIONS.map((extension) => join(path, `index${extension}`)),
	];
	const found = candidates.find((candidate) => isFile(candidate) && !isDeclaration(candidate));
	return found === undefined || stem === "" ? undefined : realPath(found);
}

/** `./x.js` is `x.js`, and if that is not there yet, `x.ts` or `x.tsx`. */
function typeScriptFirst(path: string): string[] {
	const [, stem = "", m = "", x = ""] = /^(.*)\.([mc]?)js(x?)$/s.exec(path) ?? [];
	if (stem === "") return [path];
	return [path, ...(x === "" ? [`${stem}.${m}ts`] : []), ...(m === "" ? [`${stem}.tsx`] : [])];
}

function isDeclaration(path: string): boolean {
	return /\.d\.[cm]?ts$/.test(path);
}

const matchers = new Map<string, ((specifier: string) => string[]) | null>();

function pathsOf(directory: string): ((specifier: string) => string[]) | undefined {
	let matcher = matchers.get(directory);
	if (matcher === undefined) {
		matcher = readPaths(directory);
		matchers.set(directory, matcher);
	}
	return matcher ?? undefined;
}

function readPaths(directory: string): ((specifier: string) => string[]) | null {
	try {
		const { createPathsMatcher, getTsconfig } = tsconfigReader();
		const config = getTsconfig(directory);
		return config === null ? null : createPathsMatcher(config);
	} catch {
		// A tsconfig that can't be read only makes a kind unknown here; where a name depends on it, it is an error.
		return null;
	}
}

function packageFile(specifier: string, importer: string): string | undefined {
	try {
		for (const pkg of packagesFor(specifier, [dirname(importer)], () => [])) {
			const found = fileIn(pkg, specifier.slice(pkg.name?.length ?? 0));
			if (found !== undefined) return found;
		}
	} catch {
		// The same holds for a package.json.
	}
	return undefined;
}

function fileIn(pkg: Package, subpath: string): string | undefined {
	const { exports, module, main } = pkg.manifest;
	const targets =
		exports !== undefined
			? filesOfSubpath(exports, `.${subpath}`)
			: subpath === ""
				? [module, main, "index"].filter((target) => typeof target === "string")
				: [subpath.slice(1)];
	for (const target of targets) {
		const path = join(pkg.dir, target);
		const source = pkg.isDependency ? path : join(pkg.dir, stemOf(sourceOf(pkg, relativePosix(pkg.dir, path))));
		const found = (source === path ? undefined : sourceFileAt(source)) ?? sourceFileAt(path);
		if (found !== undefined) return found;
	}
	return undefined;
}

/** Is a file part of this library itself? Its own modules import each other by relative paths. */
export function isLibraryFile(file: string): boolean {
	return packageOf(file)?.name === "namesake";
}
