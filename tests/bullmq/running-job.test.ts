import assert from "node:assert/strict";
import { test } from "node:test";
import type { Job } from "bullmq";
import { RunningJob } from "../../src/adapter/bullmq/running-job.ts";

const job = () => new RunningJob({ name: "@acme/app/src/jobs#send", id: "1", attemptsStarted: 1 } as Job<unknown>);

test("a signal that is asked for after the abort is aborted, with the first reason", () => {
	const running = job();
	running.abort("first");
	running.abort("second");
	assert.deepEqual([running.context.signal.aborted, running.context.signal.reason], [true, "first"]);
	assert.equal(running.context, running.context);
});

test("a signal that is asked for before is aborted once", () => {
	const running = job();
	const { signal } = running.context;
	let heard = 0;
	signal.addEventListener("abort", () => heard++);
	running.abort("first");
	running.abort("second");
	assert.deepEqual([signal, signal.reason, heard], [running.context.signal, "first", 1]);
});

test("a job that is given up waits for its task no longer, also where the task has begun and fails later", async () => {
	const running = job();
	const fails = withResolvers();
	const ends = running.ends(() => fails.promise);
	running.giveUp(new Error("over"));
	await assert.rejects(ends, /^Error: over$/);
	fails.reject(new Error("nobody hears this"));
	await assert.rejects(
		job().ends(() => {
			throw new Error("at once");
		}),
		/at once/,
	);
	assert.equal(await job().ends(() => 5), 5);
});

/** Node 20 has no `Promise.withResolvers`. */
function withResolvers(): { promise: Promise<unknown>; reject: (reason: unknown) => void } {
	let reject: (reason: unknown) => void = () => undefined;
	const promise = new Promise((_, refuse) => {
		reject = refuse;
	});
	return { promise, reject };
}
