import { NamesakeError } from "../../base/errors.ts";
import { plainArguments } from "../json/arguments.ts";

/** What a job carries: plain JSON, which every tool for BullMQ can show. Its name is the job's name. */
export interface TaskJobData {
	/** Of this format. */
	readonly version: 1;
	/** The arguments of the task. */
	readonly args: readonly unknown[];
}

/** @throws NamesakeError `NOT_SENDABLE` if JSON would change an argument. */
export function jobData(args: readonly unknown[], name: string): TaskJobData {
	return { version: 1, args: plainArguments(args, name) };
}

/**
 * The arguments in a job.
 *
 * @param data untrusted.
 * @throws NamesakeError `NOT_A_TASK` if the data is not what {@link jobData} makes.
 */
export function argumentsOf(data: unknown, name: string): readonly unknown[] {
	const { version, args } = (typeof data === "object" && data !== null ? data : {}) as Partial<TaskJobData>;
	if (version === 1 && Array.isArray(args)) return args;
	const isLater = typeof version === "number" && version > 1;
	throw new NamesakeError("NOT_A_TASK", {
		asked: `the data of a job ${name}`,
		why: isLater
			? `it has format ${version}, of a later version of namesake; this version reads format 1`
			: "it is not { version: 1, args: […] }, so TaskQueue did not add it",
		fix: isLater
			? "update namesake in the worker, and retry the job"
			: "add jobs with TaskQueue, or use another worker for this queue",
	});
}
