/** More would be 1 ms: https://nodejs.org/api/timers.html#settimeoutcallback-delay-args */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/** Aborts when a task has run for too long, or its caller's signal does. */
export class Deadline {
	readonly #controller = new AbortController();
	readonly #name: string;
	readonly #timeout: number;
	readonly #outer: AbortSignal | undefined;
	#timer: NodeJS.Timeout | undefined;
	/** Is set when the task has run for too long. */
	exceeded: DOMException | undefined;

	/** @param timeout in milliseconds from {@link Deadline.start} on. */
	constructor(name: string, timeout: number, signal: AbortSignal | undefined) {
		this.#name = name;
		this.#timeout = timeout;
		this.#outer = signal;
		if (signal?.aborted === true) this.#abort();
		else signal?.addEventListener("abort", this.#abort, { once: true });
	}

	get signal(): AbortSignal {
		return this.#controller.signal;
	}

	start(): void {
		this.#timer ??= setTimeout(() => {
			this.exceeded = new DOMException(`${this.#name} took longer than ${this.#timeout} ms`, "TimeoutError");
			this.#controller.abort(this.exceeded);
		}, this.#timeout);
	}

	end(): void {
		clearTimeout(this.#timer);
		this.#outer?.removeEventListener("abort", this.#abort);
	}

	readonly #abort = (): void => this.#controller.abort(this.#outer?.reason);
}

/** @throws RangeError if it is no time that a timer can wait. */
export function requireTimeout(timeout: number | undefined): void {
	if (timeout === undefined || (timeout > 0 && timeout <= MAX_TIMEOUT_MS)) return;
	throw new RangeError(
		`timeout is a number of milliseconds, more than 0 and at most ${MAX_TIMEOUT_MS}, not ${timeout}`,
	);
}
