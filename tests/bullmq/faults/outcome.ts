import assert from "node:assert/strict";
import type { Queue } from "bullmq";

/** What BullMQ keeps of the jobs at the end. */
export interface Kept {
	/** The most that one job has stalled: its worker was gone when its lock ended. */
	readonly stalls: number;
	/** The most that one job was started. */
	readonly starts: number;
}

/** Whether nothing is left to do. */
export async function isDone(queue: Queue, jobs: number): Promise<boolean> {
	const { completed = 0, ...others } = await queue.getJobCounts();
	return completed === jobs && Object.values(others).every((count) => count === 0);
}

/** For a test that fails: how many jobs there are of each kind, and some of those that are stuck. */
export async function describeQueue(queue: Queue): Promise<string> {
	const counts = await queue.getJobCounts();
	const stuck = await queue.getJobs(["active", "failed", "waiting", "delayed", "prioritized"], 0, 2);
	const lines = stuck.map((job) => {
		const { id, name, data, attemptsStarted, stalledCounter, failedReason, processedOn } = job;
		return JSON.stringify({ id, name, data, attemptsStarted, stalledCounter, failedReason, processedOn });
	});
	return [JSON.stringify(counts), ...lines].join("\n");
}

/** Every job is there once, with the result of its task. */
export async function checkCompleted(queue: Queue, jobs: number): Promise<Kept> {
	const completed = await queue.getJobs(["completed"]);
	assert.equal(completed.length, jobs);
	let [stalls, starts] = [0, 0];
	for (const { id, returnvalue, stalledCounter, attemptsStarted } of completed) {
		assert.equal(id, `job-${returnvalue}`);
		stalls = Math.max(stalls, stalledCounter);
		starts = Math.max(starts, attemptsStarted);
	}
	return { stalls, starts };
}
