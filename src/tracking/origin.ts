import type { BodyCall, BodyPlace } from "../origin/body-call.ts";

/**
 * What is kept under the symbol: plain values, and functions that give plain values. Copies of this library of other versions read it, too,
 * so that a version that needs another form uses another symbol, `namesake.origin/2`.
 */
export interface OriginRecord {
	/** `instance` is made by `new`, `task` and `wrapper` by a call of this library. */
	readonly kind: "instance" | "task" | "wrapper";
	/** The function that a task runs, or that a wrapper wraps. */
	readonly wrapped: object | undefined;
	/** The name of the user's own that a task was given. */
	readonly ownName: string | undefined;
	/** Is it the origin of this very value, not of what a proxy stands for or a copy was made of? */
	readonly isOf: (value: object) => boolean;
	/** The namespace of the module that has made it, once somebody has waited for that: known to all copies of this library. */
	namespace: object | undefined;
	/** Counts what was made after the plugin's or the preload's first record; 0 where there is none. */
	readonly sequence: number;
	/** Where the module body was that was running, or undefined if none was. */
	readonly bodyPlace: () => BodyPlace | undefined;
}

/** What is remembered of a tracked value: where it was made, and the function that it stands for. */
export interface Origin extends OriginRecord {
	/** The module body that was running, as this copy of the library reads it. */
	readonly bodyCall: () => BodyCall | undefined;
}
