import assert from "node:assert/strict";
import { test } from "node:test";
import { Redis as Client } from "ioredis";
import { redisMissing, startRedis } from "../redis.ts";
import { inRepository } from "../repository.ts";
import { queueProject } from "./project.ts";

/** Jobs in a queue: more of them with `npm run test:faults`. */
const COUNT = process.env["NAMESAKE_FAULTS"] === "full" ? 100_000 : 20_000;
/** Of all jobs. */
const BYTES = 100_000_000;

test(`a preflight reads ${COUNT.toLocaleString("en")} jobs with little memory`, {
	skip: redisMissing,
	timeout: 600_000,
}, async () => {
	const redis = await startRedis();
	const client = new Client(redis.url);
	try {
		await client.config("SET", "appendonly", "no");
		const data = JSON.stringify({ version: 1, args: ["x".repeat(BYTES / COUNT)] });
		for (let start = 0; start < COUNT; start += 10_000) {
			const pipeline = client.pipeline();
			for (let id = start; id < start + 10_000; id++) {
				pipeline.hset(`bull:big:${id}`, "name", `@acme/app/src/jobs#${id % 30}`, "data", data);
				if (id % 2 === 0) pipeline.lpush("bull:big:wait", id);
				else pipeline.zadd("bull:big:delayed", id, id);
			}
			await pipeline.exec();
		}
		await using project = await queueProject({
			"read.js": `
				import { QueueReader } from ${JSON.stringify(inRepository("dist/adapter/bullmq/preflight/connect.js"))};
				const reader = await QueueReader.open(process.argv[2], "", "bull");
				const { names } = await reader.read("big", {});
				console.log(JSON.stringify([...names.values()]));
				process.exit();
			`,
		});
		// All jobs at once are more than 100 MB.
		const flags = ["--max-old-space-size=40"];
		const counts = (await project.tell("read.js", { flags, args: [redis.url] })) as Record<string, number>[];
		assert.equal(counts.length, 30);
		const sum = (state: string) => counts.reduce((total, each) => total + (each[state] ?? 0), 0);
		assert.deepEqual([sum("waiting"), sum("delayed")], [COUNT / 2, COUNT / 2]);
	} finally {
		client.disconnect();
		await redis.stop();
	}
});
