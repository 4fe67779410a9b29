/** By UTF-16 code units: an order that is the same everywhere. */
export function compareText(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

const MAX_LENGTH = 200;

/** Untrusted text in one line: control characters are escaped, and what is too long is cut. */
export function sanitizeLine(text: string): string {
	const cut = text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}… (${text.length} characters)` : text;
	return cut.toWellFormed().replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, escapeCharacter);
}

/** Whatever was thrown, in one line. */
export function toErrorSummary(thrown: unknown): string {
	try {
		if (!(thrown instanceof Error)) return sanitizeLine(String(thrown));
		return sanitizeLine(`${thrown.name}: ${String(thrown.message).split("\n", 1)[0]}`);
	} catch {
		return "a value that can't be printed";
	}
}

function escapeCharacter(character: string): string {
	return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
