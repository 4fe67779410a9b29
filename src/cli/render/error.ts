import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import { ERROR_CODES, type NamesakeError, type Place } from "../../base/errors.ts";
import { cutSourceLines, LONGEST_LINE } from "../../base/source-line.ts";
import { sanitizeLine } from "../../base/text.ts";
import { codeFrame } from "./code-frame.ts";
import { indent, renderMessage, shownPlace } from "./message.ts";
import type { Terminal } from "./terminal.ts";
import { wrap } from "./wrap.ts";

/** A coded error as text: what was asked, where, with the source, why, and the fix. */
export function renderError(error: NamesakeError, terminal: Terminal): string {
	const { code, asked, where, why, nearest, fix, cause } = error;
	const text = renderMessage(
		{
			severity: "error",
			code,
			text: `${ERROR_CODES[code]}: ${terminal.colours.bold(asked)}`,
			where,
			notes: [
				["why", why],
				...(nearest.length > 0 ? [["nearest", nearest.map(sanitizeLine).join(", ")] as const] : []),
				["fix", fix],
			],
		},
		terminal,
	);
	// What a program of the user has thrown has a stack that shows where.
	if ((code === "MODULE_FAILED" || code === "NOT_A_TASK") && cause instanceof Error)
		return `${text}\n\n${indent(renderThrown(cause, { ...terminal, width: terminal.width - 4 }))}`;
	return text;
}

/** What a program of the user has thrown: the source line that threw, and the stack without the part that is the command's. */
export function renderThrown(error: unknown, terminal: Terminal): string {
	const colors = terminal.colours.isColorSupported;
	if (!(error instanceof Error)) return `thrown: ${inspect(error, { colors })}`;
	const stack = stackOf(error, terminal);
	const place = placeOfStack(error);
	const details = detailsOf(error);
	const lines = [stack, ...(details === undefined ? [] : [indent(inspect(details, { colors }))])];
	const others = [
		...(error.cause === undefined ? [] : [["cause", error.cause] as const]),
		...(error instanceof AggregateError ? error.errors.map((each: unknown) => ["error", each] as const) : []),
	];
	for (const [what, other] of others)
		lines.push(indent(`[${what}]: ${other instanceof Error ? stackOf(other, terminal) : inspect(other, { colors })}`));
	if (place === undefined) return lines.join("\n");
	const frame = codeFrame(place, terminal);
	return (frame === undefined ? lines : [shownPlace(place), frame, "", ...lines]).join("\n");
}

/** What an error has besides: `code`, `errno`, … */
function detailsOf(error: Error): object | undefined {
	const entries = Object.entries(error).filter(
		([key]) => !["cause", "errors", "message", "name", "stack"].includes(key),
	);
	return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

const OWN = new URL("../..", import.meta.url);
/** What calls tasks: the command itself, and its worker. */
const CALLERS = [new URL("..", import.meta.url), new URL("../../adapter/bullmq/", import.meta.url)];

/** The stack for people: its lines fit the terminal. */
function stackOf(error: Error, { width }: Terminal): string {
	return cutSourceLines(projectStack(error), Math.min(width, LONGEST_LINE))
		.split("\n")
		.map((line) => wrap(line, width, line.search(/\S|$/) + 2))
		.join("\n");
}

/** The stack down to what has called the task; without this library and Node's own functions. */
function projectStack(error: Error): string {
	const lines = String(error.stack ?? error).split("\n");
	const end = lines.findIndex((line) => CALLERS.some((folder) => isFrameOf(line, folder)));
	return (end === -1 ? lines : lines.slice(0, end))
		.filter((line) => !isFrameOf(line, OWN) && !/^\s+at .*\(?node:internal\//.test(line))
		.join("\n");
}

function isFrameOf(line: string, folder: URL): boolean {
	return /^\s+at /.test(line) && (line.includes(folder.href) || line.includes(fileURLToPath(folder)));
}

/** The first frame that is a file of the project's own, else none: the source of a dependency, minified perhaps, explains little. */
function placeOfStack(error: Error): Place | undefined {
	const frames = projectStack(error).matchAll(
		/^\s+at (?:.*\()?((?:file:\/\/)?\/[^()\n]*|(?:file:\/\/\/)?[a-z]:[\\/][^()\n]*):(\d+):(\d+)\)?$/gim,
	);
	for (const [, location = "", line, column] of frames) {
		const file = location.startsWith("file:") ? fileURLToPath(location) : location;
		if (!/[\\/]node_modules[\\/]/.test(file)) return { file, line: Number(line), column: Number(column) };
	}
	return undefined;
}
