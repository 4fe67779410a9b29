/** Most texts have none of these, and V8 looks for one character faster than for one of three. */
const OTHERS = ["\r", "\u2028", "\u2029"];

/** Where the lines of a text begin, by JavaScript's own line terminators: LF, CR, CRLF, LS, PS. */
export function lineStarts(text: string): number[] {
	const starts = [0];
	if (!OTHERS.some((terminator) => text.includes(terminator))) {
		for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
		return starts;
	}
	for (const terminator of text.matchAll(/\r\n|[\n\r\u2028\u2029]/g))
		starts.push(terminator.index + terminator[0].length);
	return starts;
}

/** @returns the offset of a 0-based line and column. */
export function offsetAt(starts: readonly number[], line: number, column: number): number {
	return (starts[line] ?? Number.NaN) + column;
}

/** @returns the 0-based line and column of an offset. */
export function positionAt(starts: readonly number[], offset: number): { line: number; column: number } {
	let low = 0;
	let high = starts.length - 1;
	while (low < high) {
		const middle = (low + high + 1) >> 1;
		if ((starts[middle] ?? 0) <= offset) low = middle;
		else high = middle - 1;
	}
	return { line: low, column: offset - (starts[low] ?? 0) };
}

/** @returns the text of a 0-based line, without its terminator; nothing for a line that there is not. */
export function lineText(text: string, starts: readonly number[], line: number): string {
	return text.slice(starts[line] ?? text.length, starts[line + 1] ?? text.length).replace(/[\r\n\u2028\u2029]+$/, "");
}
