/**
 * `npm run test:matrix`: what can differ between Nodes, in every supported line and its edges; `--ends` is the lowest and the newest one. The unit
 * tests run in each Node, then the columns of tests/shapes that start programs in all of them: their paths are in NAMESAKE_NODES. Words choose test files.
 */
import { delimiter, join } from "node:path";
import { argv, platform } from "node:process";
import { runTests, testFiles } from "./run-tests.mjs";
import { ensureTestsBuilt } from "./setup.mjs";
import { ensureTools, nodePackage } from "./tools.mjs";

/**
 * The lowest of each range in `engines`, the first that strips types by default, and the newest of each line. 22.12 works, but warns of
 * every require() of an ES module that is not in node_modules: here that is each time the parser is loaded.
 */
const VERSIONS = ["20.19.0", "20.20.2", "22.13.0", "22.18.0", "22.23.3", "24.21.0", "26.10.0"];

/** Tests that depend on no Node: reading text, BullMQ, bundlers, files that are written, terminals. */
const SAME_EVERYWHERE =
	/^tests\/(?:(?:source|shapes|docs|bullmq|json|lock|plugin|hostile|renames|base|published|cli\/text)\/|package\.test\.ts$|cli\/(?:check-cache|check-ci|completion|terminal)\.test\.ts$)/;

/** What another Node of the same line changes least: `npm test` and its suites have run it in this one. */
const SAME_IN_A_LINE = /^tests\/(?:cli|pool)\//;

/** These start programs in every Node that they are given. */
const CASES = /shapes\/(?:run-time|preload|plugin)\.test\.ts$/;

/** Hostile settings that are flags and internals of a Node, for the newest of each line. */
const HOSTILE = /settings\/(?:debugger|error|flags|realms)\.test\.ts$/;
const NEWEST = ["22.23.3", "24.21.0", "26.10.0"];

ensureTestsBuilt();
const isEnds = argv.includes("--ends");
const isOfThisLine = (/** @type {string} */ version) => version.split(".")[0] === process.versions.node.split(".")[0];
const words = argv.slice(2).filter((arg) => arg !== "--ends");
const isAll = words.length === 0;
const files = testFiles(isAll ? [""] : words);
const units = files.filter((file) => !CASES.test(file) && !(isAll && SAME_EVERYWHERE.test(file)));
const nodes = VERSIONS.filter((_, at) => !isEnds || at % (VERSIONS.length - 1) === 0).map((version) => {
	const folder = ensureTools(`node-${version}`, { node: nodePackage(version) });
	return { version, node: join(folder, "node_modules", "node", "bin", platform === "win32" ? "node.exe" : "node") };
});
const runs = nodes.flatMap(({ version, node }) => {
	const isRun = (/** @type {string} */ file) =>
		`v${version}` === process.version || (isEnds && isOfThisLine(version) && SAME_IN_A_LINE.test(file));
	const hostile = isAll && NEWEST.includes(version) ? files.filter((file) => HOSTILE.test(file)) : [];
	return [
		{
			name: `Node ${version}`,
			node,
			files: isAll ? units.filter((file) => !isRun(file)) : units,
			env: { NAMESAKE_RUNS: isEnds ? "10" : "40" },
		},
		{ name: `Node ${version}, disturbed`, node, files: hostile, env: {} },
	];
});
const [lowest, ...others] = nodes.map(({ node }) => node);
const env = { NAMESAKE_NODES: others.join(delimiter) };
const cases = { name: "cases, in all of them", node: lowest, files: files.filter((file) => CASES.test(file)), env };

const results = [...runs, cases].flatMap(({ name, ...run }) => {
	if (run.files.length === 0) return [];
	const start = Date.now();
	console.log(`\n${name}`);
	return `${name}: ${runTests(run) ? "passed" : "FAILED"}, ${((Date.now() - start) / 1000).toFixed(0)} s`;
});
console.log(`\n${results.join("\n")}`);
if (results.some((result) => result.includes("FAILED"))) process.exitCode = 1;
