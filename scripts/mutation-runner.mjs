/**
 * A test runner for Stryker that loads the tests once, and runs them for one mutant after the other in this process: a process for each test file and
 * mutant, as in Stryker's runner for node:test, takes ten times as long. The tests get this module instead of node:test.
 * https://stryker-mutator.io/docs/stryker-js/plugins/
 */
import { readFileSync } from "node:fs";
import { register } from "node:module";
import { basename, resolve } from "node:path";
import { env } from "node:process";
import { pathToFileURL } from "node:url";

/** @typedef {(context?: object) => unknown} Hook */
/** @typedef {{ file: string, before: Hook[], after: Hook[], afterEach: Hook[], outer: Suite | undefined }} Suite */

/** The code that Stryker writes into the sources reads which mutant is active here, and counts here. */
const state = /** @type {any} */ (globalThis).__stryker__ ?? {};
/** @type {any} */ (globalThis).__stryker__ = state;

/** @type {Map<string, { name: string, suite: Suite, body: Hook }>} */
const tests = new Map();
/** @type {Map<string, string>} Of test files. */
const texts = new Map();
/** @type {Suite} The one whose body runs, or the file that is loaded. */
let suite = { file: "", before: [], after: [], afterEach: [], outer: undefined };

export { it as test };
export const before = (/** @type {Hook} */ hook) => suite.before.push(hook);
export const after = (/** @type {Hook} */ hook) => suite.after.push(hook);
export const afterEach = (/** @type {Hook} */ hook) => suite.afterEach.push(hook);
export const it = (/** @type {string} */ name, /** @type {any[]} */ ...args) =>
	tests.set(`${tests.size} ${name}`, { name, suite, body: args.at(-1) });
export function describe(/** @type {string} */ _name, /** @type {any[]} */ ...args) {
	const outer = suite;
	suite = { file: outer.file, before: [], after: [], afterEach: [], outer };
	args.at(-1)();
	suite = outer;
}

class Runner {
	capabilities() {
		return { reloadEnvironment: false };
	}

	async dryRun() {
		await loadTests();
		return { status: "complete", tests: await run([...tests.keys()], false), mutantCoverage: state.mutantCoverage };
	}

	/** @param {{ activeMutant: { id: string, fileName: string }, mutantActivation: string, testFilter?: string[], hitLimit?: number }} mutant */
	async mutantRun({ activeMutant, mutantActivation, testFilter, hitLimit }) {
		if (mutantActivation !== "static") await loadTests();
		Object.assign(state, { hitLimit, hitCount: hitLimit && 0, activeMutant: activeMutant.id });
		await loadTests();
		// One failure is enough, and a file's own tests are the first to notice.
		const own = `/${basename(activeMutant.fileName, ".ts")}.test.js`;
		const isOther = (/** @type {string} */ id) => Number(!tests.get(id)?.suite.file.endsWith(own));
		const results = await run(
			(testFilter ?? [...tests.keys()]).sort((a, b) => isOther(a) - isOther(b)),
			true,
		);
		state.activeMutant = undefined;
		if (hitLimit !== undefined && state.hitCount > hitLimit) return { status: "timeout", reason: "an endless loop" };
		const nrOfTests = results.length;
		const { id, status, failureMessage } = results.at(-1) ?? {};
		return status === FAILED
			? { status: "killed", killedBy: [id], failureMessage, nrOfTests }
			: { status: "survived", nrOfTests };
	}
}
export const strykerPlugins = [{ kind: "TestRunner", name: "in-process", injectableClass: Runner }];

async function loadTests() {
	if (tests.size > 0) return;
	const hook = `export const resolve = (name, context, next) =>
		name === "node:test" ? { url: ${JSON.stringify(import.meta.url)}, shortCircuit: true } : next(name, context);`;
	register(`data:text/javascript,${encodeURIComponent(hook)}`);
	for (const file of JSON.parse(env["NAMESAKE_MUTATION_TESTS"] ?? "[]")) {
		suite = { file, before: [], after: [], afterEach: [], outer: undefined };
		texts.set(file, readFileSync(file, "utf8"));
		await import(pathToFileURL(file).href);
	}
}

const [SUCCESS, FAILED] = [0, 1];

/**
 * @param {string[]} ids
 * @param {boolean} bail
 */
async function run(ids, bail) {
	/** @type {Set<Suite>} */
	const entered = new Set();
	const results = [];
	for (const id of ids) {
		const test = tests.get(id);
		if (test === undefined) throw new Error(`there is no test ${id}`);
		const suites = withOuter(test.suite);
		const start = Date.now();
		let failureMessage = "";
		try {
			for (const of of suites.toReversed().filter((one) => !entered.has(one))) {
				entered.add(of);
				for (const hook of of.before) await hook();
			}
			state.currentTestId = id;
			await test.body({ diagnostic() {} });
		} catch (error) {
			failureMessage = String(error) || "failed";
		}
		state.currentTestId = undefined;
		for (const { afterEach: hooks } of suites) for (const hook of hooks) await hook();
		// Stryker asks whether it has changed since the last run.
		const fileName = resolve(test.suite.file.replace(/^\.tsc\W/, "").replace(/js$/, "ts"));
		const status = failureMessage === "" ? SUCCESS : FAILED;
		results.push({ id, name: test.name, fileName, timeSpentMs: Date.now() - start, status, failureMessage });
		if (bail && status === FAILED) break;
	}
	for (const { after: hooks } of entered) for (const hook of hooks) await hook();
	return results;
}

/**
 * @param {Suite | undefined} of
 * @returns {Suite[]} from the inside
 */
function withOuter(of) {
	return of === undefined ? [] : [of, ...withOuter(of.outer)];
}
