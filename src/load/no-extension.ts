import { extname } from "node:path";
import { NamesakeError } from "../base/errors.ts";
import { isLoaded } from "../exports/loaded.ts";
import { SourceFiles } from "../source/source-file.ts";
import { exportedValues } from "../source/values.ts";

/**
 * Refuses a file without extension that no program has written as a module: `import()` runs as JavaScript whatever stands in `LICENSE` or in
 * `credentials`, and what it complains of is a word from there.
 * https://nodejs.org/docs/latest-v22.x/api/esm.html#resolution-algorithm-specification (ESM_FILE_FORMAT)
 *
 * @throws NamesakeError `FORBIDDEN_MODULE` if it exports nothing as far as its text tells, or is no program. No word of the text is in it.
 */
export function requireModuleText(file: string, asked: string): void {
	if (extname(file) !== "" || isLoaded(file) || exportsSomething(file)) return;
	throw new NamesakeError("FORBIDDEN_MODULE", {
		asked,
		why: `${file} has no extension and exports nothing, so it is not a module`,
		fix: "use the name of a module",
	});
}

function exportsSomething(file: string): boolean {
	const source = new SourceFiles().read(file)?.source;
	if (source === undefined || source.problems.length > 0) return false;
	const { reexports, stars } = source.exports;
	return reexports.size > 0 || stars.length > 0 || exportedValues(source).length > 0;
}
