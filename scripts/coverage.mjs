/**
 * `npm run coverage`: the tests, with every process and thread that they start writing down what it has run of dist/; then how much of src/
 * that was. Words are filters on test files, as with `npm test`.
 *
 * V8 tells offsets in dist/. The compiler is asked once more for source maps of the same text, which lead to src/; c8 does the sums.
 * What a process was told that was killed, or that may not write, is not counted.
 *
 * Each test file is run on its own, two at a time, and what its processes have written is merged at once: half a megabyte from each of some
 * thousand processes. What has been measured of the same dist/ and tests is kept until a whole run has ended: a run that was stopped goes on.
 */
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { join, relative } from "node:path";
import { argv, execPath } from "node:process";
import { pathToFileURL } from "node:url";
import { testFiles, usualTestFiles } from "./run-tests.mjs";
import { ensureInstalled, ensureTestsBuilt, fail, npm, root } from "./setup.mjs";
import { printSummary, writeFigures } from "./summary.mjs";

/** In percent of all lines and branches of src/. */
const WANTED = { lines: 95, branches: 90 };
/** The slowest test file takes a minute. */
const LIMIT_MS = 5 * 60 * 1000;

const C8 = "12.0.0";
const folder = join(root, "coverage");
const parts = join(folder, "parts");
const merged = join(folder, "merged");
const maps = join(folder, "maps");
const tools = join(root, ".matrix", "coverage");

/** @type {Set<import("node:child_process").ChildProcess>} */
const running = new Set();
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"]))
	process.once(signal, () => {
		for (const test of running) test.kill();
		process.exit(1);
	});

await run().catch(fail);

async function run() {
	const start = Date.now();
	ensureInstalled();
	ensureTestsBuilt();
	ensureTools();
	for (const directory of [maps, merged]) rmSync(directory, { recursive: true, force: true });
	for (const directory of [parts, maps, merged]) mkdirSync(directory, { recursive: true });
	const words = argv.slice(2);
	const cache = sourceMaps();
	const measured = await measureAll(words.length === 0 ? usualTestFiles() : testFiles(words), cache);
	const whole = JSON.stringify({ result: merge(measured.map(({ result }) => result)), "source-map-cache": cache });
	writeFileSync(join(merged, "all.json"), whole);
	const { lines, branches } = report();
	const failed = measured.filter(({ passed }) => !passed).map(({ file }) => file);
	if (failed.length > 0)
		throw new Error(`the figures are not those of the tests, of which some failed: ${failed.join(", ")}`);
	if (words.length > 0) return;
	rmSync(parts, { recursive: true });
	const seconds = measured.reduce((sum, part) => sum + part.seconds, 0);
	const figures = { "lines covered, in %": lines, "branches covered, in %": branches };
	writeFigures({ topic: "coverage", form: "full", seconds, figures });
	printSummary(start);
	if (lines < WANTED.lines || branches < WANTED.branches)
		throw new Error(`at least ${WANTED.lines} % of the lines and ${WANTED.branches} % of the branches are wanted`);
}

/** @typedef {{ url: string, functions: { ranges: { endOffset: number }[] }[] }} ScriptCoverage */
/** @typedef {{ file: string, of: string, passed: boolean, seconds: number, processes: number, result: ScriptCoverage[] }} Part */

/**
 * Runs test files, as many at a time as there are processors.
 * @param {string[]} files
 * @param {ReturnType<typeof sourceMaps>} cache
 * @returns {Promise<Part[]>}
 */
async function measureAll(files, cache) {
	if (files.length === 0) throw new Error("there is no such test file");
	// What was built, by the stamps of both.
	const of = digest(
		["dist", join("build", "tests")]
			.map((path) => readFileSync(join(root, path, ".namesake-setup"), "utf8"))
			.concat(process.version),
	);
	/** @type {Part[]} */
	const measured = [];
	const waiting = [...files];
	const work = async () => {
		for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
			const kept = readPart(file);
			if (kept?.of === of && kept.passed) {
				measured.push(kept);
				continue;
			}
			const part = await measure(file, of, cache);
			writeWhole(partOf(file), JSON.stringify(part));
			measured.push(part);
			const { passed, seconds, processes } = part;
			console.log(
				`${passed ? "✔" : "✖"} ${seconds.toFixed(1).padStart(6)} s ${String(processes).padStart(4)} processes  ${file}`,
			);
		}
	};
	await Promise.all(Array.from({ length: availableParallelism() }, work));
	return measured;
}

/**
 * Runs one test file.
 * @param {string} file
 * @param {string} of
 * @param {ReturnType<typeof sourceMaps>} cache
 * @returns {Promise<Part>}
 */
async function measure(file, of, cache) {
	const raw = join(folder, `raw-${digest([file])}`);
	rmSync(raw, { recursive: true, force: true });
	const start = Date.now();
	const passed = await new Promise((resolve) => {
		const env = { ...process.env, NODE_V8_COVERAGE: raw };
		const test = spawn(execPath, ["--enable-source-maps", "--test-reporter=spec", file], {
			cwd: root,
			env,
			timeout: LIMIT_MS,
		});
		running.add(test);
		let output = "";
		for (const stream of [test.stdout, test.stderr]) stream.setEncoding("utf8").on("data", (text) => (output += text));
		test.on("close", (code) => {
			running.delete(test);
			if (code !== 0) console.log(output);
			resolve(code === 0);
		});
	});
	const processes = existsSync(raw) ? readdirSync(raw) : [];
	let result = /** @type {ScriptCoverage[]} */ ([]);
	for (const name of processes) {
		const text = readFileSync(join(raw, name), "utf8");
		// A process that was killed while it wrote.
		if (!text.trimEnd().endsWith("}")) continue;
		// Only what it has run of dist/.
		const scripts = JSON.parse(text).result.filter((/** @type {ScriptCoverage} */ script) => isOf(cache, script));
		result = merge([result, scripts]);
	}
	rmSync(raw, { recursive: true, force: true });
	return { file, of, passed, seconds: (Date.now() - start) / 1000, processes: processes.length, result };
}

/**
 * Coverage of processes as that of one.
 * @param {ScriptCoverage[][]} results
 * @returns {ScriptCoverage[]}
 */
function merge(results) {
	const { mergeProcessCovs } = createRequire(join(tools, "package.json"))("@bcoe/v8-coverage");
	return mergeProcessCovs(results.map((result) => ({ result }))).result;
}

/** c8, which brings the merging, too. */
function ensureTools() {
	if (existsSync(join(tools, "node_modules", "c8"))) return;
	mkdirSync(tools, { recursive: true });
	writeFileSync(join(tools, "package.json"), JSON.stringify({ private: true }));
	npm(["install", "--no-audit", "--no-fund", "--ignore-scripts", `c8@${C8}`], tools);
}

/** @param {string} file */
function partOf(file) {
	return join(parts, `${digest([file])}.json`);
}

/**
 * @param {string} file
 * @returns {Part | undefined}
 */
function readPart(file) {
	const part = partOf(file);
	return existsSync(part) ? JSON.parse(readFileSync(part, "utf8")) : undefined;
}

/**
 * @param {string} file
 * @param {string} text
 */
function writeWhole(file, text) {
	writeFileSync(`${file}.new`, text);
	renameSync(`${file}.new`, file);
}

/** @param {string[]} texts */
function digest(texts) {
	return createHash("sha256").update(texts.join("\0")).digest("hex").slice(0, 16);
}

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
