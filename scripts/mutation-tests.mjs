/**
 * Stands in for node:test while mutants are tried: tests are only listed when their file is loaded, so that the process that has loaded
 * them can run them for one mutant after the other. It knows what the tests of the core use.
 */

/**
 * @typedef {() => unknown} Work
 * @typedef {{ name: string, before: Work[], after: Work[], afterEach: Work[], parent: Suite | undefined }} Suite
 * @typedef {{ id: string, suite: Suite, run: Work }} Test
 */

/** @type {Test[]} */
export const tests = [];

/** @type {Suite} */
let suite = { name: "", before: [], after: [], afterEach: [], parent: undefined };

/**
 * What follows is listed below a file.
 * @param {string} name
 */
export function startFile(name) {
	suite = { name, before: [], after: [], afterEach: [], parent: undefined };
}

/**
 * @param {string} name
 * @param {unknown[]} args
 */
export function test(name, ...args) {
	const work = /** @type {(context: object) => unknown} */ (args.at(-1));
	tests.push({ id: `${fullName(suite)} ${name} ${tests.length}`, suite, run: () => work({ diagnostic: () => {} }) });
}

/**
 * @param {string} name
 * @param {unknown[]} args
 */
export function it(name, ...args) {
	test(name, ...args);
}

/**
 * @param {string} name
 * @param {unknown[]} args
 */
export function describe(name, ...args) {
	const outer = suite;
	suite = { name, before: [], after: [], afterEach: [], parent: outer };
	/** @type {Work} */ (args.at(-1))();
	suite = outer;
}

/** @param {Work} work */
export function before(work) {
	suite.before.push(work);
}

/** @param {Work} work */
export function after(work) {
	suite.after.push(work);
}

/** @param {Work} work */
export function afterEach(work) {
	suite.afterEach.push(work);
}

/**
 * @param {Suite | undefined} of
 * @returns {string}
 */
function fullName(of) {
	return of === undefined ? "" : `${fullName(of.parent)} ${of.name}`.trim();
}
