import { fileURLToPath } from "node:url";
import { ERROR_CODES, formatPlace, type NamesakeError, type Place } from "../../base/errors.ts";
import { sanitizeLine } from "../../base/text.ts";
import { type Colours, hasColours } from "./terminal.ts";

/** A coded error as text: what was asked, where, with the source, why, and the fix. */
export async function renderError(error: NamesakeError, colours: Colours): Promise<string> {
	const lines = [`${colours.red(colours.bold(error.code))}: ${ERROR_CODES[error.code]}: ${colours.bold(error.asked)}`];
	for (const place of error.where) lines.push(...(await renderPlace(place, colours)));
	lines.push(`  ${colours.cyan("why:")} ${error.why}`);
	if (error.nearest.length > 0)
		lines.push(`  ${colours.cyan("nearest:")} ${error.nearest.map(sanitizeLine).join(", ")}`);
	lines.push(`  ${colours.cyan("fix:")} ${error.fix}`);
	// What a program of the user has thrown, which tells where.
	if ((error.code === "MODULE_FAILED" || error.code === "NOT_A_TASK") && error.cause instanceof Error)
		lines.push("", indent(await renderThrown(error.cause)));
	return lines.join("\n");
}

async function renderPlace(place: Place, colours: Colours): Promise<string[]> {
	// The whole file is meant.
	if (place.line === 1 && place.column === 1 && place.text === undefined) return [`  at ${colours.dim(place.file)}`];
	const { codeFrame } = await import("../render/code-frame.ts");
	const frame = codeFrame(place, hasColours(process.stderr));
	return [`  at ${colours.dim(formatPlace(place))}`, ...(frame === undefined ? [] : [indent(frame)])];
}

function indent(text: string): string {
	return text.replaceAll(/^(?=.)/gm, "    ");
}

/** What a program of the user has thrown: the source line that threw, and the stack without the part that is the command's. */
export async function renderThrown(error: unknown): Promise<string> {
	const { inspect } = await import("node:util");
	const colors = hasColours(process.stderr);
	if (!(error instanceof Error)) return `thrown: ${inspect(error, { colors })}`;
	const text = stackOf(error);
	const place = placeOfStack(text);
	const details = detailsOf(error);
	const lines = [text, ...(details === undefined ? [] : [indent(inspect(details, { colors }))])];
	const others = [
		...(error.cause === undefined ? [] : [["cause", error.cause] as const]),
		...(error instanceof AggregateError ? error.errors.map((each: unknown) => ["error", each] as const) : []),
	];
	for (const [what, other] of others)
		lines.push(indent(`[${what}]: ${other instanceof Error ? stackOf(other) : inspect(other, { colors })}`));
	if (place === undefined) return lines.join("\n");
	const { codeFrame } = await import("../render/code-frame.ts");
	const frame = codeFrame(place, colors);
	return (frame === undefined ? lines : [formatPlace(place), frame, "", ...lines]).join("\n");
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

/** The stack down to what has called the task; without this library and Node's own functions. */
function stackOf(error: Error): string {
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
function placeOfStack(text: string): Place | undefined {
	const frames = text.matchAll(
		/^\s+at (?:.*\()?((?:file:\/\/)?\/[^()\n]*|(?:file:\/\/\/)?[a-z]:[\\/][^()\n]*):(\d+):(\d+)\)?$/gim,
	);
	for (const [, location = "", line, column] of frames) {
		const file = location.startsWith("file:") ? fileURLToPath(location) : location;
		if (!/[\\/]node_modules[\\/]/.test(file)) return { file, line: Number(line), column: Number(column) };
	}
	return undefined;
}
