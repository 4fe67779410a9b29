import { MAX_NAME_LENGTH } from "./name.ts";

/** Control characters, marks of direction and the like, and what separates lines. */
const INVISIBLE = /[\p{Cc}\p{Cf}\u2028\u2029]/u;

/**
 * Can a text be the name that a user gives to a task, `task(fn, { name })`? It has no `#`, so that it can't be taken for a place in the
 * source, nothing that can't be seen, and no space at its ends.
 */
export function isExplicitName(text: string): boolean {
	return (
		// Whoever asks for a name may have been handed anything.
		typeof text === "string" &&
		text !== "" &&
		text.length <= MAX_NAME_LENGTH &&
		!text.includes("#") &&
		!INVISIBLE.test(text) &&
		text.trim() === text &&
		text.isWellFormed()
	);
}
