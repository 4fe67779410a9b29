import { type StateCounts, total } from "../../adapter/bullmq/preflight/states.ts";
import { ERROR_CODES, type ErrorCode, type NamesakeError, type Place, type Severity } from "../../base/errors.ts";
import { count, shownPath } from "./text.ts";

/** How many jobs there are in each state, by queue. */
export type JobsByQueue = Readonly<Record<string, StateCounts>>;

/** What a comparison with the lock, or a look at a queue, finds, besides the errors of this library. */
const LOCK_CODES = {
	NAME_RENAMED: "the value was renamed",
	NAME_MOVED: "the value was moved to another module",
	AMBIGUOUS_NAME: "the name was removed, and several new names could replace it",
	NAME_GONE: "the name was removed",
	NAME_NEW: "the name is not in the lock file",
	SIGNATURE_CHANGED: "the parameters were changed",
	KIND_CHANGED: "the name now leads to another kind of value",
	NAMES_SWAPPED: "code went from one name to another",
	POSITIONAL_NAME: "the name contains the index of an array",
	LOCK_OUTDATED: "the lock file has an old location",
	TOO_MANY_NAMES: "some jobs were not checked",
	NO_NAMES: "there is nothing to check",
	IGNORE_UNUSED: "the comment accepts no problem",
} as const;

/** Every code of a problem or notice, with what it means. */
export const PROBLEM_CODES: Readonly<Record<ProblemCode, string>> = { ...ERROR_CODES, ...LOCK_CODES };

export type ProblemCode = ErrorCode | keyof typeof LOCK_CODES;

/** Something to be corrected. */
export interface Problem {
	readonly code: ProblemCode;
	/** The name that it is about; a file or a text where there is none. */
	readonly name: string;
	readonly where: readonly Place[];
	/** Why it is a problem. */
	readonly why: string;
	readonly fix?: string | undefined;
	/** A notice does not make `check` fail; an error by default. */
	readonly severity?: Severity | undefined;
	/** The jobs that it is about. */
	readonly jobs?: JobsByQueue | undefined;
	/** Where a value was, and where it is: `module#export.path`. */
	readonly move?: { readonly from: string; readonly to: string } | undefined;
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

export function problemOf({ code, asked, where, why, fix }: NamesakeError): Problem {
	return { code, name: asked, where, why, fix };
}

export function shownProblem(problem: Problem): ShownProblem {
	const { code, name, where, fix, jobs } = problem;
	const [place] = where;
	return {
		code,
		name,
		file: place === undefined ? "" : shownPath(place.file),
		line: place?.line ?? 0,
		message: problemMessage(problem),
		...(fix === undefined ? {} : { fix }),
		...(jobs === undefined ? {} : { jobs }),
	};
}

/** What is wrong, in one line, without the name. */
export function problemMessage({ code, why, jobs }: Problem): string {
	const headline = code in ERROR_CODES ? [PROBLEM_CODES[code]] : [];
	return [...(jobs === undefined ? [] : [countedJobs(jobs)]), ...headline, why].join(": ");
}

/** `12 jobs in mails (10 waiting, 2 delayed), 1 job in news (1 failed)` */
export function countedJobs(jobs: JobsByQueue): string {
	return Object.entries(jobs)
		.map(([queue, counts]) => `${count(total(counts), "job")} in ${queue} (${statesOf(counts)})`)
		.join(", ");
}

function statesOf(counts: StateCounts): string {
	return Object.entries(counts)
		.sort(([, a], [, b]) => b - a)
		.map(([state, number]) => `${number} ${state}`)
		.join(", ");
}
