import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { inRepository } from "../repository.ts";
import type { Cell } from "./cell.ts";
import type { Verdict } from "./judge.ts";

export interface Line {
	readonly cell: Cell;
	readonly verdict: Verdict;
}

const BETWEEN = /(?<=<!-- cells -->\n)[\s\S]*?(?=<!-- \/cells -->)/;

/** Holds docs/support.md against what was seen; with NAMESAKE_DOCS=update it is written anew. */
export function compareWithDocument(lines: readonly Line[]): void {
	const file = inRepository("docs", "support.md");
	const text = readFileSync(file, "utf8");
	const updated = text.replace(BETWEEN, () => `\n${markdown(lines)}\n\n`);
	if (process.env.NAMESAKE_DOCS === "update") writeFileSync(file, updated);
	else assert.equal(text, updated, "docs/support.md is out of date: NAMESAKE_DOCS=update npm run test:cells");
}

function markdown(lines: readonly Line[]): string {
	const rows = lines.map(({ cell, verdict: { names, loads, total } }) => {
		const cannot = [...new Set(Object.values(cell.cannot ?? {}))]
			.map((code) => (/^[A-Z_]+$/.test(code) ? `\`${code}\`` : code))
			.join(", ");
		return `| ${cell.name} | ${names}/${total} | ${loads}/${total} | ${cell.setup} | ${cannot} |`;
	});
	return ["| cell | names | loads | what to set up | the others |", "| --- | --- | --- | --- | --- |", ...rows].join(
		"\n",
	);
}
