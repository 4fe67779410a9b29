import { NamesakeError } from "../../base/errors.ts";
import { renderError, renderThrown } from "../render/error.ts";
import { coloursOf } from "../render/terminal.ts";
import { EXIT, exitCodeOf, UsageError } from "./exit.ts";

/**
 * Shows on stderr what went wrong. A coded error has no stack: it says itself where to look.
 *
 * @returns the exit code that says it.
 */
export async function report(error: unknown): Promise<number> {
	const colours = coloursOf(process.stderr);
	if (error instanceof UsageError) {
		process.stderr.write(`${colours.red("error:")} ${error.message}\n`);
		return EXIT.wrong;
	}
	if (error instanceof NamesakeError) {
		process.stderr.write(`${await renderError(error, colours)}\n`);
		return exitCodeOf(error.code);
	}
	process.stderr.write(`${await renderThrown(error)}\n`);
	return EXIT.no;
}
