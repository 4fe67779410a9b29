import { readFileSync } from "node:fs";

/** The text of one line of a file; undefined if it can't be read. */
export function lineOf(file: string, line: number): string | undefined {
	try {
		return readFileSync(file, "utf8")
			.replace(/^\ufeff/, "")
			.split(/\r\n|[\n\r\u2028\u2029]/)[line - 1];
	} catch {
		return undefined;
	}
}
