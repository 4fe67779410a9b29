import assert from "node:assert/strict";
import { test } from "node:test";
import { poolProject } from "./project.ts";

const name = (path: string) => `@acme/app/src/jobs#${path}`;

test("runs functions and tasks on other threads; the arguments and results are copied or moved", async () => {
	await using project = await poolProject({
		"main.js": `
			import { threadId } from "node:worker_threads";
			import { move, TaskPool } from "namesake/pool";
			import * as jobs from "./src/jobs.js";
			const pool = new TaskPool({ maxThreads: 1 });
			const told = { here: threadId, direct: await jobs.thread(), there: await pool.run(jobs.thread), sum: await pool.run(jobs.add, 1, 2) };
			const copied = new Uint8Array(10);
			const moved = new Uint8Array(20);
			const listed = new Uint8Array(30);
			told.sizes = [await pool.run(jobs.size, copied), await pool.run(jobs.size, move(moved)), await pool.with({ transferList: [listed.buffer] }).run(jobs.size, listed)];
			told.left = [copied.byteLength, moved.byteLength, listed.byteLength];
			told.bytes = (await pool.run(jobs.bytes, 7)).byteLength;
			const port = await pool.run(jobs.port);
			told.port = await new Promise((resolve) => port.once("message", resolve));
			port.close();
			told.map = await pool.map(jobs.sleep, [30, 20, 10]);
			await pool[Symbol.asyncDispose]();
			console.log(JSON.stringify(told));
		`,
	});
	const { there, ...told } = (await project.tell("main.js")) as Record<string, unknown>;
	assert.ok(Number(there) > 0);
	assert.deepEqual(told, {
		here: 0,
		direct: 0,
		sum: 3,
		sizes: [10, 20, 30],
		left: [10, 0, 0],
		bytes: 7,
		port: "hello",
		map: [30, 20, 10],
	});
});

test("a function gets the arguments that are given, and as many; names that objects have by themselves are names as others", async () => {
	await using project = await poolProject({
		"src/names.js": `
			import { inspect } from "node:util";
			export function tell() { return inspect([...arguments]); }
			export default function () { return "default " + arguments.length; }
			export const constructor = () => "constructor", __proto__ = () => "__proto__", toString = () => "toString", __esModule = () => "__esModule";
			export const tasks = { then: () => "then", default: () => "default of tasks" };
			let calls = 0;
			export const count = () => ++calls;
		`,
		"main.js": `
			import { inspect } from "node:util";
			import { TaskPool } from "namesake/pool";
			import * as names from "./src/names.js";
			const pool = new TaskPool({ maxThreads: 1 });
			const values = [undefined, null, 0, -0, Number.NaN, 7n, "", "text", true, [], [1, 2], [undefined], {}, new Map([[1, 2]])];
			const lists = [[], ...values.flatMap((value) => [[value], [value, value]]), Array(2)];
			const others = [];
			for (const args of lists)
				for (const given of [pool.run(names.tell, ...args), pool.with({ timeout: 60_000 }).run(names.tell, ...args)])
					if ((await given) !== inspect([...args])) others.push({ given: await given, args: inspect(args) });
			const told = [];
			for (const fn of [names.default, names.constructor, names.__proto__, names.toString, names.__esModule, names.tasks.then, names.tasks.default])
				told.push(await pool.run(fn));
			const counts = [await pool.run(names.count), await pool.run(names.count), names.count()];
			await pool.close();
			console.log(JSON.stringify({ others, told, counts }));
		`,
	});
	assert.deepEqual(await project.tell("main.js"), {
		others: [],
		told: ["default 0", "constructor", "__proto__", "toString", "__esModule", "then", "default of tasks"],
		counts: [1, 2, 1],
	});
});

test("what can't be loaded, called or copied is refused before anything is sent", async () => {
	await using project = await poolProject({
		"main.js": `
			import { TaskPool } from "namesake/pool";
			import { tell } from "./tell.js";
			import * as jobs from "./src/jobs.js";
			const pool = new TaskPool({ minThreads: 0, maxThreads: 1 });
			const local = () => 1;
			const told = [];
			for (const value of [() => 1, local, jobs.nested(), jobs.holder.hidden, jobs.add.bind(null), Math.max, jobs.PaymentError, "add", null])
				told.push(await tell(pool.run(value)));
			told.push(await tell(pool.map(local, [1])));
			const threads = pool.piscina.threads.length;
			told.push(await tell(pool.run(jobs.add, 1, { deep: [{ fn: () => 1 }] })), await tell(pool.run(jobs.add, Symbol("s"))));
			told.push(await tell(pool.run(jobs.add, 1, [new MessageChannel().port1])));
			for (const bad of [0, -1, Number.NaN, 2 ** 40]) told.push(await tell((async () => pool.with({ timeout: bad }))()));
			told.push(await tell(pool.map(jobs.add, [1], { concurrency: 0 })));
			for (const bad of [{ maxQueue: -1 }, { maxQueue: "x" }, { maxThreads: 0 }, { timeout: 0 }]) told.push(await tell((async () => new TaskPool(bad))()));
			console.log(JSON.stringify({ told, threads }));
		`,
	});
	const { told, threads } = (await project.tell("main.js")) as { told: Record<string, string>[]; threads: number };
	assert.equal(threads, 0);
	assert.deepEqual(
		told.map((each) => each["code"] ?? each["name"]),
		[
			...["UNNAMEABLE", "NOT_EXPORTED", "NESTED", "NOT_EXPORTED", "BOUND_FUNCTION", "NATIVE_FUNCTION"],
			...["NOT_A_TASK", "NOT_A_TASK", "NOT_A_TASK", "NOT_EXPORTED", "NOT_SENDABLE", "NOT_SENDABLE", "NOT_SENDABLE"],
			...["RangeError", "RangeError", "RangeError", "RangeError", "RangeError"],
			...["TypeError", "TypeError", "TypeError", "RangeError"],
		],
	);
	assert.equal(told[10]?.["why"], "args[1].deep[0].fn can't be sent to another thread: () => 1 could not be cloned");
	assert.match(
		told[12]?.["why"] ?? "",
		/^args\[1\]\[0\] can't be sent to another thread: (?:TypeError: )?Object that needs transfer /,
	);
});

test("errors come back as they were, with the task's own stack and no more of it", async () => {
	await using project = await poolProject({
		"main.js": `
			import { TaskPool } from "namesake/pool";
			import { tell } from "./tell.js";
			import * as jobs from "./src/jobs.js";
			const pool = new TaskPool({ maxThreads: 1 });
			const told = [await tell(pool.run(jobs.fails))];
			for (const what of ["null", "text", "zero", "symbol"]) told.push(await tell(pool.run(jobs.throws, what)));
			told.push(await tell(pool.run(jobs.loads, "@acme/app/src/jobs#ad")), await tell(pool.run(jobs.big)));
			told.push((await pool.run(jobs.fails).catch((error) => error.stack)).split("\\n").slice(1));
			console.log(JSON.stringify({ told, alive: await pool.run(jobs.add, 1, 1), threads: pool.piscina.threads.length }));
		`,
	});
	const { told, alive, threads } = (await project.tell("main.js")) as {
		told: unknown[];
		alive: number;
		threads: number;
	};
	assert.deepEqual([alive, threads], [2, 1]);
	assert.deepEqual(told.slice(0, 5), [
		{ name: "RangeError", class: "PaymentError", code: "E_PAY", message: "no money", cause: "inner" },
		{ thrown: null },
		{ thrown: "text" },
		{ thrown: 0 },
		{
			name: "Error",
			class: "Error",
			message: "the task threw Symbol(s), which can't be sent between threads",
		},
	]);
	assert.deepEqual(
		(told.slice(5, 7) as Record<string, string>[]).map(({ code, message }) => [code, message]),
		[
			["EXPORT_NOT_FOUND", "error[EXPORT_NOT_FOUND]: the module has no such export: @acme/app/src/jobs#ad"],
			["NOT_SENDABLE", `error[NOT_SENDABLE]: the value can't be sent: the result of ${name("big")}`],
		],
	);
	const stack = told[7] as string[];
	assert.equal(stack.length, 1, String(stack));
	assert.match(stack[0] ?? "", /^ {4}at fails \(.*src\/jobs\.js:12:10\)$/);
});

test("a module that throws while it loads in the worker, and one that has another export there, are coded errors", async () => {
	await using project = await poolProject({
		"src/moody.js": `
			import { isMainThread } from "node:worker_threads";
			if (!isMainThread) throw new Error("not in a thread");
			export const here = () => 1;
		`,
		"src/two.js": `
			import { isMainThread } from "node:worker_threads";
			function one() {}
			export const tasks = { one: isMainThread ? one : 1 };
		`,
		"main.js": `
			import { TaskPool } from "namesake/pool";
			import { tell } from "./tell.js";
			import { here } from "./src/moody.js";
			import { tasks } from "./src/two.js";
			const pool = new TaskPool({ maxThreads: 1 });
			console.log(JSON.stringify([await tell(pool.run(here)), await tell(pool.run(tasks.one))]));
		`,
	});
	const told = (await project.tell("main.js")) as Record<string, string>[];
	assert.deepEqual(
		told.map(({ code, cause }) => [code, cause]),
		[
			["MODULE_FAILED", "not in a thread"],
			["NOT_A_TASK", undefined],
		],
	);
});

test("maxQueue bounds what waits, with and without signals; close() waits for all that was taken; then it takes no more", async () => {
	await using project = await poolProject({
		"main.js": `
			import { TaskPool } from "namesake/pool";
			import { tell } from "./tell.js";
			import { never, sleep } from "./src/jobs.js";
			const told = {};
			for (const [key, maxQueue, settings] of [["two", 2, {}], ["signals", 2, { signal: new AbortController().signal }], ["none", 0, {}]]) {
				const pool = new TaskPool({ maxThreads: 2, minThreads: 2, maxQueue });
				await pool.run(sleep, 1);
				const runs = Array.from({ length: 6 }, () => tell(pool.with(settings).run(sleep, 20)));
				const closing = pool.close();
				told[key] = (await Promise.all(runs)).map(({ value, message }) => value ?? message);
				await closing;
				told.closed = (await tell(pool.run(sleep, 1))).message;
				told.threads = pool.piscina.threads.length;
			}
			const pool = new TaskPool({ maxThreads: 1, closeTimeout: 50 });
			const run = tell(pool.run(never));
			const waits = tell(pool.run(never));
			await pool.close();
			told.impatient = [(await run).message, (await waits).message];
			console.log(JSON.stringify(told));
		`,
	});
	const full = "Task queue is at limit";
	assert.deepEqual(await project.tell("main.js"), {
		two: [20, 20, 20, 20, full, full],
		signals: [20, 20, 20, 20, full, full],
		none: [20, 20, full, full, full, full],
		closed: "the pool is closed and takes no more tasks",
		threads: 0,
		impatient: ["Terminating worker thread", "Terminating worker thread"],
	});
});

test("an open pool keeps no process, and nothing is said", async () => {
	await using project = await poolProject({
		"main.js": `
			import { TaskPool } from "namesake/pool";
			import { add } from "./src/jobs.js";
			const pool = new TaskPool({ timeout: 60_000 });
			console.log(await pool.run(add, 1, 2));
		`,
		"idle.js": `
			import { TaskPool } from "namesake/pool";
			new TaskPool();
			console.log("1");
		`,
	});
	assert.equal(await project.tell("main.js"), 3);
	assert.equal(await project.tell("idle.js"), 1);
});

test("one signal for many tasks: no warning, nothing is left on it, and all of them are cancelled", async () => {
	await using project = await poolProject({
		"main.js": `
			import { getEventListeners } from "node:events";
			import { TaskPool } from "namesake/pool";
			import { tell } from "./tell.js";
			import { add, never } from "./src/jobs.js";
			const pool = new TaskPool({ maxThreads: 2, minThreads: 0, timeout: 60_000 });
			const controller = new AbortController();
			const { signal } = controller;
			const runner = pool.with({ signal, timeout: Number.POSITIVE_INFINITY });
			await Promise.all(Array.from({ length: 30 }, (_, index) => runner.run(add, index, 1)));
			const left = getEventListeners(signal, "abort").length;
			const runs = Array.from({ length: 30 }, () => tell(runner.run(never)));
			setTimeout(() => controller.abort("enough"), 100);
			const ends = new Set((await Promise.all(runs)).map(({ name, cause }) => name + " " + cause));
			console.log(JSON.stringify({ left, ends: [...ends], after: await pool.run(add, 1, 2) }));
		`,
	});
	const told = await project.tell("main.js");
	assert.deepEqual(told, { left: 0, ends: ["AbortError enough"], after: 3 });
});

test("a task that waits for its thread to start keeps the process", async () => {
	await using project = await poolProject({
		"main.js": `
			import { TaskPool } from "namesake/pool";
			import { add } from "./src/jobs.js";
			const pool = new TaskPool({ minThreads: 0, maxThreads: 1 });
			for (const n of [1, 2]) pool.run(add, n, 0).then((sum) => sum === 2 && console.log("2"));
		`,
	});
	assert.equal(await project.tell("main.js"), 2);
});

test("a program that runs its own function at its top level is told, and starts no threads without end", async () => {
	const program = (awaits: string) => `
		import { TaskPool } from "namesake/pool";
		export const twice = (n) => n * 2;
		const pool = new TaskPool({ maxThreads: 1 });
		${awaits}
	`;
	await using project = await poolProject({
		"awaits.js": program(
			"console.log(JSON.stringify(await pool.run(twice, 2).catch(({ code, why }) => [code, why])));",
		),
		"waits.js": program(
			"pool.run(twice, 2).then(console.log, ({ code, why }) => console.log(JSON.stringify([code, why])));",
		),
		"throws.js": program("console.log(await pool.run(twice, 2));"),
		"guarded.js": program(
			'if (isMainThread) console.log(JSON.stringify(await pool.run(twice, 2))); import { isMainThread } from "node:worker_threads";',
		),
		"later.js": `
			import { isMainThread } from "node:worker_threads";
			import { TaskPool } from "namesake/pool";
			export const twice = (n) => n * 2;
			const pool = new TaskPool({ maxThreads: 1 });
			export const nested = async (n) => (await pool.run(twice, n)) + 1;
			if (isMainThread) console.log(JSON.stringify(await pool.run(nested, 2)));
		`,
	});
	// The module is told on the thread, where it prints that; then it is loaded, and the program has its answer.
	const told = /^\["MODULE_FAILED","the top level of the module runs functions on threads, .*\]\n4\n$/;
	assert.match((await project.run("awaits.js")).stdout, told);
	assert.match((await project.run("waits.js")).stdout, told);
	// This one does not catch it: it is not loaded.
	const failed = await project.run("throws.js");
	assert.notEqual(failed.code, 0);
	assert.match(failed.stderr, /MODULE_FAILED[\s\S]*the top level of the module runs functions on threads/);
	assert.equal(await project.tell("guarded.js"), 4);
	assert.equal(await project.tell("later.js"), 5);
});
