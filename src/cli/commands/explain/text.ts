import { formatPlace, type Place } from "../../../base/errors.ts";
import { codeFrame } from "../../render/code-frame.ts";
import { type Colours, hasColours } from "../../render/terminal.ts";
import type { ExplainedEntry } from "./entry.ts";
import type { ExplainedModule } from "./module.ts";

/** Everything that `explain` says; `--json` prints it as it is. */
export interface Explanation extends ExplainedEntry {
	readonly asked: string;
	readonly reexportedBy?: string;
	readonly module: ExplainedModule;
	readonly exports: readonly string[];
}

/** An explanation for people. */
export async function renderExplanation(answer: Explanation, place: Place, colours: Colours): Promise<string> {
	const { module, binding, candidates } = answer;
	const rows: (readonly [string, string])[] = [
		["kind", answer.kind],
		[
			"loadable",
			answer.loadable ? colours.green("yes") : `${colours.yellow(answer.reason ?? "no")}: ${answer.because}`,
		],
		...(answer.reexportedBy === undefined
			? []
			: [["asked", `${answer.reexportedBy} re-exports it; a value belongs to the module that made it`] as const]),
		["module", module.name],
		["", module.rule],
		["root", module.root],
		...module.files.map((file, index) => [index === 0 ? "files" : "", file] as const),
		["binding", binding === undefined ? "none" : `${binding.name} (${binding.declaredBy})`],
		["exports", answer.exports.join(", ") || "none"],
		...candidates.map(
			({ path, chosen, why }, index) =>
				[index === 0 ? "candidates" : "", `${chosen ? colours.green("→") : "✗"} ${path}: ${why}`] as const,
		),
	];
	const frame = codeFrame({ ...place }, hasColours(process.stdout));
	const shown = { ...place, file: answer.file };
	return [
		colours.bold(answer.name),
		"",
		colours.dim(formatPlace(shown)),
		...(frame === undefined ? [] : [frame]),
		"",
		...rows.map(([head, text]) => `${colours.cyan(head.padEnd(12))}${text}`.trimEnd()),
		"",
	].join("\n");
}
