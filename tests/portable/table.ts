import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { inRepository } from "../repository.ts";
import type { Cell } from "./cell.ts";
import type { Verdict } from "./judge.ts";

export interface Line {
	readonly cell: Cell;
	readonly verdict: Verdict;
}

const EXCEPTIONS = /(?<=<!-- exceptions -->\n)[\s\S]*?(?=<!-- \/exceptions -->)/;
const CELLS = /(?<=<!-- cells -->\n)[\s\S]*?(?=<!-- \/cells -->)/;

/** Compares docs/reference/support.md with what was seen; with NAMESAKE_DOCS=update it is written anew. */
export function compareWithDocument(lines: readonly Line[]): void {
	const file = inRepository("docs", "reference", "support.md");
	const text = readFileSync(file, "utf8");
	const updated = text
		.replace(EXCEPTIONS, () => `\n${tableOfExceptions(lines.filter((line) => !isComplete(line)))}\n\n`)
		.replace(CELLS, () => `\n${tableOfCells(lines.filter(isComplete))}\n\n`);
	if (process.env.NAMESAKE_DOCS === "update") writeFileSync(file, updated);
	else assert.equal(text, updated, "docs/reference/support.md is out of date: NAMESAKE_DOCS=update npm run test:cells");
}

function isComplete({ verdict: { names, loads, total } }: Line): boolean {
	return names === total && loads === total;
}

function tableOfExceptions(lines: readonly Line[]): string {
	const rows = lines.map(({ cell, verdict: { names, loads, total } }) => {
		const cannot = [...new Set(Object.values(cell.cannot ?? {}))]
			.map((code) => (/^[A-Z_]+$/.test(code) ? `\`${code}\`` : code))
			.join(", ");
		return `| ${cell.name} | ${names}/${total} | ${loads}/${total} | ${cell.setup} | ${cannot} |`;
	});
	return ["| cell | names | loads | setup | the others |", "| --- | --- | --- | --- | --- |", ...rows].join("\n");
}

function tableOfCells(lines: readonly Line[]): string {
	return ["| cell | setup |", "| --- | --- |", ...lines.map(({ cell }) => `| ${cell.name} | ${cell.setup} |`)].join(
		"\n",
	);
}
