import { resolve } from "node:path";
import { NamesakeError } from "../../../base/errors.ts";
import { fileOf } from "../../../package/file-of.ts";
import { isFile, realPath } from "../../../package/path.ts";
import { type Entry, inventory } from "../../../source/inventory.ts";
import { Kinds } from "../../../source/kinds.ts";
import { offsetAt } from "../../../source/lines.ts";
import { placeAt, type SourceFile, type SourceFiles } from "../../../source/source-file.ts";
import { UsageError } from "../../process/exit.ts";
import { readSource, type Subject } from "../../project/subject.ts";
import { count } from "../../render/text.ts";

/**
 * What is written at a place.
 *
 * @param column undefined for whatever the line has first.
 * @throws UsageError if there is no such place; NamesakeError `CANNOT_LOCATE` if nothing there has a name.
 */
export function subjectAt(path: string, line: number, column: number | undefined, sources: SourceFiles): Subject {
	const found = fileOf(resolve(path));
	if (found === undefined || !isFile(found)) throw new UsageError(`there is no file ${path}`);
	const file = readSource(realPath(found), sources);
	if (line < 1 || line > file.starts.length)
		throw new UsageError(`${path} has no line ${line}; it has ${count(file.starts.length, "line")}`);
	const entries = inventory(file, new Kinds(sources), { anonymous: true });
	const offset = offsetAt(file.starts, line - 1, column === undefined ? indentationOf(file, line) : column - 1);
	const entry =
		(column === undefined ? entries.find((candidate) => candidate.line === line) : undefined) ??
		entries.filter((candidate) => surrounds(file, candidate, offset)).sort((a, b) => sizeOf(a) - sizeOf(b))[0];
	if (entry !== undefined) return { file, entry };
	throw new NamesakeError("CANNOT_LOCATE", {
		asked: [path, line, ...(column === undefined ? [] : [column])].join(":"),
		where: placeAt(file, offset),
		why: "nothing at this location has a name",
		fix: "pass the location of a function, a class, a task, a tracked instance or an exported value",
	});
}

function indentationOf({ source, starts }: SourceFile, line: number): number {
	return /^[^\S\n\r]*/.exec(source.text.slice(starts[line - 1]))?.[0].length ?? 0;
}

/** Is the offset in the value itself, or in the name that it is given? */
function surrounds({ starts }: SourceFile, { node, line, column }: Entry, offset: number): boolean {
	const name = offsetAt(starts, line - 1, column - 1);
	return offset >= Math.min(node.start, name) && offset <= node.end;
}

function sizeOf({ node }: Entry): number {
	return node.end - node.start;
}
