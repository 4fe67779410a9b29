/**
 * node:test's spec reporter, with the closing summary in the `# tests 12` form that it has when nobody looks at a terminal.
 * A run in which no test was executed is a failure, and so is a file without a test: node counts it as one that passed.
 */
import { Readable } from "node:stream";
import { spec } from "node:test/reporters";

const SUMMARY = /^(?:tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) (\d+)/;

/** Files that share a process, see tests/all-unit.ts: those in which no test has run yet. */
const silent = new Set(JSON.parse(process.env["NAMESAKE_UNIT"] ?? "[]"));

/** Where tests are picked by name, a file without one of them is no mistake. */
const PICKED = process.execArgv.some((arg) => /^--test-(?:name-pattern|skip-pattern|only)/.test(arg));

/** @param {AsyncIterable<import("node:test/reporters").TestEvent>} events */
export default async function* report(events) {
	/** @type {string[]} */
	const summary = [];
	/** @type {string[]} */
	const empty = [];
	let executed = 0;
	async function* tests() {
		for await (const event of events) {
			if (event.type === "test:pass" && event.data.name.endsWith(".test.js")) empty.push(event.data.name);
			if (event.type === "test:start")
				silent.delete(event.data.file?.replaceAll("\\", "/").replace(/^.*\/tests\/|\.[jt]s$/g, ""));
			const line = event.type === "test:diagnostic" && event.data.nesting === 0 ? event.data.message : "";
			const [, count] = SUMMARY.exec(line) ?? [];
			if (count === undefined) yield event;
			else summary.push(`# ${line}\n`);
			if (/^(?:pass|fail) /.test(line)) executed += Number(count);
		}
	}
	yield* Readable.from(tests()).compose(new spec());
	yield* summary;
	const wrong = PICKED ? [] : [...empty, ...silent].map((file) => `no test in ${file}\n`);
	if (executed === 0) wrong.push("no test was executed\n");
	yield* wrong;
	if (wrong.length > 0) process.exitCode = 1;
}
