import { NamesakeError } from "../../base/errors.ts";
import { isExplicitName } from "../../base/explicit-name.ts";
import { formatPath, parseName } from "../../base/name.ts";
import { nearest } from "../../base/nearest.ts";
import { sanitizeLine } from "../../base/text.ts";
import { loadLost } from "../../load/load-lost.ts";
import { preferredFiles, resolve } from "../../load/preferred-files.ts";
import { isFile } from "../../package/path.ts";
import { ExportedNames, type ExportOrigin } from "../../source/exported-names.ts";
import { type Entry, inventory } from "../../source/inventory.ts";
import { Kinds } from "../../source/kinds.ts";
import { offsetAt } from "../../source/lines.ts";
import { placeAt, type SourceFile, type SourceFiles, syntaxError } from "../../source/source-file.ts";
import { UsageError } from "../process/exit.ts";
import { notify } from "../process/report.ts";
import { shownPath } from "../render/text.ts";
import { type LookupOptions, targetOf } from "./target.ts";

/** What a name stands for in the text. */
export interface Subject {
	readonly file: SourceFile;
	readonly entry: Entry;
	/** The name that was asked for, if it is another module's than the one that made the value. */
	readonly through?: string;
}

/** Says that there is nothing of a name, or nothing that could be loaded. */
const LOST: ReadonlySet<string> = new Set(["EXPORT_NOT_FOUND", "INVALID_NAME", "MODULE_NOT_FOUND"]);

/**
 * Finds what a name stands for, or what it has become, as the lock file or the code says, which a notice on stderr reports. Reads the source only,
 * and runs nothing.
 *
 * @throws UsageError, NamesakeError as {@link subjectByName}; `DUPLICATE_NAME`, `LOCK_INVALID`.
 */
export async function findSubject(text: string, options: LookupOptions, sources: SourceFiles): Promise<Subject> {
	try {
		return subjectByName(text, options, sources);
	} catch (error) {
		if (!(error instanceof NamesakeError) || !LOST.has(error.code)) throw error;
		const { name, from } = targetOf(text, options);
		const { root: packageRoot, allow } = options;
		const find = async (target: string) => ({ target, ...subjectByName(target, options, sources) });
		const found = (await loadLost(name, error, { packageRoot, allow, from }, find)) as Awaited<ReturnType<typeof find>>;
		if (!isExplicitName(name))
			await notify(`${sanitizeLine(name)} is a previous name of ${found.target}`, "NAME_RENAMED");
		return found;
	}
}

/**
 * Finds what a name stands for: reads the source only, and runs nothing.
 *
 * @param text `module#export.path`, or `path/to/file.ts#export.path`.
 * @throws UsageError, NamesakeError as {@link resolve}, and `EXPORT_NOT_FOUND`, `LHS_UNPROVEN` if the text does not show it.
 */
function subjectByName(text: string, options: LookupOptions, sources: SourceFiles): Subject {
	const { name, from } = targetOf(text, options);
	const { moduleName, exportPath, nested } = parseName(name);
	const file = readSource(preferredFile(moduleName, { ...options, from }), sources);
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
	{ root, allow, from }: LookupOptions & { from?: string | undefined },
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
			why: `the module creates the contents of \`${first}\` when it runs, so the source does not show \`${asked}\``,
			fix: `run \`namesake list ${shownPath(file.file)} --load\`, which lists what the running module holds`,
		});
	const names = entries.map((entry) => formatPath(entry.path, entry.nested));
	return new NamesakeError("EXPORT_NOT_FOUND", {
		asked: name,
		where: { file: file.file, line: 1, column: 1 },
		why: `the module has no \`${asked}\``,
		fix: "correct the name; `namesake list <file>` shows every name of a file",
		nearest: nearest(asked, names).map((path) => `${moduleName}#${path}`),
	});
}

/** @throws UsageError if it can't be read; NamesakeError if it can't be parsed. */
export function readSource(path: string, sources: SourceFiles): SourceFile {
	const file = sources.read(path);
	if (file === undefined) throw new UsageError(`${path} can't be read`);
	const problem = syntaxError(file);
	if (problem !== undefined) throw problem;
	return file;
}
