/*
 * What the types of namesake/bullmq say, held by the compiler when the tests are compiled: each line below compiles, and each
 * that is marked must not. Nothing of it runs.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Job, type JobsOptions, Queue, Worker } from "bullmq";
import { type JsonOf, TaskQueue, TaskWorker, taskContext, type taskJob } from "../../src/adapter/bullmq/index.ts";
import { task } from "../../src/index.ts";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function holds<_T extends true>(): void {}

const resize = task(async (file: string, width: number, quality?: number) => ({
	file,
	width,
	at: new Date(),
	quality,
}));
const ping = task(() => "pong");

test("a queue takes tasks with their own arguments", () => {
	const typed = async (queue: TaskQueue, files: readonly string[]) => {
		const job = await queue.add(resize, ["a.png", 200], { attempts: 3, delay: 10 });
		holds<Equal<(typeof job)["returnvalue"]["at"], string>>();
		holds<Equal<(typeof job)["returnvalue"]["file"], string>>();
		await queue.add(resize, ["a.png", 200, 80]);
		await queue.add(ping, []);
		// @ts-expect-error: the width is missing
		await queue.add(resize, ["a.png"]);
		// @ts-expect-error: a number is wanted
		await queue.add(resize, ["a.png", "200"]);
		// @ts-expect-error: nothing is wanted
		await queue.add(ping, ["x"]);
		// @ts-expect-error: there is no such option in BullMQ
		await queue.add(ping, [], { atempts: 3 });
		// @ts-expect-error: a plain function is no task
		await queue.add((file: string) => file, ["a"]);
		// @ts-expect-error: nor is a name
		await queue.add("@acme/app/src/jobs#resize", ["a"]);

		const same = await queue.addBulk(
			resize,
			files.map((file) => [file, 200]),
			{ attempts: 3 },
		);
		holds<Equal<NonNullable<(typeof same)[0]>["returnvalue"]["at"], string>>();
		const [first, second] = await queue.addBulk([
			{ task: resize, args: ["a.png", 200], opts: { jobId: "a" } },
			{ task: ping, args: [] },
		]);
		holds<Equal<typeof first.returnvalue.at, string>>();
		holds<Equal<typeof second.returnvalue, string>>();
		await queue.addBulk(
			resize,
			// @ts-expect-error: a number is wanted
			files.map((file) => [file, "200"]),
		);
		await queue.addBulk([
			{ task: resize, args: ["a.png", 200] },
			// @ts-expect-error: the arguments are those of another task
			{ task: ping, args: ["x"] },
		]);

		const engine: Queue = queue.queue;
		await engine.upsertJobScheduler("nightly", { pattern: "0 3 * * *" }, await queue.job(resize, ["a.png", 200]));
		// @ts-expect-error: a number is wanted
		await queue.job(resize, ["a.png", "200"]);
	};
	assert.equal(typed.length, 2);
});

test("a worker is BullMQ's own", () => {
	const typed = () => {
		const worker: Worker = new TaskWorker("q", { connection: {}, concurrency: 4, allow: ["lib"], from: "/app" });
		// @ts-expect-error: a connection is needed
		new TaskWorker("q", {});
		// @ts-expect-error: there is no such option
		new TaskWorker("q", { connection: {}, concurency: 4 });
		const options: JobsOptions = {};
		return { worker, options };
	};
	holds<Equal<ReturnType<typeof taskJob>, Job | undefined>>();
	const signal: AbortSignal | undefined = taskContext()?.signal;
	assert.equal(signal, undefined);
	assert.equal(typed.length, 0);
	assert.ok(TaskQueue.prototype.add.length > 0 && TaskWorker.prototype instanceof Worker && Queue !== undefined);
});

test("JsonOf is what comes back", () => {
	holds<Equal<JsonOf<Date>, string>>();
	holds<Equal<JsonOf<{ a: Date[]; b?: number }>, { a: string[]; b?: number }>>();
	holds<Equal<JsonOf<[Date, 1]>, [string, 1]>>();
	holds<Equal<JsonOf<unknown>, unknown>>();
	holds<Equal<JsonOf<string | undefined>, string | undefined>>();
	assert.ok(true);
});
