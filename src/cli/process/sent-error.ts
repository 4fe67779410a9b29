import { NamesakeError } from "../../base/errors.ts";

/** An error as threads and processes can send it to each other. */
export type SentError = Pick<NamesakeError, "code" | "asked" | "why" | "fix" | "where" | "nearest">;

export function sentError({ code, asked, why, fix, where, nearest }: NamesakeError): SentError {
	return { code, asked, why, fix, where, nearest };
}

export function receivedError({ code, ...details }: SentError): NamesakeError {
	return new NamesakeError(code, details);
}
