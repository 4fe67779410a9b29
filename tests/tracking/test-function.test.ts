import assert from "node:assert/strict";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { isTestFunction, TrackedInstance, task, wraps } from "../../src/index.ts";
import { isTestFile } from "../../src/package/test-file.ts";
import { project } from "../package/project.ts";

test("the names of test files: Python's, node:test's, Jest's and Vitest's", () => {
	const stems = {
		yes: ["test", "test_a", "a_test", "test_", "_test", "a.test", "a.spec", "a.b.test", "test-a", "a-test", "test-"],
		no: ["tests", "mytest", "testa", "atest", "a", "a.tests", "a_tests", "test.a", "spec", "spec-a", "a-spec", "Test"],
	};
	for (const extension of ["ts", "js", "mts", "cts", "mjs", "cjs", "tsx", "jsx"]) {
		for (const stem of stems.yes) assert.ok(isTestFile(`/app/src/${stem}.${extension}`), `${stem}.${extension}`);
		for (const stem of stems.no) assert.ok(!isTestFile(`/app/src/${stem}.${extension}`), `${stem}.${extension}`);
	}
});

test("the folder counts only if it is __tests__", () => {
	assert.ok(isTestFile("/app/src/__tests__/helper.ts"));
	assert.ok(isTestFile("/app/__tests__/deep/er/m.js"));
	assert.ok(isTestFile("C:\\app\\__tests__\\m.js"));
	for (const folder of ["test", "tests", "__test__", "x__tests__", "a.test"])
		assert.ok(!isTestFile(`/app/${folder}/m.ts`));
});

test("of a function the file of its own module counts: flytekit's test_istestfunction", async () => {
	const expected = { test_a: true, a_test: true, a: false, tests: false, mytest: false, test_: true };
	await using p = await project({
		"package.json": { name: "app", type: "module" },
		...Object.fromEntries(Object.keys(expected).map((stem) => [`src/${stem}.js`, "export function f() {}"])),
	});
	for (const [stem, isTest] of Object.entries(expected)) {
		const { f } = (await import(pathToFileURL(p.at(`src/${stem}.js`)).href)) as { f: () => void };
		assert.equal(isTestFunction(f), isTest, stem);
	}
});

test("of a wrapper, a task and a class the function behind it counts", () => {
	function here(): void {}
	const wrapper = wraps(here, () => {});
	assert.deepEqual([here, wrapper, task(wrapper), class Here {}].map(isTestFunction), [true, true, true, true]);
	assert.ok(!isTestFunction(task), "the library's own file is no test");
});

test("false for all other values: bound and native functions, instances that no module made", () => {
	class Late extends TrackedInstance {}
	const late = new Late();
	assert.deepEqual([(() => 1).bind(null), Math.max, late].map(isTestFunction), [false, false, false]);
});

test("the path inside the package counts, not the folder of the checkout", async () => {
	await using p = await project({
		"__tests__/checkout/package.json": { name: "app" },
		"__tests__/checkout/src/m.ts": "",
		"__tests__/checkout/__tests__/m.ts": "",
		"__tests__/checkout/src/m.test.ts": "",
	});
	const at = (path: string) => p.at(`__tests__/checkout/${path}`);
	assert.deepEqual([at("src/m.ts"), at("__tests__/m.ts"), at("src/m.test.ts")].map(isTestFile), [false, true, true]);
});
