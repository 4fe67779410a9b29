import { parseName } from "../../base/name.ts";
import { SourceFiles } from "../../source/source-file.ts";
import { CodeFinder } from "./code-finder.ts";
import type { ProjectName } from "./reader.ts";

/** Tells whether the code of a name mentions the variable or member of another one, as a function does that calls what was its own body. */
export function referenceFinder(): (from: ProjectName, to: ProjectName) => boolean {
	const finder = new CodeFinder(new SourceFiles());
	return (from, { target }) => {
		const code = finder.written(from) ?? finder.running(from, from.kind);
		const last = parseName(target).exportPath.at(-1);
		if (code === undefined || last === undefined) return false;
		const { start, end } = code.node;
		const words = code.file.source.text.slice(start, end).match(/[\p{ID_Continue}$]+/gu);
		return words?.includes(last) === true;
	};
}
