import { dependency } from "../../../base/dependency.ts";
import { sanitizeLine } from "../../../base/text.ts";
import type { Colours } from "../../render/terminal.ts";
import type { ChangedName } from "./changed.ts";
import type { ListedName } from "./lister.ts";

/**
 * Names for a terminal. Names are never cut or wrapped, so that they can be copied. Where the other columns don't fit beside them, these go below.
 */
export function table(names: readonly ListedName[], width: number, colours: Colours): string {
	const { lines, width: needed } = aligned(oneRowEach(names, colours));
	return (needed <= width ? lines : someLinesEach(names, width, colours)).map((line) => `${line}\n`).join("");
}

/** One line for each name, with tabs between: for grep, cut and awk. */
export function plainLines(names: readonly ListedName[], colours: Colours): string {
	return names
		.map((name) => `${[name.name, name.kind, placeOf(name), loadableOf(name, colours)].join("\t")}\n`)
		.join("");
}

function oneRowEach(names: readonly (ListedName | ChangedName)[], colours: Colours): string[][] {
	const last = names.some((name) => "change" in name) ? "change" : "loadable";
	return [
		["name", "kind", "place", last].map((head) => colours.dim(head)),
		...names.map((name) => [name.name, colours.cyan(name.kind), colours.dim(placeOf(name)), loadableOf(name, colours)]),
	];
}

/** The name, and below it the other columns in one line, or in two. */
function someLinesEach(names: readonly ListedName[], width: number, colours: Colours): string[] {
	const details = names.map((name) => [`   ${colours.cyan(name.kind)}`, loadableOf(name, colours)]);
	const places = names.map((name) => colours.dim(placeOf(name)));
	const rows = aligned(details.map((cells, index) => [...cells, places[index] ?? ""]));
	if (rows.width <= width) return names.flatMap(({ name }, index) => [name, rows.lines[index] ?? ""]);
	const { lines } = aligned(details);
	return names.flatMap(({ name }, index) => [name, lines[index] ?? "", `   ${places[index]}`]);
}

/** Whether it can be loaded; of what has changed, how. */
function loadableOf(name: ListedName | ChangedName, colours: Colours): string {
	if ("change" in name) {
		const how =
			name.change === "gone" || name.change === "ambiguous" ? colours.red(name.change) : colours.yellow(name.change);
		return name.from === undefined ? how : `${how}, was ${sanitizeLine(name.from)}`;
	}
	const { reason } = name;
	return reason === undefined ? colours.green("yes") : colours.yellow(reason);
}

function placeOf({ file, line, column }: ListedName): string {
	return file === "" ? "-" : `${file}:${line}:${column}`;
}

/** Spaces between columns. */
const GAP = 2;

/** Rows as lines whose columns are aligned, without spaces at the end. @returns the width of all columns, too. */
function aligned(rows: readonly (readonly string[])[]): { readonly lines: readonly string[]; readonly width: number } {
	// It counts wide characters twice, and colours not at all. Only a terminal needs it.
	const stringWidth = dependency("string-width") as typeof import("string-width");
	const sizes = rows.map((row) => row.map((cell) => stringWidth(cell)));
	const widths = (rows[0] ?? []).map((_, column) => sizes.reduce((most, row) => Math.max(most, row[column] ?? 0), 0));
	const lines = rows.map((row, index) =>
		row
			.map((cell, column) => {
				const padding = (widths[column] ?? 0) - (sizes[index]?.[column] ?? 0);
				return column === row.length - 1 ? cell : cell + " ".repeat(padding + GAP);
			})
			.join(""),
	);
	return { lines, width: widths.reduce((sum, width) => sum + width + GAP, -GAP) };
}
