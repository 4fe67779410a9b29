import { type ErrorCode, NamesakeError, type Place } from "../../base/errors.ts";

/** An error as threads and processes can send it to each other. */
export interface SentError {
	readonly code: ErrorCode;
	readonly asked: string;
	readonly why: string;
	readonly fix: string;
	readonly where: readonly Place[];
	readonly nearest: readonly string[];
}

export function sentError({ code, asked, why, fix, where, nearest }: NamesakeError): SentError {
	return { code, asked, why, fix, where, nearest };
}

export function receivedError({ code, ...details }: SentError): NamesakeError {
	return new NamesakeError(code, details);
}
