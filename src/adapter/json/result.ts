import { NamesakeError } from "../../base/errors.ts";
import { formatPath } from "../../base/name.ts";

/**
 * Looks whether JSON has words for a result, as {@link resultToJson} does.
 *
 * @throws NamesakeError `NOT_SENDABLE` for a value that JSON has no word for.
 */
export function requireJson(result: unknown, asked: string): void {
	if (!isPlain(result, 0)) resultToJson(result, asked);
}

/** How deep a result is looked into by itself; what is deeper, and what holds itself, is left to `JSON.stringify`. */
const DEPTH = 16;

/** Is it certainly something that JSON has a word for? */
function isPlain(value: unknown, depth: number): boolean {
	if (typeof value !== "object" || value === null) return unspeakable(value) === undefined;
	if (depth > DEPTH) return false;
	if (Array.isArray(value)) return value.every((item) => isPlain(item, depth + 1));
	const prototype: unknown = Object.getPrototypeOf(value);
	if (prototype !== Object.prototype || "toJSON" in value) return false;
	for (const key in value) if (!isPlain((value as Record<string, unknown>)[key], depth + 1)) return false;
	return true;
}

/**
 * A result as JSON. What has a `toJSON`, such as a Date, is what that says; properties that are undefined are left out.
 *
 * @param asked whose result it is.
 * @param indent how many spaces a level is indented by; all is in one line without.
 * @returns undefined for undefined, which JSON has no word for.
 * @throws NamesakeError `NOT_SENDABLE` for a value that JSON has no word for.
 */
export function resultToJson(result: unknown, asked: string, indent?: number): string | undefined {
	if (result === undefined) return undefined;
	const keysOf = new Map<unknown, readonly string[]>([[result, []]]);
	const refuse = (keys: readonly string[], what: string, cause?: unknown) =>
		new NamesakeError("NOT_SENDABLE", {
			asked: `the result of ${asked}, as JSON`,
			why: `${keys.length === 0 ? "the result" : `result${suffix(keys)}`} is ${what}, which JSON can't represent`,
			fix: "return strings, finite numbers, booleans, null, arrays and plain objects",
			cause,
		});
	function replace(this: unknown, key: string, value: unknown): unknown {
		const keys = key === "" && !keysOf.has(this) ? [] : [...(keysOf.get(this) ?? []), key];
		const what = unspeakable(value);
		if (what !== undefined) throw refuse(keys, what);
		if (typeof value === "object" && value !== null && !keysOf.has(value)) keysOf.set(value, keys);
		return value;
	}
	let text: string | undefined;
	try {
		text = JSON.stringify(result, replace, indent);
	} catch (error) {
		if (error instanceof NamesakeError) throw error;
		if (!(error instanceof TypeError) || !/circular|cyclic/i.test(error.message)) throw error;
		throw refuse([], "an object that contains itself", error);
	}
	return text;
}

function unspeakable(value: unknown): string | undefined {
	switch (typeof value) {
		case "bigint":
			return "a BigInt";
		case "function":
			return "a function";
		case "symbol":
			return "a symbol";
		case "number":
			return Number.isFinite(value) ? undefined : String(value);
		case "object":
			if (value instanceof Map) return "a Map";
			return value instanceof Set ? "a Set" : undefined;
		default:
			return undefined;
	}
}

/** `.list[0]` behind `result`. */
function suffix(keys: readonly string[]): string {
	return formatPath(["result", ...keys]).slice("result".length);
}
