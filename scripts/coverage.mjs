/**
 * `npm run coverage`: the tests, with every process and thread that they start writing down what it has run of dist/; then how much of src/
 * that was. Words are filters on test files, as with `npm test`.
 *
 * V8 tells offsets in dist/. The compiler is asked once more for source maps of the same text, which lead to src/; c8 does the sums.
 * What a process was told that was killed, or that may not write, is not counted.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { argv, execPath } from "node:process";
import { pathToFileURL } from "node:url";
import { runTests, testFiles } from "./run-tests.mjs";
import { ensureInstalled, ensureTestsBuilt, main, npm, root } from "./setup.mjs";
import { writeFigures } from "./summary.mjs";

/** In percent of all lines and branches of src/. */
const WANTED = { lines: 95, branches: 90 };

const C8 = "12.0.0";
const folder = join(root, "coverage");
const raw = join(folder, "raw");
const merged = join(folder, "merged");
const maps = join(folder, "maps");
const tools = join(root, ".matrix", "coverage");

main(() => {
	ensureInstalled();
	ensureTestsBuilt();
	rmSync(folder, { recursive: true, force: true });
	for (const directory of [raw, merged, maps]) mkdirSync(directory, { recursive: true });
	const start = Date.now();
	const passed = runTests({ node: execPath, files: testFiles(argv.slice(2)), env: { NODE_V8_COVERAGE: raw } });
	if (!existsSync(join(tools, "node_modules", "c8"))) {
		mkdirSync(tools, { recursive: true });
		writeFileSync(join(tools, "package.json"), JSON.stringify({ private: true }));
		npm(["install", "--no-audit", "--no-fund", "--ignore-scripts", `c8@${C8}`], tools);
	}
	collect(sourceMaps());
	const { lines, branches } = report();
	const figures = { "lines covered, in %": lines, "branches covered, in %": branches };
	if (argv.length === 2)
		writeFigures({ topic: "coverage", form: "full", seconds: (Date.now() - start) / 1000, figures });
	if (!passed) throw new Error("tests have failed, so the figures are not those of the tests");
	if (argv.length === 2 && (lines < WANTED.lines || branches < WANTED.branches))
		throw new Error(`at least ${WANTED.lines} % of the lines and ${WANTED.branches} % of the branches are wanted`);
});

/** By the URL of a file of dist/: the lengths of its lines, and its map. */
function sourceMaps() {
	const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
	const args = [
		tsc,
		"-p",
		"tsconfig.json",
		"--outDir",
		maps,
		"--sourceMap",
		"--declaration",
		"false",
		"--isolatedDeclarations",
		"false",
	];
	const compiled = spawnSync(execPath, args, { cwd: root, encoding: "utf8" });
	if (compiled.status !== 0) throw new Error(compiled.stdout);
	/** @type {Record<string, { lineLengths: number[], data: object }>} */
	const cache = {};
	for (const file of readdirSync(maps, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".js"))) {
		const text = readFileSync(join(root, "dist", file), "utf8");
		const mapped = readFileSync(join(maps, file), "utf8");
		if (!mapped.startsWith(text.trimEnd())) throw new Error(`dist/${file} is not what src/ gives`);
		const map = JSON.parse(readFileSync(join(maps, `${file}.map`), "utf8"));
		const source = join(root, "src", file.replace(/\.js$/, ".ts"));
		cache[pathToFileURL(join(root, "dist", file)).href] = {
			lineLengths: text.split("\n").map(({ length }) => length),
			data: { ...map, sourceRoot: "", sources: [source], sourcesContent: [readFileSync(source, "utf8")] },
		};
	}
	return cache;
}

/**
 * Of each process only what it has run of dist/: the rest is hundreds of megabytes.
 * @param {ReturnType<typeof sourceMaps>} cache
 */
function collect(cache) {
	for (const file of readdirSync(raw)) {
		const text = readFileSync(join(raw, file), "utf8");
		rmSync(join(raw, file));
		// A process that was killed while it wrote.
		if (!text.trimEnd().endsWith("}")) continue;
		const result = JSON.parse(text).result.filter((/** @type {ScriptCoverage} */ script) => isOf(cache, script));
		if (result.length > 0) writeFileSync(join(merged, file), JSON.stringify({ result }));
	}
	const [first] = readdirSync(merged);
	if (first === undefined) throw new Error("no process has run anything of dist/");
	const { result } = JSON.parse(readFileSync(join(merged, first), "utf8"));
	writeFileSync(join(merged, first), JSON.stringify({ result, "source-map-cache": cache }));
}

/** @typedef {{ url: string, functions: { ranges: { endOffset: number }[] }[] }} ScriptCoverage */

/**
 * Is it the text of dist/? Loaders run other texts under the same URL, whose offsets lead elsewhere.
 * @param {ReturnType<typeof sourceMaps>} cache
 * @param {ScriptCoverage} script
 */
function isOf(cache, { url, functions }) {
	const lengths = cache[url]?.lineLengths;
	const length = lengths?.reduce((sum, line) => sum + line + 1, -1);
	return length !== undefined && functions[0]?.ranges[0]?.endOffset === length;
}

/** Modules of types alone: there is nothing in them to be run. */
function withoutCode() {
	const files = readdirSync(join(root, "dist"), { recursive: true, encoding: "utf8" }).filter((file) =>
		file.endsWith(".js"),
	);
	return files
		.filter((file) =>
			/^(?:\s|\/\*[\s\S]*?\*\/|\/\/.*)*export \{\};\s*$/.test(readFileSync(join(root, "dist", file), "utf8")),
		)
		.map((file) => `src/${file.replace(/\.js$/, ".ts")}`);
}

/** @returns {{ lines: number, branches: number }} */
function report() {
	const c8 = join(tools, "node_modules", "c8", "bin", "c8.js");
	const out = relative(root, join(folder, "report"));
	const args = [c8, "report", "--temp-directory", merged, "--reports-dir", out, "--src", "src", "--all"];
	for (const file of withoutCode()) args.push("--exclude", file);
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
