import { NamesakeError } from "../base/errors.ts";
import { isExplicitName } from "../base/explicit-name.ts";
import { ownDescriptor, ownOption } from "../base/own.ts";
import { capture } from "../origin/call-site.ts";
import { originOf, recordOrigin } from "./record.ts";
import { type Tracking, trackingProperties } from "./tracked-instance.ts";
import { copyShape } from "./wraps.ts";

// biome-ignore lint/suspicious/noExplicitAny: a function of any parameters can be a task
type AnyFunction = (...args: any[]) => unknown;

/** A function that knows its own name: it is called as before, and another process can load it by `location`. */
export type Task<Fn extends AnyFunction = AnyFunction> = Fn & Tracking & { readonly fn: Fn };

/**
 * What a task may be told of its names. They are written as literals: `load` and `namesake check` read them from the text, before the
 * module has run.
 */
export interface TaskOptions {
	/**
	 * A name of your own, by which it is known instead of by its place: it stays when the task is renamed or moved, and no other task of
	 * the project may have it. It has no `#`.
	 */
	readonly name?: string | undefined;
	/** The names that it had before: `load` gives the task by these, too. */
	readonly previously?: readonly string[] | undefined;
}

/**
 * Makes a task of a function: the variable that holds the task is its name.
 *
 * @param fn the function; the task calls it with the same `this` and arguments, and gives back what it does.
 * @returns a function with the members of {@link Tracking} and the original as `fn`.
 * @throws TypeError if `fn` is no function, or the options are of other types.
 * @throws NamesakeError `INVALID_NAME` if the name can't be one.
 * @example
 * ```ts
 * export const send = task(async (to: string) => `sent to ${to}`);
 *
 * await send("ada@example.org");
 * send.location; // "@acme/app/src/jobs#send"
 *
 * export const remind = task(async (to: string) => {}, { previously: ["@acme/app/src/mails#reminder"] });
 * export const clean = task(async () => {}, { name: "clean" });
 * ```
 */
export function task<Fn extends AnyFunction>(fn: Fn, options: TaskOptions = {}): Task<Fn> {
	if (typeof fn !== "function")
		throw new TypeError(`task(fn): fn must be a function, not ${fn === null ? "null" : typeof fn}`);
	const { name } = checkedOptions(options);
	const run = function (this: unknown, ...args: unknown[]): unknown {
		return Reflect.apply(fn, this, args);
	};
	copyShape(fn, run);
	Object.setPrototypeOf(run, taskPrototype());
	Object.defineProperty(run, "fn", ownDescriptor({ value: fn, configurable: true }));
	recordOrigin(run, "task", capture(task), fn, name);
	return run as unknown as Task<Fn>;
}

/** Was the value made by {@link task}? */
export function isTask(value: unknown): value is Task {
	return typeof value === "function" && originOf(value)?.kind === "task";
}

function checkedOptions(options: TaskOptions): TaskOptions {
	const name = ownOption(options, "name");
	const previously = ownOption(options, "previously");
	if (name !== undefined && typeof name !== "string")
		throw new TypeError(`task(fn, { name }): name must be a string, not ${typeof name}`);
	if (previously !== undefined && !(Array.isArray(previously) && previously.every((text) => typeof text === "string")))
		throw new TypeError("task(fn, { previously }): previously must be an array of strings");
	if (name !== undefined && !isExplicitName(name))
		throw new NamesakeError("INVALID_NAME", {
			asked: JSON.stringify(name),
			why: "an explicit name is not empty, and contains no #, no control characters and no space at its start or end",
			fix: 'write task(fn, { name: "send-email" }), or omit the name: the task then has the name of its export',
		});
	return { name, previously };
}

let prototype: object | undefined;

function taskPrototype(): object {
	prototype ??= Object.create(Function.prototype, trackingProperties()) as object;
	return prototype;
}
