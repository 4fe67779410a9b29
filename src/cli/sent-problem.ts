import { type ErrorCode, type ErrorDetails, NamesakeError } from "../base/errors.ts";

/** A problem as threads can hand it to each other. */
export interface SentProblem extends ErrorDetails {
	readonly code: ErrorCode;
}

export function sentProblem({ code, asked, why, fix, where }: NamesakeError): SentProblem {
	return { code, asked, why, fix, where };
}

export function receivedProblem({ code, ...details }: SentProblem): NamesakeError {
	return new NamesakeError(code, details);
}
