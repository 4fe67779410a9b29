/**
 * `npm test`: sets up, then runs the tests. `npm test -- name cli/` runs the files with one of these words in their path;
 * what starts with a dash goes to node: `npm test -- --test-name-pattern=nested`.
 */
import { argv, execPath } from "node:process";
import { runTests, testFiles } from "./run-tests.mjs";
import { ensureInstalled, ensureTestsBuilt, main } from "./setup.mjs";
import { printSummary } from "./summary.mjs";

/** `npm run test:hostile` has these, with the others in full size: programs in so many settings take longer than anybody waits. */
const LONG = /settings.(?:pollution|source-maps)\.test\.js$/;

main(() => {
	ensureInstalled();
	ensureTestsBuilt();
	const args = argv.slice(2);
	const flags = args.filter((arg) => arg.startsWith("-"));
	const words = args.filter((arg) => !arg.startsWith("-"));
	const files = testFiles(words).filter((file) => words.length > 0 || !LONG.test(file));
	const start = Date.now();
	if (!runTests({ node: execPath, files, flags })) process.exitCode = 1;
	printSummary(start);
});
