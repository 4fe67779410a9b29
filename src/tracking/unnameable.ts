import { NamesakeError } from "../errors.ts";

/** A value that is neither a function nor tracked. */
export function unnameable(value: unknown): NamesakeError {
	return new NamesakeError("UNNAMEABLE", {
		asked: describeValue(value),
		why: "only functions, classes and tracked instances know where they were made",
		fix: "let its class extend TrackedInstance or wrap the class with tracked(), or wrap the function with task()",
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
