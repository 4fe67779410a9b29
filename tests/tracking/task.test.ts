import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { isTask, TrackedInstance, task, wraps } from "../../src/index.ts";
import { app } from "../app.ts";

describe("a task is called as its function is", () => {
	test("this, arguments and result", () => {
		const told = task(function (this: unknown, ...args: unknown[]) {
			return [this, ...args];
		});
		const holder = { told };
		assert.deepEqual(holder.told(1, 2), [holder, 1, 2]);
		assert.deepEqual(told.call("x", 1), ["x", 1]);
		assert.deepEqual(told.apply("x", [1, 2, 3]), ["x", 1, 2, 3]);
		assert.deepEqual(told.bind("x", 1)(2), ["x", 1, 2]);
		assert.deepEqual(Reflect.apply(told, undefined, []), [undefined]);
	});

	test("an async function, a generator, an async generator", async () => {
		const double = task(async (n: number) => n * 2);
		assert.equal(await double(4), 8);
		const failing = task(async () => {
			throw new RangeError("no");
		});
		await assert.rejects(failing(), RangeError);
		const count = task(function* (n: number) {
			for (let i = 0; i < n; i++) yield i;
		});
		assert.deepEqual([...count(3)], [0, 1, 2]);
		const later = task(async function* () {
			yield 1;
			yield 2;
		});
		const seen = [];
		for await (const n of later()) seen.push(n);
		assert.deepEqual(seen, [1, 2]);
	});

	test("what it throws is what the function throws, the very error", () => {
		const error = new Error("no");
		const failing = task(() => {
			throw error;
		});
		assert.throws(failing, (thrown) => thrown === error);
	});

	test("name, length and fn; it is a function and a tracked instance", () => {
		function send(_to: string, _text: string): void {}
		const sent = task(send);
		assert.deepEqual([sent.name, sent.length, sent.fn === send, typeof sent], ["send", 2, true, "function"]);
		assert.ok(sent instanceof TrackedInstance && sent instanceof Function && isTask(sent));
		assert.deepEqual(Object.keys(sent), []);
		assert.notEqual(task(send), sent);
	});

	test("tasks of tasks and of wrappers", () => {
		const inner = task((n: number) => n + 1);
		const outer = task(inner);
		assert.deepEqual([outer(1), outer.fn === inner, outer.fn.fn(1)], [2, true, 2]);
		const wrapped = task(wraps(inner, (n: number) => inner(n) * 10));
		assert.equal(wrapped(1), 20);
	});

	test("the function is not changed", () => {
		const send = Object.freeze(() => 1);
		const keys = Reflect.ownKeys(send);
		assert.equal(task(send)(), 1);
		assert.deepEqual(Reflect.ownKeys(send), keys);
		assert.ok(!(send instanceof TrackedInstance) && !isTask(send));
	});
});

test("what is no function is refused at once", () => {
	for (const value of [undefined, null, 1, "x", {}, Promise.resolve(1)])
		assert.throws(() => task(value as never), {
			name: "TypeError",
			message: /^task\(fn\): fn must be a function, not /,
		});
});

test("isTask tells tasks from everything else", () => {
	const values = [
		() => 1,
		class extends TrackedInstance {},
		new (class extends TrackedInstance {})(),
		null,
		1,
		undefined,
	];
	for (const value of [
		...values,
		wraps(
			() => 1,
			() => 2,
		),
	])
		assert.equal(isTask(value), false);
	assert.ok(isTask(task(() => 1)));
});

test("nested, bound and renamed tasks have the name of the variable that holds them", async () => {
	await using p = await app({
		"other.js": "export function fn() {}",
		"m.js": `
			import { extractTaskModule, isNested, load, task } from "namesake";
			import { fn } from "./other.js";
			export const direct = task(() => 1);
			export const imported = task(fn);
			export const twice = task(direct);
			export const holder = { inside: task(function other() {}), list: [task(async () => {})] };
			export const bound = task(fn.bind(null, 1));
			export const native = task(Math.max);
			export default task(() => 2);
			const name = (x) => { try { return extractTaskModule(x).functionName } catch (error) { return error.code } };
			setImmediate(async () => {
				const tasks = [direct, imported, twice, holder.inside, holder.list[0], bound, native];
				const told = tasks.map(name);
				for (const x of tasks) told.push((await load(x.location)) === x);
				told.push(name(direct.bind(null)), native(1, 3), isNested(imported));
				console.log(JSON.stringify(told));
			});
		`,
	});
	assert.deepEqual(await p.tell("m.js"), [
		...["direct", "imported", "twice", "holder.inside", "holder.list[0]", "bound", "native"],
		...Array(7).fill(true),
		"BOUND_FUNCTION",
		3,
		false,
	]);
});
