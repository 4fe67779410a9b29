import { type Job, Worker, type WorkerOptions } from "bullmq";
import type { LoadOptions } from "../../load/load.ts";
import { RunningJobs } from "./running-jobs.ts";

/** BullMQ's own options, and what decides which names the worker loads. */
export interface TaskWorkerOptions extends WorkerOptions, LoadOptions {}

/** How a worker ends: {@link TaskWorker.stop}. */
export interface StopOptions {
	/** How long running jobs may take to finish, in milliseconds; then they are handed back. */
	readonly grace?: number | undefined;
}

const LOST = "the lock of the job was lost";
/** How long a job waits that this worker itself still runs, with a lock that it has lost. */
const AGAIN_MS = 1000;
/** How long it may take to hand jobs back and to take leave of Redis, after the running jobs have been waited for. */
const GOODBYE_MS = 2000;

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
	/** The ids of jobs of which the end has not been told to Redis yet. */
	readonly #processed = new Set<string>();

	/**
	 * @param name the queue's, in Redis.
	 * @param options BullMQ's own `WorkerOptions`, of which `connection` is required; `allow`, `from` and `packageRoot` as for `load`.
	 */
	constructor(name: string, { allow, from, packageRoot, ...options }: TaskWorkerOptions) {
		const jobs = new RunningJobs({ allow, from, packageRoot });
		// Two parameters: for a third one BullMQ makes a signal for each job, whether or not the task asks for it.
		super(name, (job, token) => jobs.run(job, token ?? ""), options);
		this.#jobs = jobs;
		this.once("closed", () => jobs.close());
		// BullMQ only tells; the job may be another worker's by now.
		this.on("lockRenewalFailed", (ids) => {
			for (const id of ids) this.cancelJob(id, LOST);
		});
	}

	/**
	 * {@link Worker.processJob}, by which no job is run twice at the same time: BullMQ renews locks by the job's id alone, so the
	 * end of the first run would end the renewal of the second one's lock. That is lost too, and so on, and the job never ends.
	 */
	override processJob(
		job: Job<unknown, unknown, string>,
		token: string,
		fetchNextCallback?: () => boolean,
	): ReturnType<Worker<unknown, unknown, string>["processJob"]> {
		const id = job.id ?? "";
		if (this.#processed.has(id)) return this.#postpone(job, token);
		this.#processed.add(id);
		const processed = super.processJob(job, token, fetchNextCallback);
		const forget = () => this.#processed.delete(id);
		processed.then(forget, forget);
		return processed;
	}

	async #postpone(job: Job<unknown, unknown, string>, token: string): Promise<undefined> {
		this.cancelJob(job.id ?? "", LOST);
		await job.moveToDelayed(Date.now() + AGAIN_MS, token).catch((error: Error) => this.emit("error", error));
	}

	/** BullMQ's own: tells the task of a job by its `taskContext().signal`. */
	override cancelJob(jobId: string, reason?: string): boolean {
		return this.#jobs.cancel(jobId, reason);
	}

	/** BullMQ's own: {@link TaskWorker.cancelJob} for every job that this worker runs. */
	override cancelAllJobs(reason?: string): void {
		this.#jobs.cancelAll(reason);
	}

	/** How many jobs this worker runs now. */
	get active(): number {
		return this.#jobs.size;
	}

	/**
	 * Takes no more jobs, waits for the running ones, and ends the connection. Tasks that are not done after `grace` are told by
	 * `taskContext().signal`; then, a second later, their jobs are put back into the queue for another worker, and do not count as
	 * failed. What such a task still does is not stopped: end the process. If Redis does not answer, it ends all the same; the
	 * jobs that are {@link TaskWorker.active} then are taken up by another worker once their locks end.
	 *
	 * @returns how many jobs were handed back.
	 */
	async stop({ grace = 10_000 }: StopOptions = {}): Promise<number> {
		const timers = [setTimeout(() => this.#jobs.handBack(), grace)];
		const wait = (this.active > 0 ? grace : 0) + GOODBYE_MS;
		const late = new Promise((resolve) => timers.push(setTimeout(resolve, wait, true)));
		try {
			if ((await Promise.race([this.close(), late])) === true) await this.#abandon();
		} finally {
			for (const timer of timers) clearTimeout(timer);
		}
		return this.#jobs.handedBack;
	}

	/**
	 * `close()` never ends if Redis does not answer when it is called, not even when it answers again later, and keeps the process:
	 * https://github.com/taskforcesh/bullmq/issues/4656
	 */
	async #abandon(): Promise<void> {
		this.#jobs.close();
		// This ends the timer that looks for stalled jobs, whose interval is long; where jobs still run it does not wait for them.
		await this.pause(true);
		await this.lockManager.close();
		await this.backend.close(true);
	}

	/** {@link Worker.close}: waits for the running jobs. */
	async [Symbol.asyncDispose](): Promise<void> {
		await this.close();
	}
}
