import { readFileSync } from "node:fs";
import { codeFrameColumns } from "@babel/code-frame";
import type { Place } from "../../base/errors.ts";

/** Longer lines are those of minified files: they are cut around the column. */
const MAX_LINE = 240;

/** The lines around a place, with a caret; undefined if the file can't be read, or has no such line. */
export function codeFrame({ file, line, column, text }: Place, coloured: boolean): string | undefined {
	const source = textOfFile(file);
	const shown = lineIn(source, line);
	if (source === undefined || shown === undefined || (text !== undefined && text !== shown))
		return text === undefined ? undefined : singleLine(text, line, column);
	if (shown.length > MAX_LINE) return singleLine(shown, line, column);
	return codeFrameColumns(
		source,
		{ start: { line, column } },
		{ linesAbove: 1, linesBelow: 1, highlightCode: coloured, forceColor: coloured },
	);
}

/** The text of one line of a file; undefined if it can't be read. */
export function lineOf(file: string, line: number): string | undefined {
	return lineIn(textOfFile(file), line);
}

function lineIn(source: string | undefined, line: number): string | undefined {
	return source?.split(/\r\n|[\n\r\u2028\u2029]/)[line - 1];
}

function singleLine(text: string, line: number, column: number): string {
	const start = Math.max(0, column - 1 - MAX_LINE / 2);
	const cut = text.slice(start, start + MAX_LINE).replaceAll("\t", " ");
	const gutter = `> ${line} | `;
	return `${gutter}${cut}\n${" ".repeat(gutter.length - 2)}| ${" ".repeat(column - 1 - start)}^`;
}

function textOfFile(file: string): string | undefined {
	try {
		return readFileSync(file, "utf8").replace(/^\ufeff/, "");
	} catch {
		return undefined;
	}
}
