/**
 * `npm test`: sets up, then runs the tests. `npm test -- tests/base/name.test.ts` runs this file, `npm test -- name cli/` each file with one of these
 * words in its path; arguments with a dash go to node: `npm test -- --test-name-pattern=nested`. `--suite=faults` chooses the
 * files of this suite; `--unit` runs the unit tests, on the sources.
 */
import { argv } from "node:process";
import { runTests, runUnitTests, suiteOf, testFiles } from "./run-tests.mjs";
import { ensureInstalled, ensureTestsBuilt, read } from "./setup.mjs";
import { printSummary } from "./summary.mjs";
import { ensureTools } from "./tools.mjs";

const args = argv.slice(2);
const name = args.find((arg) => arg.startsWith("--suite="))?.slice("--suite=".length) ?? "";
const flags = args.filter((arg) => arg.startsWith("-") && !/^--(?:suite=|unit$)/.test(arg));
const words = args.filter((arg) => !arg.startsWith("-"));
if (args.includes("--unit")) {
	ensureInstalled();
	if (!runUnitTests(words.length > 0 ? words : [""], flags)) process.exitCode = 1;
} else {
	const { files, env, tools = {} } = suiteOf(name);
	ensureTestsBuilt();
	for (const [folder, file] of Object.entries(tools)) ensureTools(folder, JSON.parse(read(file)));
	const start = Date.now();
	const chosen = words.length === 0 ? files : testFiles(words).filter((file) => name === "" || files.includes(file));
	if (!runTests({ files: chosen, flags, env })) process.exitCode = 1;
	if (words.length === 0) printSummary(start);
}
