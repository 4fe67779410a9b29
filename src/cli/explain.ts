import { resolve as resolvePath } from "node:path";
import { NamesakeError } from "../errors.ts";
import { fileOf } from "../module/file-of.ts";
import { preferredFiles, resolve } from "../module/load.ts";
import { moduleNameOfFile } from "../module/module-name.ts";
import { nearest } from "../module/nearest.ts";
import { isFile, realPath } from "../module/path.ts";
import { formatPath, parseName } from "../name.ts";
import { ExportedNames, type ExportOrigin } from "../source/exported-names.ts";
import { type Entry, inventory } from "../source/inventory.ts";
import { Kinds } from "../source/kinds.ts";
import { offsetAt } from "../source/lines.ts";
import { placeAt, type SourceFile, SourceFiles, syntaxError } from "../source/source-file.ts";
import { EXIT, UsageError } from "./exit.ts";
import { explainEntry } from "./explain-entry.ts";
import { explainModule } from "./explain-module.ts";
import { renderExplanation } from "./explain-text.ts";
import type { CommonOptions } from "./program.ts";
import { targetOf } from "./target.ts";
import { coloursOf, write } from "./terminal.ts";

/** `namesake explain` */
export async function explain(text: string, options: CommonOptions & { readonly json?: boolean }): Promise<number> {
	const sources = new SourceFiles();
	const { file, entry, through } = subjectOf(text, options, sources);
	const moduleName = moduleNameOfFile(file.file, { packageRoot: options.root });
	const answer = {
		asked: text,
		...explainEntry(file, entry, moduleName),
		...(through === undefined ? {} : { reexportedBy: through }),
		module: explainModule(file.file, moduleName, options),
		exports: [...new ExportedNames(sources).of(file).keys()].sort(),
	};
	const shown =
		options.json === true
			? `${JSON.stringify(answer, undefined, "\t")}\n`
			: await renderExplanation(
					answer,
					placeAt(file, offsetAt(file.starts, entry.line - 1, entry.column - 1)),
					coloursOf(process.stdout),
				);
	await write(process.stdout, shown);
	return EXIT.fine;
}

/** What is explained. */
interface Subject {
	readonly file: SourceFile;
	readonly entry: Entry;
	/** The name that was asked for, if it is another module's than the one that made the value. */
	readonly through?: string;
}

function subjectOf(text: string, options: CommonOptions, sources: SourceFiles): Subject {
	const position = /^(.+?):(\d+)(?::(\d+))?$/s.exec(text);
	if (position !== null && !(position[1] ?? "").includes("#"))
		return atPosition(position[1] ?? "", Number(position[2]), position[3] && Number(position[3]), sources);
	return byName(text, options, sources);
}

function byName(text: string, options: CommonOptions, sources: SourceFiles): Subject {
	const { name, from } = targetOf(text, options);
	const { moduleName, exportPath, nested } = parseName(name);
	const file = read(preferredFile(moduleName, { ...options, from }), sources);
	const entries = inventory(file, new Kinds(sources), { anonymous: true });
	const asked = formatPath(exportPath, nested);
	const [first = "", ...keys] = exportPath;
	const found =
		entries.find((entry) => entry.reason === undefined && formatPath(entry.path, entry.nested) === asked) ??
		entries.find((entry) => formatPath(entry.path, entry.nested) === asked) ??
		// Another export of the same value.
		(nested === undefined ? aliasOf(entries, first, keys) : undefined);
	if (found !== undefined) return { file, entry: found };
	const origin = new ExportedNames(sources).of(file).get(first);
	if (origin !== undefined && nested === undefined && isElsewhere(origin, file)) {
		const there = sources.read(origin.module);
		const path = formatPath(origin.name === "*" ? keys : [origin.name, ...keys]);
		const entry =
			there === undefined
				? undefined
				: (inventory(there, new Kinds(sources)).find((candidate) => formatPath(candidate.path) === path) ??
					inventory(there, new Kinds(sources)).find((candidate) => candidate.exports.includes(path)));
		if (there !== undefined && entry !== undefined) return { file: there, entry, through: name };
	}
	throw notThere(name, moduleName, asked, file, entries, [first, ...keys]);
}

function isElsewhere(origin: ExportOrigin, file: SourceFile): boolean {
	return origin.module !== file.file && isFile(origin.module);
}

/** `alias`, and `alias.member` where the value's name is `own` and that of its member `own.member`. */
function aliasOf(entries: readonly Entry[], first: string, keys: readonly string[]): Entry | undefined {
	const own = entries.find((entry) => entry.exports.includes(first));
	if (own === undefined || keys.length === 0) return own;
	const path = formatPath([...own.path, ...keys]);
	return entries.find((entry) => entry.nested === undefined && formatPath(entry.path) === path);
}

function preferredFile(
	moduleName: string,
	{ root, allow, from }: CommonOptions & { from?: string | undefined },
): string {
	const resolved = resolve(moduleName, { packageRoot: root, allow, from });
	// What is explained is the text that people write, also where built output is there too.
	return resolved.files[0] ?? preferredFiles(resolved)[0] ?? moduleName;
}

function notThere(
	name: string,
	moduleName: string,
	asked: string,
	file: SourceFile,
	entries: readonly Entry[],
	[first = ""]: readonly string[],
): NamesakeError {
	const holder = entries.find((entry) => entry.exports.includes(first));
	if (holder !== undefined && asked !== first)
		return new NamesakeError("LHS_UNPROVEN", {
			asked: name,
			where: placeAt(file, offsetAt(file.starts, holder.line - 1, holder.column - 1)),
			why: `\`${first}\` is there, but what is in it is made when the module runs: the text does not show \`${asked}\``,
			fix: "load it, or look at the value at run time: extractTaskModule(value)",
		});
	const names = entries.map((entry) => formatPath(entry.path, entry.nested));
	return new NamesakeError("EXPORT_NOT_FOUND", {
		asked: name,
		where: { file: file.file, line: 1, column: 1 },
		why: `nothing in the module goes by \`${asked}\``,
		fix: "check the spelling; namesake list shows every name of a file",
		nearest: nearest(asked, names).map((path) => `${moduleName}#${path}`),
	});
}

function atPosition(path: string, line: number, column: number | "" | undefined, sources: SourceFiles): Subject {
	const found = fileOf(resolvePath(path));
	if (found === undefined || !isFile(found)) throw new UsageError(`there is no file ${path}`);
	const file = read(realPath(found), sources);
	if (line < 1 || line > file.starts.length)
		throw new UsageError(`${path} has ${file.starts.length} lines, and no line ${line}`);
	const entries = inventory(file, new Kinds(sources), { anonymous: true });
	const isColumn = typeof column === "number";
	const offset = offsetAt(file.starts, line - 1, isColumn ? column - 1 : indentationOf(file, line));
	const entry =
		(isColumn ? undefined : entries.find((candidate) => candidate.line === line)) ??
		entries.filter((candidate) => surrounds(file, candidate, offset)).sort((a, b) => sizeOf(a) - sizeOf(b))[0];
	if (entry !== undefined) return { file, entry };
	throw new NamesakeError("CANNOT_LOCATE", {
		asked: `${path}:${line}${isColumn ? `:${column}` : ""}`,
		where: placeAt(file, offset),
		why: "nothing that has a name is written here",
		fix: "point at a function, a class, a task, a tracked instance, or an exported value",
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

function read(path: string, sources: SourceFiles): SourceFile {
	const file = sources.read(path);
	if (file === undefined) throw new UsageError(`${path} can't be read`);
	const problem = syntaxError(file);
	if (problem !== undefined) throw problem;
	return file;
}
