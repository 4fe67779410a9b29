/**
 * `npm run test:hostile`: the settings of tests/hostile in their full size: 10,000 modules, 100 threads, 20 MB of text. Words choose
 * topics: `npm run test:hostile -- scale`.
 */
import { argv, execPath } from "node:process";
import { runTests, testFiles } from "./run-tests.mjs";
import { ensureInstalled, ensureTestsBuilt, main } from "./setup.mjs";
import { printSummary } from "./summary.mjs";
import { ensureTools } from "./tools.mjs";

/** Libraries that take hold of errors, modules and files: tests/hostile/settings/tools.test.ts. */
const TOOLS = {
	"@cspotcode/source-map-support": "0.8.1",
	"@opentelemetry/api": "1.10.0",
	"@opentelemetry/instrumentation": "0.301.1",
	"dd-trace": "5.132.0",
	"esbuild-register": "3.6.0",
	esbuild: "0.28.2",
	"graceful-fs": "4.2.12",
	"import-in-the-middle": "3.6.0",
	longjohn: "0.2.12",
	memfs: "4.80.1",
	pirates: "4.0.7",
	"require-in-the-middle": "8.0.1",
	ses: "2.3.0",
	"source-map-support": "0.5.21",
	trace: "3.2.0",
	unionfs: "4.6.0",
	vite: "8.3.8",
};

main(() => {
	ensureInstalled();
	ensureTestsBuilt();
	ensureTools("hostile", TOOLS);
	const start = Date.now();
	const words = argv.slice(2).map((word) => `hostile/settings/${word}`);
	const files = testFiles(words.length === 0 ? ["hostile/settings"] : words);
	if (!runTests({ node: execPath, files, env: { NAMESAKE_HOSTILE: "full" } })) process.exitCode = 1;
	printSummary(start);
});
