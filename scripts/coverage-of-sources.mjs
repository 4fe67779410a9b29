/**
 * What V8 has counted of dist/, as a report on src/: the compiler, and what puts its files together, are asked once more for source maps of
 * the same text, which lead to src/; c8 does the sums.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative, resolve } from "node:path";
import { execPath } from "node:process";
import { pathToFileURL } from "node:url";
import { root } from "./setup.mjs";

/** @typedef {{ url: string, functions: { ranges: { endOffset: number }[] }[] }} ScriptCoverage */

/** It brings the merging, too. */
export const TOOLS = { c8: "12.0.0" };
/** Where everything is written. */
export const folder = join(root, "coverage");
const merged = join(folder, "merged");
const maps = join(folder, "maps");
const compiled = join(maps, "compiled");
const bundled = join(maps, "bundled");
const tools = join(root, ".matrix", "coverage");

/** By the URL of a file of dist/: the lengths of its lines, and its map. */
export function sourceMaps() {
	rmSync(maps, { recursive: true, force: true });
	const noTypes = ["--declaration", "false", "--isolatedDeclarations", "false"];
	const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
	make([tsc, "-p", "tsconfig.json", "--outDir", compiled, "--sourceMap", ...noTypes]);
	make([join(root, "scripts", "bundle.mjs"), compiled, bundled, "maps"]);
	/** @type {Record<string, { lineLengths: number[], data: { sources: string[] } }>} */
	const cache = {};
	for (const file of modulesIn(bundled)) {
		const text = readFileSync(join(root, "dist", file), "utf8");
		const mapped = readFileSync(join(bundled, file), "utf8");
		if (!mapped.startsWith(text.trimEnd())) throw new Error(`dist/${file} is not what src/ gives`);
		const map = JSON.parse(readFileSync(join(bundled, `${file}.map`), "utf8"));
		const sources = map.sources.map((/** @type {string} */ source) => resolve(bundled, dirname(file), source));
		// A file that hands on what another one has.
		if (sources.length === 0) continue;
		cache[pathToFileURL(join(root, "dist", file)).href] = {
			lineLengths: text.split("\n").map(({ length }) => length),
			data: { ...map, sourceRoot: "", sources, sourcesContent: sources.map(textOf) },
		};
	}
	return cache;
}

/**
 * Without its text c8 takes a source for covered.
 * @param {string} source
 */
function textOf(source) {
	// What the bundler has made itself has no file.
	return source.includes("\0") ? "" : readFileSync(source, "utf8");
}

/** @param {string[]} args a script and its arguments */
function make(args) {
	const { status, stdout, stderr } = spawnSync(execPath, args, { cwd: root, encoding: "utf8" });
	if (status !== 0) throw new Error(`${args.join(" ")} failed:\n${stdout}${stderr}`);
}

/** @param {string} directory */
function modulesIn(directory) {
	return readdirSync(directory, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".js"));
}

/**
 * Is it the text of dist/? Loaders run other texts under the same URL, whose offsets lead elsewhere.
 * @param {ReturnType<typeof sourceMaps>} cache
 * @param {ScriptCoverage} script
 */
export function isOf(cache, { url, functions }) {
	const lengths = cache[url]?.lineLengths;
	const length = lengths?.reduce((sum, line) => sum + line + 1, -1);
	return length !== undefined && functions[0]?.ranges[0]?.endOffset === length;
}

/**
 * Coverage of processes as that of one.
 * @param {ScriptCoverage[][]} results
 * @returns {ScriptCoverage[]}
 */
export function merge(results) {
	const { mergeProcessCovs } = createRequire(join(tools, "package.json"))("@bcoe/v8-coverage");
	return mergeProcessCovs(results.map((result) => ({ result }))).result;
}

/**
 * Prints a table of all files, and writes lcov.info.
 * @param {ScriptCoverage[]} result
 * @param {ReturnType<typeof sourceMaps>} cache
 * @returns {{ lines: number, branches: number }} percents.
 */
export function report(result, cache) {
	rmSync(merged, { recursive: true, force: true });
	mkdirSync(merged, { recursive: true });
	writeFileSync(join(merged, "all.json"), JSON.stringify({ result, "source-map-cache": cache }));
	const c8 = join(tools, "node_modules", "c8", "bin", "c8.js");
	const out = relative(root, join(folder, "report"));
	const args = [c8, "report", "--temp-directory", merged, "--reports-dir", out, "--src", "src", "--all"];
	for (const file of withoutCode(cache)) args.push("--exclude", file);
	args.push(
		"--include",
		"src/**",
		"--exclude-after-remap",
		"--merge-async",
		"-r",
		"text",
		"-r",
		"json-summary",
		"-r",
		"lcovonly",
	);
	const { status } = spawnSync(execPath, ["--max-old-space-size=4096", ...args], { cwd: root, stdio: "inherit" });
	if (status !== 0) throw new Error(`c8 ended with exit code ${status}`);
	const { total } = JSON.parse(readFileSync(join(folder, "report", "coverage-summary.json"), "utf8"));
	return { lines: total.lines.pct, branches: total.branches.pct };
}

/**
 * Modules that no text leads to: those of types alone, and those that only hand on what others have. There is nothing in them to be run.
 * @param {ReturnType<typeof sourceMaps>} cache
 */
function withoutCode(cache) {
	const sources = new Set(Object.values(cache).flatMap(({ data }) => data.sources));
	return modulesIn(compiled)
		.map((file) => `src/${file.replace(/\.js$/, ".ts")}`)
		.filter((file) => !sources.has(join(root, file)));
}
