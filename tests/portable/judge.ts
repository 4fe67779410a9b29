import type { Cell, Row } from "./cell.ts";

/** What a cell has shown. */
export interface Verdict {
	readonly total: number;
	readonly names: number;
	readonly loads: number;
	/** Every difference from what is expected, in words. */
	readonly problems: readonly string[];
}

/** The one assertion of all cells: the right name, and by it the identical value; or the coded error that the cell declares. */
export function judge(cell: Cell, rows: readonly Row[], total: number): Verdict {
	const problems = rows.flatMap((row) => {
		const problem = problemOf(cell, row);
		return problem === undefined ? [] : [`${row.expected}: ${problem}`];
	});
	if (rows.length !== total) problems.push(`${rows.length} answers instead of ${total}`);
	return {
		total,
		names: rows.filter(({ name, expected }) => name === expected).length,
		loads: rows.filter(({ name, expected, identical }) => name === expected && identical === true).length,
		problems,
	};
}

/** In {@link Cell.cannot}: it has its name, and says that it can't be loaded by it. */
const NOT_LOADABLE = "not loadable";

function problemOf({ cannot = {} }: Cell, row: Row): string | undefined {
	const { expected, name, loadable, identical, error } = row;
	const code = Object.entries(cannot).find(([key]) =>
		key.endsWith("#") ? expected.startsWith(key) : expected === key,
	)?.[1];
	if (code === NOT_LOADABLE && error === undefined) {
		if (name !== expected) return `named ${name}`;
		return loadable === false ? undefined : "the cell says that it is not loadable, but it is";
	}
	if (code !== undefined) {
		if (error === code) return undefined;
		return `the cell says that it is ${code}, but it is ${error ?? `named ${name}`}`;
	}
	if (error !== undefined) return error;
	if (name !== expected) return `named ${name}`;
	if (loadable !== true) return "not loadable";
	return identical === true ? undefined : "the name loads another value";
}
