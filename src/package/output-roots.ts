import { join, posix } from "node:path";
import { NamesakeError } from "../base/errors.ts";
import type { OutputRoot } from "./output-root.ts";
import type { Package } from "./package.ts";
import { below, hasSourceExtension, isFile, isTypeScript, restBelow, SOURCE_EXTENSIONS, stemOf } from "./path.ts";
import { sourceMapRoots } from "./source-map-roots.ts";
import { tsconfigRoots } from "./tsconfig.ts";

const computed = new WeakMap<Package, readonly OutputRoot[]>();

/**
 * Where the outputs of a package come from: `namesake.roots` of its package.json, else its tsconfig files, else the source
 * maps of its entry files. The longest output folder comes first.
 *
 * @throws NamesakeError `SOURCE_UNAVAILABLE` if a setting can't be read, `OUTSIDE_ROOT` if it leaves the package.
 */
export function outputRoots(pkg: Package): readonly OutputRoot[] {
	let roots = computed.get(pkg);
	if (roots === undefined) {
		roots = [...(declaredRoots(pkg) ?? inferredRoots(pkg))]
			.filter(({ output, source }) => output !== source)
			.sort((a, b) => b.output.length - a.output.length);
		computed.set(pkg, roots);
	}
	return roots;
}

/**
 * The source that a file is the output of.
 *
 * @param path relative to the package, with forward slashes.
 * @returns the path of the source, with the extension of the output; `path` itself if it is no output.
 */
export function sourceOf(pkg: Package, path: string): string {
	// Compilers do not write TypeScript, so that a source is named without looking at any setting but the author's own.
	if (isTypeScript(path) && declaredRoots(pkg) === undefined) return path;
	const matches = outputRoots(pkg).flatMap((root) => {
		const rest = restBelow(root.output, path);
		return rest === undefined || isSource(root, path) ? [] : [{ ...root, rest, path: below(root.source, rest) }];
	});
	const best =
		matches.find((match) => match.withoutSource === "always" || hasSource(pkg, match.path, path)) ??
		matches.find(({ withoutSource }) => withoutSource === "yes");
	if (best === undefined) {
		if (matches.some(({ withoutSource }) => withoutSource === "unknown")) throw unknownSource(pkg, path);
		return path;
	}
	const whole = matches.find(({ output, source }) => output === best.output && source === "");
	return (isRepeated(pkg, best, path) ? (whole ?? best) : best).path;
}

/** Where the outputs of a source can be, relative to the package; extensions are the caller's to try. */
export function outputsOf(pkg: Package, source: string): string[] {
	return outputRoots(pkg).flatMap((root) => {
		const rest = restBelow(root.source, source);
		return rest === undefined ? [] : [below(root.output, rest)];
	});
}

/** The roots that the author wrote down, normalised; undefined if there are none. */
export function declaredRoots(pkg: Package): readonly OutputRoot[] | undefined {
	const settings = pkg.manifest.namesake;
	if (settings === undefined) return undefined;
	const roots: unknown = isObject(settings) ? settings["roots"] : settings;
	if (roots === undefined) return undefined;
	if (!isObject(roots)) throw badRoots(pkg, "SOURCE_UNAVAILABLE", roots, "the value is not an object of folders");
	return Object.entries(roots).map(([output, source]) => ({
		output: folder(pkg, output),
		source: folder(pkg, source),
		withoutSource: "always",
	}));
}

function inferredRoots(pkg: Package): OutputRoot[] {
	// A dependency is built for others: what its tsconfig says, if it is there at all, is not what its users see.
	if (pkg.isDependency) return [];
	const roots = tsconfigRoots(pkg);
	return roots.length > 0 ? roots : sourceMapRoots(pkg);
}

/**
 * TypeScript 6 and later write src/a.ts to dist/src/a.js when rootDir is not set: then dist/src comes from src, not from
 * src/src. If there is a src/src/a.ts as well, its own output in that layout gives it away.
 */
function isRepeated(pkg: Package, match: OutputRoot & { rest: string; path: string }, output: string): boolean {
	if (match.source === "" || restBelow(match.source, match.rest) === undefined) return false;
	return !hasSource(pkg, match.path, output) || isFile(join(pkg.dir, match.output, match.path));
}

/** With outputs in the package's root, or sources below the outputs, a file of the source folder is a source. */
function isSource(root: OutputRoot, path: string): boolean {
	return root.source.length >= root.output.length && restBelow(root.source, path) !== undefined;
}

function hasSource(pkg: Package, source: string, output: string): boolean {
	if (!hasSourceExtension(source)) return isFile(join(pkg.dir, source));
	const stem = stemOf(source);
	return SOURCE_EXTENSIONS.some((extension) => stem + extension !== output && isFile(join(pkg.dir, stem + extension)));
}

function folder(pkg: Package, text: unknown): string {
	if (typeof text !== "string")
		throw badRoots(pkg, "SOURCE_UNAVAILABLE", text, "the value is not the path of a folder");
	const path = posix.normalize(text.replaceAll("\\", "/")).replace(/\/$/, "");
	if (path === ".." || path.startsWith("../") || path.startsWith("/") || /^[a-z]:/i.test(path))
		throw badRoots(pkg, "OUTSIDE_ROOT", text, `it is outside ${pkg.dir}`);
	return path === "." ? "" : path;
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

function badRoots(
	pkg: Package,
	code: "OUTSIDE_ROOT" | "SOURCE_UNAVAILABLE",
	value: unknown,
	why: string,
): NamesakeError {
	return new NamesakeError(code, {
		asked: `${JSON.stringify(value)} in namesake.roots of ${join(pkg.dir, "package.json")}`,
		why,
		fix: 'map output folders of the package to source folders: { "namesake": { "roots": { "dist": "src" } } }',
	});
}

function unknownSource(pkg: Package, path: string): NamesakeError {
	return new NamesakeError("SOURCE_UNAVAILABLE", {
		asked: join(pkg.dir, path),
		why: `the file is in an outDir, and neither a source file nor a rootDir shows which source of ${pkg.name ?? pkg.dir} it was built from`,
		fix: 'set rootDir in the tsconfig, or { "namesake": { "roots": { "dist": "src" } } } in package.json',
	});
}
