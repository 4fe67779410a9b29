/*
 * What the types of namesake/pool say, held by the compiler when the tests are compiled: each line below compiles, and each that
 * is marked must not. Nothing of it runs.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { move, TaskPool } from "../../src/adapter/pool/index.ts";
import { task } from "../../src/index.ts";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function holds<_T extends true>(): void {}

const resize = task(async (file: string, width: number, quality?: number) => ({ file, width, quality }));
function measure(bytes: Uint8Array): number {
	return bytes.byteLength;
}
function same<Value>(value: Value): Value {
	return value;
}

test("a pool runs tasks and functions with their own arguments, and gives what they give", () => {
	const typed = async (pool: TaskPool, files: readonly string[], chunks: AsyncIterable<Uint8Array<ArrayBuffer>>) => {
		const resized = await pool.run(resize, "a.png", 200);
		holds<Equal<typeof resized, { file: string; width: number; quality: number | undefined }>>();
		const size = await pool.run(measure, move(new Uint8Array(1)));
		holds<Equal<typeof size, number>>();
		void (await pool.run(same, 1));
		// @ts-expect-error: the width is missing
		await pool.run(resize, "a.png");
		// @ts-expect-error: a number is wanted
		await pool.run(resize, "a.png", "200");
		// @ts-expect-error: there is no fourth
		await pool.run(resize, "a.png", 200, 80, 1);
		// @ts-expect-error: a name is no function
		await pool.run("@acme/app/src/jobs#resize", "a.png", 200);

		const sizes = await pool.map(measure, chunks, { concurrency: 2, signal: AbortSignal.timeout(10) });
		holds<Equal<typeof sizes, number[]>>();
		await pool.map(same, new Set(files), { onProgress: ({ done, total }) => void (done + (total ?? 0)) });
		// @ts-expect-error: bytes are wanted
		await pool.map(measure, files);

		// @ts-expect-error: a worker gives one item, and resize wants a width, too
		await pool.map(resize, files);
		// @ts-expect-error: a worker calls it without `this`
		await pool.run(function (this: Date, days: number) {
			return this.getTime() + days;
		}, 1);

		const patient = pool.with({ timeout: 1000, signal: AbortSignal.timeout(10), transferList: [] });
		const again = await patient.run(resize, "a.png", 200);
		holds<Equal<typeof again, typeof resized>>();
		// @ts-expect-error: a number is wanted
		await patient.run(resize, "a.png", "200");
		// @ts-expect-error: there is no such setting
		pool.with({ timeOut: 1 });
	};
	assert.equal(typed.length, 3);
});

test("a pool takes piscina's options but for the file, and a timeout", () => {
	const typed = () => [
		new TaskPool({ minThreads: 1, maxThreads: 2, maxQueue: "auto", resourceLimits: {}, timeout: 100 }),
		// @ts-expect-error: the file is the pool's own
		new TaskPool({ filename: "x.js" }),
		// @ts-expect-error: there is no such option
		new TaskPool({ threads: 4 }),
	];
	assert.equal(typed.length, 0);
});
