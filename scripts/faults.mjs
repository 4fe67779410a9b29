/**
 * `npm run test:faults`: the long form of tests/bullmq/faults, and a queue with 100,000 jobs. Needs redis-server on the PATH; NAMESAKE_SEED chooses another course.
 */
import { execPath } from "node:process";
import { runTests, testFiles } from "./run-tests.mjs";
import { ensureInstalled, ensureTestsBuilt, main } from "./setup.mjs";

main(() => {
	ensureInstalled();
	ensureTestsBuilt();
	const files = testFiles(["bullmq/faults", "bullmq/many-jobs"]);
	if (!runTests({ node: execPath, files, env: { NAMESAKE_FAULTS: "full" } })) process.exitCode = 1;
});
