import { setImmediate } from "node:timers/promises";
import type { ErrorCode, NamesakeError } from "../errors.ts";
import { formatName } from "../name.ts";
import { inventory } from "../source/inventory.ts";
import { type Kind, Kinds } from "../source/kinds.ts";
import { SourceFiles, syntaxError } from "../source/source-file.ts";
import { EXIT } from "./exit.ts";
import { shownPath, sourceFilesOf } from "./files.ts";
import { plainLines, table } from "./list-table.ts";
import { filesByModule, unreadable } from "./modules-of-files.ts";
import type { ListOptions } from "./program.ts";
import { startProgress } from "./progress.ts";
import { report } from "./report.ts";
import { coloursOf, write } from "./terminal.ts";
import { count } from "./text.ts";

/** One thing that has a name, as `--json` prints it. */
export interface ListedName {
	readonly name: string;
	readonly kind: Kind;
	/** Relative to the working directory, with forward slashes. */
	readonly file: string;
	readonly line: number;
	readonly column: number;
	readonly loadable: boolean;
	/** The code of the error that loading it throws. */
	readonly reason?: ErrorCode;
}

/** `namesake list` */
export async function list(paths: readonly string[], options: ListOptions): Promise<number> {
	if (options.changed === true) return await listChanged(paths, options);
	const files = await sourceFilesOf(paths);
	const { names, problems } = await namesIn(files, options);
	for (const problem of problems) await report(problem);
	await write(process.stdout, render(names, options));
	if (process.stderr.isTTY && options.json !== true) process.stderr.write(`${summary(names, files.length)}\n`);
	return problems.length === 0 ? EXIT.fine : EXIT.no;
}

async function listChanged(paths: readonly string[], options: ListOptions): Promise<number> {
	const { changedNames } = await import("./list-changed.ts");
	const { names, code } = await changedNames(paths, options);
	await write(process.stdout, render(names, options));
	if (process.stderr.isTTY && options.json !== true)
		process.stderr.write(`${count(names.length, "name")} changed since namesake.lock.json was written\n`);
	return code;
}

function render(names: readonly ListedName[], { json }: ListOptions): string {
	if (json === true) return `${JSON.stringify(names, undefined, "\t")}\n`;
	if (names.length === 0) return "";
	return process.stdout.isTTY
		? table(names, process.stdout.columns, coloursOf(process.stdout))
		: plainLines(names, coloursOf(process.stdout));
}

/** Files that are read between two looks at the clock. */
const BATCH = 8;

async function namesIn(
	files: readonly string[],
	options: ListOptions,
): Promise<{ readonly names: ListedName[]; readonly problems: NamesakeError[] }> {
	const sources = new SourceFiles();
	const kinds = new Kinds(sources);
	const names: ListedName[] = [];
	const problems: NamesakeError[] = [];
	const fileOfModule = filesByModule(files, options.root, problems);
	const progress = startProgress((done) => `reading ${done} of ${files.length} files`);
	try {
		for (const [index, file] of files.entries()) {
			if (index % BATCH === 0) {
				progress.update(index);
				await setImmediate();
			}
			const moduleName = fileOfModule.get(file);
			const source = sources.read(file);
			const problem = source === undefined ? unreadable(file) : syntaxError(source);
			if (problem !== undefined) problems.push(problem);
			if (source === undefined || problem !== undefined || moduleName === undefined) continue;
			for (const { path, nested, kind, line, column, reason } of inventory(source, kinds, { anonymous: options.all })) {
				const name = formatName({ moduleName: moduleName.name, exportPath: path, nested });
				const why = reason ?? (moduleName.isFirst ? undefined : "DUPLICATE_NAME");
				const place = { name, kind, file: shownPath(file), line, column };
				names.push({ ...place, loadable: why === undefined, ...(why === undefined ? {} : { reason: why }) });
			}
		}
	} finally {
		progress.stop();
	}
	return { names, problems };
}

function summary(names: readonly ListedName[], files: number): string {
	const loadable = names.filter((name) => name.loadable).length;
	return `${count(names.length, "name")} in ${count(files, "file")}, ${loadable} loadable`;
}
