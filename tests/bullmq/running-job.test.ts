import assert from "node:assert/strict";
import { test } from "node:test";
import type { Job } from "bullmq";
import { RunningJob } from "../../src/adapter/bullmq/running-job.ts";
import { openTaskContexts, taskContext } from "../../src/adapter/contract/context.ts";

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

test("a job ends with what is told first, also when it is given up", async () => {
	const given = job();
	assert.equal(
		await given.ends((resolve) => {
			resolve(5);
			given.giveUp("late");
		}),
		5,
	);
	await assert.rejects(
		job().ends((_, reject) => reject(new Error("at once"))),
		/^Error: at once$/,
	);
	await assert.rejects(
		job().ends(() => {
			throw new Error("not even called");
		}),
		/^Error: not even called$/,
	);
});

test("a job that is given up waits for its task no longer; the task has its context until it ends itself", async () => {
	const contexts = openTaskContexts();
	const running = job();
	const go = withResolvers();
	const seen: unknown[] = [];
	const over = withResolvers();
	const task = async () => {
		try {
			await go.promise;
		} catch {
			seen.push(taskContext() === running.context);
			setImmediate(() => {
				seen.push(taskContext());
				over.reject(undefined);
			});
			throw new Error("nobody hears this");
		}
	};
	const ends = running.ends((resolve, reject) => contexts.run(running, task, resolve, reject));
	contexts.close();
	running.giveUp(new Error("over"));
	await assert.rejects(ends, /^Error: over$/);
	go.reject(undefined);
	await over.promise.catch(() => undefined);
	assert.deepEqual(seen, [true, undefined]);
});

/** Node 20 has no `Promise.withResolvers`. */
function withResolvers(): { promise: Promise<unknown>; reject: (reason: unknown) => void } {
	let reject: (reason: unknown) => void = () => undefined;
	const promise = new Promise((_, refuse) => {
		reject = refuse;
	});
	return { promise, reject };
}
