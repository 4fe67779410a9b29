import { labelOf } from "../../base/errors.ts";
import { compareText, sanitizeLine } from "../../base/text.ts";
import { byCause, type Cause } from "./causes.ts";
import { linkToPage, renderMessage } from "./message.ts";
import { countedJobs, PROBLEM_CODES, type Problem, type ProblemCode } from "./problem.ts";
import type { Terminal } from "./terminal.ts";
import { wrap } from "./wrap.ts";

/** A problem as a compiler would show it: the line of the source, with a caret, and what to do. */
function renderProblem({ problem, others }: Cause, terminal: Terminal): string {
	const { code, name, where, why, fix, jobs, severity = "error" } = problem;
	const { colours } = terminal;
	return renderMessage(
		{
			severity,
			code,
			text: `${PROBLEM_CODES[code]}: ${colours.bold(name === "" ? "(no name)" : sanitizeLine(name))}`,
			where,
			notes: [
				...(jobs === undefined ? [] : [["jobs", countedJobs(jobs)] as const]),
				["why", why],
				...(fix === undefined ? [] : [["fix", fix] as const]),
				...(others.length === 0 ? [] : [["also", listOf(others.map((other) => other.name))] as const]),
			],
		},
		terminal,
	);
}

/** Problems with an empty line between them: each has several lines. Those of one cause are one, with a count. */
export function renderProblems(problems: readonly Problem[], terminal: Terminal): string {
	return byCause(problems)
		.map((cause) => `${renderProblem(cause, terminal)}\n`)
		.join("\n");
}

/** A line for each code, with how often it is there: errors first. */
export function renderCounts(problems: readonly Problem[], terminal: Terminal): string {
	const counts = new Map<string, { readonly code: ProblemCode; number: number }>();
	for (const { code, severity = "error" } of problems) {
		const label = labelOf(severity, code);
		const known = counts.get(label);
		if (known === undefined) counts.set(label, { code, number: 1 });
		else known.number++;
	}
	const digits = String(Math.max(...[...counts.values()].map(({ number }) => number))).length;
	return [...counts]
		.sort(([a, { number: first }], [b, { number: second }]) =>
			a[0] === b[0] ? second - first || compareText(a, b) : compareText(a, b),
		)
		.map(([label, { code, number }]) => {
			const start = `  ${String(number).padStart(digits)} `;
			const text = wrap(`${start}${label}: ${PROBLEM_CODES[code]}`, terminal.width, 4).slice(
				start.length + label.length,
			);
			return `${start}${linkToPage(label, code, terminal)}${text}\n`;
		})
		.join("");
}

const MOST_SHOWN = 5;

function listOf(names: readonly string[]): string {
	const shown = names.slice(0, MOST_SHOWN).map(sanitizeLine).join(", ");
	return names.length > MOST_SHOWN ? `${names.length} more: ${shown}, …` : shown;
}
