import { type Job, type JobsOptions, Queue, type QueueOptions } from "bullmq";
import { NamesakeError } from "../../base/errors.ts";
import { loadableModule } from "../../tracking/loadable.ts";
import { isTask, type Task } from "../../tracking/task.ts";
import type { TaskModule } from "../../tracking/task-module.ts";
import { describeValue } from "../../tracking/unnameable.ts";
import type { JsonOf } from "../json/json-of.ts";
import { jobData, type TaskJobData } from "./job-data.ts";

/** BullMQ's job of a task. Its `returnvalue` is what JSON makes of the task's result. */
export type TaskJob<Fn extends Task = Task> = Job<TaskJobData, JsonOf<Awaited<ReturnType<Fn>>>, string>;

/** One of the jobs of {@link TaskQueue.addBulk}. */
export interface BulkJob<Fn extends Task> {
	readonly task: Fn;
	readonly args: Readonly<Parameters<Fn>>;
	/** BullMQ's own options. */
	readonly opts?: JobsOptions | undefined;
}

/** A job as BullMQ's own functions take it: {@link TaskQueue.job}. */
export interface JobTemplate {
	/** The task's name. */
	readonly name: string;
	readonly queueName: string;
	readonly prefix: string;
	readonly data: TaskJobData;
	readonly opts: JobsOptions;
}

/**
 * A queue of BullMQ, to which the functions themselves are added. The job's name is the task's name, its data is
 * `{ version: 1, args }`. Everything else is BullMQ's own, and reachable as {@link TaskQueue.queue}.
 *
 * @example
 * ```ts
 * await using queue = new TaskQueue("mails", { connection: { url: "redis://127.0.0.1:6379" } });
 * const job = await queue.add(send, ["ada@example.org"], { attempts: 3 });
 * job.name; // "@acme/app/src/jobs#send"
 * ```
 */
export class TaskQueue {
	/** BullMQ's queue: to look at jobs, to pause, clean, and so on. */
	readonly queue: Queue<TaskJobData, unknown, string>;

	/**
	 * @param name the queue's, in Redis.
	 * @param options BullMQ's own `QueueOptions`; `connection` is required.
	 */
	constructor(name: string, options: QueueOptions) {
		this.queue = new Queue(name, options);
	}

	/**
	 * Adds a job that runs a task.
	 *
	 * @param options BullMQ's own: `attempts`, `delay`, `priority`, `jobId`, …
	 * @returns BullMQ's job.
	 * @throws NamesakeError before anything is sent: `NOT_A_TASK` if it is no task, `NOT_SENDABLE` if JSON would change an
	 *   argument, and what {@link loadableModule} throws if a worker could not load it.
	 */
	async add<Fn extends Task>(
		task: Fn,
		args: Readonly<Parameters<Fn>>,
		options: JobsOptions = {},
	): Promise<TaskJob<Fn>> {
		const { name } = await loadableTask(task);
		return (await this.queue.add(name, jobData(args, name), options)) as TaskJob<Fn>;
	}

	/**
	 * Adds jobs. If one of them is refused, none is added; if Redis goes away meanwhile, some may have been.
	 *
	 * @returns BullMQ's jobs, in the order of the list.
	 * @throws NamesakeError as {@link TaskQueue.add}.
	 * @example
	 * ```ts
	 * await queue.addBulk([{ task: send, args: ["ada@example.org"], opts: { delay: 1000 } }, { task: clean, args: [30] }]);
	 * await queue.addBulk(resize, files.map((file) => [file, 200]), { attempts: 3 });
	 * ```
	 */
	addBulk<const Fns extends readonly Task[]>(
		jobs: {
			readonly [Index in keyof Fns]: BulkJob<Fns[Index]>;
		},
	): Promise<{ -readonly [Index in keyof Fns]: TaskJob<Fns[Index]> }>;
	/**
	 * Adds jobs that run one task.
	 *
	 * @param argsOfEach the arguments of each job.
	 * @param options of each job.
	 */
	addBulk<Fn extends Task>(
		task: Fn,
		argsOfEach: Iterable<Readonly<Parameters<Fn>>>,
		options?: JobsOptions,
	): Promise<TaskJob<Fn>[]>;
	async addBulk(
		jobs: Task | Iterable<BulkJob<Task>>,
		argsOfEach: Iterable<readonly unknown[]> = [],
		options?: JobsOptions,
	): Promise<TaskJob[]> {
		const templates: JobTemplate[] = [];
		if (typeof jobs === "function") {
			const { name } = await loadableTask(jobs);
			for (const args of argsOfEach) templates.push(this.#template(name, args, options));
		} else
			for (const { task, args, opts } of jobs) {
				const { name } = await loadableTask(task);
				templates.push(this.#template(name, args, opts));
			}
		return (await this.queue.addBulk(templates)) as TaskJob[];
	}

	/**
	 * What {@link TaskQueue.add} would add, for what else takes jobs in BullMQ: flows and schedulers.
	 *
	 * @throws NamesakeError as {@link TaskQueue.add}.
	 * @example
	 * ```ts
	 * await queue.queue.upsertJobScheduler("nightly", { pattern: "0 3 * * *" }, await queue.job(clean, [30]));
	 * await flow.add({ ...(await queue.job(merge, ["out"])), children: [await queue.job(part, [1]), await queue.job(part, [2])] });
	 * ```
	 */
	async job<Fn extends Task>(
		task: Fn,
		args: Readonly<Parameters<Fn>>,
		options: JobsOptions = {},
	): Promise<JobTemplate> {
		const { name } = await loadableTask(task);
		return this.#template(name, args, options);
	}

	#template(name: string, args: readonly unknown[], options: JobsOptions = {}): JobTemplate {
		const { name: queueName, opts } = this.queue;
		return { name, queueName, prefix: opts.prefix ?? "bull", data: jobData(args, name), opts: options };
	}

	/** Ends the connection to Redis. */
	async close(): Promise<void> {
		await this.queue.close();
	}

	/** {@link TaskQueue.close}. */
	async [Symbol.asyncDispose](): Promise<void> {
		await this.close();
	}
}

/** @throws NamesakeError `NOT_A_TASK`, and what {@link loadableModule} throws. */
function loadableTask(task: Task): TaskModule | Promise<TaskModule> {
	if (!isTask(task)) throw notATask(task);
	return loadableModule(task);
}

function notATask(value: unknown): NamesakeError {
	return new NamesakeError("NOT_A_TASK", {
		asked: typeof value === "function" && value.name !== "" ? `function ${value.name}` : describeValue(value),
		why: "a queue takes tasks only: otherwise anyone who can write to Redis could call any exported function",
		fix: "wrap it with task() and export it: export const send = task(async (to: string) => { … })",
	});
}
