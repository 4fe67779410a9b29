import assert from "node:assert/strict";
import { test } from "node:test";
import { redisMissing, startRedis } from "../redis.ts";
import { queueProject } from "./project.ts";

test("the job's name is the task's, its data is plain JSON, and BullMQ's options, flows and schedulers are its own", {
	skip: redisMissing,
}, async () => {
	await using redis = await startRedis();
	await using project = await queueProject({
		"main.js": `
			import { FlowProducer, Queue } from "bullmq";
			import { TaskQueue } from "namesake/bullmq";
			import { connection, show } from "./show.js";
			import { greet, sum, tasks } from "./src/jobs.js";
			const told = {};
			{
				const queue = new TaskQueue("q", { connection, prefix: "acme", defaultJobOptions: { attempts: 2 } });
				told.one = show(await queue.add(greet, ["Ada", 2], { jobId: "first", priority: 3 }));
				told.bulk = (await queue.addBulk([
					{ task: sum, args: [1, 2], opts: { delay: 60_000 } },
					{ task: tasks.list[0], args: ["Blaise"] },
				])).map(show);
				told.same = (await queue.addBulk(sum, [[1], [2, 3]], { attempts: 5 })).map(show);
				told.again = (await queue.add(greet, ["Ada", 2], { jobId: "first" })).id;
				const flows = new FlowProducer({ connection });
				const tree = await flows.add({ ...(await queue.job(sum, [])), children: [await queue.job(greet, ["x"]), await queue.job(sum, [1])] });
				told.flow = [show(tree.job), ...tree.children.map(({ job }) => show(job)).sort((a, b) => a.name < b.name ? -1 : 1)].map(({ name, data }) => ({ name, data }));
				await flows.close();
				const next = await queue.queue.upsertJobScheduler("often", { every: 3600_000 }, await queue.job(sum, [4], { attempts: 7 }));
				told.scheduled = show(next);
				await queue.close();
			}
			const bare = new Queue("q", { connection, prefix: "acme" });
			told.stored = show(await bare.getJob("first"));
			told.count = await bare.getJobCountByTypes("wait", "delayed", "prioritized", "waiting-children");
			await bare.close();
			console.log(JSON.stringify(told));
		`,
	});
	const name = (path: string) => `@acme/app/src/jobs#${path}`;
	const first = {
		name: name("greet"),
		data: { version: 1, args: ["Ada", 2] },
		id: "first",
		attempts: 2,
		priority: 3,
	};
	const told = (await project.tell("main.js", { args: [redis.url] })) as Record<string, Record<string, unknown>>;
	assert.deepEqual(told["one"], first);
	assert.deepEqual(told["stored"], first);
	assert.equal(told["again"], "first");
	assert.deepEqual(
		(told["bulk"] as unknown as Record<string, unknown>[]).map(({ name, data, delay }) => ({ name, data, delay })),
		[
			{ name: name("sum"), data: { version: 1, args: [1, 2] }, delay: 60_000 },
			{ name: name("greet"), data: { version: 1, args: ["Blaise"] }, delay: undefined },
		],
	);
	assert.deepEqual(
		(told["same"] as unknown as Record<string, unknown>[]).map(({ data, attempts }) => ({ data, attempts })),
		[
			{ data: { version: 1, args: [1] }, attempts: 5 },
			{ data: { version: 1, args: [2, 3] }, attempts: 5 },
		],
	);
	assert.deepEqual(told["flow"], [
		{ name: name("sum"), data: { version: 1, args: [] } },
		{ name: name("greet"), data: { version: 1, args: ["x"] } },
		{ name: name("sum"), data: { version: 1, args: [1] } },
	]);
	const { attempts, data, name: scheduled } = told["scheduled"] ?? {};
	assert.deepEqual([scheduled, data, attempts], [name("sum"), { version: 1, args: [4] }, 7]);
	assert.equal(told["count"], 9);
});

test("what can't be loaded or sent is refused before anything is in Redis; of a list all or none", {
	skip: redisMissing,
}, async () => {
	await using redis = await startRedis();
	await using project = await queueProject({
		"main.js": `
			import { TaskQueue } from "namesake/bullmq";
			import { connection, refusal } from "./show.js";
			import { greet, holder, inside, plain, sum } from "./src/jobs.js";
			const queue = new TaskQueue("q", { connection });
			const told = [
				await refusal(queue.add(plain, [])),
				await refusal(queue.add("@acme/app/src/jobs#greet", [])),
				await new Promise((resolve) => setTimeout(() => resolve(refusal(queue.add(inside(), []))))),
				await refusal(queue.add(holder.hidden, [])),
				await refusal(queue.add(greet, [{ since: new Date(0) }])),
				await refusal(queue.add(greet, undefined)),
				await refusal(queue.addBulk([{ task: sum, args: [1] }, { task: sum, args: [1n] }])),
				await refusal(queue.addBulk(sum, [[1], [Number.NaN]])),
				await refusal(queue.job(sum, [new Map()])),
			];
			console.log(JSON.stringify({ told, count: await queue.queue.getJobCountByTypes() }));
			await queue[Symbol.asyncDispose]();
		`,
	});
	const { told, count } = (await project.tell("main.js", { args: [redis.url] })) as { told: string[]; count: number };
	assert.equal(count, 0);
	const expected = [
		/^NOT_A_TASK: a queue takes tasks only/,
		/^NOT_A_TASK: a queue takes tasks only/,
		/^CREATED_AT_RUNTIME: /,
		/^NOT_EXPORTED: /,
		/^NOT_SENDABLE: args\[0\]\.since is a Date/,
		/^NOT_SENDABLE: args is \w+, not an array/,
		/^NOT_SENDABLE: args\[0\] is a BigInt/,
		/^NOT_SENDABLE: args\[0\] is NaN/,
		/^NOT_SENDABLE: args\[0\] is a Map/,
	];
	assert.equal(told.length, expected.length);
	for (const [index, pattern] of expected.entries()) assert.match(told[index] ?? "", pattern);
});
