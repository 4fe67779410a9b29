import type { Thrown } from "./thrown.ts";

/** What a worker is asked. */
export interface Request {
	readonly name: string;
	/** The file that the main thread has loaded: the worker loads that very one. */
	readonly file: string;
	readonly args: readonly unknown[];
	/** Where tsx is, if the main thread reads TypeScript with it. */
	readonly tsx?: string | undefined;
}

/** What it answers; it never throws, because piscina gives only a part of an error back, and takes `null` for none. */
export type Answer = { readonly value: unknown } | { readonly thrown: Thrown };
