import { originOf, recordOrigin } from "./record.ts";
import { type Tracking, trackingProperties } from "./tracked-instance.ts";
import { copyShape } from "./wraps.ts";

// biome-ignore lint/suspicious/noExplicitAny: a function of any parameters can be a task
type AnyFunction = (...args: any[]) => unknown;

/** A function that knows its own name: it is called as before, and another process can load it by `location`. */
export type Task<Fn extends AnyFunction = AnyFunction> = Fn & Tracking & { readonly fn: Fn };

/** Reserved: what a task may be told besides its function. */
export type TaskOptions = Readonly<Record<never, never>>;

/**
 * Makes a task of a function: the variable that holds the task is its name.
 *
 * @param fn the function; the task calls it with the same `this` and arguments, and gives back what it does.
 * @returns a function with the members of {@link Tracking} and the original as `fn`.
 * @throws TypeError if `fn` is no function.
 * @example
 * ```ts
 * export const send = task(async (to: string) => `sent to ${to}`);
 *
 * await send("ada@example.org");
 * send.location; // "@acme/app/src/jobs#send"
 * ```
 */
export function task<Fn extends AnyFunction>(fn: Fn, _options?: TaskOptions): Task<Fn> {
	if (typeof fn !== "function")
		throw new TypeError(`task(fn): fn is a function, not ${fn === null ? "null" : typeof fn}`);
	const run = function (this: unknown, ...args: unknown[]): unknown {
		return Reflect.apply(fn, this, args);
	};
	copyShape(fn, run);
	Object.setPrototypeOf(run, taskPrototype());
	Object.defineProperty(run, "fn", { value: fn, enumerable: false, configurable: true, writable: false });
	recordOrigin(run, "task", task, fn);
	return run as unknown as Task<Fn>;
}

/** Was the value made by {@link task}? */
export function isTask(value: unknown): value is Task {
	return typeof value === "function" && originOf(value)?.kind === "task";
}

let prototype: object | undefined;

function taskPrototype(): object {
	prototype ??= Object.create(Function.prototype, trackingProperties()) as object;
	return prototype;
}
