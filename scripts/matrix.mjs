/**
 * `npm run test:matrix`: what can differ between Nodes, in every supported line and its edges; `--ends` is the lowest and the newest one. The unit
 * tests run in each Node, then the columns of tests/shapes that start programs in all of them: their paths are in NAMESAKE_NODES. Words choose test files.
 */
import { delimiter, join, sep } from "node:path";
import { argv, execPath, platform } from "node:process";
import { runTests, testFiles } from "./run-tests.mjs";
import { ensureInstalled, ensureTestsBuilt, main, nodePackage } from "./setup.mjs";
import { ensureTools } from "./tools.mjs";

/**
 * The lowest of each range in `engines`, the first that strips types by default, and the newest of each line. 22.12 works, but warns of
 * every require() of an ES module that is not in node_modules: here that is each time the parser is loaded.
 */
const VERSIONS = ["20.19.0", "20.20.2", "22.13.0", "22.18.0", "22.23.3", "24.21.0", "26.10.0"];

/** Folders and files of tests that depend on no Node: reading text, BullMQ, bundlers, files that are written. */
const SAME_EVERYWHERE =
	/^(?:source|shapes|docs|bullmq|json|lock|plugin|hostile|renames|base|published|package\.test\.js)$/;

/** These start programs in every Node that they are given. */
const CASES = /shapes\W(?:run-time|preload|plugin)\.test\.js$/;

/** Hostile settings that are flags and internals of a Node, for the newest of each line. */
const HOSTILE = /settings\W(?:debugger|error|flags|realms)\.test\.js$/;
const NEWEST = ["22.23.3", "24.21.0", "26.10.0"];

main(() => {
	ensureInstalled();
	ensureTestsBuilt();
	const words = argv.slice(2).filter((arg) => arg !== "--ends");
	const versions = argv.includes("--ends") ? VERSIONS.filter((_, at) => at % (VERSIONS.length - 1) === 0) : VERSIONS;
	const nodes = versions.map((version) => {
		const folder = ensureTools(`node-${version}`, { node: nodePackage(version) });
		return { version, node: join(folder, "node_modules", "node", "bin", platform === "win32" ? "node.exe" : "node") };
	});
	const files = testFiles(words);
	const topicOf = (/** @type {string} */ file) => file.split(sep)[2] ?? "";
	const units = files.filter((file) => !CASES.test(file) && (words.length > 0 || !SAME_EVERYWHERE.test(topicOf(file))));
	const hostile = words.length > 0 ? [] : files.filter((file) => HOSTILE.test(file));
	/** @type {{ name: string, node: string, files: string[], env: Record<string, string> }[]} */
	const runs = nodes.flatMap(({ version, node }) => [
		// `npm test` has run these in this Node.
		{
			name: `Node ${version}`,
			node,
			files: words.length === 0 && `v${version}` === process.version ? [] : units,
			env: { NAMESAKE_RUNS: "40" },
		},
		{ name: `Node ${version}, disturbed`, node, files: NEWEST.includes(version) ? hostile : [], env: {} },
	]);
	const cases = files.filter((file) => CASES.test(file));
	const [{ node: lowest = execPath } = {}, ...others] = nodes;
	const paths = others.map(({ node }) => node).join(delimiter);
	runs.push({ name: "cases, in all of them", node: lowest, files: cases, env: { NAMESAKE_NODES: paths } });

	const results = runs.flatMap(({ name, ...run }) => {
		if (run.files.length === 0) return [];
		const start = Date.now();
		console.log(`\n${name}`);
		const result = runTests(run) ? "passed" : "FAILED";
		return `${name}: ${result}, ${((Date.now() - start) / 1000).toFixed(0)} s`;
	});
	console.log(`\n${results.join("\n")}`);
	if (results.some((result) => result.includes("FAILED"))) process.exitCode = 1;
});
