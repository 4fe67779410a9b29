import { cutAround } from "../../base/source-line.ts";
import { sanitizeLine } from "../../base/text.ts";
import { UsageError } from "./exit.ts";

/**
 * The values of JSON texts.
 *
 * @throws UsageError that shows the text and where it stops being JSON.
 */
export function parseArguments(texts: readonly string[]): unknown[] {
	return texts.map((text, index) => parseJson(text, `argument ${index + 1}`));
}

/** @throws UsageError if the text is no JSON array. */
export function parseArgumentList(text: string): unknown[] {
	const value = parseJson(text, "--args");
	if (Array.isArray(value)) return value;
	throw new UsageError("--args is not a JSON array", {
		frame: [sanitizeLine(text)],
		fix: "write the arguments in brackets: --args '[…]'",
	});
}

function parseJson(text: string, what: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch (error) {
		const { shown, offset } = cutAround(text, columnOf(text));
		const frame = [shown.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, " "), `${" ".repeat(offset)}^`];
		const reason = sanitizeLine(error instanceof Error ? error.message : String(error));
		throw new UsageError(`${what} is not JSON: ${reason}`, { frame, fix: fixFor(text) });
	}
}

/** Words of V8's messages differ by version, and some have no position: the longest text that can still become JSON ends there. */
function columnOf(text: string): number {
	const token =
		/\s*(?:[{}[\],:]|"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-f]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?|true|false|null)/iy;
	let at = 0;
	let last = 0;
	while (token.test(text)) {
		last = at;
		at = token.lastIndex;
		if (!isPrefix(text.slice(0, at))) return last + (/^\s*/.exec(text.slice(last))?.[0].length ?? 0);
	}
	return at + (/^\s*/.exec(text.slice(at))?.[0].length ?? 0);
}

/** Does the text parse, or fail only because it ends? V8 says "Unexpected end of JSON input" or "Expected … at position <end>". */
function isPrefix(text: string): boolean {
	try {
		JSON.parse(text);
		return true;
	} catch (error) {
		const message = String(error);
		const position = /at position (\d+)/.exec(message)?.[1];
		return /end of JSON|Unterminated/i.test(message) || Number(position) >= text.length;
	}
}

function fixFor(text: string): string {
	if (/^[\p{L}\p{N}_@./:+ -]+$/u.test(text)) return `write a string in double quotes: '${JSON.stringify(text)}'`;
	return `write strings and keys in double quotes, and the whole argument in single quotes for the shell: '{"a":1}'`;
}
