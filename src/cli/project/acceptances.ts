import { modulePartOf } from "../../base/name.ts";
import type { SourceFile } from "../../source/source-file.ts";
import { lineOf } from "../render/code-frame.ts";
import type { Problem } from "../render/problem.ts";

/**
 * A comment that accepts one problem of a file, with the reason: `// namesake-ignore NOT_EXPORTED: only this process runs it`. Of a problem that has
 * no line in the file, as `NAME_GONE`, it may name the export: `// namesake-ignore NAME_GONE send: no job is left`.
 */
export interface Acceptance {
	readonly file: string;
	readonly moduleName: string;
	/** 1-based; of the comment. */
	readonly line: number;
	/** The line that it is about: its own, or else the next that is no comment. */
	readonly about: number;
	readonly code: string;
	/** The export that it names. */
	readonly path: string | undefined;
	readonly reason: string;
}

const COMMENT =
	/(?:\/\/|\/\*)\s*namesake-ignore\s+([A-Z][A-Z_]*)(?:[^\S\n]+([^\s:]+))?[^\S\n]*(?::[^\S\n]*(.*?))?\s*(?:\*\/|$)/;
const ONLY_COMMENT = /^\s*(?:\/\/|\/\*|\*|$)/;

export function acceptancesIn({ file, source }: SourceFile, moduleName: string): Acceptance[] {
	if (!source.text.includes("namesake-ignore")) return [];
	const lines = source.text.split(/\r?\n/);
	return lines.flatMap((text, index) => {
		const found = COMMENT.exec(text);
		if (found === null) return [];
		const [, code = "", path, reason = ""] = found;
		const next = lines.findIndex((line, at) => at > index && !ONLY_COMMENT.test(line));
		const about = ONLY_COMMENT.test(text) ? next + 1 : index + 1;
		return { file, moduleName, line: index + 1, about, code, path, reason };
	});
}

/** Problems, without those that a comment accepts; and the comments that accept none. */
export function acceptProblems(
	problems: readonly Problem[],
	acceptances: readonly Acceptance[],
): { readonly open: readonly Problem[]; readonly unused: readonly Acceptance[] } {
	const open = new Set(problems);
	const unused = acceptances.filter((acceptance) => {
		if (acceptance.reason === "") return true;
		const fitting = [...open].filter((problem) => isAbout(acceptance, problem));
		const here = fitting.filter(({ where: [place] }) => place?.line === acceptance.about);
		// If several fit, it is not clear which one is meant.
		const [accepted, another] = here.length > 0 ? here : fitting;
		if (accepted === undefined || (another !== undefined && here.length === 0)) return true;
		open.delete(accepted);
		return false;
	});
	return { open: [...open], unused };
}

function isAbout({ file, moduleName, about, code, path }: Acceptance, problem: Problem): boolean {
	if (problem.code !== code) return false;
	const [place] = problem.where;
	if (path !== undefined) return problem.name === `${moduleName}#${path}` || problem.name === path;
	if (place?.file !== file) return modulePartOf(problem.name) === moduleName;
	const isWholeFile = place.line === 1 && place.column === 1 && place.text === undefined;
	return isWholeFile || place.line === about;
}

/** A comment that accepts nothing. */
export function unusedIgnore({ file, line, code, path, reason }: Acceptance): Problem {
	const written = `namesake-ignore ${code}${path === undefined ? "" : ` ${path}`}`;
	return {
		code: "IGNORE_UNUSED",
		severity: "notice",
		name: written,
		where: [{ file, line, column: 1, text: lineOf(file, line) }],
		why:
			reason === ""
				? "it gives no reason, so it accepts nothing"
				: "there is no such problem here, or there are several and it names none",
		fix:
			reason === ""
				? `write the reason after a colon: // ${written}: no job is left`
				: `delete the comment, put it above the line of the problem, or name the export: // namesake-ignore ${code} send: …`,
	};
}
