/* test_isnested, test_istestfunction, and is_functools_wrapped_module_level, which upstream does not test. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { app } from "../app.ts";

test("test_isnested: a nested task is refused outside of test modules, where another process should find it", async () => {
	await using p = await app({
		"src/tasks.js": `
			import { task } from "namesake";
			export function tk() {}
			export function outer() { return task(function inner() {}); }
			export const made = outer();
			export const plain = () => function inner() {};
		`,
		"src/ask.js": `
			import { defaultTaskResolver, isNested, isTestFunction } from "namesake";
			import { made, outer, plain, tk } from "./tasks.js";
			const code = (ask) => { try { return ask() } catch (error) { return error.code } };
			setImmediate(() => console.log(JSON.stringify({ top: isNested(tk), nested: isNested(made), fn: isNested(made.fn),
				test: [tk, made].map(isTestFunction),
				top_args: defaultTaskResolver.loaderArgs(tk),
				nested_args: code(() => defaultTaskResolver.loaderArgs(plain())),
				runtime_args: code(() => defaultTaskResolver.loaderArgs(outer())),
				held: defaultTaskResolver.loaderArgs(made)[3] })));
		`,
	});
	assert.deepEqual(await p.tell("src/ask.js"), {
		top: false,
		nested: true,
		fn: true,
		test: [false, false],
		top_args: ["task-module", "@acme/app/src/tasks", "task-name", "tk"],
		nested_args: "NESTED",
		runtime_args: "CREATED_AT_RUNTIME",
		// What flytekit refuses as nested has a variable of the module here, and loads by it.
		held: "made",
	});
});

test("test_istestfunction: by the name of the function's own module", async () => {
	const files = ["test_a.js", "a_test.js", "a.js", "tests.js", "mytest.js", "test_.js"];
	await using p = await app({
		...Object.fromEntries(files.map((file) => [`src/${file}`, "export function f() {}"])),
		"ask.js": `
			import { isTestFunction } from "namesake";
			const told = [];
			for (const file of ${JSON.stringify(files)}) told.push(isTestFunction((await import("./src/" + file)).f));
			console.log(JSON.stringify(told));
		`,
	});
	assert.deepEqual(await p.tell("ask.js"), [true, true, false, false, false, true]);
});

test("is_functools_wrapped_module_level: the two examples of its documentation", async () => {
	await using p = await app({
		"m.js": `
			import { isWrappedModuleLevel, wraps } from "namesake";
			const decorator = (fn) => wraps(fn, (...args) => fn(...args));
			export const foo = decorator(function foo() {});
			function define_inner_wrapped_fn() {
				return decorator(function foo_inner() {});
			}
			export const bar = define_inner_wrapped_fn();
			console.log(JSON.stringify([isWrappedModuleLevel(foo), isWrappedModuleLevel(bar), isWrappedModuleLevel(decorator)]));
		`,
	});
	assert.deepEqual(await p.tell("m.js"), [true, false, false]);
});
