import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { Queue } from "bullmq";
import { app } from "../app.ts";
import { dieTogether } from "../die-together.ts";
import { redisMissing, startRedis } from "../redis.ts";

// A deploy and an outage of Redis at the same time. BullMQ's own close() would wait for ever:
// https://github.com/taskforcesh/bullmq/issues/4656

const FILES = {
	"src/jobs.js": `
import { setTimeout as sleep } from "node:timers/promises";
import { task } from "namesake";

export const work = task(async () => {
	console.log("working");
	await sleep(1000);
	return "done";
});
`,
	"worker.js": `
import { TaskWorker } from "namesake/bullmq";

const worker = new TaskWorker("away", { connection: { url: process.argv[2], maxRetriesPerRequest: null } });
worker.on("error", () => {});
worker.once("ready", () => console.log("ready"));
process.once("SIGTERM", () => worker.stop({ grace: 2000 }));
`,
};

describe("a worker that is told to stop while Redis is away", {
	skip: redisMissing,
	timeout: 300_000,
	concurrency: true,
}, () => {
	it("ends by itself", async () => {
		await using project = await app(FILES);
		await using redis = await startRedis();
		const { worker, said } = start(project.at("worker.js"), redis.url);
		await said("ready");
		await redis.kill();
		await sleep(100);
		assert.deepEqual(await told(worker), [0, null]);
	});

	it("still completes what runs, if Redis comes back in time", async () => {
		await using project = await app(FILES);
		await using redis = await startRedis();
		const { worker, said } = start(project.at("worker.js"), redis.url);
		const queue = new Queue("away", { connection: { url: redis.url } });
		queue.on("error", () => {});
		const job = await queue.add("@acme/app/src/jobs#work", { version: 1, args: [] });
		await said("working");
		await redis.kill();
		await sleep(100);
		const ended = told(worker);
		await sleep(200);
		await redis.restart();
		assert.deepEqual(await ended, [0, null]);
		assert.equal(await job.getState(), "completed");
		await queue.close();
	});
});

interface Started {
	readonly worker: ChildProcess;
	/** Waits for a line of its output. */
	said(line: string): Promise<void>;
}

function start(...args: readonly string[]): Started {
	const worker = spawn(process.execPath, args, {
		stdio: ["ignore", "pipe", "inherit"],
		cwd: new URL(".", `file://${args[0]}`),
	});
	dieTogether(worker);
	const seen = new Set<string>();
	if (worker.stdout !== null) createInterface(worker.stdout).on("line", (line) => seen.add(line));
	return {
		worker,
		said: async (line) => {
			while (!seen.has(line)) await sleep(10);
		},
	};
}

/** How it ends after SIGTERM. */
async function told(worker: ChildProcess): Promise<unknown> {
	const exit = once(worker, "exit");
	worker.kill("SIGTERM");
	const timer = setTimeout(() => worker.kill("SIGKILL"), 15_000);
	const end = await exit;
	clearTimeout(timer);
	return end;
}
