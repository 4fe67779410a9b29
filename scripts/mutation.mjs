/**
 * `npm run mutation`: Stryker changes the sources a little, and looks whether a test notices. `-- --since <commit>` changes the files that differ from
 * that commit, `-- source/flow.ts` those with one of these words in their path. Results are kept in .matrix/mutation/incremental.json.
 *
 * Stryker builds a copy, .matrix/mutation/work/, and runs the tests in its own process: a process for each test file and mutant, as in its runner
 * for node:test, takes ten times as long. It finds out which test reaches what.
 */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";
import { SHAPES_READ, testFiles } from "./run-tests.mjs";
import { ensureTestsBuilt, read, root, runNode } from "./setup.mjs";
import { ensureTools } from "./tools.mjs";

/** The folders of src/ whose tests call them in their own process. */
const SOURCES = ["base", "package", "source"];
const TESTS = [...SOURCES, "json", "lock"].map((folder) => `tests/${folder}/`).concat(SHAPES_READ);
/** Tests that start programs notice nothing: only Stryker's process has the change. */
const STARTS_PROGRAMS = /from "(?:node:child_process|(?:\.\.\/)+app\.ts)"/;
/** In percent of the mutants. */
const WANTED = 80;

ensureTestsBuilt();
const [option = "", ...rest] = argv.slice(2);
const isSince = option === "--since";
const command = isSince ? ["diff", "--name-only", "--diff-filter=d", rest[0] ?? "HEAD"] : ["ls-files"];
const folders = SOURCES.map((folder) => `src/${folder}`);
const files = execFileSync("git", [...command, "--", ...folders], { cwd: root, encoding: "utf8" }).split("\n");
const words = isSince ? [""] : [option, ...rest];
const mutate = files.filter((file) => file.endsWith(".ts") && words.some((word) => file.includes(word)));
if (mutate.length === 0) console.log(`no such file in ${folders.join(", ")}`);
else runStryker();

function runStryker() {
	const folder = ensureTools("mutation", {
		"@stryker-mutator/core": "9.6.1",
		"@stryker-mutator/mocha-runner": "9.6.1",
		mocha: "10.8.2",
	});
	const config = join(folder, "stryker.conf.json");
	const report = join(folder, "report.json");
	const tests = testFiles(TESTS).filter((file) => !STARTS_PROGRAMS.test(read(file)));
	// One failure is enough, and a file's own tests are the first to notice.
	const isOther = (/** @type {string} */ test) =>
		Number(!mutate.some((file) => basename(test, ".test.ts") === basename(file, ".ts")));
	const options = {
		mutate,
		testRunner: "mocha",
		mochaOptions: {
			spec: tests.sort((a, b) => isOther(a) - isOther(b)).map((file) => join(".tsc", file.replace(/ts$/, "js"))),
			require: [fileURLToPath(new URL("mutation-tests.mjs", import.meta.url))],
			"no-config": true,
			"no-package": true,
		},
		coverageAnalysis: "perTest",
		buildCommand: "node ../../../../node_modules/typescript/bin/tsc -b tests --noCheck",
		// Stryker would read it with the API of TypeScript 5.
		tsconfigFile: "none",
		tempDirName: join(folder, "work"),
		ignorePatterns: ["/.*", "/bench", "/build", "/coverage"],
		incremental: true,
		incrementalFile: join(folder, "incremental.json"),
		timeoutMS: 5000,
		concurrency: 2,
		reporters: ["clear-text", "json", "progress-append-only"],
		clearTextReporter: { allowColor: false, reportTests: false },
		jsonReporter: { fileName: report },
		// Most texts are messages for people.
		mutator: { excludedMutations: ["StringLiteral"] },
	};
	writeFileSync(config, JSON.stringify(options));
	const stryker = join(folder, "node_modules", "@stryker-mutator", "core", "bin", "stryker.js");
	// Tests that try random values try so many for each mutant.
	if (!runNode([stryker, "run", config], { env: { NAMESAKE_RUNS: "100" } })) throw new Error("Stryker has failed");
	/** @type {string[][]} */
	const states = Object.values(JSON.parse(readFileSync(report, "utf8")).files).map(({ mutants }) =>
		mutants.map((/** @type {{ status: string }} */ { status }) => status),
	);
	// What only programs run, which tests start, can't be measured.
	const measured = states.filter((file) => file.some((state) => /Killed|Timeout|Survived/.test(state)));
	const all = measured.flat().filter((state) => /Killed|Timeout|Survived|NoCoverage/.test(state));
	const noticed = all.filter((state) => /Killed|Timeout/.test(state)).length;
	console.log(`${noticed} of ${all.length} mutants noticed, in ${measured.length} of ${mutate.length} files`);
	if (noticed < (all.length * WANTED) / 100) throw new Error(`less than ${WANTED} % of the mutants are noticed`);
}
