import { ownDescriptor } from "./own.ts";
import { caretFrame } from "./source-line.ts";
import { sanitizeLine } from "./text.ts";

/**
 * Every stable code, with its headline: the details (what was asked, where, why, the fix) come with each error.
 */
export const ERROR_CODES = {
	INVALID_NAME: "the text is not a name",
	FORBIDDEN_MODULE: "names may not load this module",
	MODULE_NOT_FOUND: "the module was not found",
	MODULE_FAILED: "the module could not be loaded",
	EXPORT_NOT_FOUND: "the module has no such export",
	NOT_EXPORTED: "the value is not exported",
	NESTED: "the function is inside another function",
	BOUND_FUNCTION: "a bound function has no location in the source",
	NATIVE_FUNCTION: "a built-in function has no location in the source",
	UNNAMEABLE: "the value can't be named",
	CREATED_AT_RUNTIME: "the instance was not created while its module was loading",
	NO_LHS: "no export of the module holds the instance",
	LHS_UNPROVEN: "the source does not show which variable holds the value",
	UNPROVEN: "the source does not show whether the name leads to the value",
	NAME_MISMATCH: "the name leads to another value",
	DUPLICATE_NAME: "two values have the same name",
	OUTSIDE_ROOT: "the file is outside the package root",
	SOURCE_UNAVAILABLE: "the source of the module can't be read",
	CANNOT_LOCATE: "the definition can't be located",
	NOT_A_TASK: "the value is of the wrong kind",
	NOT_SENDABLE: "the value can't be sent",
	WORKER_FAILED: "the worker thread ended before the task finished",
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

/** An error ends what was asked for; a notice does not. */
export type Severity = "error" | "notice";

/** What a message begins with: `error[NESTED]`, and `error` where there is no code. */
export function labelOf(severity: Severity, code?: string): string {
	return code === undefined ? severity : `${severity}[${code}]`;
}

function messageOf(
	code: ErrorCode,
	asked: string,
	details: ErrorDetails,
	where: readonly Place[],
	nearest: readonly string[],
): string {
	const lines = [`${labelOf("error", code)}: ${ERROR_CODES[code]}: ${asked}`];
	for (const place of where) {
		lines.push(`  at ${formatPlace(place)}`);
		lines.push(...caretFrame(place).map((line) => `    ${line}`));
	}
	lines.push(`  why: ${details.why}`);
	if (nearest.length > 0) lines.push(`  nearest: ${nearest.map(sanitizeLine).join(", ")}`);
	lines.push(`  fix: ${details.fix}`);
	return lines.join("\n");
}
