/**
 * `npm run test:hostile`: the settings of tests/hostile in their full size: 10,000 modules, 100 threads, 20 MB of text. Words choose
 * topics: `npm run test:hostile -- scale`.
 */
import { argv, execPath } from "node:process";
import { runTests, testFiles } from "./run-tests.mjs";
import { ensureInstalled, ensureTestsBuilt, main } from "./setup.mjs";
import { printSummary } from "./summary.mjs";

main(() => {
	ensureInstalled();
	ensureTestsBuilt();
	const start = Date.now();
	const words = argv.slice(2).map((word) => `hostile/settings/${word}`);
	const files = testFiles(words.length === 0 ? ["hostile/settings"] : words);
	if (!runTests({ node: execPath, files, env: { NAMESAKE_HOSTILE: "full" } })) process.exitCode = 1;
	printSummary(start);
});
