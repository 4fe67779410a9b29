import assert from "node:assert/strict";
import { env } from "node:process";
import { test } from "node:test";
import { redisMissing } from "../redis.ts";
import { reportReliability } from "../reliability.ts";
import { runWithFaults, type Settings } from "./faults/run.ts";

const seed = Number(env["NAMESAKE_SEED"] ?? 20261122);

/** For `npm run test:bullmq`. */
const SHORT: Settings = { jobs: 1500, seed, outages: [0.2, 0.6], killEvery: [60, 180], limit: 60_000 };
/** For `npm run test:faults`. */
const FULL: Settings = {
	jobs: 10_000,
	seed,
	outages: [0.1, 0.25, 0.4, 0.5, 0.6, 0.75, 0.85],
	killEvery: [80, 240],
	limit: 240_000,
};

const settings = env["NAMESAKE_FAULTS"] === "full" ? FULL : SHORT;

test("every job is done, though workers and Redis are killed and another version is deployed meanwhile", {
	skip: redisMissing,
	timeout: settings.limit + 60_000,
}, async (t) => {
	t.diagnostic(`seed ${seed}`);
	const report = await runWithFaults(settings);
	t.diagnostic(
		`${settings.jobs} jobs, ${report.kills} kills of workers, ${report.redisKills} of Redis, ${report.repeats} repeats, ` +
			`${report.retries} batches added again, ${report.seconds} s; ` +
			`one job stalled ${report.stalls} times and was started ${report.starts} times at most; ` +
			`by version: ${JSON.stringify(Object.fromEntries(report.byVersion))}; errors of ${report.errors}`,
	);
	const lost = settings.jobs - report.jobs.size;
	reportReliability({
		topic: "faults",
		form: settings === FULL ? "full" : "bounded",
		seed,
		seconds: report.seconds,
		figures: {
			"jobs under faults": settings.jobs,
			"jobs lost": lost,
			"workers and servers killed meanwhile": report.kills + report.redisKills,
		},
	});
	assert.equal(lost, 0);
	assert.deepEqual([...report.byVersion.keys()].sort(), ["1.0.0", "2.0.0"]);
});
