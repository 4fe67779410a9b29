import { readdirSync } from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";
import type * as GetTsconfig from "get-tsconfig";
import { dependency, isNotInstalled } from "../base/dependency.ts";
import { NamesakeError } from "../base/errors.ts";
import { readJson } from "../base/json.ts";
import { commonDirectory, commonSource } from "./common-source.ts";
import type { OutputRoot } from "./output-root.ts";
import type { Package } from "./package.ts";
import { isDirectory, isFile, isInside, relativePosix, restBelow } from "./path.ts";

interface Config {
	readonly compilerOptions?: {
		readonly outDir?: string | undefined;
		readonly rootDir?: string | undefined;
		readonly composite?: boolean | undefined;
	};
	readonly include?: readonly string[];
	readonly exclude?: readonly string[];
	readonly files?: readonly string[];
	readonly references?: readonly { readonly path: string }[];
}

/** What the tsconfig files of a package say about its outputs: `tsconfig.json`, what it references, then the others. */
export function tsconfigRoots(pkg: Package): OutputRoot[] {
	const main = join(pkg.dir, "tsconfig.json");
	const files = new Set<string>(isFile(main) ? [main, ...referencesOf(main, pkg)] : []);
	for (const name of readdirSync(pkg.dir).sort()) {
		if (/^tsconfig.*\.json$/.test(name) && isFile(join(pkg.dir, name))) files.add(join(pkg.dir, name));
	}
	return [...files].flatMap((file) => rootsOf(file, pkg));
}

function referencesOf(file: string, pkg: Package): string[] {
	return (readConfig(file).references ?? [])
		.map(({ path }) => resolve(dirname(file), path))
		.map((path) => (isDirectory(path) ? join(path, "tsconfig.json") : path))
		.filter((path) => isInside(pkg.dir, path) && isFile(path));
}

function rootsOf(file: string, pkg: Package): OutputRoot[] {
	const config = readConfig(file);
	const { outDir, rootDir, composite } = config.compilerOptions ?? {};
	if (outDir === undefined) return [];
	const base = dirname(file);
	const output = resolveOption(base, outDir);
	if (rootDir !== undefined) return mapping(pkg, output, resolveOption(base, rootDir));
	if (composite) return mapping(pkg, output, base);
	return isInside(pkg.dir, output) ? inferredRoots(config, base, relativePosix(pkg.dir, output), pkg) : [];
}

/** Outputs that leave the package belong to whatever package is there; sources may start above the package. */
function mapping(pkg: Package, output: string, source: string): OutputRoot[] {
	const from = isInside(pkg.dir, source) ? output : join(output, relativePosix(source, pkg.dir));
	if (!isInside(pkg.dir, from) || !(isInside(pkg.dir, source) || isInside(source, pkg.dir))) return [];
	const root = {
		output: relativePosix(pkg.dir, from),
		source: isInside(pkg.dir, source) ? relativePosix(pkg.dir, source) : "",
	};
	return [{ ...root, withoutSource: root.output === "" ? "no" : "yes" }];
}

/**
 * Without `rootDir` the compiler takes the common folder of its inputs up to 5.9, and the folder of the tsconfig from 6.0:
 * https://devblogs.microsoft.com/typescript/announcing-typescript-6-0/#rootdir-now-defaults-to-.
 * Which one wrote an output is seen by where its source is. What the inputs import can only widen their common folder.
 */
function inferredRoots(config: Config, base: string, output: string, pkg: Package): OutputRoot[] {
	const ignored = new Set([
		output,
		...(config.exclude ?? []).map((path) => relativePosix(pkg.dir, resolveOption(base, path))),
	]);
	const patterns = config.include ?? (config.files === undefined ? ["**/*"] : []);
	const starts = [...patterns.map(withoutGlob), ...(config.files ?? []).map((path) => dirname(path))]
		.map((path) => resolveOption(base, path))
		.filter((path) => isInside(pkg.dir, path))
		.map((path) => relativePosix(pkg.dir, isFile(path) ? dirname(path) : path));
	const own = relativePosix(pkg.dir, base);
	const known = commonSource(pkg.dir, starts, ignored);
	const first = known ?? commonDirectory(starts);
	// With neither sources nor an `include` there is nothing to tell `dist/a.js` ← `src/a.ts` from `dist/a.js` ← `a.ts`.
	const withoutSource = output === "" ? "no" : known !== undefined || first !== own ? "yes" : "unknown";
	const sources = new Set([first, ...ancestorsOf(first, own), own]);
	return [...sources].map((source) => ({ output, source, withoutSource: source === first ? withoutSource : "no" }));
}

function ancestorsOf(directory: string, top: string): string[] {
	const parts = directory.split("/");
	return parts
		.map((_, index) => parts.slice(0, parts.length - 1 - index).join("/"))
		.filter((path) => path === top || restBelow(top, path) !== undefined);
}

function withoutGlob(pattern: string): string {
	const parts = pattern.split("/");
	const glob = parts.findIndex((part) => /[*?]/.test(part));
	return glob === -1 ? pattern : parts.slice(0, glob).join("/") || (pattern.startsWith("/") ? "/" : ".");
}

/** get-tsconfig 4.14 writes an absolute `outDir` as `.//absolute`. */
function resolveOption(base: string, path: string): string {
	const option = path.replace(/^\.\/(?=\/)/, "");
	return isAbsolute(option) ? option : resolve(base, option);
}

/** get-tsconfig takes some milliseconds to load, and a program whose package has no tsconfig never needs it. */
export function tsconfigReader(): typeof GetTsconfig {
	return dependency("get-tsconfig") as typeof GetTsconfig;
}

/** get-tsconfig reads over syntax errors, as an editor has to; a name may not depend on how it recovers. */
function readConfig(file: string): Config {
	const own = readJson(file, "jsonc") as Config & { readonly extends?: unknown };
	checkBases(file, own.extends);
	try {
		return tsconfigReader().parseTsconfig(file) as Config;
	} catch (cause) {
		// What the file itself sets wins over every base, so a base that is not installed takes nothing away.
		const { outDir, rootDir } = own.compilerOptions ?? {};
		const isWhole =
			(typeof outDir === "string" && typeof rootDir === "string") ||
			// A bundle that has this library inside may run where nothing is installed.
			(own.extends === undefined && isNotInstalled(cause));
		if (isWhole && !`${outDir}${rootDir}`.includes("${")) return own;
		throw new NamesakeError("SOURCE_UNAVAILABLE", {
			asked: file,
			why: `its rootDir and outDir can't be read: ${cause instanceof Error ? cause.message : cause}`,
			fix: 'set namesake.roots in package.json, for example { "namesake": { "roots": { "dist": "src" } } }',
			cause,
		});
	}
}

function checkBases(file: string, bases: unknown, seen: Set<string> = new Set([file])): void {
	for (const base of [bases].flat()) {
		if (typeof base !== "string" || !/^\.{0,2}\//.test(base)) continue;
		const path = resolve(dirname(file), base);
		const found = [path, `${path}.json`].find((candidate) => isFile(candidate) && !seen.has(candidate));
		if (found !== undefined) checkBases(found, readJson(found, "jsonc")["extends"], seen.add(found));
	}
}
