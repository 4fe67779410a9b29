/** Gives tests the functions of mocha for those of node:test: Stryker's runner for mocha loads tests once, and runs them for one mutant after the other. */
import { register } from "node:module";

/** @typedef {(context?: object) => unknown} Body */

const hook = `export const resolve = (name, context, next) =>
	name === "node:test" ? { url: ${JSON.stringify(import.meta.url)}, shortCircuit: true } : next(name, context);`;
register(`data:text/javascript,${encodeURIComponent(hook)}`);

/** Mocha puts them there before it loads the first test. */
const mocha = /** @type {any} */ (globalThis);
export const before = (/** @type {Body} */ body) => mocha.before(() => body());
export const after = (/** @type {Body} */ body) => mocha.after(() => body());
export const afterEach = (/** @type {Body} */ body) => mocha.afterEach(() => body());
/** Mocha would run all tests that are in no suite before those that are: each of them gets one, so that files are run one after the other. */
let isInSuite = false;
export function describe(/** @type {string} */ name, /** @type {any[]} */ ...args) {
	const outer = isInSuite;
	isInSuite = true;
	mocha.describe(name, args.at(-1));
	isInSuite = outer;
}
export function it(/** @type {string} */ name, /** @type {any[]} */ ...args) {
	if (!isInSuite) return describe("", () => it(name, ...args));
	const test = mocha.it(name, () => args.at(-1)({ diagnostic() {} }));
	// Stryker asks whether it has changed since the last run.
	test.file = test.file.replace(/\.tsc\W(.*)js$/, "$1ts");
}
export { it as test };
