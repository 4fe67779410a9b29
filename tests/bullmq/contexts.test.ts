/* Each job has its own context on a real queue, where jobs come and go through one connection: through one, too, that the first of them has opened. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { redisMissing, startRedis } from "../redis.ts";
import { queueProject } from "./project.ts";

test("jobs that run at once, and in a worker that a job has opened, have their own contexts; what they leave running has none", {
	skip: redisMissing,
}, async () => {
	await using redis = await startRedis();
	await using project = await queueProject({
		"src/tasks.js": `
			import { setTimeout as sleep } from "node:timers/promises";
			import { Redis } from "ioredis";
			import { task, taskContext } from "namesake";
			import { TaskQueue, TaskWorker } from "namesake/bullmq";
			import { connection } from "../show.js";
			export const seen = { own: 0, strange: [], left: [] };
			export const ended = new Set();
			const look = (id) => {
				const found = taskContext()?.id;
				if (found === id) seen.own++;
				else seen.strange.push([id, found]);
			};
			let redis;
			export const part = task(async (id, turns) => {
				look(id);
				redis ??= new Redis(connection.url);
				setTimeout(() => { if (ended.has(id)) seen.left.push(taskContext()?.id ?? "none"); }, 60);
				for (let turn = 0; turn < turns; turn++) {
					await redis.get("a");
					look(id);
					await new Promise((resolve) => redis.get("b", resolve));
					look(id);
					await sleep(turn);
					look(id);
					await taskContext().progress(turn);
					look(id);
				}
				return id;
			});
			export const whole = task(async (id, turns) => {
				look(id);
				const queue = new TaskQueue("inner", { connection });
				const worker = new TaskWorker("inner", { connection, concurrency: 2 });
				const ids = [1, 2, 3].map((n) => id + "-" + n);
				let left = ids.length;
				const done = new Promise((resolve) => worker.on("completed", (job) => {
					ended.add(job.id);
					left -= 1;
					if (left === 0) resolve();
				}));
				await queue.addBulk(ids.map((inner) => ({ task: part, args: [inner, turns], opts: { jobId: inner } })));
				look(id);
				await done;
				look(id);
				await worker.close();
				await queue.close();
				look(id);
			});
			export const quit = () => redis.quit();
		`,
		"main.js": `
			import { setTimeout as sleep } from "node:timers/promises";
			import { TaskQueue, TaskWorker, taskContext } from "namesake/bullmq";
			import { connection } from "./show.js";
			import { ended, part, quit, seen, whole } from "./src/tasks.js";
			const queue = new TaskQueue("q", { connection });
			const ids = Array.from({ length: 40 }, (_, index) => "job-" + index);
			await queue.addBulk(ids.map((id, index) => ({ task: part, args: [id, index % 4], opts: { jobId: id } })));
			await queue.add(whole, ["whole", 3], { jobId: "whole" });
			const worker = new TaskWorker("q", { connection, concurrency: 5 });
			const outside = new Set();
			await new Promise((resolve, reject) => {
				worker.on("failed", (_, error) => reject(error));
				worker.on("active", () => outside.add(String(taskContext()?.id)));
				worker.on("completed", (job) => {
					outside.add(String(taskContext()?.id));
					ended.add(job.id);
					if (ended.size === 44) resolve();
				});
			});
			outside.add(String(taskContext()?.id));
			await sleep(70);
			await worker.close();
			await queue.close();
			await quit();
			console.log(JSON.stringify({ ...seen, left: [...new Set(seen.left)], outside: [...outside] }));
		`,
	});
	// Ten jobs for each number of turns from 0 to 3, three inner ones with 3, and the four looks of the job around them.
	const own = 10 * (1 + 5 + 9 + 13) + 3 * 13 + 4;
	assert.deepEqual(await project.tell("main.js", { args: [redis.url] }), {
		own,
		strange: [],
		left: ["none"],
		outside: ["undefined"],
	});
});
