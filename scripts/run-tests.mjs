/** Which tests there are, and how node:test runs them, under any Node. */
import { spawnSync } from "node:child_process";
import { availableParallelism } from "node:os";
import { join, relative, resolve, sep } from "node:path";
import { execPath } from "node:process";
import { filesIn, root } from "./setup.mjs";

const REPORTER = new URL("./reporter.mjs", import.meta.url).href;
const REPORT = [`--test-reporter=${REPORTER}`, "--test-reporter-destination=stdout"];
/** Every test file is a process; some wait for others, or for a timer. */
const CONCURRENCY = availableParallelism() + 1;

/** The columns of the table of shapes that only read, and those that start programs. */
export const SHAPES_READ = ["tests/shapes/text", "tests/shapes/list"];
const SHAPES_RUN = ["tests/shapes/run-time", "tests/shapes/preload", "tests/shapes/plugin"];

/**
 * Folders of tests that start no program and do not depend on how modules are loaded. They share a process, and `npm run test:unit` runs them on the
 * sources, without a build.
 */
const UNIT = ["base", "cli/text", "json", "lock", "source"].map((folder) => `tests/${folder}/`).concat(SHAPES_READ);
/** Node:test sorts files: this one comes first, because it takes longest. */
const UNIT_RUNNER = "tests/all-unit.ts";

/**
 * @typedef {object} Suite
 * @property {string[]} files filters, see {@link testFiles}
 * @property {Record<string, string>} [env] makes its tests take their long form
 * @property {Record<string, string>} [tools] files with packages that it needs, by the folders below .matrix/ that get them
 * @property {boolean} [isUsual] `npm test` runs these files too, in their short form
 */

/**
 * The suites with a command of their own, `npm run test:<name>`, because they take long, or need Redis. `npm test` runs what is in none of them.
 * @type {Record<string, Suite>}
 */
const SUITES = {
	bullmq: { files: ["tests/bullmq/", "tests/adapter/"] },
	cases: { files: SHAPES_RUN },
	cli: { files: ["tests/cli/"] },
	docs: { files: ["tests/docs/", "tests/examples/"] },
	faults: { files: ["tests/bullmq/faults", "tests/bullmq/many-jobs"], env: { NAMESAKE_FAULTS: "full" } },
	fuzz: {
		files: [...["names", "sources", "jobs", "findings"].map((topic) => `tests/hostile/${topic}`), "tests/property/"],
		env: { NAMESAKE_FUZZ: "full" },
		isUsual: true,
	},
	hostile: {
		files: ["tests/hostile/settings/"],
		env: { NAMESAKE_HOSTILE: "full" },
		tools: { hostile: "tests/hostile/settings/tools.json" },
	},
	published: { files: ["tests/published/"] },
	renames: { files: ["tests/renames/"], env: { NAMESAKE_RENAMES: "all" } },
};

/**
 * Files of tests. A filter that is the path of a file chooses that file, any other each file that has it in its path.
 * @param {readonly string[]} filters without any, all files
 * @returns {string[]}
 */
function sourceFiles(filters) {
	const all = filesIn(join(root, "tests"))
		.filter((file) => file.endsWith(".test.ts"))
		.map((file) => `tests/${file}`);
	if (filters.length === 0) return all;
	const chosen = filters.flatMap((filter) => {
		const path = pathFrom(root, resolve(root, filter));
		return all.includes(path) ? path : all.filter((file) => file.includes(filter));
	});
	return [...new Set(chosen)].sort();
}

/** @param {string} file */
function isUnit(file) {
	return UNIT.some((folder) => file.startsWith(folder));
}

/**
 * The compiled files of tests, see {@link sourceFiles}.
 * @param {readonly string[]} filters
 */
export function testFiles(filters) {
	return sourceFiles(filters).map(compiledFile);
}

/** @param {string} file */
function compiledFile(file) {
	return join("build", file.replace(/ts$/, "js"));
}

/**
 * A suite, with its compiled files. "others" is all that `npm test` leaves out, except published code, in its short form.
 * @param {string} name
 * @returns {Suite}
 */
export function suiteOf(name) {
	if (name === "others") {
		const elsewhere = [...usualTestFiles(), ...suiteOf("published").files];
		return { ...suiteOf("hostile"), files: testFiles([]).filter((file) => !elsewhere.includes(file)), env: {} };
	}
	const suite = SUITES[name];
	if (suite === undefined) throw new Error(`there is no suite ${name}; there are ${Object.keys(SUITES).join(", ")}`);
	return { ...suite, files: testFiles(suite.files) };
}

/** What `npm test` runs. */
export function usualTestFiles() {
	const elsewhere = Object.values(SUITES).flatMap(({ isUsual, files }) => (isUsual ? [] : sourceFiles(files)));
	const usual = sourceFiles([]).filter((file) => isUnit(file) || !elsewhere.includes(file));
	return usual.map(compiledFile);
}

/**
 * @param {object} run
 * @param {string} run.node the binary
 * @param {readonly string[]} run.files
 * @param {readonly string[]} [run.flags] for node
 * @param {Record<string, string>} [run.env]
 * @returns {boolean} whether everything passed
 */
export function runTests({ node, files, flags = [], env = {} }) {
	if (files.length === 0) throw new Error("there is no such test file");
	const unit = files.filter((file) => isUnit(pathFrom("build", file)));
	const shared = unit.length > 1 ? unit : [];
	const args = [
		"--test",
		"--enable-source-maps",
		`--test-concurrency=${CONCURRENCY}`,
		...REPORT,
		...flags,
		...(shared.length > 0 ? [compiledFile(UNIT_RUNNER)] : []),
		...files.filter((file) => !shared.includes(file)),
	];
	return run(node, args, { ...env, ...unitFiles("build", shared) });
}

/**
 * Runs tests of {@link UNIT} on the sources.
 * @param {readonly string[]} filters
 * @param {readonly string[]} flags for node
 */
export function runUnitTests(filters, flags) {
	const files = sourceFiles(filters).filter(isUnit);
	if (files.length === 0) throw new Error(`there is no such test file in ${UNIT.join(", ")}`);
	const args = ["--import", "tsx", ...REPORT, ...flags, UNIT_RUNNER];
	return run(execPath, args, unitFiles(".", files));
}

/**
 * The files that {@link UNIT_RUNNER} imports.
 * @param {string} folder
 * @param {readonly string[]} files
 */
function unitFiles(folder, files) {
	return { NAMESAKE_UNIT: JSON.stringify(files.map((file) => `./${pathFrom(join(folder, "tests"), file)}`)) };
}

/**
 * @param {string} folder
 * @param {string} file
 */
function pathFrom(folder, file) {
	return relative(folder, file).split(sep).join("/");
}

/**
 * @param {string} node
 * @param {string[]} args
 * @param {Record<string, string>} env
 */
function run(node, args, env) {
	const options = { cwd: root, env: { ...process.env, ...env } };
	return spawnSync(node, args, { ...options, stdio: ["ignore", "inherit", "inherit"] }).status === 0;
}
