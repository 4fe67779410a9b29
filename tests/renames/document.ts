import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { inRepository } from "../repository.ts";

/** What became of a change. */
export interface Row {
	readonly what: string;
	/** The codes of what `namesake check` says. */
	readonly says: readonly string[];
	/** How many of the jobs that wait a worker could not run, as it says. */
	readonly couldNotRun: number;
	/** What it still says after `--fix`; undefined where there was nothing to keep. */
	readonly left: readonly string[] | undefined;
	readonly jobs: number;
	/** The codes with which jobs have failed. */
	readonly failures: readonly string[];
	/** How many jobs have run the code of another function. */
	readonly swapped: number;
}

const BETWEEN = /(?<=<!-- history -->\n)[\s\S]*?(?=<!-- \/history -->)/;

/** Holds docs/guide/renaming.md against what was seen; with NAMESAKE_DOCS=update it is written anew. A part must be its beginning. */
export function compareWithDocument(rows: readonly Row[], isAll: boolean): void {
	const file = inRepository("docs", "guide", "renaming.md");
	const text = readFileSync(file, "utf8");
	const seen = table(rows);
	if (!isAll) assert.ok(BETWEEN.exec(text)?.[0].trim().startsWith(seen), `${HOW}:\n${seen}`);
	else if (process.env["NAMESAKE_DOCS"] === "update")
		writeFileSync(
			file,
			text.replace(BETWEEN, () => `\n${seen}\n\n`),
		);
	else assert.equal(BETWEEN.exec(text)?.[0].trim(), seen, HOW);
}

const HOW = "docs/guide/renaming.md is out of date: NAMESAKE_DOCS=update npm run test:renames";

function table(rows: readonly Row[]): string {
	return [
		"| change | `check` reports | waiting jobs it warns of | after `check --fix` | the jobs |",
		"| --- | --- | --- | --- | --- |",
		...rows.map((row) => {
			const { what, says, couldNotRun, left, jobs } = row;
			const fixed = left === undefined ? "" : left.length === 0 ? "nothing left" : codes(left);
			return `| ${[what, says.length === 0 ? "nothing" : codes(says), `${couldNotRun} of ${jobs}`, fixed, endOf(row)].join(" | ")} |`;
		}),
	].join("\n");
}

function endOf({ jobs, failures, swapped }: Row): string {
	if (failures.length + swapped === 0) return `all ${jobs} run`;
	return [
		`${jobs - failures.length - swapped} run`,
		...(swapped === 0 ? [] : [`${swapped} ${swapped === 1 ? "runs" : "run"} other code`]),
		...(failures.length === 0 ? [] : [`${failures.length} fails with ${codes(failures)}`]),
	].join(", ");
}

function codes(texts: readonly string[]): string {
	return texts.map((text) => `\`${text}\``).join(", ");
}
