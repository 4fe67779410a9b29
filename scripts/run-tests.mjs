/** Which tests there are, and how node:test runs them, under any Node. Files are those of tests/. */
import { availableParallelism } from "node:os";
import { join, relative, resolve, sep } from "node:path";
import { filesIn, root, runNode } from "./setup.mjs";

const REPORTER = new URL("./reporter.mjs", import.meta.url).href;
const REPORT = [`--test-reporter=${REPORTER}`, "--test-reporter-destination=stdout"];
/** Every test file is a process; some wait for others, or for a timer. */
const CONCURRENCY = availableParallelism() + 1;

/** The columns of the table of shapes that only read, and those that start programs. */
export const SHAPES_READ = ["tests/shapes/text.test", "tests/shapes/list.test"];
const SHAPES_RUN = ["tests/shapes/list-load", "tests/shapes/run-time", "tests/shapes/preload", "tests/shapes/plugin"];

/**
 * Folders of tests that start no program and do not depend on how modules are loaded. They share a process, and `npm run test:unit` runs them on the
 * sources, without a build.
 */
const UNIT = ["base", "cli/text", "json", "lock", "source"].map((folder) => `tests/${folder}/`).concat(SHAPES_READ);
const isUnit = (/** @type {string} */ file) => UNIT.some((folder) => file.startsWith(folder));
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
	pool: { files: ["tests/pool/"] },
	published: { files: ["tests/published/"] },
	renames: { files: ["tests/renames/"], env: { NAMESAKE_RENAMES: "all" } },
};

/**
 * Files of tests. A filter that is the path of a file chooses that file, any other each file that has it in its path.
 * @param {readonly string[]} filters
 */
export function testFiles(filters) {
	const all = filesIn(join(root, "tests"))
		.filter((file) => file.endsWith(".test.ts"))
		.map((file) => `tests/${file}`);
	const chosen = filters.flatMap((filter) => {
		const path = relative(root, resolve(root, filter)).replaceAll(sep, "/");
		return all.includes(path) ? path : all.filter((file) => file.includes(filter));
	});
	return all.filter((file) => chosen.includes(file));
}

/**
 * A suite, with its files. Without a name, it is what `npm test` runs; "others" is all that this leaves out, except published code, in its short form.
 * @param {string} name
 * @returns {Suite}
 */
export function suiteOf(name) {
	const unusual = Object.values(SUITES).flatMap(({ isUsual, files }) => (isUsual ? [] : files));
	const others = testFiles(unusual).filter((file) => !isUnit(file));
	if (name === "") return { files: testFiles([""]).filter((file) => !others.includes(file)) };
	if (name === "others")
		return { ...SUITES["hostile"], env: {}, files: others.filter((file) => !file.startsWith("tests/published/")) };
	const suite = SUITES[name];
	if (suite === undefined) throw new Error(`there is no suite ${name}; there are ${Object.keys(SUITES).join(", ")}`);
	return { ...suite, files: testFiles(suite.files) };
}

/**
 * @param {object} run
 * @param {string | undefined} [run.node] the binary
 * @param {readonly string[]} run.files
 * @param {readonly string[]} [run.flags] for node
 * @param {Record<string, string> | undefined} [run.env]
 * @returns whether everything passed
 */
export function runTests({ node, files, flags = [], env }) {
	if (files.length === 0) throw new Error("there is no such test file");
	const unit = files.filter(isUnit);
	const shared = unit.length > 1 ? unit : [];
	// node:test sorts files: the one with all unit tests comes first, because it takes longest.
	const run = (shared.length > 0 ? [UNIT_RUNNER] : []).concat(files.filter((file) => !shared.includes(file)));
	const how = ["--test", "--enable-source-maps", `--test-concurrency=${CONCURRENCY}`, ...REPORT, ...flags];
	return runNode([...how, ...run.map((file) => join("build", file.replace(/ts$/, "js")))], {
		node,
		env: { ...env, ...namesOf(shared) },
	});
}

/** Runs tests of {@link UNIT} on the sources. @param {readonly string[]} filters @param {readonly string[]} flags for node */
export function runUnitTests(filters, flags) {
	const files = testFiles(filters).filter(isUnit);
	if (files.length === 0) throw new Error(`there is no such test file in ${UNIT.join(", ")}`);
	return runNode(["--import", "tsx", ...REPORT, ...flags, UNIT_RUNNER], { env: namesOf(files) });
}

/** What {@link UNIT_RUNNER} imports. @param {readonly string[]} files */
function namesOf(files) {
	return { NAMESAKE_UNIT: JSON.stringify(files.map((file) => file.replace(/^tests\/(.*)\.ts$/, "$1"))) };
}
