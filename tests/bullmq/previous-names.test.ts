import assert from "node:assert/strict";
import { test } from "node:test";
import { redisMissing, startRedis } from "../redis.ts";
import { queueProject } from "./project.ts";

test("a worker runs jobs by the names that their tasks had before, and by names of their own; tasks only", {
	skip: redisMissing,
}, async () => {
	await using redis = await startRedis();
	const name = (path: string) => `@acme/app/src/jobs#${path}`;
	const entry = (path: string, previous: string) => ({ name: name(path), kind: "task", previous: [previous] });
	await using project = await queueProject({
		"src/mails.js": `
			import { task } from "namesake";
			export const mail = task((to) => "mail to " + to, { name: "send-mail", previously: ["@acme/app/src/post#send"] });
		`,
		"namesake.lock.json": JSON.stringify({
			version: 1,
			names: [entry("sum", "@acme/app/src/math#add"), entry("plain", "@acme/app/src/math#plain")],
		}),
		"run.js": `
			import { Queue } from "bullmq";
			import { TaskQueue, TaskWorker } from "namesake/bullmq";
			import { connection } from "./show.js";
			import { mail } from "./src/mails.js";
			const queue = new TaskQueue("q", { connection });
			const named = (await queue.add(mail, ["eve"], { jobId: "own" })).name;
			await queue.close();
			const bare = new Queue("q", { connection });
			const add = (jobId, name, ...args) => bare.add(name, { version: 1, args }, { jobId });
			await add("old", "@acme/app/src/math#add", 1, 2);
			await add("code", "@acme/app/src/post#send", "ada");
			await add("plain", "@acme/app/src/math#plain");
			await add("none", "@acme/app/src/math#none");
			const worker = new TaskWorker("q", { connection });
			while ((await bare.getJobCountByTypes("wait", "active")) > 0) await new Promise((resolve) => setTimeout(resolve, 20));
			await worker.close();
			const told = { named };
			for (const job of await bare.getJobs(["completed", "failed"])) told[job.id] = job.returnvalue ?? /^error\\[(\\w+)\\]/.exec(job.failedReason)?.[1];
			await bare.close();
			console.log(JSON.stringify(told));
		`,
	});
	assert.deepEqual(await project.tell("run.js", { args: [redis.url] }), {
		named: "send-mail",
		own: "mail to eve",
		old: 3,
		code: "mail to ada",
		plain: "NOT_A_TASK",
		none: "MODULE_NOT_FOUND",
	});
});
