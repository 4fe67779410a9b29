import type { Thrown } from "./thrown.ts";

/** What a worker is to run. */
export interface Target {
	readonly name: string;
	/** The file that the main thread has loaded: the worker loads that very one. */
	readonly file: string;
	/** Where tsx is, if the main thread reads TypeScript with it. */
	readonly tsx: string | undefined;
}

/**
 * The arguments: an array of them takes some 3 % of a call to be copied, so it is none where there are none, or one that can stand for itself. The
 * target goes as the name that piscina sends with each message anyway.
 */
export type Request = Primitive | readonly unknown[];

export function encodeArguments(args: readonly unknown[]): Request {
	if (args.length === 0) return undefined;
	const [only] = args;
	return args.length === 1 && only !== undefined && isPrimitive(only) ? only : args;
}

/** Neither a path nor a URL has a NUL in it. */
export function encodeTarget({ name, file, tsx = "" }: Target): string {
	return `${file}\0${tsx}\0${name}`;
}

export function decodeTarget(text: string): Target {
	const [file = "", tsx = "", ...name] = text.split("\0");
	return { name: name.join("\0"), file, tsx: tsx === "" ? undefined : tsx };
}

/**
 * What it answers; it never throws, because piscina gives only a part of an error back, and takes `null` for none. What is no object stands for
 * itself.
 */
export type Answer = { readonly value: unknown } | { readonly thrown: Thrown } | Primitive;

export type Primitive = string | number | bigint | boolean | null | undefined;

/** Can a value be its own answer? A symbol can't be sent at all. */
export function isPrimitive(value: unknown): value is Primitive {
	return value === null || (typeof value !== "object" && typeof value !== "function" && typeof value !== "symbol");
}
