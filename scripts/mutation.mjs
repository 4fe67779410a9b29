/**
 * `npm run mutation`: Stryker changes the sources a little, and looks whether a test notices. `-- --since <commit>` changes the files that differ from
 * that commit, `-- source/flow.ts` those with one of these words in their path. Results are kept in .matrix/mutation/incremental.json.
 *
 * Stryker builds a copy, .matrix/mutation/work/, and runs the tests in its own process. It finds out which test reaches what.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { argv, env, execPath } from "node:process";
import { fileURLToPath } from "node:url";
import { SHAPES_READ, testFiles } from "./run-tests.mjs";
import { ensureInstalled, ensureTestsBuilt, main, root } from "./setup.mjs";
import { ensureTools } from "./tools.mjs";

/** The folders of src/ whose tests call them in their own process. */
const SOURCES = ["base", "package", "source"];
const TESTS = [...SOURCES, "json", "lock"].map((folder) => `tests/${folder}/`).concat(SHAPES_READ);
/** Tests that start programs notice nothing: only Stryker's process has the change. */
const STARTS_PROGRAMS = /from "(?:node:child_process|(?:\.\.\/)+app\.js)"/;
/** In percent of the mutants. */
const WANTED = 80;

main(() => {
	ensureInstalled();
	ensureTestsBuilt();
	const [option = "", ...rest] = argv.slice(2);
	const isSince = option === "--since";
	const command = isSince ? ["diff", "--name-only", "--diff-filter=d", rest[0] ?? "HEAD"] : ["ls-files"];
	const folders = SOURCES.map((folder) => `src/${folder}`);
	const files = execFileSync("git", [...command, "--", ...folders], { cwd: root, encoding: "utf8" }).split("\n");
	const words = isSince ? [""] : [option, ...rest];
	const mutate = files.filter((file) => file.endsWith(".ts") && words.some((word) => file.includes(word)));
	if (mutate.length === 0) return console.log(`no such file in ${folders.join(", ")}`);
	const tests = testFiles(TESTS)
		.filter((file) => !STARTS_PROGRAMS.test(readFileSync(join(root, file), "utf8")))
		.map((file) => file.replace(/^build/, ".tsc"));

	const folder = ensureTools("mutation", { "@stryker-mutator/core": "9.6.1" });
	const config = join(folder, "stryker.conf.json");
	const report = join(folder, "report.json");
	const options = {
		mutate,
		testRunner: "in-process",
		plugins: [fileURLToPath(new URL("mutation-runner.mjs", import.meta.url))],
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
	const { status } = spawnSync(execPath, [stryker, "run", config], {
		cwd: root,
		stdio: ["ignore", "inherit", "inherit"],
		// Tests that try random values try so many for each mutant.
		env: { ...env, NAMESAKE_RUNS: "100", NAMESAKE_MUTATION_TESTS: JSON.stringify(tests) },
	});
	if (status !== 0) throw new Error(`Stryker ended with exit code ${status}`);
	const found = Object.values(JSON.parse(readFileSync(report, "utf8")).files).map(({ mutants }) => {
		const count = (/** @type {string[]} */ ...states) =>
			mutants.filter((/** @type {{ status: string }} */ mutant) => states.includes(mutant.status)).length;
		return { noticed: count("Killed", "Timeout"), survived: count("Survived"), missed: count("NoCoverage") };
	});
	// What only programs run, which tests start, can't be measured.
	const measured = found.filter(({ noticed, survived }) => noticed + survived > 0);
	const noticed = measured.reduce((sum, file) => sum + file.noticed, 0);
	const all = measured.reduce((sum, file) => sum + file.noticed + file.survived + file.missed, 0);
	console.log(`${noticed} of ${all} mutants noticed, in ${measured.length} of ${mutate.length} files`);
	if (noticed < (all * WANTED) / 100) throw new Error(`less than ${WANTED} % of the mutants are noticed`);
});
