/** `npm run test:published`: names of packages and sources that nobody here wrote, held against the compiler and against what they load. */
import { execPath } from "node:process";
import { publishedTestFiles, runTests } from "./run-tests.mjs";
import { ensureInstalled, ensureTestsBuilt, main } from "./setup.mjs";

main(() => {
	ensureInstalled();
	ensureTestsBuilt();
	if (!runTests({ node: execPath, files: publishedTestFiles() })) process.exitCode = 1;
});
