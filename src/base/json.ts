import { readFileSync } from "node:fs";
import { NamesakeError, type Place } from "./errors.ts";
import { withoutPrototypes } from "./own.ts";

const COMMENTS = /"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
const TRAILING_COMMAS = /"(?:[^"\\\n]|\\.)*"|,(?=\s*[}\]])/g;

/**
 * Reads a file that has to hold a JSON object.
 *
 * @param dialect `jsonc` is what tsconfig files are written in: comments, trailing commas, and an empty file is `{}`.
 * @throws NamesakeError `SOURCE_UNAVAILABLE` with the place, since a name that is made without the file would be a guess.
 */
export function readJson(file: string, dialect: "json" | "jsonc" = "json"): Record<string, unknown> {
	let text: string;
	try {
		text = readFileSync(file, "utf8").replace(/^\ufeff/, "");
	} catch (cause) {
		throw unreadable(file, "it can't be read", undefined, cause);
	}
	let value: unknown;
	try {
		value = withoutPrototypes(JSON.parse(dialect === "json" ? text : withoutComments(text)));
	} catch (cause) {
		throw unreadable(file, `it is not valid ${dialect.toUpperCase()}`, syntaxErrorIn(file, text, cause), cause);
	}
	if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
	throw unreadable(file, "it is not a JSON object", { file, line: 1, column: 1 });
}

function unreadable(file: string, why: string, where?: Place, cause?: unknown): NamesakeError {
	return new NamesakeError("SOURCE_UNAVAILABLE", {
		asked: file,
		where,
		why: `${why}, and module names depend on it`,
		fix: "correct the file",
		cause,
	});
}

/** What is taken out becomes spaces, so that positions stay. */
function withoutComments(text: string): string {
	const json = text
		.replace(COMMENTS, (token) => (token.startsWith('"') ? token : token.replace(/[^\n]/g, " ")))
		.replace(TRAILING_COMMAS, (token) => (token === "," ? " " : token));
	return json.trim() === "" ? "{}" : json;
}

/** Where `JSON.parse` has found that a text is no JSON, by what it has thrown. */
export function syntaxErrorIn(file: string, text: string, thrown: unknown): Place {
	const before = text.slice(0, offsetOf(text, String(thrown))).split("\n");
	const line = before.length;
	return { file, line, column: (before.at(-1)?.length ?? 0) + 1, text: text.split("\n")[line - 1] };
}

/**
 * V8 tells a position, or shows up to ten characters on either side of it, or says that the text ends too early.
 * https://github.com/nodejs/node/blob/v20.19.0/deps/v8/src/json/json-parser.cc#L265-L320
 */
function offsetOf(text: string, message: string): number {
	const position = /at position (\d+)/.exec(message)?.[1];
	if (position !== undefined) return Number(position);
	const shown = /Unexpected token '([\s\S]*?)', (\.\.\.)?"([\s\S]*?)"(?:\.\.\.)? is not valid JSON/.exec(message);
	if (shown === null) return /end of/i.test(message) ? text.length : 0;
	const [, token = "", cut, context = ""] = shown;
	const start = Math.max(0, text.indexOf(context));
	return cut === undefined ? Math.max(0, text.indexOf(token, start)) : start + 10;
}
