import { NamesakeError } from "../base/errors.ts";
import { formatName, type NameParts } from "../base/name.ts";
import { exportNotFound } from "../load/export-not-found.ts";
import { type LoadOptions, loadAllowed } from "../load/load.ts";
import { inventory } from "../source/inventory.ts";
import { Kinds } from "../source/kinds.ts";
import { type SourceFile, SourceFiles } from "../source/source-file.ts";
import { exportedValues } from "../source/values.ts";
import { isTask, type Task } from "./task.ts";
import { describeValue } from "./unnameable.ts";

/**
 * Loads a task by a name that strangers write. Of dependencies only those that `options.allow` names are opened, and a module
 * is not run where its text tells already that it has no such task: the top level of a script does things, too.
 *
 * @throws NamesakeError as `load`; `NOT_A_TASK` for anything else than a task.
 */
export async function loadTask(name: string, options: LoadOptions = {}): Promise<Task> {
	const value = await loadAllowed(name, options, checkText);
	if (isTask(value)) return value;
	throw notATask(name, typeof value === "function" ? "a function or class that is not a task" : describeValue(value));
}

/** @throws NamesakeError if the text leaves no doubt. */
function checkText(file: string, parts: NameParts): void {
	const files = new SourceFiles();
	const source = files.read(file);
	// What CommonJS exports is only known when it has run; what can't be parsed does not run.
	if (source === undefined || source.source.problems.length > 0 || !isClosed(source)) return;
	const [first = ""] = parts.exportPath;
	const name = formatName(parts);
	const written = [
		...exportedValues(source.source).map((value) => value.name),
		...source.source.exports.reexports.keys(),
	];
	// In a CommonJS package a compiler may make one of its own.
	if (!written.includes(first) && first !== "default") throw exportNotFound(name, parts, 0, written, file);
	if (parts.exportPath.length > 1) return;
	const entry = inventory(source, new Kinds(files)).find(({ exports }) => exports.includes(first));
	if (entry?.reason === undefined && (entry?.kind === "function" || entry?.kind === "class"))
		throw notATask(name, `a ${entry.kind} that is not a task`);
}

/** Does the text name all exports? */
function isClosed({ source }: SourceFile): boolean {
	const { isModule, stars, defaultNode } = source.exports;
	return isModule && stars.length === 0 && source.parents.get(defaultNode as never)?.type !== "TSExportAssignment";
}

function notATask(name: string, what: string): NamesakeError {
	return new NamesakeError("NOT_A_TASK", {
		asked: name,
		why: `a queue runs tasks only, and this name leads to ${what}`,
		fix: "wrap it with task(): export const send = task(async (to: string) => { … })",
	});
}
