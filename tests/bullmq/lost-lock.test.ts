import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { Queue } from "bullmq";
import { TaskWorker } from "../../src/adapter/bullmq/index.ts";
import { app } from "../app.ts";
import { redisMissing, startRedis } from "../redis.ts";

/** How often a task has been started that does not listen to its signal, and takes longer than its lock holds. */
const JOBS = `
import { setTimeout as sleep } from "node:timers/promises";
import { task } from "namesake";

let starts = 0;
export const slow = task(async () => {
	starts += 1;
	await sleep(4000);
	return starts;
});
`;

test("a worker that takes a job again while it still runs it, because the lock was lost, completes it", {
	skip: redisMissing,
	timeout: 300_000,
}, async () => {
	await using project = await app({ "src/jobs.js": JOBS });
	await using redis = await startRedis();
	const connection = { url: redis.url };
	const queue = new Queue("lost", { connection });
	const worker = new TaskWorker("lost", {
		connection,
		from: project.at(),
		concurrency: 2,
		lockDuration: 1000,
		stalledInterval: 500,
		maxStalledCount: 1000,
		runRetryDelay: 100,
	});
	queue.on("error", () => {});
	worker.on("error", () => {});
	const job = await queue.add("@acme/app/src/jobs#slow", { version: 1, args: [] });
	await sleep(500);
	await redis.kill();
	await sleep(1200);
	await redis.restart();

	try {
		const end = Date.now() + 120_000;
		while ((await job.getState()) !== "completed" && Date.now() < end) await sleep(50);
		const again = await queue.getJob(job.id ?? "");
		assert.equal(await again?.getState(), "completed");
		assert.equal(again?.returnvalue, 2, "it was run once more, and not again and again");
	} finally {
		await worker.close(true);
		await queue.close();
	}
});
