import { type StateCounts, total } from "../../adapter/bullmq/preflight/states.ts";
import { ERROR_CODES, type ErrorCode, type NamesakeError, type Place } from "../../base/errors.ts";
import { sanitizeLine } from "../../base/text.ts";
import { renderMessage } from "./message.ts";
import type { Terminal } from "./terminal.ts";
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
	LOCK_OUTDATED: "the lock file has an old location",
	TOO_MANY_NAMES: "some jobs were not checked",
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

/** A problem as a compiler would show it: the line of the source, with a caret, and what to do. */
function renderProblem({ code, name, where, why, fix, jobs }: Problem, terminal: Terminal): string {
	const { colours } = terminal;
	return renderMessage(
		{
			severity: "error",
			code,
			text: `${PROBLEM_CODES[code]}: ${colours.bold(name === "" ? "(no name)" : sanitizeLine(name))}`,
			where,
			notes: [
				...(jobs === undefined ? [] : [["jobs", countedJobs(jobs)] as const]),
				["why", why],
				...(fix === undefined ? [] : [["fix", fix] as const]),
			],
		},
		terminal,
	);
}

/** Problems with an empty line between them: each has several lines. */
export function renderProblems(problems: readonly Problem[], terminal: Terminal): string {
	return problems.map((problem) => `${renderProblem(problem, terminal)}\n`).join("\n");
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
