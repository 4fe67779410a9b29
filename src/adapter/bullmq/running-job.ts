import type { Job } from "bullmq";
import type { ContextHolder, TaskContext } from "../contract/context.ts";
import { contextOf } from "./task-job.ts";

/** A job while its task runs. What most tasks never ask for is made when it is asked for: it costs more than all else here. */
export class RunningJob implements ContextHolder {
	readonly #job: Job<unknown>;
	#context: TaskContext | undefined;
	#controller: AbortController | undefined;
	#aborted: { readonly reason: unknown } | undefined;
	#giveUp: ((reason: unknown) => void) | undefined;

	constructor(job: Job<unknown>) {
		this.#job = job;
	}

	get context(): TaskContext {
		this.#context ??= contextOf(this.#job, this);
		return this.#context;
	}

	get signal(): AbortSignal {
		if (this.#controller === undefined) {
			this.#controller = new AbortController();
			if (this.#aborted !== undefined) this.#controller.abort(this.#aborted.reason);
		}
		return this.#controller.signal;
	}

	/** Tells the task to stop; the first reason counts. */
	abort(reason: unknown): void {
		this.#aborted ??= { reason };
		this.#controller?.abort(reason);
	}

	/** Waits for the task no longer. */
	giveUp(reason: unknown): void {
		this.#giveUp?.(reason);
	}

	/** What the task gives, or throws, as {@link TaskContexts.run} tells; or the reason for which it is given up. */
	ends(run: (resolve: (value: unknown) => void, reject: (reason: unknown) => void) => void): Promise<unknown> {
		return new Promise((resolve, reject) => {
			this.#giveUp = reject;
			run(resolve, reject);
		});
	}
}
