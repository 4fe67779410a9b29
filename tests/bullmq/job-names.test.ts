import assert from "node:assert/strict";
import { once } from "node:events";
import { after, before, describe, it } from "node:test";
import { FlowProducer, type JobsOptions, Queue, Worker } from "bullmq";
import { Redis as Client } from "ioredis";
import { QueueReader } from "../../src/adapter/bullmq/preflight/connect.ts";
import type { JobNames } from "../../src/adapter/bullmq/preflight/job-names.ts";
import { type Redis, redisMissing, startRedis } from "../redis.ts";

// BullMQ itself fills the queues here: where it keeps the jobs of each state is not ours to say.

describe("the names of the jobs in a queue", { skip: redisMissing, timeout: 600_000 }, () => {
	let redis: Redis;
	let client: Client;

	before(async () => {
		redis = await startRedis();
		client = new Client(redis.url);
		await client.config("SET", "appendonly", "no");
	});
	after(async () => {
		client.disconnect();
		await redis.stop();
	});

	async function read(queue: string, url = redis.url, prefix = "bull"): Promise<JobNames> {
		await using reader = await QueueReader.open(url, "the-server", prefix);
		return await reader.read(queue, {});
	}

	async function withQueue(name: string, use: (queue: Queue) => Promise<void>): Promise<void> {
		const queue = new Queue(name, { connection: { url: redis.url } });
		try {
			await use(queue);
		} finally {
			await queue.close();
		}
	}

	/** Every key with its value, and whether it ends some day. */
	async function everything(): Promise<Map<string, unknown>> {
		const keys = (await client.keys("*")).sort();
		const dumps = await Promise.all(
			keys.map(async (key) => [(await client.dumpBuffer(key))?.toString("hex"), Math.sign(await client.pttl(key))]),
		);
		return new Map(keys.map((key, index) => [key, dumps[index]]));
	}

	/** A queue with a job in every state. */
	async function fill(queue: Queue): Promise<{ stop(): Promise<void> }> {
		const connection = { url: redis.url };
		const add = (name: string, options: JobsOptions = {}) => queue.add(name, {}, options);
		const worker = new Worker(
			queue.name,
			async (job) => {
				if (job.name === "m#fails") throw new Error("no");
				if (job.name === "m#works") await new Promise(() => undefined);
			},
			{ connection, concurrency: 4, autorun: false },
		);
		await Promise.all([add("m#fails"), add("m#done")]);
		const failed = once(worker, "failed");
		const isActive = new Promise((resolve) => worker.on("active", ({ name }) => name === "m#works" && resolve(name)));
		void worker.run();
		await failed;
		await add("m#works", { deduplication: { id: "d", keepLastIfActive: true } });
		await isActive;
		await add("m#next", { deduplication: { id: "d", keepLastIfActive: true } });
		await worker.pause(true);
		await queue.upsertJobScheduler("nightly", { pattern: "0 3 1 1 *" }, { name: "m#scheduled", data: {} });
		await add("m#later", { delay: 3_600_000 });
		await add("m#urgent", { priority: 3 });
		const flows = new FlowProducer({ connection });
		await flows.add({
			name: "m#parent",
			queueName: queue.name,
			children: [{ name: "m#child", queueName: queue.name }],
		});
		await flows.close();
		await Promise.all([add("m#waits"), add("m#waits")]);
		return { stop: () => worker.close(true) };
	}

	const EXPECTED = {
		"m#child": { waiting: 1 },
		"m#fails": { failed: 1 },
		"m#later": { delayed: 1 },
		"m#next": { deduplicated: 1 },
		"m#parent": { "waiting-children": 1 },
		"m#scheduled": { repeating: 1, delayed: 1 },
		"m#urgent": { prioritized: 1 },
		"m#waits": { waiting: 2 },
		"m#works": { active: 1 },
	};

	function sorted({ names }: JobNames): unknown {
		return Object.fromEntries([...names].sort(([a], [b]) => (a < b ? -1 : 1)));
	}

	it("are those of every state but completed, and reading them changes nothing", () =>
		withQueue("all", async (queue) => {
			const { stop } = await fill(queue);
			let monitor: Client | undefined;
			try {
				const state = await everything();
				monitor = await client.monitor();
				const commands = new Set<string>();
				monitor.on("monitor", (_time: string, [command = ""]: string[]) => commands.add(command.toLowerCase()));
				const found = await read("all");
				assert.deepEqual(sorted(found), EXPECTED);
				assert.deepEqual([found.nameless, found.more], [{}, {}]);
				const others = [...commands].filter(
					(command) => !/^(?:exists|hmget|hstrlen|lrange|zscan|hello|client|info|select)$/.test(command),
				);
				assert.deepEqual(others, []);
				assert.ok(commands.has("zscan") && commands.has("hmget"));
				assert.deepEqual(await everything(), state);
			} finally {
				monitor?.disconnect();
				await stop();
			}
		}));

	it("can be read by a user of Redis that may do nothing but read", () =>
		withQueue("read-only", async (queue) => {
			const { stop } = await fill(queue);
			try {
				await client.call("ACL", "SETUSER", "reader", "on", ">secret", "~bull:*", "+@read", "+@connection");
				const url = redis.url.replace("redis://", "redis://reader:secret@");
				assert.deepEqual(sorted(await read("read-only", url)), EXPECTED);
				await assert.rejects(read("read-only", url.replace("secret", "wrong")), {
					name: "QueueUnreadable",
					message: /^the-server can't be read: .*WRONGPASS/,
				});
				await assert.rejects(read("missing", url), { message: /^there is no queue "missing"/ });
				await assert.rejects(read("read-only", url, "other"), { message: /NOPERM/ });
			} finally {
				await stop();
			}
		}));

	it("are found in a queue that is paused, under another prefix, and in none at all", async () => {
		const queue = new Queue("q", { connection: { url: redis.url }, prefix: "{own}*" });
		await queue.pause();
		await queue.add("m#waits", {});
		assert.deepEqual([...(await read("q", redis.url, "{own}*")).names.keys()], ["m#waits"]);
		await assert.rejects(read("p", redis.url, "{own}*"), { message: /(?:Queues|Nearest): q$/ });
		await assert.rejects(read("q"), { message: /there is no queue "q" with the prefix "bull" at the-server/ });
		await queue.close();
		await withQueue("empty", async (empty) => {
			await empty.waitUntilReady();
			await empty.pause();
			assert.deepEqual(sorted(await read("empty")), {});
		});
	});

	it("of strange and broken jobs: what has no name is counted, what is gone is not", () =>
		withQueue("strange", async (queue) => {
			const names = ["", "__proto__", "constructor", "\u001b[2J\u202e", "a:b", "@acme/app/ü#😀", "x".repeat(2 ** 20)];
			for (const name of names) await queue.add(name, {});
			const key = (type: string) => `bull:strange:${type}`;
			await client.rpush(key("wait"), "gone", "hash", "list", "0:0", "text");
			await client.hset(key("hash"), "data", "{}");
			await client.rpush(key("list"), "1");
			await client.set(key("text"), "1");
			await client.zadd(key("delayed"), 1, "gone too");
			await client.zadd(key("repeat"), 1, "m#old:::UTC:* * * * *", 1, "bad");
			await client.set(key("repeat:bad"), "1");
			const { names: found, nameless, more } = await read("strange");
			assert.deepEqual([...found.keys()].sort(), names.filter((name) => name !== "" && name.length < 100).sort());
			assert.deepEqual(nameless, { waiting: 5, repeating: 1 });
			assert.deepEqual(more, {});
			await client.set(key("failed"), "1");
			await assert.rejects(read("strange"), { message: /^the queue strange at the-server can't be read: .*WRONGTYPE/ });
		}));

	it("are read page by page, and no more of them are kept than should be", () =>
		withQueue("many", async (queue) => {
			const COUNT = 4500;
			for (const opts of [{}, { delay: 3_600_000 }, { priority: 7 }])
				await queue.addBulk(
					Array.from({ length: COUNT }, (_, index) => ({
						name: `m#${"delay" in opts ? index % 7 : index}`,
						data: {},
						opts,
					})),
				);
			let pages = 0;
			await using reader = await QueueReader.open(redis.url, "the-server", "bull");
			const onPage = () => {
				pages += 1;
			};
			const { names, more } = await reader.read("many", { onPage, maxNames: 500 });
			const sum: Record<string, number> = {};
			for (const counts of [...names.values(), more])
				for (const [state, number] of Object.entries(counts)) sum[state] = (sum[state] ?? 0) + number;
			assert.deepEqual(sum, { delayed: COUNT, prioritized: COUNT, waiting: COUNT });
			assert.equal(names.size, 500);
			assert.ok(more.waiting !== undefined && more.waiting >= COUNT - 500);
			assert.ok(pages >= 10, `${pages}`);
		}));

	it("can't be read where there is no Redis, or it goes away", async () => {
		await assert.rejects(read("q", "redis://127.0.0.1:1"), {
			name: "QueueUnreadable",
			message: /^the-server can't be read: .*ECONNREFUSED/,
		});
		await using other = await startRedis();
		await using reader = await QueueReader.open(other.url, "the-server", "bull");
		await other.kill();
		await assert.rejects(reader.read("q", {}), { message: /^the queue q at the-server can't be read: / });
	});
});
