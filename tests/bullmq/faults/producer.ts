import { setTimeout as sleep } from "node:timers/promises";
import type { BulkJob, TaskQueue } from "../../../src/adapter/bullmq/index.ts";
import type { Random } from "./random.ts";
import type { Append } from "./release.ts";
import { Tally } from "./tally.ts";

const BATCH = 100;

/** What jobs are made of. */
export interface Work {
	readonly append: Append;
	/** The file for the effects. */
	readonly file: string;
	readonly jobs: number;
}

/** Adds jobs, never many more than have been done, so that it is at work whenever Redis is killed. */
export class Producer {
	/** How often a batch was added again, because nobody knows whether it had been. */
	retries = 0;
	/** Why batches had to be added again. */
	readonly errors: Tally = new Tally();
	readonly #queue: TaskQueue;
	readonly #random: Random;

	constructor(queue: TaskQueue, random: Random) {
		this.#queue = queue;
		this.#random = random;
	}

	/**
	 * @param done how many jobs have been done.
	 * @param signal ends it.
	 */
	async add({ append, file, jobs }: Work, done: () => number, signal: AbortSignal): Promise<void> {
		for (let first = 0; first < jobs; first += BATCH) {
			while (first - done() > 5 * BATCH) await sleep(20, undefined, { signal });
			const numbers = Array.from({ length: Math.min(BATCH, jobs - first) }, (_, index) => first + index);
			const batch = numbers.map((job) => ({
				task: append,
				args: [file, job, this.#random.between(10, 110)] as const,
				// BullMQ adds no second job with an id that it has: https://docs.bullmq.io/guide/jobs/job-ids
				opts: { jobId: `job-${job}` },
			}));
			while (!(await this.#try(batch))) await sleep(100, undefined, { signal });
		}
	}

	async #try(batch: readonly BulkJob<Append>[]): Promise<boolean> {
		try {
			await this.#queue.addBulk(batch);
			return true;
		} catch (error) {
			this.retries += 1;
			this.errors.add(error instanceof Error ? error.message : String(error));
			return false;
		}
	}
}
