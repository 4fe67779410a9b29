/**
 * `npm run fuzz`: the long form of tests/hostile, a million names at least, and of tests/property. NAMESAKE_SEED chooses another course, NAMESAKE_RUNS how many names.
 * Needs strace and redis-server on the PATH. The figures are in build/reliability/.
 */
import { execPath } from "node:process";
import { runTests, testFiles } from "./run-tests.mjs";
import { ensureInstalled, ensureTestsBuilt, main } from "./setup.mjs";
import { printSummary } from "./summary.mjs";

const TOPICS = [...["names", "sources", "jobs", "findings"].map((topic) => `hostile/${topic}`), "property/"];

main(() => {
	ensureInstalled();
	ensureTestsBuilt();
	const start = Date.now();
	if (!runTests({ node: execPath, files: testFiles(TOPICS), env: { NAMESAKE_FUZZ: "full" } })) process.exitCode = 1;
	printSummary(start);
});
