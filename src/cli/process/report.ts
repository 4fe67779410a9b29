import { NamesakeError } from "../../base/errors.ts";
import { renderError, renderThrown } from "../render/error.ts";
import { renderLine, renderMessage } from "../render/message.ts";
import type { ProblemCode } from "../render/problem.ts";
import { coloursOf, type Terminal, terminalOf, widthOf, write } from "../render/terminal.ts";
import { EXIT, exitCodeOf, UsageError } from "./exit.ts";
import { onUncaught } from "./uncaught.ts";

/**
 * Shows an error on stderr. A coded error has no stack: it says itself where to look.
 *
 * @returns the exit code that says it.
 */
export async function report(error: unknown): Promise<number> {
	const terminal = await terminalOf(process.stderr);
	if (error instanceof UsageError) {
		const { message: text, frame, fix } = error;
		const notes = fix === undefined ? [] : [["fix", fix] as const];
		await write(process.stderr, `${renderMessage({ severity: "error", text, frame, notes }, terminal)}\n`);
		return EXIT.wrong;
	}
	await write(process.stderr, `${renderAny(error, terminal)}\n`);
	return error instanceof NamesakeError ? exitCodeOf(error.code) : EXIT.no;
}

/** Shows uncaught errors from now on in the form of caught ones. */
export function reportUncaught(): void {
	const terminal = { width: widthOf(process.stderr), colours: coloursOf(process.stderr), hasLinks: false };
	onUncaught((error) => renderAny(error, terminal));
}

function renderAny(error: unknown, terminal: Terminal): string {
	return error instanceof NamesakeError ? renderError(error, terminal) : renderThrown(error, terminal);
}

/** Shows on stderr what does not stop the command. */
export async function notify(text: string, code?: ProblemCode): Promise<void> {
	const terminal = await terminalOf(process.stderr);
	await write(process.stderr, `${renderMessage({ severity: "notice", code, text }, terminal)}\n`);
}

/** Writes a line about the work of a command to stderr: `namesake lock: …`. */
export async function tell(text: string): Promise<void> {
	await write(process.stderr, renderLine(text, await terminalOf(process.stderr)));
}
