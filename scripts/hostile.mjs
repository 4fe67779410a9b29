/**
 * `npm run test:hostile`: the settings of tests/hostile in their full size: 10,000 modules, 100 threads, 20 MB of text.
 */
import { execPath } from "node:process";
import { runTests, testFiles } from "./run-tests.mjs";
import { ensureInstalled, ensureTestsBuilt, main } from "./setup.mjs";
import { printSummary } from "./summary.mjs";

main(() => {
	ensureInstalled();
	ensureTestsBuilt();
	const start = Date.now();
	const files = testFiles(["hostile/settings"]);
	if (!runTests({ node: execPath, files, env: { NAMESAKE_HOSTILE: "full" } })) process.exitCode = 1;
	printSummary(start);
});
