import { NamesakeError } from "../base/errors.ts";

/** A value that is neither a function nor tracked, as far as this version of the library can tell. */
export function unnameable(value: object): NamesakeError {
	if (isMarked(value)) return unreadable(describeValue(value));
	return new NamesakeError("UNNAMEABLE", {
		asked: describeValue(value),
		why: "only functions, classes and tracked instances have names",
		fix: "let its class extend TrackedInstance, or wrap the class with tracked()",
	});
}

/** A value in words, without anything of its content. */
export function describeValue(value: unknown): string {
	if (value === null) return "null";
	if (typeof value !== "object") return `${typeof value === "undefined" ? "" : "a value of type "}${typeof value}`;
	const name = className(value);
	return name === undefined ? "an object" : `an object of class ${name}`;
}

/** The name of an object's class, if it has one that can be read. */
export function className(value: object): string | undefined {
	try {
		const name: unknown = (Object.getPrototypeOf(value) as { constructor?: { name?: unknown } } | null)?.constructor
			?.name;
		return typeof name === "string" && name !== "" ? name : undefined;
	} catch {
		return undefined;
	}
}

/** Has a copy of this library recorded, in whatever form, where a value was made? */
export function isMarked(value: object): boolean {
	try {
		return Object.getOwnPropertySymbols(value).some((symbol) => symbol.description?.startsWith("namesake.origin/"));
	} catch {
		// A proxy that refuses.
		return false;
	}
}

/** Another version of this library has recorded where a value was made, in a form that this one can't read. */
export function unreadable(asked: string): NamesakeError {
	return new NamesakeError("UNNAMEABLE", {
		asked,
		why: "another version of namesake recorded its location, in a format that this version can't read",
		fix: "install one version: `npm ls namesake` shows who needs which; run `npm dedupe`, or set `overrides` in package.json",
	});
}
