/** Which tests there are, and how node:test runs them, under any Node. */
import { spawnSync } from "node:child_process";
import { join, relative, resolve, sep } from "node:path";
import { filesIn, root } from "./setup.mjs";

export const REPORTER = new URL("./reporter.mjs", import.meta.url).href;
/** Every test file is a process, and many of them start others. */
const CONCURRENCY = 2;

/** Libraries that take hold of errors, modules and files: tests/hostile/settings/tools.test.ts. */
const HOSTILE_TOOLS = {
	"@cspotcode/source-map-support": "0.8.1",
	"@opentelemetry/api": "1.10.0",
	"@opentelemetry/instrumentation": "0.301.1",
	"dd-trace": "5.132.0",
	"esbuild-register": "3.6.0",
	esbuild: "0.28.2",
	"graceful-fs": "4.2.12",
	"import-in-the-middle": "3.6.0",
	longjohn: "0.2.12",
	memfs: "4.80.1",
	pirates: "4.0.7",
	"require-in-the-middle": "8.0.1",
	ses: "2.3.0",
	"source-map-support": "0.5.21",
	trace: "3.2.0",
	unionfs: "4.6.0",
	vite: "8.3.8",
};

/**
 * @typedef {object} Suite
 * @property {string[]} files filters, see {@link testFiles}
 * @property {Record<string, string>} [env] makes its tests take their long form
 * @property {Record<string, string>} [tools] packages that it needs, by their versions
 * @property {boolean} [isUsual] `npm test` runs these files too, in their short form
 */

/**
 * The suites with a command of their own, `npm run test:<name>`.
 * @type {Record<string, Suite>}
 */
const SUITES = {
	faults: { files: ["bullmq/faults", "bullmq/many-jobs"], env: { NAMESAKE_FAULTS: "full" }, isUsual: true },
	fuzz: {
		files: ["hostile/names", "hostile/sources", "hostile/jobs", "hostile/findings", "property/"],
		env: { NAMESAKE_FUZZ: "full" },
		isUsual: true,
	},
	hostile: { files: ["hostile/settings/"], env: { NAMESAKE_HOSTILE: "full" }, tools: HOSTILE_TOOLS },
	published: { files: ["real-packages", "source/exports-authority", "source/type-marks-zod"] },
	renames: { files: ["renames/renames"], env: { NAMESAKE_RENAMES: "all" }, isUsual: true },
};

/**
 * The compiled files of tests. A filter that is the path of a file chooses that file, any other each file that has it in its path.
 * @param {readonly string[]} filters without any, all files
 * @returns {string[]}
 */
export function testFiles(filters) {
	const all = filesIn(join(root, "tests")).filter((file) => file.endsWith(".test.ts"));
	const chosen = filters.flatMap((filter) => {
		const path = relative(join(root, "tests"), resolve(root, filter)).split(sep).join("/");
		return all.includes(path) ? path : all.filter((file) => `tests/${file}`.includes(filter));
	});
	const files = filters.length === 0 ? all : [...new Set(chosen)].sort();
	return files.map((file) => join("build", "tests", file.replace(/ts$/, "js")));
}

/**
 * A suite, with its compiled files.
 * @param {string} name
 * @returns {Suite}
 */
export function suiteOf(name) {
	const suite = SUITES[name];
	if (suite === undefined) throw new Error(`there is no suite ${name}; there are ${Object.keys(SUITES).join(", ")}`);
	return { ...suite, files: testFiles(suite.files) };
}

/** What `npm test` runs. */
export function usualTestFiles() {
	const elsewhere = Object.values(SUITES).flatMap(({ isUsual, files }) => (isUsual ? [] : testFiles(files)));
	return testFiles([]).filter((file) => !elsewhere.includes(file));
}

/**
 * @param {object} run
 * @param {string} run.node the binary
 * @param {readonly string[]} run.files
 * @param {readonly string[]} [run.flags] for node
 * @param {Record<string, string>} [run.env]
 * @param {string} [run.log] a file for the report, instead of stdout
 * @returns {boolean} whether everything passed
 */
export function runTests({ node, files, flags = [], env = {}, log = "stdout" }) {
	if (files.length === 0) throw new Error("there is no such test file");
	const args = [
		"--test",
		"--enable-source-maps",
		`--test-concurrency=${CONCURRENCY}`,
		`--test-reporter=${REPORTER}`,
		`--test-reporter-destination=${log}`,
		...flags,
		...files,
	];
	return (
		spawnSync(node, args, { cwd: root, env: { ...process.env, ...env }, stdio: ["ignore", "inherit", "inherit"] })
			.status === 0
	);
}
