import { ownDescriptor } from "./own.ts";
import { sanitizeLine } from "./text.ts";
/**
 * Everything that can go wrong, as a stable code with one sentence that says what it means.
 * The sentence is the headline of the error; the details (what was asked, where, why, the fix) come with each error.
 */
export const ERROR_CODES = {
	INVALID_NAME: "the text is not a name",
	FORBIDDEN_MODULE: "the module may not be opened",
	MODULE_NOT_FOUND: "there is no such module",
	MODULE_FAILED: "the module could not be loaded",
	EXPORT_NOT_FOUND: "the module has no such export",
	NOT_EXPORTED: "the value is not exported by its module",
	NESTED: "the function is local to another function",
	BOUND_FUNCTION: "a bound function has no place in the source",
	NATIVE_FUNCTION: "a built-in function has no place in the source",
	UNNAMEABLE: "the value can't be named",
	CREATED_AT_RUNTIME: "the instance was not made while a module was loading",
	NO_LHS: "the instance is not assigned to anything that its module exports",
	LHS_UNPROVEN: "the variable can't be told without loading the module",
	UNPROVEN: "only the running module tells whether the name leads there",
	NAME_MISMATCH: "the name leads to something else",
	DUPLICATE_NAME: "two values claim one name",
	OUTSIDE_ROOT: "the file is outside the package root",
	SOURCE_UNAVAILABLE: "the source of the module can't be read",
	CANNOT_LOCATE: "the definition of the function can't be located",
	NOT_A_TASK: "the value is not what was asked for",
	NOT_SENDABLE: "the value can't be handed over",
	WORKER_FAILED: "the worker ended before the task did",
	LOCK_INVALID: "the lock file can't be used",
} as const;

/** A stable code of a {@link NamesakeError}. Codes are part of the API; messages are not. */
export type ErrorCode = keyof typeof ERROR_CODES;

/** A place in a source file. */
export interface Place {
	/** Absolute path of the file, with the query by which it was loaded; or the URL of a module that is not a file. */
	readonly file: string;
	/** 1-based. */
	readonly line: number;
	/** 1-based, in UTF-16 code units. */
	readonly column: number;
	/** The text of the line, when it is known: it is shown with a caret below the place. */
	readonly text?: string | undefined;
}

/** What an error has to say besides its code. */
export interface ErrorDetails {
	/** What was asked: the name as it was given, or a description of the value. */
	readonly asked: string;
	/** What was found, and why that is no answer. */
	readonly why: string;
	/** What to do about it. */
	readonly fix: string;
	/** The place or places that it is about. */
	readonly where?: Place | readonly Place[] | undefined;
	/** The nearest names that do exist. */
	readonly nearest?: readonly string[] | undefined;
	/** The error that led to this one. */
	readonly cause?: unknown;
}

const BRAND = Symbol.for("namesake.error/1");

/**
 * The one error class of this library.
 *
 * @example
 * ```ts
 * try {
 *   await load("@acme/app/src/jobs/email#sned");
 * } catch (error) {
 *   if (error instanceof NamesakeError && error.code === "EXPORT_NOT_FOUND") console.log(error.nearest);
 * }
 * ```
 */
export class NamesakeError extends Error {
	/** An error of another copy of this library counts: `require` and `import` may each have made one. */
	// biome-ignore-start lint/complexity/noThisInStatic: a class that extends this one asks for its own instances
	static override [Symbol.hasInstance](value: unknown): boolean {
		if (this !== NamesakeError) return Function.prototype[Symbol.hasInstance].call(this, value);
		return typeof value === "object" && value !== null && BRAND in value;
	}
	// biome-ignore-end lint/complexity/noThisInStatic: a class that extends this one asks for its own instances

	override readonly name = "NamesakeError";
	readonly code: ErrorCode;
	/** What was asked, in one line. */
	readonly asked: string;
	/** What was found, and why that is no answer. */
	readonly why: string;
	/** What to do about it. */
	readonly fix: string;
	/** The places that it is about; empty when there is none. */
	readonly where: readonly Place[];
	/** The nearest names that do exist; empty when there is none. */
	readonly nearest: readonly string[];

	constructor(code: ErrorCode, details: ErrorDetails) {
		const asked = sanitizeLine(details.asked);
		const where = details.where === undefined ? [] : [details.where].flat();
		const nearest = details.nearest ?? [];
		super(
			messageOf(code, asked, details, where, nearest),
			details.cause === undefined ? undefined : { cause: details.cause },
		);
		this.code = code;
		this.asked = asked;
		this.why = details.why;
		this.fix = details.fix;
		this.where = where;
		this.nearest = nearest;
	}
}

Object.defineProperty(NamesakeError.prototype, BRAND, ownDescriptor({ value: true }));

/** `file:line:column`, as editors and terminals recognise it. */
export function formatPlace(place: Place): string {
	return `${place.file}:${place.line}:${place.column}`;
}

const MAX_FRAME = 160;

function messageOf(
	code: ErrorCode,
	asked: string,
	details: ErrorDetails,
	where: readonly Place[],
	nearest: readonly string[],
): string {
	const lines = [`${code}: ${ERROR_CODES[code]}: ${asked}`];
	for (const place of where) {
		lines.push(`  at ${formatPlace(place)}`);
		lines.push(...caretFrame(place));
	}
	lines.push(`  why: ${details.why}`);
	if (nearest.length > 0) lines.push(`  nearest: ${nearest.map(sanitizeLine).join(", ")}`);
	lines.push(`  fix: ${details.fix}`);
	return lines.join("\n");
}

/** The source line and a caret below the column. A line as long as a minified file's is cut around the column. */
function caretFrame(place: Place): string[] {
	if (place.text === undefined) return [];
	const start = place.column > MAX_FRAME ? place.column - MAX_FRAME / 2 : 0;
	const text = place.text.slice(start, start + MAX_FRAME).replaceAll("\t", " ");
	const gutter = String(place.line);
	return [
		`    ${gutter} | ${text}`,
		`    ${" ".repeat(gutter.length)} | ${" ".repeat(Math.max(0, place.column - 1 - start))}^`,
	];
}
