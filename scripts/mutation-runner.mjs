/**
 * A test runner for Stryker: loads the test files once, and runs their tests for one mutant after the other in this process. To start a process for
 * each test file and mutant, as Stryker's own runner for node:test does, takes ten times as long. What is different from the moment when a module
 * is loaded, Stryker tries in a new process.
 * https://stryker-mutator.io/docs/stryker-js/plugins/
 */
import { resolve } from "node:path";
import { env } from "node:process";
import { pathToFileURL } from "node:url";
import { startFile, tests } from "./mutation-tests.mjs";

const SUCCESS = 0;
const FAILED = 1;

/** What the changed code looks at, and counts in. */
const state = /** @type {any} */ (globalThis).__stryker__ ?? {};
/** @type {any} */ (globalThis).__stryker__ = state;

class Runner {
	capabilities() {
		return { reloadEnvironment: false };
	}

	/** A change of what is there as soon as a module is loaded has to be active before. */
	async #load() {
		if (tests.length > 0) return;
		for (const file of JSON.parse(env["NAMESAKE_MUTATION_TESTS"] ?? "[]")) {
			startFile(file);
			await import(pathToFileURL(resolve(file)).href);
		}
	}

	async dryRun() {
		await this.#load();
		const found = await run(tests, false);
		return { status: "complete", tests: found, mutantCoverage: state.mutantCoverage };
	}

	/** @param {{ activeMutant: { id: string }, mutantActivation: string, testFilter?: string[], hitLimit?: number }} mutant */
	async mutantRun({ activeMutant, mutantActivation, testFilter, hitLimit }) {
		if (mutantActivation !== "static") await this.#load();
		state.hitLimit = hitLimit;
		state.hitCount = hitLimit === undefined ? undefined : 0;
		state.activeMutant = activeMutant.id;
		await this.#load();
		const wanted = tests.filter(({ id }) => testFilter === undefined || testFilter.includes(id));
		const found = await run(wanted, true);
		state.activeMutant = undefined;
		if (hitLimit !== undefined && state.hitCount > hitLimit) return { status: "timeout", reason: "an endless loop" };
		const failed = found.find(({ status }) => status === FAILED);
		if (failed === undefined) return { status: "survived", nrOfTests: found.length };
		return { status: "killed", killedBy: [failed.id], failureMessage: failed.failureMessage, nrOfTests: found.length };
	}
}

/**
 * @param {readonly import("./mutation-tests.mjs").Test[]} wanted
 * @param {boolean} bail
 */
async function run(wanted, bail) {
	/** @type {Set<import("./mutation-tests.mjs").Suite>} */
	const entered = new Set();
	const found = [];
	for (const test of wanted) {
		const start = Date.now();
		let failure;
		try {
			state.currentTestId = undefined;
			await enter(test.suite, entered);
			state.currentTestId = test.id;
			await test.run();
			for (const work of test.suite.afterEach) await work();
		} catch (error) {
			failure = String(error);
		}
		state.currentTestId = undefined;
		const status = failure === undefined ? SUCCESS : FAILED;
		found.push({ id: test.id, name: test.id, timeSpentMs: Date.now() - start, status, failureMessage: failure ?? "" });
		if (bail && status === FAILED) break;
	}
	for (const suite of entered) for (const work of suite.after) await work();
	return found;
}

/**
 * @param {import("./mutation-tests.mjs").Suite} suite
 * @param {Set<import("./mutation-tests.mjs").Suite>} entered
 */
async function enter(suite, entered) {
	if (entered.has(suite)) return;
	if (suite.parent !== undefined) await enter(suite.parent, entered);
	for (const work of suite.before) await work();
	entered.add(suite);
}

export const strykerPlugins = [{ kind: "TestRunner", name: "in-process", injectableClass: Runner }];
