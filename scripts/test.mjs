/**
 * `npm test`: sets up, then runs the tests. `npm test -- name cli/` runs the files with one of these words in their path;
 * what starts with a dash goes to node: `npm test -- --test-name-pattern=nested`.
 */
import { argv, execPath } from "node:process";
import { runTests, testFiles, usualTestFiles } from "./run-tests.mjs";
import { ensureInstalled, ensureTestsBuilt, main } from "./setup.mjs";
import { printSummary } from "./summary.mjs";

main(() => {
	ensureInstalled();
	ensureTestsBuilt();
	const args = argv.slice(2);
	const flags = args.filter((arg) => arg.startsWith("-"));
	const words = args.filter((arg) => !arg.startsWith("-"));
	const files = words.length === 0 ? usualTestFiles() : testFiles(words);
	const start = Date.now();
	if (!runTests({ node: execPath, files, flags })) process.exitCode = 1;
	printSummary(start);
});
