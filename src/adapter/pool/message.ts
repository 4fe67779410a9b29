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
 * What a worker is asked: a target as one text, and the arguments. An object, with its keys, takes twice the time to be copied, and this is copied
 * for each call.
 */
export type Request = readonly [target: string, ...args: unknown[]];

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
