/**
 * `npm run coverage`: all tests but those of published code, and how much of src/ they and the programs that they start have run. Words choose test
 * files, as with `npm test`. `--report` runs no test, and reports what other runs with NODE_V8_COVERAGE=coverage/raw have written.
 *
 * c8 does the sums. What it would get wrong is sorted out before: it takes every script with the URL of a file of dist/ for that file, but loaders
 * run other texts under it, whose offsets lead elsewhere. And it learns where the source maps are, which dist/ does not mention.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { argv, env, execPath } from "node:process";
import { pathToFileURL } from "node:url";
import { filesIn, main, root } from "./setup.mjs";
import { ensureTools } from "./tools.mjs";

/** @typedef {{ url: string, functions: { ranges: { endOffset: number }[] }[] }} ScriptCoverage */

/** In percent of all lines and branches of src/. */
const WANTED = ["--lines", "95", "--branches", "90"];

const raw = join(root, "coverage", "raw");
const ours = join(root, "coverage", "ours");

main(() => {
	const words = argv.slice(2);
	if (!words.includes("--report")) {
		rmSync(raw, { recursive: true, force: true });
		for (const args of words.length > 0 ? [words] : [[], ["--suite=others"]]) {
			const test = [join(root, "scripts", "test.mjs"), ...args];
			const { status } = spawnSync(execPath, test, { stdio: "inherit", env: { ...env, NODE_V8_COVERAGE: raw } });
			if (status !== 0) throw new Error("a test has failed: the figures would not be those of the tests");
		}
	}
	rmSync(ours, { recursive: true, force: true });
	mkdirSync(ours, { recursive: true });
	const files = mappedFiles();
	for (const name of readdirSync(raw)) {
		const text = readFileSync(join(raw, name), "utf8");
		// A process was killed while it wrote.
		if (!text.trimEnd().endsWith("}")) continue;
		const result = JSON.parse(text).result.filter(
			(/** @type {ScriptCoverage} */ { url, functions: [whole] }) =>
				url in files && files[url]?.length === whole?.ranges[0]?.endOffset,
		);
		if (result.length > 0) writeFileSync(join(ours, name), JSON.stringify({ result }));
	}
	// What no process has loaded counts, too.
	const result = Object.entries(files).map(([url, { length }]) => {
		const ranges = [{ startOffset: 0, endOffset: length, count: 0 }];
		return { scriptId: "0", url, functions: [{ functionName: "", isBlockCoverage: true, ranges }] };
	});
	writeFileSync(join(ours, "all.json"), JSON.stringify({ result, "source-map-cache": files }));

	const c8 = join(ensureTools("coverage", { c8: "12.0.0" }), "node_modules", "c8", "bin", "c8.js");
	const reporters = ["text", "lcovonly"].flatMap((reporter) => ["--reporter", reporter]);
	const folders = ["--temp-directory", ours, "--reports-dir", join(root, "coverage")];
	const how = ["--include", "src/**", "--exclude-after-remap", "--merge-async", "--check-coverage", ...WANTED];
	const { status } = spawnSync(execPath, [c8, "report", ...folders, ...reporters, ...how], {
		cwd: root,
		stdio: "inherit",
	});
	if (status !== 0) throw new Error("too little of src/ is run, see above");
});

/**
 * The files of dist/ that have something to run, by their URLs, in the form of Node's own cache of source maps.
 * @returns {Record<string, { length: number, lineLengths: number[], data: object }>}
 */
function mappedFiles() {
	const maps = join(root, ".tsc", "maps");
	return Object.fromEntries(
		filesIn(maps).flatMap((file) => {
			const path = join(root, "dist", file.replace(/\.map$/, ""));
			const map = JSON.parse(readFileSync(join(maps, file), "utf8"));
			/** @type {string[]} */
			const sources = map.sources.map((/** @type {string} */ source) => resolve(dirname(path), source));
			if (sources.length === 0) return [];
			// Without its text c8 takes a source for covered.
			const sourcesContent = sources.map((source) => (existsSync(source) ? readFileSync(source, "utf8") : ""));
			const text = readFileSync(path, "utf8");
			const lineLengths = text.split("\n").map(({ length }) => length);
			const data = { ...map, sourceRoot: "", sources, sourcesContent };
			return [[pathToFileURL(path).href, { length: text.length, lineLengths, data }]];
		}),
	);
}
