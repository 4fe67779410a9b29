/** Runs compiled tests with node:test, under any Node. */
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join, sep } from "node:path";
import { root } from "./setup.mjs";

export const REPORTER = new URL("./reporter.mjs", import.meta.url).href;
/** Every test file is a process, and many of them start others. */
const CONCURRENCY = 2;

/**
 * The compiled test files whose path has one of the filters in it; all of them if there is no filter.
 * @param {readonly string[]} filters
 * @returns {string[]}
 */
export function testFiles(filters) {
	const wanted = filters.map((filter) => filter.replace(/^(?:\.\/)?tests\//, "").replace(/\.ts$/, ""));
	return readdirSync(join(root, "build", "tests"), { recursive: true, encoding: "utf8" })
		.filter((file) => file.endsWith(".test.js"))
		.filter((file) => wanted.length === 0 || wanted.some((part) => file.split(sep).join("/").includes(part)))
		.sort()
		.map((file) => join("build", "tests", file));
}

/** Of the hostile settings `npm test` has these; `npm run test:hostile` has all: programs in so many settings take longer than anybody waits. */
const USUAL_SETTINGS = ["debugger", "writes"];

/** Names of much code that nobody here wrote: `npm run test:published`. */
const PUBLISHED = ["real-packages", "source/exports-authority", "source/type-marks-zod"];

/** What `npm test` runs. */
export function usualTestFiles() {
	const elsewhere = new Set([...testFiles(["hostile/settings/"]), ...publishedTestFiles()]);
	for (const file of testFiles(USUAL_SETTINGS.map((topic) => `hostile/settings/${topic}.`))) elsewhere.delete(file);
	return testFiles([]).filter((file) => !elsewhere.has(file));
}

/** What `npm run test:published` runs. */
export function publishedTestFiles() {
	return testFiles(PUBLISHED);
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
