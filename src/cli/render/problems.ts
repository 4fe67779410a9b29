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

/** A line for each code, with how often it is there. */
export function renderCounts(problems: readonly Problem[], terminal: Terminal): string {
	const counts = new Map<ProblemCode, number>();
	for (const { code } of problems) counts.set(code, (counts.get(code) ?? 0) + 1);
	const digits = String(Math.max(...counts.values())).length;
	return [...counts]
		.sort(([a, first], [b, second]) => second - first || compareText(a, b))
		.map(([code, number]) => {
			const start = `  ${String(number).padStart(digits)} `;
			const text = wrap(`${start}${code}: ${PROBLEM_CODES[code]}`, terminal.width, 4).slice(start.length + code.length);
			return `${start}${linkToPage(code, code, terminal)}${text}\n`;
		})
		.join("");
}

const MOST_SHOWN = 5;

function listOf(names: readonly string[]): string {
	const shown = names.slice(0, MOST_SHOWN).map(sanitizeLine).join(", ");
	return names.length > MOST_SHOWN ? `${names.length} more: ${shown}, …` : shown;
}
