/**
 * `npm test`: sets up, then runs the tests. `npm test -- tests/base/name.test.ts` runs this file, `npm test -- name cli/` each file with one of these
 * words in its path; arguments with a dash go to node: `npm test -- --test-name-pattern=nested`. `--suite=faults` chooses the
 * files of this suite; `--unit` runs the unit tests, on the sources.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { argv, execPath } from "node:process";
import { runTests, runUnitTests, suiteOf, testFiles, usualTestFiles } from "./run-tests.mjs";
import { ensureInstalled, ensureTestsBuilt, main, root } from "./setup.mjs";
import { printSummary } from "./summary.mjs";
import { ensureTools } from "./tools.mjs";

main(() => {
	const args = argv.slice(2);
	const name = args.find((arg) => arg.startsWith("--suite="))?.slice("--suite=".length) ?? "";
	/** @type {import("./run-tests.mjs").Suite} */
	const { files, env = {}, tools = {} } = name === "" ? { files: usualTestFiles() } : suiteOf(name);
	const flags = args.filter((arg) => arg.startsWith("-") && !/^--(?:suite=|unit$)/.test(arg));
	const words = args.filter((arg) => !arg.startsWith("-"));
	ensureInstalled();
	if (args.includes("--unit")) {
		if (!runUnitTests(words, flags)) process.exitCode = 1;
		return;
	}
	ensureTestsBuilt();
	for (const [folder, file] of Object.entries(tools))
		ensureTools(folder, JSON.parse(readFileSync(join(root, file), "utf8")));
	const start = Date.now();
	const chosen = words.length === 0 ? files : testFiles(words).filter((file) => name === "" || files.includes(file));
	if (!runTests({ node: execPath, files: chosen, flags, env })) process.exitCode = 1;
	if (words.length === 0) printSummary(start);
});
