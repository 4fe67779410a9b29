import { stripVTControlCharacters } from "node:util";
import type { TableConstructorOptions } from "cli-table3";
import { dependency } from "../../../base/dependency.ts";
import { sanitizeLine } from "../../../base/text.ts";
import type { Colours } from "../../render/terminal.ts";
import type { ChangedName } from "./changed.ts";
import type { ListedName } from "./lister.ts";

/** Spaces between columns. */
const GAP = 2;

/**
 * Names for a terminal. Names are there to be copied, so they are never cut or wrapped: where they leave no room for the
 * other columns, each name has two lines.
 */
export function table(names: readonly ListedName[], width: number | undefined, colours: Colours): string {
	const rows = oneLineEach(names, colours);
	return widthOf(rows) <= (width ?? 80) ? `${trimmed(rows)}\n` : twoLinesEach(names, colours);
}

/** The heads are ASCII, and padded to the width of the columns: their line is as wide as the table. */
function widthOf(rows: string): number {
	return stripVTControlCharacters(rows.split("\n", 1)[0] ?? "").length;
}

/** One line for each name, with tabs between: for grep, cut and awk. */
export function plainLines(names: readonly ListedName[], colours: Colours): string {
	return names
		.map((name) => `${[name.name, name.kind, placeOf(name), loadableOf(name, colours)].join("\t")}\n`)
		.join("");
}

function oneLineEach(names: readonly ListedName[], colours: Colours): string {
	const Table = cliTable();
	const rows = new Table({
		...BARE,
		head: ["name", "kind", "place", isChanged(names) ? "change" : "loadable"].map((head) => colours.dim(head)),
	});
	for (const name of names)
		rows.push([name.name, colours.cyan(name.kind), colours.dim(placeOf(name)), loadableOf(name, colours)]);
	return rows.toString();
}

function twoLinesEach(names: readonly ListedName[], colours: Colours): string {
	const Table = cliTable();
	const details = new Table(BARE);
	for (const name of names)
		details.push([`   ${colours.cyan(name.kind)}`, loadableOf(name, colours), colours.dim(placeOf(name))]);
	const lines = trimmed(details.toString()).split("\n");
	return names.map(({ name }, index) => `${name}\n${lines[index]}\n`).join("");
}

function isChanged(names: readonly (ListedName | ChangedName)[]): boolean {
	return names.some((name) => "change" in name);
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

const NOTHING = [
	"top",
	"top-mid",
	"top-left",
	"top-right",
	"bottom",
	"bottom-mid",
	"bottom-left",
	"bottom-right",
	"left",
	"left-mid",
	"mid",
	"mid-mid",
	"right",
	"right-mid",
] as const;

const BARE: TableConstructorOptions = {
	chars: { ...Object.fromEntries(NOTHING.map((part) => [part, ""])), middle: " ".repeat(GAP) },
	style: { "padding-left": 0, "padding-right": 0, head: [], border: [] },
};

type CliTable = typeof import("cli-table3");

/** Only a terminal gets a table. */
function cliTable(): CliTable {
	return dependency("cli-table3") as CliTable;
}

/** Without the padding of the last column, also where a colour ends behind it. */
function trimmed(text: string): string {
	return text.replaceAll(/ +((?:\u001b\[\d+m)*)$/gm, "$1");
}
