import { type Job, WaitingError } from "bullmq";
import { openTaskContexts } from "../../context.ts";
import { inWords } from "../../errors.ts";
import { resultToJson } from "../../json/result.ts";
import type { LoadOptions } from "../../module/load.ts";
import { loadTask } from "../../tracking/load-task.ts";
import type { Task } from "../../tracking/task.ts";
import { argumentsOf } from "./job-data.ts";
import { contextOf } from "./task-job.ts";
import { unrecoverable } from "./unrecoverable.ts";

interface Running {
	readonly controller: AbortController;
	/** Waits for the task no longer. */
	giveUp(reason: unknown): void;
}

/** How long a task that is told to stop may take to listen. */
const PATIENCE_MS = 1000;

/** Runs the jobs of one worker, and hands back those that still run when it must stop. */
export class RunningJobs {
	readonly #options: LoadOptions;
	readonly #contexts = openTaskContexts();
	/** A name is loaded once. Only names that lead to a task are kept: there are no more of them than exports. */
	readonly #tasks = new Map<string, Task>();
	readonly #running = new Set<Running>();
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
	async run(job: Job<unknown>, token: string, cancelled: AbortSignal): Promise<unknown> {
		const { promise: given, reject: giveUp } = withReject();
		const running: Running = { controller: new AbortController(), giveUp };
		const cancel = () => running.controller.abort(abortError(cancelled.reason ?? "the job was cancelled"));
		cancelled.addEventListener("abort", cancel, { once: true });
		this.#running.add(running);
		try {
			if (this.#stop !== undefined) throw this.#stop;
			const task = await unrecoverable(() => this.#find(job.name));
			const args = await unrecoverable(() => argumentsOf(job.data, job.name));
			const context = contextOf(job, running.controller.signal);
			const call = this.#contexts.run(context, async () => await task(...args));
			const result = await Promise.race([call, given]);
			await unrecoverable(() => resultToJson(result, job.name));
			return result;
		} catch (error) {
			if (!this.#isStop(error)) throw asError(error);
			await this.#moveToWait(job, token);
			throw new WaitingError();
		} finally {
			cancelled.removeEventListener("abort", cancel);
			this.#running.delete(running);
		}
	}

	/** Tells every task that runs, or is about to, to stop; and after a second waits for none of them. */
	handBack(): void {
		if (this.#stop !== undefined) return;
		const reason = abortError("the worker stops and hands the job back");
		this.#stop = reason;
		for (const { controller } of this.#running) controller.abort(reason);
		setTimeout(() => {
			for (const { giveUp } of this.#running) giveUp(reason);
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
		const known = this.#tasks.get(name);
		if (known !== undefined) return known;
		const task = await loadTask(name, this.#options);
		this.#tasks.set(name, task);
		return task;
	}
}

function withReject(): { readonly promise: Promise<never>; reject(reason: unknown): void } {
	let rejectIt: (reason: unknown) => void = () => undefined;
	const promise = new Promise<never>((_, reject) => {
		rejectIt = reject;
	});
	// Nobody may be waiting for it any more.
	promise.catch(() => undefined);
	return { promise, reject: rejectIt };
}

function abortError(reason: unknown): DOMException {
	return reason instanceof DOMException ? reason : new DOMException(String(reason), "AbortError");
}

/** BullMQ keeps an error's message and stack, and fails at something that has none. */
function asError(thrown: unknown): Error {
	if (thrown instanceof Error) return thrown;
	return new Error(`the task threw ${inWords(thrown)}, which is no error`, { cause: thrown });
}
