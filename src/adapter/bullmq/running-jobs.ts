import { type Job, WaitingError } from "bullmq";
import { toErrorSummary } from "../../base/text.ts";
import type { LoadOptions } from "../../load/load.ts";
import { loadTask } from "../../tracking/load-task.ts";
import type { Task } from "../../tracking/task.ts";
import { openTaskContexts } from "../contract/context.ts";
import { requireJson } from "../json/result.ts";
import { argumentsOf } from "./job-data.ts";
import { RunningJob } from "./running-job.ts";
import { unrecoverable, unrecoverableLater } from "./unrecoverable.ts";

/** How long a task that is told to stop may take to listen. */
const PATIENCE_MS = 1000;

/** Runs the jobs of one worker, and hands back those that still run when it must stop. */
export class RunningJobs {
	readonly #options: LoadOptions;
	readonly #contexts = openTaskContexts();
	/** A name is loaded once. Only names that lead to a task are kept: there are no more of them than exports. */
	readonly #tasks = new Map<string, Task>();
	/** By the job's id: a worker runs no job twice at the same time. */
	readonly #running = new Map<string, RunningJob>();
	#stop: DOMException | undefined;
	#isOver = false;
	#handedBack = 0;

	constructor(options: LoadOptions) {
		this.#options = options;
	}

	/** How many jobs run. */
	get size(): number {
		return this.#running.size;
	}

	/** How many jobs have been handed back. */
	get handedBack(): number {
		return this.#handedBack;
	}

	/**
	 * Runs the task that a job names.
	 *
	 * @throws UnrecoverableError if the name or the data lead nowhere, or JSON has no word for the result: to try again would not help.
	 * @throws WaitingError if the job has been handed back.
	 * @throws Error what the task throws; what is not an error becomes one.
	 */
	async run(job: Job<unknown>, token: string): Promise<unknown> {
		const running = new RunningJob(job);
		const id = job.id ?? "";
		this.#running.set(id, running);
		try {
			const task = this.#tasks.get(job.name) ?? (await this.#find(job.name));
			// The worker may have been told to stop while a module loaded: nothing is begun then that nobody would wait for.
			if (this.#stop !== undefined) throw this.#stop;
			const args = unrecoverable(() => argumentsOf(job.data, job.name));
			const call = () => task(...args);
			const result = await running.ends((resolve, reject) => this.#contexts.run(running, call, resolve, reject));
			unrecoverable(() => requireJson(result, job.name));
			return result;
		} catch (error) {
			if (!this.#isStop(error)) throw asError(error);
			await this.#moveToWait(job, token);
			throw new WaitingError();
		} finally {
			this.#running.delete(id);
		}
	}

	/**
	 * Tells the task of a job to stop.
	 *
	 * @returns whether that job runs.
	 */
	cancel(id: string, reason: unknown = "the job was cancelled"): boolean {
		const running = this.#running.get(id);
		running?.abort(abortError(reason));
		return running !== undefined;
	}

	/** Tells every task that runs to stop. */
	cancelAll(reason?: unknown): void {
		for (const id of this.#running.keys()) this.cancel(id, reason);
	}

	/** Tells every task that runs, or is about to, to stop; and after a second waits for none of them. */
	handBack(): void {
		if (this.#stop !== undefined) return;
		const reason = abortError("the worker is stopping and returns the job to the queue");
		this.#stop = reason;
		for (const running of this.#running.values()) running.abort(reason);
		setTimeout(() => {
			for (const running of this.#running.values()) running.giveUp(reason);
		}, PATIENCE_MS).unref();
	}

	/** No more jobs will be run. */
	close(): void {
		if (!this.#isOver) this.#contexts.close();
		this.#isOver = true;
	}

	/** Where that fails, Redis is gone or the job is another worker's; its lock ends, and another worker takes it. */
	async #moveToWait(job: Job<unknown>, token: string): Promise<void> {
		try {
			await job.moveToWait(token);
			this.#handedBack += 1;
		} catch {}
	}

	/** A task that listens to its signal throws its reason, or what the thing that it waits for makes of an abort. */
	#isStop(error: unknown): boolean {
		if (this.#stop === undefined) return false;
		return error === this.#stop || (error instanceof Error && error.name === "AbortError");
	}

	async #find(name: string): Promise<Task> {
		const task = await unrecoverableLater(loadTask(name, this.#options));
		this.#tasks.set(name, task);
		return task;
	}
}

function abortError(reason: unknown): DOMException {
	return reason instanceof DOMException ? reason : new DOMException(String(reason), "AbortError");
}

/** BullMQ keeps an error's message and stack, and fails at something that has none. */
function asError(thrown: unknown): Error {
	if (thrown instanceof Error) return thrown;
	return new Error(`the task threw ${toErrorSummary(thrown)}, which is not an Error`, { cause: thrown });
}
