/* test_decorators.py: programs of their own, in a process of their own: happy, error, stacked, unwrapped, nested. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type App, app } from "../app.ts";

let p: App;

before(async () => {
	p = await app({
		"src/decorators.js": `
			import { wraps } from "namesake";
			export const before = [];
			export const happy = (fn) => wraps(fn, (...args) => { before.push("before " + fn.name); return fn(...args); });
			export const failing = (fn) => wraps(fn, (...args) => { throw new Error("error in " + fn.name); });
			export const bare = (fn) => (...args) => fn(...args);
		`,
		"src/happy.js": main("export const my_task = task(happy(function my_task(x) { return x + 1; }));"),
		"src/error.js": main("export const my_task = task(failing(function my_task(x) { return x + 1; }));"),
		"src/stacked.js": main("export const my_task = task(happy(happy(happy(function my_task(x) { return x + 1; }))));"),
		"src/unwrapped.js": main("export const my_task = task(bare(function my_task(x) { return x + 1; }));"),
		"src/nested-task.js": main(
			"const make = () => task(happy(function my_task(x) { return x + 1; }));\nconst my_task = make();",
		),
		"src/nested-function.js": main(
			"const make = () => happy(function inner(x) { return x + 1; });\nconst my_task = make();",
		),
	});
});
after(() => p[Symbol.asyncDispose]());

function main(body: string): string {
	return `
		import { defaultTaskResolver, extractTaskModule, isNested, task } from "namesake";
		import { bare, before, failing, happy } from "./decorators.js";
		${body}
		const attempt = (ask) => { try { return ask() } catch (error) { return error.code ?? error.message } };
		const ask = () => ({
			name: attempt(() => extractTaskModule(my_task).name),
			fn: my_task.name, length: my_task.length, nested: isNested(my_task),
			args: attempt(() => defaultTaskResolver.loaderArgs(my_task)),
			result: attempt(() => my_task(10)), before,
		});
		setImmediate(() => console.log(JSON.stringify(ask())));
	`;
}

function found(file: string, rest: object): object {
	const moduleName = `@acme/app/src/${file}`;
	return {
		name: `${moduleName}#my_task`,
		fn: "my_task",
		length: 1,
		nested: false,
		args: ["task-module", moduleName, "task-name", "my_task"],
		before: [],
		...rest,
	};
}

describe("decorated tasks", () => {
	test("happy: the decorator runs, the task is found", async () => {
		assert.deepEqual(await p.tell("src/happy.js"), found("happy", { result: 11, before: ["before my_task"] }));
	});

	test("error: what the decorator throws comes through", async () => {
		assert.deepEqual(await p.tell("src/error.js"), found("error", { result: "error in my_task" }));
	});

	test("stacked: all of them run, and the name is the innermost function's", async () => {
		const before = Array(3).fill("before my_task");
		assert.deepEqual(await p.tell("src/stacked.js"), found("stacked", { result: 11, before }));
	});

	test("unwrapped: upstream refuses a decorator without wraps; here the variable holds the task, and names it", async () => {
		assert.deepEqual(
			await p.tell("src/unwrapped.js"),
			found("unwrapped", { fn: "", length: 0, nested: true, result: 11 }),
		);
	});

	test("nested tasks and functions are not found by another process", async () => {
		const task = (await p.tell("src/nested-task.js")) as Record<string, unknown>;
		assert.deepEqual([task["nested"], task["args"]], [true, "NO_LHS"]);
		const wrapped = (await p.tell("src/nested-function.js")) as Record<string, unknown>;
		assert.deepEqual([wrapped["nested"], wrapped["args"]], [true, "NO_LHS"]);
	});
});
