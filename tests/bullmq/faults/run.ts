import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { TaskQueue } from "../../../src/adapter/bullmq/index.ts";
import { type Redis, startRedis } from "../../redis.ts";
import { type Effects, readEffects } from "./effects.ts";
import { Fleet } from "./fleet.ts";
import { checkCompleted, describeQueue, isDone, type Kept } from "./outcome.ts";
import { Producer } from "./producer.ts";
import { type Random, randomFrom } from "./random.ts";
import { type Release, release } from "./release.ts";

/** How much of it, and for how long at most. */
export interface Settings {
	readonly jobs: number;
	readonly seed: number;
	/** When Redis is killed: at these parts of the jobs. The deploy is at the middle one, at the same time. */
	readonly outages: readonly number[];
	/** After how many more jobs another worker is killed, from and to. By time, none would get far on a machine that is busy. */
	readonly killEvery: readonly [number, number];
	/** In milliseconds: then it has failed. */
	readonly limit: number;
}

/** What has happened. */
export interface Report extends Effects, Kept {
	readonly kills: number;
	readonly redisKills: number;
	readonly retries: number;
	readonly seconds: number;
	/** What was said of errors, by workers and by the producer. */
	readonly errors: string;
}

const WORKERS = 3;
/** For what has to be said after a failure. */
const LAST_WORDS_MS = 5000;

/** Runs jobs while workers and Redis are killed and another version is deployed, until each of them is done. */
export async function runWithFaults(settings: Settings): Promise<Report> {
	const start = Date.now();
	const random = randomFrom(settings.seed);
	await using before = await release("1.0.0");
	await using after = await release("2.0.0");
	await using redis = await startRedis();
	await using fleet = new Fleet(WORKERS, before, random, ["faults", redis.url]);
	const queue = new TaskQueue("faults", { connection: { url: redis.url } });
	const producer = new Producer(queue, random);
	queue.queue.on("error", (error) => producer.errors.add(error.message));

	const file = before.app.at("effects");
	writeFileSync(file, "");
	const work = { append: await before.append(), file, jobs: settings.jobs };
	const done = () => readEffects(file).jobs.size;
	const expired = AbortSignal.timeout(settings.limit);
	try {
		await orExpired(
			Promise.all([
				producer.add(work, done, expired),
				causeFaults({ settings, redis, fleet, after, random, done, expired }),
			]),
			expired,
		);
		while (!(await orExpired(isDone(queue.queue, settings.jobs), expired))) await sleep(50);
		const kept = await orExpired(checkCompleted(queue.queue, settings.jobs), expired);
		await fleet.stop();
		assert.deepEqual(fleet.alive(), [], "no worker is left over");
		assert.deepEqual(fleet.faults, []);
		await orExpired(queue.close(), expired);
		return {
			...readEffects(file),
			...kept,
			kills: fleet.kills,
			redisKills: settings.outages.length,
			retries: producer.retries,
			seconds: Math.round((Date.now() - start) / 100) / 10,
			errors: `workers: ${fleet.errors}; producer: ${producer.errors}`,
		};
	} catch (error) {
		const state = await Promise.race([describeQueue(queue.queue), sleep(LAST_WORDS_MS, "Redis does not answer")]);
		await queue.queue.disconnect();
		const said = `${done()} of ${settings.jobs} jobs were done\n${state}\nworkers: ${[...fleet.faults, fleet.errors].join("; ")}`;
		throw new Error(`${error instanceof Error ? error.message : error}\n${said}\nproducer: ${producer.errors}`, {
			cause: error,
		});
	}
}

interface Scene {
	readonly settings: Settings;
	readonly redis: Redis;
	readonly fleet: Fleet;
	readonly after: Release;
	readonly random: Random;
	readonly done: () => number;
	readonly expired: AbortSignal;
}

/** Until every job is done. */
async function causeFaults({ settings, redis, fleet, after, random, done, expired }: Scene): Promise<void> {
	const { jobs, outages, killEvery } = settings;
	const middle = outages[Math.floor(outages.length / 2)];
	const due = [...outages];
	const deploys: Promise<void>[] = [];
	let kill = random.between(...killEvery);
	while (done() < jobs) {
		await sleep(20, undefined, { signal: expired });
		const next = due[0];
		if (next !== undefined && done() >= next * jobs) {
			due.shift();
			await redis.kill();
			await fleet.killOne();
			if (next === middle) deploys.push(fleet.deploy(after));
			await sleep(random.between(0, 1500));
			await redis.restart();
		}
		if (done() < kill) continue;
		kill = done() + random.between(...killEvery);
		await fleet.killOne();
	}
	await Promise.all(deploys);
	assert.deepEqual(due, [], "Redis has been killed as often as it should");
}

/** What is waited for may wait for a Redis for ever. */
async function orExpired<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
	let expire = () => {};
	const expired = new Promise<never>((_, reject) => {
		expire = () => reject(new Error("the time is up"));
	});
	signal.addEventListener("abort", expire, { once: true });
	try {
		signal.throwIfAborted();
		return await Promise.race([work, expired]);
	} finally {
		signal.removeEventListener("abort", expire);
	}
}
