import type { Job } from "bullmq";
import { type TaskContext, taskContext } from "../contract/context.ts";

/** Registered: two copies of this library in one process have the same. */
const JOB: unique symbol = Symbol.for("namesake.bullmq.job/1") as never;

/** The context of a task that a job runs. */
export function contextOf(job: Job<unknown>, running: { readonly signal: AbortSignal }): TaskContext {
	const context: TaskContext = {
		name: job.name,
		id: job.id ?? "",
		attempt: Math.max(0, job.attemptsStarted - 1),
		get signal() {
			return running.signal;
		},
		progress: (value) => job.updateProgress(value),
		log: async (line) => {
			await job.log(line);
		},
	};
	return Object.defineProperty(context, JOB, { value: job });
}

/**
 * BullMQ's job that runs the caller, for what only BullMQ has: `getChildrenValues()` in a flow, `moveToDelayed()`.
 *
 * @returns undefined outside of a {@link TaskWorker}'s job.
 * @example
 * ```ts
 * export const merge = task(async (out: string) => {
 *   const parts = Object.values((await taskJob()?.getChildrenValues()) ?? {});
 * });
 * ```
 */
export function taskJob(): Job | undefined {
	return (taskContext() as { [JOB]?: Job } | undefined)?.[JOB];
}
