import { ownDescriptor } from "../base/own.ts";
import { capture } from "../origin/call-site.ts";
import { definitionOf } from "../origin/definition.ts";
import { functionAround } from "../source/syntax.ts";
import { originOf, recordOrigin } from "./record.ts";

// biome-ignore lint/suspicious/noExplicitAny: any function can be wrapped
type AnyFunction = (...args: any[]) => unknown;

/**
 * Says that one function stands for another, as Python's `functools.wraps` does: the wrapper takes over its name and length,
 * and is named by the variable that holds it.
 *
 * @param wrapped the function that is wrapped.
 * @param wrapper the function that calls it; it is changed and given back.
 * @returns the wrapper.
 * @example
 * ```ts
 * // log.ts
 * export const log = <F extends (...args: any[]) => unknown>(fn: F) =>
 *   wraps(fn, (...args: Parameters<F>) => { console.log(fn.name, args); return fn(...args); });
 * // jobs.ts
 * export const send = log(function send(to: string) { … }); // "@acme/app/src/jobs#send"
 * ```
 */
export function wraps<Wrapper extends AnyFunction>(wrapped: AnyFunction, wrapper: Wrapper): Wrapper {
	copyShape(wrapped, wrapper);
	recordOrigin(wrapper, "wrapper", capture(wraps), wrapped);
	return wrapper;
}

/** Name and length, as far as the function lets itself be changed. */
export function copyShape(from: AnyFunction, to: AnyFunction): void {
	for (const key of ["name", "length"] as const)
		Reflect.defineProperty(to, key, ownDescriptor({ value: from[key], configurable: true }));
}

/** The function that is called in the end, behind tasks and wrappers. */
export function unwrap(fn: object): object {
	const origin = originOf(fn);
	return origin?.wrapped === undefined ? fn : unwrap(origin.wrapped);
}

/**
 * Is the function made by {@link wraps} (however often), and is what it wraps written at the top level of a module? The
 * counterpart of flytekit's `is_functools_wrapped_module_level`.
 *
 * @throws NamesakeError as `isNested`.
 * @example
 * ```ts
 * export const send = log(function send() {}); // true
 * const make = () => log(function inner() {});
 * export const made = make(); // false: `inner` is local to `make`
 * ```
 */
export function isWrappedModuleLevel(fn: object): boolean {
	return originOf(fn)?.kind === "wrapper" && !isNested(fn);
}

/**
 * Is a function local to another function? Of a wrapper or a task, the function behind it counts.
 *
 * @throws NamesakeError `BOUND_FUNCTION`, `NATIVE_FUNCTION`, `CANNOT_LOCATE`, `SOURCE_UNAVAILABLE`.
 * @example
 * ```ts
 * export function outer() { return function inner() {}; }
 * isNested(outer); // false
 * isNested(outer()); // true
 * ```
 */
export function isNested(fn: object): boolean {
	const { module, node } = definitionOf(unwrap(fn));
	return functionAround(module.source, node) !== undefined;
}
