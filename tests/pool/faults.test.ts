import assert from "node:assert/strict";
import { test } from "node:test";
import { poolProject } from "./project.ts";

test("a worker that exits, runs out of memory, throws where nobody catches, or never returns: coded, and the pool goes on", async () => {
	await using project = await poolProject({
		"main.js": `
			import { TaskPool } from "namesake/pool";
			import { tell } from "./tell.js";
			import * as jobs from "./src/jobs.js";
			const pool = new TaskPool({ minThreads: 1, maxThreads: 2, resourceLimits: { maxOldGenerationSizeMb: 32 } });
			const told = {};
			const also = async (key, promise) => { told[key] = { ...(await tell(promise)), next: await pool.run(jobs.add, 1, 2) }; };
			await also("exit", pool.run(jobs.exit, 3));
			await also("exit0", pool.run(jobs.exit, 0));
			await also("oom", pool.run(jobs.oom));
			await also("later", pool.run(jobs.later));
			await also("never", pool.with({ timeout: 100 }).run(jobs.never));
			await also("spin", pool.with({ timeout: 100 }).run(jobs.spin));
			await also("cancelled", pool.with({ signal: AbortSignal.timeout(100) }).run(jobs.spin));
			const reason = new Error("enough");
			await also("aborted", pool.with({ signal: AbortSignal.abort(reason), timeout: 100 }).run(jobs.spin));
			await pool.close();
			console.log(JSON.stringify(told));
		`,
	});
	const told = (await project.tell("main.js")) as Record<string, Record<string, unknown>>;
	assert.ok(Object.values(told).every(({ next }) => next === 3));
	const fact = (key: string) => [
		told[key]?.["name"],
		told[key]?.["code"],
		told[key]?.["why"] ?? told[key]?.["message"],
	];
	assert.deepEqual(fact("exit"), ["NamesakeError", "WORKER_FAILED", "the worker thread exited with code 3"]);
	assert.deepEqual(fact("exit0"), ["NamesakeError", "WORKER_FAILED", "the worker thread exited with code 0"]);
	assert.deepEqual(fact("oom"), ["NamesakeError", "WORKER_FAILED", "the worker thread ran out of memory"]);
	assert.deepEqual(fact("later"), [
		"NamesakeError",
		"WORKER_FAILED",
		"uncaught Error: from a timer in the worker thread",
	]);
	for (const key of ["never", "spin"])
		assert.deepEqual(fact(key), ["TimeoutError", 23, `@acme/app/src/jobs#${key} took longer than 100 ms`]);
	assert.deepEqual(fact("cancelled"), ["AbortError", undefined, "The task has been aborted"]);
	assert.deepEqual(
		[...fact("aborted"), told["aborted"]?.["cause"]],
		["AbortError", undefined, "The task has been aborted", "enough"],
	);
});

test("the time for which a task waits does not count for its timeout", async () => {
	await using project = await poolProject({
		"main.js": `
			import { TaskPool } from "namesake/pool";
			import { tell } from "./tell.js";
			import { sleep } from "./src/jobs.js";
			const pool = new TaskPool({ maxThreads: 1, timeout: 1500 });
			// The start of a thread, and loading the module there, take time of the first.
			await pool.with({ timeout: 60_000 }).run(sleep, 1);
			const told = await Promise.all([600, 600, 600].map((ms) => tell(pool.run(sleep, ms))));
			console.log(JSON.stringify(told));
		`,
	});
	assert.deepEqual(await project.tell("main.js"), [{ value: 600 }, { value: 600 }, { value: 600 }]);
});

test("100,000 short tasks with a bounded queue hold memory flat", async () => {
	await using project = await poolProject({
		"main.js": `
			import { TaskPool } from "namesake/pool";
			import { add } from "./src/jobs.js";
			const COUNT = 100_000;
			const pool = new TaskPool({ minThreads: 2, maxThreads: 2, maxQueue: 16 });
			let most = 0;
			let refused = 0;
			let sum = 0;
			const heap = [];
			const one = async (index) => {
				for (;;) {
					try {
						const result = await pool.run(add, index, 1);
						sum += result;
						return;
					} catch (error) {
						if (error.message !== "Task queue is at limit") throw error;
						refused += 1;
						await new Promise((resolve) => setImmediate(resolve));
					}
				}
			};
			let next = 0;
			// More than fit: the bound is met.
			await Promise.all(Array.from({ length: 24 }, async () => {
				while (next < COUNT) {
					const index = next;
					next += 1;
					await one(index);
					most = Math.max(most, pool.piscina.queueSize);
					if (index % 10_000 === 9_999) {
						gc();
						heap.push(process.memoryUsage().heapUsed);
					}
				}
			}));
			await pool.close();
			console.log(JSON.stringify({ sum, most, refused, heap }));
		`,
	});
	const told = (await project.tell("main.js", { flags: ["--expose-gc"] })) as {
		sum: number;
		most: number;
		refused: number;
		heap: number[];
	};
	assert.equal(told.sum, (100_000 * 100_001) / 2);
	assert.ok(told.most <= 16, `${told.most} tasks waited`);
	assert.ok(told.refused > 0);
	const [, early = 0] = told.heap;
	const late = told.heap.at(-1) ?? Number.POSITIVE_INFINITY;
	assert.ok(late - early < 3_000_000, `heap in bytes after each 10,000: ${told.heap.join(", ")}`);
});

test("a pool that is destroyed while its threads start, at whatever moment, is destroyed, and so is one whose only task is cancelled", async () => {
	await using project = await poolProject({
		"main.js": `
			import { TaskPool } from "namesake/pool";
			import { tell } from "./tell.js";
			import { add } from "./src/jobs.js";
			const hung = [];
			const end = async (what, delay, promise) => {
				const timer = new Promise((resolve) => setTimeout(resolve, 60_000, true).unref());
				if (await Promise.race([promise, timer])) hung.push([what, delay]);
			};
			// A thread starts in some 50 to 150 ms.
			for (let delay = 30; delay < 130; delay += 3) {
				const pool = new TaskPool({ minThreads: 1, maxThreads: 1 });
				await new Promise((resolve) => setTimeout(resolve, delay));
				await end("destroyed", delay, pool.destroy());
			}
			const outcomes = new Set();
			for (let delay = 30; delay < 130; delay += 6) {
				const pool = new TaskPool({ minThreads: 0, maxThreads: 1 });
				const { name, value } = await tell(pool.with({ signal: AbortSignal.timeout(delay) }).run(add, 1, 2));
				outcomes.add(name ?? value);
				await end("cancelled", delay, pool.close());
			}
			console.log(JSON.stringify({ hung, outcomes: [...outcomes].sort() }));
			// A thread that has not ended keeps the process alive.
		`,
	});
	const { hung, outcomes } = (await project.tell("main.js")) as { hung: unknown[]; outcomes: unknown[] };
	assert.deepEqual(hung, []);
	assert.ok(outcomes.every((outcome) => outcome === "AbortError" || outcome === 3));
	assert.ok(outcomes.includes("AbortError"));
});
