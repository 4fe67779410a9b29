import { Worker, type WorkerOptions } from "bullmq";
import type { LoadOptions } from "../../module/load.ts";
import { RunningJobs } from "./running-jobs.ts";

/** BullMQ's own options, and what decides which names the worker loads. */
export interface TaskWorkerOptions extends WorkerOptions, LoadOptions {}

/** How a worker ends: {@link TaskWorker.stop}. */
export interface StopOptions {
	/** How long running jobs may take to finish, in milliseconds; then they are handed back. */
	readonly grace?: number | undefined;
}

/**
 * A worker of BullMQ that loads the tasks that jobs name, and runs them. It opens modules of the project's own packages, and of
 * the dependencies that `allow` names, and runs tasks only.
 *
 * A job whose name or data lead nowhere fails at once, without another attempt; its `failedReason` begins with the error's code.
 *
 * @example
 * ```ts
 * await using worker = new TaskWorker("mails", { connection: { url: "redis://127.0.0.1:6379" }, concurrency: 4 });
 * worker.on("failed", (job, error) => console.error(job?.name, error.message));
 * process.once("SIGTERM", () => worker.stop({ grace: 8000 }));
 * ```
 */
export class TaskWorker extends Worker<unknown, unknown, string> {
	readonly #jobs: RunningJobs;

	/**
	 * @param name the queue's, in Redis.
	 * @param options BullMQ's own `WorkerOptions`, of which `connection` is required; `allow`, `from` and `packageRoot` as for `load`.
	 */
	constructor(name: string, { allow, from, packageRoot, ...options }: TaskWorkerOptions) {
		const jobs = new RunningJobs({ allow, from, packageRoot });
		// Three parameters: BullMQ gives the signal to nobody who has fewer.
		super(name, (job, token, signal) => jobs.run(job, token ?? "", signal ?? new AbortController().signal), options);
		this.#jobs = jobs;
		this.once("closed", () => jobs.close());
		// BullMQ only tells; the job may be another worker's by now.
		this.on("lockRenewalFailed", (ids) => {
			for (const id of ids) this.cancelJob(id, "the lock of the job was lost");
		});
	}

	/** How many jobs this worker runs now. */
	get active(): number {
		return this.#jobs.size;
	}

	/**
	 * Takes no more jobs, waits for the running ones, and ends the connection. Tasks that are not done after `grace` are told by
	 * `taskContext().signal`; then, a second later, their jobs are put back into the queue for another worker, and do not count as
	 * failed. What such a task still does is not stopped: end the process.
	 *
	 * @returns how many jobs were handed back.
	 */
	async stop({ grace = 10_000 }: StopOptions = {}): Promise<number> {
		const timer = setTimeout(() => this.#jobs.handBack(), grace);
		try {
			await this.close();
		} finally {
			clearTimeout(timer);
		}
		return this.#jobs.handedBack;
	}

	/** {@link Worker.close}: waits for the running jobs. */
	async [Symbol.asyncDispose](): Promise<void> {
		await this.close();
	}
}
