import { readFileSync } from "node:fs";
import { dependency } from "../../base/dependency.ts";
import type { Place } from "../../base/errors.ts";
import { cutAround, LONGEST_LINE } from "../../base/source-line.ts";
import type { Terminal } from "./terminal.ts";

/** The lines around a place, with a caret; undefined if the file can't be read, or has no such line. */
export function codeFrame(place: Place, { width, colours }: Pick<Terminal, "width" | "colours">): string | undefined {
	const { file, line, column, text } = place;
	const lines = linesOf(file);
	const isCurrent = lines?.[line - 1] !== undefined && (text === undefined || text === lines[line - 1]);
	const shown = isCurrent ? lines?.[line - 1] : text;
	if (shown === undefined) return undefined;
	const gutter = `> ${line + 1} | `.length;
	const longest = Math.max(Math.min(width - gutter, LONGEST_LINE), 20);
	const { codeFrameColumns } = dependency("@babel/code-frame") as typeof import("@babel/code-frame");
	const frame = (source: string, around: number, at: number) =>
		codeFrameColumns(
			source,
			{ start: { line, column: at } },
			{
				linesAbove: around,
				linesBelow: around,
				highlightCode: colours.isColorSupported,
				forceColor: colours.isColorSupported,
			},
		);
	// Longer lines are those of minified files, or the terminal would break them.
	if (isCurrent && lines?.slice(Math.max(0, line - 2), line + 1).every((near) => near.length <= longest))
		return frame(lines.join("\n"), 1, column);
	const cut = cutAround(shown, column - 1, longest);
	return frame("\n".repeat(line - 1) + cut.shown.replaceAll("\t", " "), 0, cut.offset + 1);
}

/** The text of one line of a file; undefined if it can't be read. */
export function lineOf(file: string, line: number): string | undefined {
	return linesOf(file)?.[line - 1];
}

function linesOf(file: string): string[] | undefined {
	try {
		return readFileSync(file, "utf8")
			.replace(/^\ufeff/, "")
			.split(/\r\n|[\n\r\u2028\u2029]/);
	} catch {
		return undefined;
	}
}
