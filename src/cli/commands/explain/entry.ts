import type { ErrorCode } from "../../../base/errors.ts";
import { ERROR_CODES } from "../../../base/errors.ts";
import { formatName, formatPath } from "../../../base/name.ts";
import { compareExportPaths, type ExportPath, exportOf, isDefault } from "../../../source/export-path.ts";
import { exportPathsOf } from "../../../source/export-paths.ts";
import type { Entry } from "../../../source/inventory.ts";
import type { Kind } from "../../../source/kinds.ts";
import { isReassigned } from "../../../source/reassigned.ts";
import type { SourceFile } from "../../../source/source-file.ts";
import { functionAround } from "../../../source/syntax.ts";
import { taskOptionsOf } from "../../../source/task-options.ts";
import { shownPath } from "../../render/text.ts";
import { type ExplainedDoubt, explainDoubt } from "./doubt.ts";

/** One path by which a value can be reached. */
interface ExplainedCandidate {
	readonly path: string;
	readonly chosen: boolean;
	readonly why: string;
}

/** What a value is called, and why. */
export interface ExplainedEntry {
	readonly name: string;
	/** The name that `task(fn, { name })` gives it. */
	readonly explicitName?: string;
	readonly kind: Kind;
	readonly file: string;
	readonly line: number;
	readonly column: number;
	readonly loadable: boolean;
	readonly reason?: ErrorCode;
	/** With the reason `UNPROVEN`: what spoils the proof. */
	readonly doubt?: ExplainedDoubt;
	/** In words: why it is loadable, or not. */
	readonly because: string;
	/** The variable of the module that holds it, and how it is declared; undefined if there is none. */
	readonly binding: { readonly name: string; readonly declaredBy: string } | undefined;
	readonly candidates: readonly ExplainedCandidate[];
}

/** Explains one entry of an inventory. */
export function explainEntry(file: SourceFile, entry: Entry, moduleName: string): ExplainedEntry {
	const { path, nested, kind, line, column } = entry;
	const explicitName = kind === "task" && entry.reason === undefined ? taskOptionsOf(entry.node).name?.text : undefined;
	const reason = entry.reason ?? (entry.doubt === undefined ? undefined : "UNPROVEN");
	return {
		name: formatName({ moduleName, exportPath: path, nested }),
		...(explicitName === undefined ? {} : { explicitName }),
		kind,
		file: shownPath(file.file),
		line,
		column,
		loadable: reason === undefined,
		...(reason === undefined ? {} : { reason }),
		...(reason === "UNPROVEN" && entry.doubt !== undefined ? { doubt: explainDoubt(file, entry.doubt) } : {}),
		because: reason === undefined ? "its module exports it" : (BECAUSE[reason] ?? ERROR_CODES[reason]),
		binding: bindingOf(file, entry),
		candidates: candidatesOf(file, entry),
	};
}

const BECAUSE: Partial<Record<ErrorCode, string>> = {
	NESTED: "each call of the function around it creates a new one; move it to the top level of its module",
	UNPROVEN: "the source does not show it; `namesake check` and `namesake list --load` look at the running module",
	NOT_EXPORTED: "no export of its module leads to it; export it",
	NAME_MISMATCH: "the variable is reassigned; assign it once, or export the value under its own name",
};

function bindingOf({ source }: SourceFile, entry: Entry): ExplainedEntry["binding"] {
	if (functionAround(source, entry.node) !== undefined) return undefined;
	const name =
		entry.kind === "value"
			? source.exports.bindings.get(entry.path[0] ?? "")
			: exportPathsOf(source, entry.node).local?.[0];
	const binding = name === undefined ? undefined : source.bindings.get(name);
	return binding === undefined ? undefined : { name: binding.name, declaredBy: binding.kind };
}

function candidatesOf(file: SourceFile, entry: Entry): ExplainedCandidate[] {
	if (entry.nested !== undefined) return [];
	const candidates =
		entry.kind === "value" ? valueCandidates(file, entry) : exportPathsOf(file.source, entry.node).paths;
	const chosen = formatPath(entry.path);
	const sorted = [...candidates].sort(compareExportPaths);
	const best = sorted.find(({ path }) => formatPath(path) === chosen);
	return sorted.map((candidate) => {
		const path = formatPath(candidate.path);
		const isGone = entry.kind !== "value" && isReassigned(file.source, entry.node, candidate);
		const isChosen = path === chosen && !isGone;
		const why = isGone ? "reassigned further down" : reasonFor(candidate, best);
		return { path, chosen: isChosen, why };
	});
}

function valueCandidates({ source }: SourceFile, { exports }: Entry): ExportPath[] {
	return exports.map((name) => exportOf(name, source.exports.bindings.get(name)));
}

function reasonFor(candidate: ExportPath, best: ExportPath | undefined): string {
	const what = describe(candidate);
	if (best === undefined || best === candidate) return what;
	if (candidate.path.length > best.path.length) return `${what}; a path with fewer keys comes first`;
	if (best.path.length > 1) return `${what}; ${formatPath(best.path)} comes first in the alphabet`;
	if (best.shows !== candidate.shows)
		return `${what}; ${best.shows === "binding" ? "the declared name" : "an export of the variable that receives the value"} comes first`;
	if (isDefault(candidate.path)) return `${what}; default comes last`;
	return `${what}; ${formatPath(best.path)} comes first in the alphabet`;
}

function describe({ path, shows }: ExportPath): string {
	if (path.length > 1) return "a member that holds it";
	if (isDefault(path)) return shows === "alias" ? "the default export, too" : "the default export";
	if (shows === "binding") return "it is declared with this name";
	return shows === "alias" ? "an export of another variable" : "another export of it";
}
