import { formatPlace, type Place } from "../../../base/errors.ts";
import { sanitizeLine } from "../../../base/text.ts";
import { codeFrame } from "../../render/code-frame.ts";
import { indent } from "../../render/message.ts";
import type { Terminal } from "../../render/terminal.ts";
import { wrap } from "../../render/wrap.ts";
import type { ExplainedEntry } from "./entry.ts";
import type { ExplainedModule } from "./module.ts";

/** Everything that `explain` says; `--json` prints it as it is. */
export interface Explanation extends ExplainedEntry {
	readonly asked: string;
	readonly reexportedBy?: string;
	readonly module: ExplainedModule;
	readonly exports: readonly string[];
}

/** The width of the first column. */
const HEAD = 12;

/** An explanation for people. */
export function renderExplanation(answer: Explanation, place: Place, terminal: Terminal): string {
	const { colours, width } = terminal;
	const { module, binding, candidates, doubt } = answer;
	const rows: (readonly [head: string, text: string, marker?: string])[] = [
		...(answer.explicitName === undefined ? [] : [["explicit", answer.explicitName] as const]),
		["kind", answer.kind],
		[
			"loadable",
			answer.loadable ? colours.green("yes") : `${colours.yellow(answer.reason ?? "no")}: ${answer.because}`,
		],
		...(doubt === undefined
			? []
			: [
					["doubt", `${doubt.file}:${doubt.line}:${doubt.column}: ${doubt.why}`] as const,
					["", sanitizeLine(doubt.text)] as const,
				]),
		...(answer.reexportedBy === undefined
			? []
			: [["asked", `${answer.reexportedBy} re-exports it; the name is that of the module that defines it`] as const]),
		["module", module.name],
		["", module.rule],
		["root", module.root],
		...module.files.map((file, index) => [index === 0 ? "files" : "", file] as const),
		["binding", binding === undefined ? "none" : `${binding.name} (${binding.declaredBy})`],
		["exports", answer.exports.join(", ") || "none"],
		...candidates.map(
			({ path, chosen, why }, index) =>
				[index === 0 ? "candidates" : "", `${path}: ${why}`, chosen ? colours.green("→") : "✗"] as const,
		),
	];
	const lines = rows.map(([head, text, marker]) => {
		const column = marker === undefined ? HEAD : HEAD + 2;
		const start = colours.cyan(head.padEnd(HEAD)) + (marker === undefined ? "" : `${marker} `);
		return start + indent(wrap(text, width - column), column).trim();
	});
	const frame = codeFrame(place, terminal);
	const shown = { ...place, file: answer.file };
	return [
		colours.bold(answer.name),
		"",
		colours.dim(formatPlace(shown)),
		...(frame === undefined ? [] : [frame]),
		"",
		...lines,
		"",
	].join("\n");
}
