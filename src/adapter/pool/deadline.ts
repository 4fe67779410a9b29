import { follow } from "./follow.ts";

/** More would be 1 ms: https://nodejs.org/api/timers.html#settimeoutcallback-delay-args */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/** Aborts when a task has run for too long, or its caller's signal does. */
export class Deadline {
	readonly #controller = new AbortController();
	readonly #name: string;
	readonly #timeout: number;
	readonly #unfollow: (() => void) | undefined;
	#timer: NodeJS.Timeout | undefined;
	/** Is set when the task has run for too long. */
	exceeded: DOMException | undefined;

	/** @param timeout in milliseconds from {@link Deadline.start} on. */
	constructor(name: string, timeout: number | undefined, signal: AbortSignal | undefined) {
		this.#name = name;
		this.#timeout = timeout ?? Number.POSITIVE_INFINITY;
		this.#unfollow = signal === undefined ? undefined : follow(signal, () => this.#controller.abort(signal.reason));
	}

	get signal(): AbortSignal {
		return this.#controller.signal;
	}

	start(): void {
		if (this.#timeout === Number.POSITIVE_INFINITY) return;
		this.#timer ??= setTimeout(() => {
			this.exceeded = new DOMException(`${this.#name} took longer than ${this.#timeout} ms`, "TimeoutError");
			this.#controller.abort(this.exceeded);
		}, this.#timeout);
	}

	end(): void {
		clearTimeout(this.#timer);
		this.#unfollow?.();
	}
}

/** @throws RangeError if it is neither a time that a timer can wait, nor Infinity. */
export function requireTimeout(timeout: number | undefined): void {
	if (timeout === undefined || timeout === Number.POSITIVE_INFINITY) return;
	if (typeof timeout === "number" && timeout > 0 && timeout <= MAX_TIMEOUT_MS) return;
	throw new RangeError(
		`timeout must be a number of milliseconds, more than 0 and at most ${MAX_TIMEOUT_MS}, or Infinity; not ${String(timeout)}`,
	);
}
