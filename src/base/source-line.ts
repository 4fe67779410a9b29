/** With the gutter, no line that is shown is longer than 200 characters: minified files have one line, of megabytes. */
export const LONGEST_LINE = 160;

/** A line of a source file, and a place in it. */
interface MarkedLine {
	readonly text?: string | undefined;
	/** 1-based. */
	readonly line: number;
	/** 1-based, in UTF-16 code units. */
	readonly column: number;
}

/**
 * The source line of a place, with a caret below its column: `> 12 | const x = 1;`. A longer line is cut around the column.
 *
 * @returns no lines if the text is not known.
 */
export function caretFrame({ text, line, column }: MarkedLine, longest: number = LONGEST_LINE): string[] {
	if (text === undefined) return [];
	const gutter = `> ${line} | `;
	const { shown, offset } = cutAround(text, column - 1, longest);
	return [gutter + shown.replaceAll("\t", " "), `${" ".repeat(gutter.length - 2)}| ${" ".repeat(offset)}^`];
}

/**
 * Cuts the source lines that engines put into the stack of a syntax error: a long line, and below it one of carets, for which V8 has no room where the
 * column is high. https://github.com/nodejs/node/blob/v20.19.0/src/node_errors.cc#L104
 */
export function cutSourceLines(stack: string, longest: number = LONGEST_LINE): string {
	const lines = stack.split("\n");
	for (const [index, text] of lines.entries()) {
		const marks = lines[index + 1] ?? "";
		if (text.length <= longest || !/^[ \t]*\^*[ \t]*$/.test(marks) || marks === "") continue;
		const column = marks.indexOf("^");
		const { shown, offset } = cutAround(text, Math.max(column, 0), longest);
		lines.splice(index, 2, shown, ...(column === -1 ? [] : [`${" ".repeat(offset)}^`]));
	}
	return lines.join("\n");
}

/** @returns the part of a line around a 0-based column, and where in that part the column is. */
export function cutAround(
	text: string,
	column: number,
	longest: number = LONGEST_LINE,
): { readonly shown: string; readonly offset: number } {
	if (text.length <= longest) return { shown: text, offset: column };
	const start = Math.max(0, Math.min(column - Math.floor(longest / 2), text.length - longest));
	const before = start > 0 ? "…" : "";
	const after = start + longest < text.length ? "…" : "";
	const shown = before + text.slice(start + before.length, start + longest - after.length) + after;
	return { shown, offset: column - start };
}
