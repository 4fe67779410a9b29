import type { StateCounts } from "../../adapter/bullmq/preflight/states.ts";
import { ERROR_CODES, type ErrorCode, formatPlace, type NamesakeError, type Place } from "../../base/errors.ts";
import { sanitizeLine } from "../../base/text.ts";
import { codeFrame } from "./code-frame.ts";
import { type Colours, hasColours } from "./terminal.ts";
import { shownPath } from "./text.ts";

/** How many jobs there are in each state, by queue. */
export type JobsByQueue = Readonly<Record<string, StateCounts>>;

/** What a comparison with the lock, or a look at a queue, finds, besides the errors of this library. */
type LockCode =
	| "AMBIGUOUS_NAME"
	| "KIND_CHANGED"
	| "LOCK_OUTDATED"
	| "NAME_GONE"
	| "NAME_MOVED"
	| "NAME_NEW"
	| "NAME_RENAMED"
	| "SIGNATURE_CHANGED"
	| "TOO_MANY_NAMES";

/** Something to be mended. */
export interface Problem {
	readonly code: ErrorCode | LockCode;
	/** The name that it is about; a file or a text where there is none. */
	readonly name: string;
	readonly where: readonly Place[];
	readonly message: string;
	readonly fix?: string | undefined;
	/** The jobs that it is about. */
	readonly jobs?: JobsByQueue | undefined;
}

/** A problem as `--json` prints it. */
export interface ShownProblem {
	readonly code: string;
	readonly name: string;
	/** Relative to the working directory, with forward slashes; empty where there is none. */
	readonly file: string;
	/** 1-based; 0 where there is none. */
	readonly line: number;
	readonly message: string;
	readonly fix?: string;
	readonly jobs?: JobsByQueue;
}

export function problemOf(error: NamesakeError): Problem {
	return {
		code: error.code,
		name: error.asked,
		where: error.where,
		message: `${ERROR_CODES[error.code]}: ${error.why}`,
		fix: error.fix,
	};
}

export function shownProblem({ code, name, where: [place], message, fix, jobs }: Problem): ShownProblem {
	return {
		code,
		name,
		file: place === undefined ? "" : shownPath(place.file),
		line: place?.line ?? 0,
		message,
		...(fix === undefined ? {} : { fix }),
		...(jobs === undefined ? {} : { jobs }),
	};
}

/** A problem as a compiler would show it: the line of the source, with a caret, and what to do. */
export function renderProblem(
	{ code, name, where, message, fix }: Problem,
	colours: Colours,
	stream: NodeJS.WriteStream,
): string {
	const lines = [`${colours.red(colours.bold(code))}: ${colours.bold(name === "" ? "(no name)" : sanitizeLine(name))}`];
	for (const place of where) {
		const shown = { ...place, file: shownPath(place.file) };
		const isWhole = place.line === 1 && place.column === 1 && place.text === undefined;
		lines.push(`  at ${colours.dim(isWhole ? shown.file : formatPlace(shown))}`);
		const frame = isWhole ? undefined : codeFrame(place, hasColours(stream));
		if (frame !== undefined) lines.push(frame.replaceAll(/^(?=.)/gm, "    "));
	}
	lines.push(`  ${colours.cyan("why:")} ${message}`);
	if (fix !== undefined) lines.push(`  ${colours.cyan("fix:")} ${fix}`);
	return lines.join("\n");
}
