/**
 * `npm run mutation`: changes the core a little, and looks whether a test notices. Words choose parts of it: `npm run mutation -- name errors`.
 *
 * Stryker works in a copy, in .matrix/mutation/work/: compiled sources and tests, as `npm test` has them. It keeps what it has found
 * about what has not changed since (incremental.json). A mutant lives in this process and in those that a test starts; but which tests run which
 * code is known of the tests' own processes only, so that the core here is what tests call directly.
 */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { argv, execPath } from "node:process";
import { ensureInstalled, ensureTestsBuilt, main, npm, root, say } from "./setup.mjs";
import { writeFigures } from "./summary.mjs";

const STRYKER = "9.6.1";

/** In percent. */
const WANTED = 80;

/** What is changed, below dist/, and the tests that have to notice. */
const PARTS = {
	name: { mutate: ["name.js", "own-name.js"], tests: ["name.test.js"] },
	errors: { mutate: ["errors.js"], tests: ["errors.test.js", "name.test.js"] },
	own: { mutate: ["own.js"], tests: ["own.test.js"] },
	source: {
		mutate: ["source/**/*.js"],
		tests: ["source/inventory.test.js", "source/lines.test.js", "source/nested.test.js", "source/placement.test.js"],
	},
	module: {
		mutate: [
			"module/exports.js",
			"module/module-name.js",
			"module/output-roots.js",
			"module/package.js",
			"module/resolve.js",
		],
		tests: ["module/**/*.test.js"],
	},
};

const tools = join(root, ".matrix", "mutation");
const work = join(tools, "work");

main(() => {
	ensureInstalled();
	ensureTestsBuilt();
	const wanted = argv.slice(2);
	const names = /** @type {(keyof typeof PARTS)[]} */ (Object.keys(PARTS));
	const parts = names.filter((name) => wanted.length === 0 || wanted.includes(name));
	if (parts.length === 0) throw new Error(`there are ${names.join(", ")}`);
	ensureStryker();
	copy();
	const start = Date.now();
	/** @type {Record<string, number>} */
	const figures = {};
	for (const part of parts) {
		say(`mutating ${part}`);
		const { killed, all } = mutate(part);
		figures[`mutants of ${part}`] = all;
		figures[`noticed of ${part}, in %`] = all === 0 ? 100 : Math.round((1000 * killed) / all) / 10;
	}
	console.log(figures);
	for (const part of parts)
		writeFigures({
			topic: `mutation-${part}`,
			form: "full",
			seconds: (Date.now() - start) / 1000,
			figures: only(figures, part),
		});
	const low = parts.filter((part) => (figures[`noticed of ${part}, in %`] ?? 0) < WANTED);
	if (low.length > 0) throw new Error(`less than ${WANTED} % of the mutants of ${low.join(", ")} are noticed`);
});

/**
 * @param {Record<string, number>} figures
 * @param {string} part
 */
function only(figures, part) {
	return Object.fromEntries(Object.entries(figures).filter(([what]) => what.replace(/,.*/, "").endsWith(` ${part}`)));
}

function ensureStryker() {
	if (existsSync(join(tools, "node_modules", "@stryker-mutator", "tap-runner"))) return;
	say("installing Stryker into .matrix/mutation/");
	mkdirSync(tools, { recursive: true });
	writeFileSync(join(tools, "package.json"), JSON.stringify({ private: true }));
	const packages = [`@stryker-mutator/core@${STRYKER}`, `@stryker-mutator/tap-runner@${STRYKER}`];
	npm(["install", "--no-audit", "--no-fund", "--ignore-scripts", ...packages], tools);
}

/** Everything that tests read at the root of the repository; of dist/ what the compiler makes, a file of each source. */
function copy() {
	rmSync(work, { recursive: true, force: true });
	mkdirSync(join(work, "build"), { recursive: true });
	for (const path of ["build/tests", "tests", "docs", "examples", "src", "package.json", "README.md", "tsconfig.json"])
		cpSync(join(root, path), join(work, path), { recursive: true, verbatimSymlinks: true });
	const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
	const compiled = spawnSync(execPath, [tsc, "-p", root, "--outDir", join(work, "dist")], { encoding: "utf8" });
	if (compiled.status !== 0) throw new Error(compiled.stdout);
	symlinkSync(join(work, "dist"), join(work, "build", "src"), "junction");
	symlinkSync(join(root, "node_modules"), join(work, "node_modules"), "junction");
}

/**
 * @param {keyof typeof PARTS} part
 * @returns {{ killed: number, all: number }}
 */
function mutate(part) {
	const { mutate, tests } = PARTS[part];
	const report = join(work, `${part}.json`);
	const config = {
		testRunner: "tap",
		plugins: [join(tools, "node_modules", "@stryker-mutator", "tap-runner", "dist", "src", "index.js")],
		mutate: mutate.map((file) => `dist/${file}`),
		tap: {
			testFiles: tests.map((file) => `build/tests/${file}`),
			nodeArgs: ["--test-reporter=tap", "-r", "{{hookFile}}", "{{testFile}}"],
			forceBail: true,
		},
		inPlace: true,
		coverageAnalysis: "perTest",
		concurrency: 2,
		timeoutMS: 20_000,
		incremental: true,
		incrementalFile: join(tools, `incremental-${part}.json`),
		reporters: ["json", "progress-append-only"],
		jsonReporter: { fileName: report },
		// Texts are mostly messages for people.
		ignoreStatic: false,
		mutator: { excludedMutations: ["StringLiteral"] },
		allowEmpty: false,
		disableTypeChecks: false,
		checkers: [],
	};
	writeFileSync(join(work, "stryker.conf.json"), JSON.stringify(config));
	const stryker = join(tools, "node_modules", "@stryker-mutator", "core", "bin", "stryker.js");
	const { status } = spawnSync(execPath, [stryker, "run", "stryker.conf.json"], { cwd: work, stdio: "inherit" });
	if (status !== 0 || !existsSync(report)) throw new Error(`Stryker ended with exit code ${status}`);
	const { files } = JSON.parse(readFileSync(report, "utf8"));
	/** @type {string[]} */
	const states = Object.values(files).flatMap(({ mutants }) =>
		mutants.map((/** @type {{ status: string }} */ mutant) => mutant.status),
	);
	const count = (/** @type {string[]} */ ...wanted) => states.filter((state) => wanted.includes(state)).length;
	return { killed: count("Killed", "Timeout"), all: count("Killed", "Timeout", "Survived", "NoCoverage") };
}
