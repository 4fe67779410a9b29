/**
 * `npm run coverage`: all tests but those of published code, and how much of src/ they and the programs that they start have run. Words choose test
 * files, as with `npm test`. `--report` runs no test, and reports what other runs with NODE_V8_COVERAGE=coverage/raw have written.
 *
 * c8 does the sums, see .c8rc.json. What it would get wrong is sorted out before: it takes every script with the URL of a file of dist/ for that file,
 * but loaders run other texts under it, whose offsets lead elsewhere. And it learns of the source maps, which dist/ does not mention.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { argv } from "node:process";
import { pathToFileURL } from "node:url";
import { filesIn, root, runNode } from "./setup.mjs";
import { ensureTools } from "./tools.mjs";

/** @typedef {{ url: string, functions: { ranges: { endOffset: number }[] }[] }} ScriptCoverage */

const raw = join(root, "coverage", "raw");
const ours = join(root, "coverage", "ours");

const words = argv.slice(2);
if (!words.includes("--report")) {
	rmSync(raw, { recursive: true, force: true });
	for (const args of words.length > 0 ? [words] : [[], ["--suite=others"]])
		if (!runNode(["scripts/test.mjs", ...args], { env: { NODE_V8_COVERAGE: raw } }))
			throw new Error("a test has failed: the figures would not be those of the tests");
}
rmSync(ours, { recursive: true, force: true });
mkdirSync(ours, { recursive: true });
const files = mappedFiles();
for (const name of readdirSync(raw)) {
	const text = readFileSync(join(raw, name), "utf8");
	// A process was killed while it wrote.
	if (!text.trimEnd().endsWith("}")) continue;
	/** @type {ScriptCoverage[]} */
	const scripts = JSON.parse(text).result;
	const result = scripts.filter(
		({ url, functions: [all] }) => files[url]?.length === (all?.ranges[0]?.endOffset ?? -1),
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
if (!runNode([c8, "report"])) throw new Error("too little of src/ is run, see above");

/**
 * The files of dist/ that have something to run, by their URLs, in the form of Node's own cache of source maps.
 * @returns {Record<string, { length: number, lineLengths: number[], data: object }>}
 */
function mappedFiles() {
	const dist = join(root, "dist");
	const maps = filesIn(dist).filter((file) => file.endsWith(".map"));
	return Object.fromEntries(
		maps.flatMap((file) => {
			const path = join(dist, file.replace(/\.map$/, ""));
			const map = JSON.parse(readFileSync(join(dist, file), "utf8"));
			/** @type {string[]} */
			const sources = map.sources.map((/** @type {string} */ source) => resolve(path, "..", source));
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
