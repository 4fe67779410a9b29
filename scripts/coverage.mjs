/**
 * `npm run coverage`: the tests of `npm test` and `npm run test:published`, with every process and thread that they start writing down what it has run of dist/; then how much of src/
 * that was. Words are filters on test files, as with `npm test`.
 *
 * A process that is killed, or that may not write, does not count.
 *
 * Each test file is run on its own, two at a time, and what its processes have written is merged at once: half a megabyte from each of some
 * thousand processes. What has been measured of the same dist/ and tests is kept until a whole run has ended: a run that was stopped goes on.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { argv, execPath } from "node:process";
import { folder, isOf, merge, report, sourceMaps, TOOLS } from "./coverage-of-sources.mjs";
import { REPORTER, suiteOf, testFiles, usualTestFiles } from "./run-tests.mjs";
import { ensureInstalled, ensureTestsBuilt, fail, root, writeWhole } from "./setup.mjs";
import { printSummary, writeFigures } from "./summary.mjs";
import { ensureTools } from "./tools.mjs";

/** In percent of all lines and branches of src/. */
const WANTED = { lines: 95, branches: 90 };
/** The slowest test file takes a minute. */
const LIMIT_MS = 5 * 60 * 1000;

const parts = join(folder, "parts");

const COUNTS = ["tests", "pass", "fail", "skipped"];

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
	ensureTools("coverage", TOOLS);
	mkdirSync(parts, { recursive: true });
	const words = argv.slice(2);
	const cache = sourceMaps();
	const measured = await measureAll(
		words.length === 0 ? [...usualTestFiles(), ...suiteOf("published").files] : testFiles(words),
		cache,
	);
	const covered = report(merge(measured.map(({ result }) => result)), cache);
	for (const what of COUNTS)
		console.log(`# ${what} ${measured.reduce((sum, { counts }) => sum + (counts[what] ?? 0), 0)}`);
	const failed = measured.filter(({ passed }) => !passed).map(({ file }) => file);
	if (failed.length > 0)
		throw new Error(`the figures are not those of the tests, of which some failed: ${failed.join(", ")}`);
	if (words.length > 0) return;
	rmSync(parts, { recursive: true });
	const seconds = measured.reduce((sum, part) => sum + part.seconds, 0);
	const figures = { "lines covered, in %": covered.lines, "branches covered, in %": covered.branches };
	writeFigures({ topic: "coverage", form: "full", seconds, figures });
	printSummary(start);
	if (covered.lines < WANTED.lines || covered.branches < WANTED.branches)
		throw new Error(`at least ${WANTED.lines} % of the lines and ${WANTED.branches} % of the branches are wanted`);
}

/** @typedef {import("./coverage-of-sources.mjs").ScriptCoverage} ScriptCoverage */
/** @typedef {{ file: string, of: string, passed: boolean, counts: Record<string, number>, seconds: number, processes: number, result: ScriptCoverage[] }} Part */

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
	// Tests of documents are to compare, also where figures are to be written.
	const { passed, output } = await runTest(file, { NODE_V8_COVERAGE: raw, NAMESAKE_DOCS: "" });
	if (!passed) console.log(output);
	const counts = Object.fromEntries(
		COUNTS.map((what) => [what, Number(new RegExp(`^# ${what} (\\d+)$`, "m").exec(output)?.[1] ?? 0)]),
	);
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
	return { file, of, passed, counts, seconds: (Date.now() - start) / 1000, processes: processes.length, result };
}

/**
 * @param {string} file
 * @param {Record<string, string>} env
 * @returns {Promise<{ passed: boolean, output: string }>}
 */
function runTest(file, env) {
	return new Promise((resolve, reject) => {
		const args = ["--enable-source-maps", `--test-reporter=${REPORTER}`, "--test-reporter-destination=stdout", file];
		const test = spawn(execPath, args, { cwd: root, env: { ...process.env, ...env }, timeout: LIMIT_MS });
		running.add(test);
		let output = "";
		for (const stream of [test.stdout, test.stderr]) stream.setEncoding("utf8").on("data", (text) => (output += text));
		test.on("error", reject);
		test.on("close", (code) => {
			running.delete(test);
			resolve({ passed: code === 0, output });
		});
	});
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

/** @param {string[]} texts */
function digest(texts) {
	return createHash("sha256").update(texts.join("\0")).digest("hex").slice(0, 16);
}
