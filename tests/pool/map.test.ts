import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { mapInOrder } from "../../src/adapter/pool/map.ts";

test("results are in the order of the items, whichever is done first, and no more run than may", async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 20 }),
			fc.integer({ min: 1, max: 6 }),
			fc.boolean(),
			async (delays, concurrency, isAsync) => {
				let running = 0;
				let most = 0;
				let taken = 0;
				const told: unknown[] = [];
				function* items() {
					for (const [index, delay] of delays.entries()) {
						taken += 1;
						assert.ok(taken - told.length <= concurrency, "an item is taken when there is somebody free for it");
						yield { index, delay };
					}
				}
				async function* asyncItems() {
					yield* items();
				}
				const results = await mapInOrder(
					isAsync ? asyncItems() : items(),
					async ({ index, delay }) => {
						running += 1;
						most = Math.max(most, running);
						for (let turn = 0; turn < delay; turn += 1) await new Promise((resolve) => setImmediate(resolve));
						running -= 1;
						return index;
					},
					{ concurrency, onProgress: (progress) => told.push(progress) },
				);
				assert.deepEqual(results, [...delays.keys()]);
				assert.ok(most <= concurrency);
				assert.deepEqual(
					told,
					delays.map((_, index) => ({ done: index + 1, total: undefined })),
				);
			},
		),
		{ numRuns: 200 },
	);
});

test("the first failure takes no more, cancels what runs, tells the iterator, and is what is thrown", async () => {
	const cancelled: number[] = [];
	let taken = 0;
	let isClosed = false;
	function* items() {
		try {
			for (; ; taken += 1) yield taken;
		} finally {
			isClosed = true;
		}
	}
	const failure = new Error("the third");
	const run = async (item: number, signal: AbortSignal) => {
		if (item === 2) throw failure;
		await new Promise<void>((_, reject) =>
			signal.addEventListener("abort", () => {
				cancelled.push(item);
				reject(signal.reason);
			}),
		);
	};
	await assert.rejects(mapInOrder(items(), run, { concurrency: 3 }), failure);
	assert.deepEqual([cancelled, taken, isClosed], [[0, 1], 2, true]);
});

test("a failing iterator, a failing onProgress, and items that are promises", async () => {
	const failure = new Error("no more");
	async function* items() {
		yield 1;
		throw failure;
	}
	await assert.rejects(
		mapInOrder(items(), async (item) => item, { concurrency: 2 }),
		failure,
	);
	const bad = () => {
		throw failure;
	};
	await assert.rejects(
		mapInOrder([1, 2, 3], async (item) => item, { onProgress: bad }),
		failure,
	);
	const told: unknown[] = [];
	const promises = [Promise.resolve(1), Promise.resolve(2)] as unknown as number[];
	const results = await mapInOrder(promises, async (item) => item + 1, {
		onProgress: (progress) => told.push(progress),
	});
	assert.deepEqual(results, [2, 3]);
	assert.deepEqual(told, [
		{ done: 1, total: 2 },
		{ done: 2, total: 2 },
	]);
});

test("an abort is noticed while an item is waited for, and before anything is taken", async () => {
	const controller = new AbortController();
	let isTold = false;
	async function* never() {
		try {
			await sleep(1000);
			yield 1;
		} finally {
			isTold = true;
		}
	}
	setTimeout(() => controller.abort("enough"), 20);
	const isAbort = (error: Error) => error.name === "AbortError" && error.cause === "enough";
	await assert.rejects(
		mapInOrder(never(), async (item) => item, { concurrency: 2, signal: controller.signal }),
		isAbort,
	);
	assert.ok(!isTold, "a generator that waits itself is not waited for");
	await sleep(1000);
	assert.ok(isTold, "it is told all the same");
	const forbidden: Iterable<number> = {
		[Symbol.iterator]: () => ({ next: () => assert.fail("nothing is taken") }),
	};
	await assert.rejects(
		mapInOrder(forbidden, async (item) => item, { signal: controller.signal }),
		isAbort,
	);
});
