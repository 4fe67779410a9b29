/**
 * `npm run test:matrix`: what can differ between Nodes, under every supported line and its edges. First the unit tests run
 * in each Node, then tests/cases, which start programs in all of them: their paths are in NAMESAKE_NODES.
 *
 * The binaries come from npm, once, into .matrix/nodes/. A failure's report is in .matrix/nodes/reports/. Words are filters on test
 * files, as with `npm test`.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join, sep } from "node:path";
import { argv, execPath, platform } from "node:process";
import { runTests, testFiles } from "./run-tests.mjs";
import { ensureInstalled, ensureTestsBuilt, main, nodePackage, npm, root, say } from "./setup.mjs";

/**
 * The lowest of each range in `engines`, the first that strips types unasked, and the newest of each line. 22.12 works, but warns of
 * every require() of an ES module that is not in node_modules: here that is each time the parser is loaded.
 */
const VERSIONS = ["20.19.0", "20.20.2", "22.13.0", "22.18.0", "22.23.3", "24.21.0", "26.10.0"];

/**
 * Reading text, what BullMQ and bundlers do with it, and files that are written are the same in every Node. These run under the one that `npm test` has.
 */
const SAME_EVERYWHERE = [
	"source",
	"docs",
	"bullmq",
	"json",
	"lock",
	"plugin",
	"hostile",
	"renames",
	"base",
	"published",
	"package.test.js",
];

/** Of the hostile settings those that are flags and internals of a Node, in the newest of each line: what disturbs one need not disturb another. */
const HOSTILE = ["debugger", "error", "flags", "realms"];
const NEWEST = ["22.23.3", "24.21.0", "26.10.0"];

const matrix = join(root, ".matrix", "nodes");
const reports = join(matrix, "reports");

main(() => {
	ensureInstalled();
	ensureTestsBuilt();
	const nodes = ensureNodes();
	rmSync(reports, { recursive: true, force: true });
	mkdirSync(reports);

	const files = testFiles(argv.slice(2));
	const isCase = (/** @type {string} */ file) => file.startsWith(join("build", "tests", "cases") + sep);
	const isSame = (/** @type {string} */ file) => SAME_EVERYWHERE.includes(file.split(sep)[2] ?? "");
	const units = files.filter((file) => !isCase(file) && (argv.length > 2 || !isSame(file)));
	const cases = files.filter(isCase);
	const hostile = files.filter((file) => HOSTILE.some((topic) => file.endsWith(join("settings", `${topic}.test.js`))));
	const rows = nodes.map(({ version, node }) => test(`Node ${version}`, units, { node, env: { NAMESAKE_RUNS: "40" } }));
	if (argv.length === 2)
		for (const { version, node } of nodes.filter(({ version }) => NEWEST.includes(version)))
			rows.push(test(`Node ${version}, disturbed`, hostile, { node }));
	rows.push(
		test("cases, in all of them", cases, {
			node: execPath,
			env: { NAMESAKE_NODES: nodes.map(({ node }) => node).join(delimiter) },
		}),
	);

	console.log(`\n${["", "result", "tests", "failed", "seconds"].map(cell).join("")}`);
	for (const row of rows) console.log([row.name, row.result, row.tests, row.failed, row.seconds].map(cell).join(""));
	if (rows.some(({ result }) => result === "failed")) throw new Error(`tests failed; the reports are in ${reports}`);
});

/**
 * @param {string} name
 * @param {string[]} files
 * @param {{ node: string, env?: Record<string, string> }} how
 */
function test(name, files, how) {
	if (files.length === 0) return { name, result: "no tests", tests: "0", failed: "0", seconds: "" };
	say(`testing: ${name}`);
	const start = Date.now();
	const log = join(reports, `${name.replaceAll(/\W+/g, "-")}.txt`);
	const passed = runTests({ ...how, files, log });
	const report = readFileSync(log, "utf8");
	const count = (/** @type {string} */ what) => new RegExp(`^# ${what} (\\d+)$`, "m").exec(report)?.[1] ?? "?";
	if (!passed) console.log(report);
	return {
		name,
		result: passed ? "passed" : "failed",
		tests: count("tests"),
		failed: count("fail"),
		seconds: ((Date.now() - start) / 1000).toFixed(1),
	};
}

/** @param {string} text */
function cell(text, index = 0) {
	return index === 0 ? text.padEnd(24) : text.padStart(10);
}

/** Installs the binaries if the list above is not the one that they were installed from. */
function ensureNodes() {
	const dependencies = Object.fromEntries(VERSIONS.map((version) => [`node-${version}`, nodePackage(version)]));
	const manifest = `${JSON.stringify({ private: true, dependencies }, null, "\t")}\n`;

	const nodes = VERSIONS.map((version) => ({
		version,
		node: join(matrix, "node_modules", `node-${version}`, "bin", platform === "win32" ? "node.exe" : "node"),
	}));
	const stamp = join(matrix, ".namesake-setup");
	const made = existsSync(stamp) && readFileSync(stamp, "utf8") === manifest;
	if (!made || !nodes.every(({ node }) => existsSync(node))) {
		say(`installing Node ${VERSIONS.join(", ")} into .matrix/nodes/`);
		rmSync(matrix, { recursive: true, force: true });
		mkdirSync(matrix, { recursive: true });
		writeFileSync(join(matrix, "package.json"), manifest);
		npm(["install", "--no-audit", "--no-fund"], matrix);
		for (const { version, node } of nodes) {
			const found = execFileSync(node, ["--version"], { encoding: "utf8" }).trim();
			if (found !== `v${version}`) throw new Error(`${node} is Node ${found}`);
		}
		writeFileSync(stamp, manifest);
	}
	return nodes;
}
