import { NamesakeError } from "../../base/errors.ts";
import { formatPath } from "../../base/name.ts";
import { sanitizeLine } from "../../base/text.ts";
import { className } from "../../tracking/unnameable.ts";

/**
 * A list of arguments as plain data that JSON says and gives back unchanged: a copy, which nobody changes any more.
 *
 * Of a value only this may differ on the other side: properties that are undefined are not there, an object without a prototype
 * has the usual one, and one object at two places is two.
 *
 * @param asked whose arguments they are.
 * @returns the copy.
 * @throws NamesakeError `NOT_SENDABLE` with the path of the first value that JSON would change or leave out.
 * @example
 * ```ts
 * plainArguments([{ since: new Date() }], "send"); // NOT_SENDABLE … args[0].since is a Date
 * ```
 */
export function plainArguments(args: readonly unknown[], asked: string): unknown[] {
	const refuse = (keys: readonly string[], what: string) =>
		new NamesakeError("NOT_SENDABLE", {
			asked: `the arguments of ${asked}, as JSON`,
			why: `args${formatPath(["args", ...keys]).slice("args".length)} is ${what}`,
			fix: "pass strings, finite numbers, booleans, null, arrays and plain objects, and build other values from them in the task",
		});
	if (!Array.isArray(args)) throw refuse([], `${typeof args}, not an array`);
	try {
		return copyOf(args, [], new Set(), refuse) as unknown[];
	} catch (error) {
		if (!(error instanceof RangeError) || !/call stack/i.test(error.message)) throw error;
		throw refuse([], "nested too deeply");
	}
}

type Refuse = (keys: readonly string[], what: string) => NamesakeError;

function copyOf(value: unknown, keys: string[], holders: Set<object>, refuse: Refuse): unknown {
	const what = unspeakable(value);
	if (what !== undefined) throw refuse(keys, what);
	if (typeof value !== "object" || value === null) return value;
	if (holders.has(value)) throw refuse(keys, "an object that contains itself");
	holders.add(value);
	const copy = Array.isArray(value)
		? copyOfArray(value, keys, holders, refuse)
		: copyOfObject(value, keys, holders, refuse);
	holders.delete(value);
	return copy;
}

function copyOfArray(value: readonly unknown[], keys: string[], holders: Set<object>, refuse: Refuse): unknown[] {
	const copy: unknown[] = [];
	for (let index = 0; index < value.length; index += 1) {
		keys.push(String(index));
		const item = value[index];
		if (item === undefined)
			throw refuse(keys, `${index in value ? "undefined" : "a hole"}, which JSON turns into null`);
		copy.push(copyOf(item, keys, holders, refuse));
		keys.pop();
	}
	const extra = Object.keys(value).find((key, index) => key !== String(index));
	if (extra !== undefined) throw refuse([...keys, extra], "a property of an array, which JSON omits");
	return copy;
}

function copyOfObject(value: object, keys: string[], holders: Set<object>, refuse: Refuse): object {
	const copy = {};
	for (const key of Reflect.ownKeys(value)) {
		if (!Object.prototype.propertyIsEnumerable.call(value, key)) continue;
		if (typeof key === "symbol") throw refuse(keys, `an object with the key ${String(key)}, which JSON omits`);
		keys.push(key);
		const item = (value as Record<string, unknown>)[key];
		// Not by assignment: `__proto__` is a key as any other.
		if (item !== undefined)
			Object.defineProperty(copy, key, {
				value: copyOf(item, keys, holders, refuse),
				enumerable: true,
				configurable: true,
				writable: true,
			});
		keys.pop();
	}
	return copy;
}

/** What JSON would change or leave out, in words. */
function unspeakable(value: unknown): string | undefined {
	switch (typeof value) {
		case "string":
		case "boolean":
			return undefined;
		case "number":
			if (!Number.isFinite(value)) return `${value}, which JSON turns into null`;
			return Object.is(value, -0) ? "-0, which JSON turns into 0" : undefined;
		case "undefined":
			return "undefined, which JSON omits";
		case "bigint":
			return "a BigInt, which JSON can't represent";
		case "function":
			return "a function, which JSON omits";
		case "symbol":
			return "a symbol, which JSON omits";
		default:
			return value === null || isPlain(value as object) ? undefined : `${nameOf(value as object)}, which JSON changes`;
	}
}

/** An array, or an object that no class has made; it may come from another realm. */
function isPlain(value: object): boolean {
	const prototype: unknown = Object.getPrototypeOf(value);
	// Array.prototype is itself an array: https://tc39.es/ecma262/#sec-properties-of-the-array-prototype-object
	if (Array.isArray(value)) return Array.isArray(prototype);
	return prototype === null || Object.hasOwn(prototype as object, "isPrototypeOf");
}

function nameOf(value: object): string {
	const name = className(value);
	return name === undefined ? "an instance of a class" : `${/^[aeiou]/i.test(name) ? "an" : "a"} ${sanitizeLine(name)}`;
}
