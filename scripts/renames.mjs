/**
 * `npm run test:renames`: the whole history of tests/renames, and its table in docs/renames.md, which NAMESAKE_DOCS=update writes.
 * Needs redis-server on the PATH.
 */
import { execPath } from "node:process";
import { runTests, testFiles } from "./run-tests.mjs";
import { ensureInstalled, ensureTestsBuilt, main } from "./setup.mjs";

main(() => {
	ensureInstalled();
	ensureTestsBuilt();
	const files = testFiles(["renames/renames"]);
	if (!runTests({ node: execPath, files, env: { NAMESAKE_RENAMES: "all" } })) process.exitCode = 1;
});
