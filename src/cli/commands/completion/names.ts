import { resolve } from "node:path";
import { formatName, formatPath } from "../../../base/name.ts";
import { moduleNameOfFile } from "../../../package/module-name.ts";
import { hasSourceExtension, isFile } from "../../../package/path.ts";
import { type Entry, inventory } from "../../../source/inventory.ts";
import { Kinds } from "../../../source/kinds.ts";
import { SourceFiles } from "../../../source/source-file.ts";
import { sourceFilesOf } from "../../project/files.ts";
import { filesByModule } from "../../project/modules.ts";

/** Something that may come next. */
export interface Candidate {
	readonly value: string;
	/** What it is, in a few words. */
	readonly about?: string | undefined;
}

/** More modules than these are not read: their own names come first. */
const MAX_READ = 20;

/**
 * Names that begin with a text. Where many modules could be meant, these are modules, each with its `#`; what is in them comes next, so
 * that however large a project is, few files are read.
 *
 * @param loadable whether only what can be loaded and called counts.
 */
export async function nameCandidates(current: string, loadable: boolean): Promise<Candidate[]> {
	const file = fileBefore(current);
	if (file !== undefined) return entriesOf(file, loadable, (path) => `${file}#${path}`).filter(begins(current));
	const modules = [...filesByModule(await sourceFilesOf([]), undefined, [])].filter(([, { isFirst }]) => isFirst);
	const [wanted = ""] = current.split("#", 1);
	const found = modules.filter(([, { name }]) => (current.includes("#") ? name === wanted : name.startsWith(wanted)));
	if (found.length > MAX_READ) return found.map(([, { name }]) => ({ value: `${name}#` }));
	return found.flatMap(([path]) => entriesOf(path, loadable)).filter(begins(current));
}

/** `file.ts` of `file.ts#…` */
function fileBefore(text: string): string | undefined {
	for (let hash = text.indexOf("#"); hash !== -1; hash = text.indexOf("#", hash + 1)) {
		const file = text.slice(0, hash);
		if (hasSourceExtension(file) && isFile(resolve(file))) return file;
	}
	return undefined;
}

function begins(current: string): (candidate: Candidate) => boolean {
	return ({ value }) => value.startsWith(current);
}

function entriesOf(path: string, loadable: boolean, toValue?: (path: string) => string): Candidate[] {
	const file = resolve(path);
	const sources = new SourceFiles();
	const source = sources.read(file);
	if (source === undefined || source.source.problems.length > 0) return [];
	const moduleName = moduleNameOfFile(file, {});
	const isWanted = ({ kind, reason, nested }: Entry) =>
		loadable ? reason === undefined && CALLED.has(kind) : nested === undefined;
	return inventory(source, new Kinds(sources))
		.filter(isWanted)
		.flatMap(({ path: exportPath, kind }) => {
			const value = toValue?.(formatPath(exportPath)) ?? formatName({ moduleName, exportPath });
			// A shell is told one in each line.
			return /[\n\r\t]/.test(value) ? [] : [{ value, about: kind }];
		});
}

/** A value may be a function that a factory has made. */
const CALLED: ReadonlySet<string> = new Set(["function", "task", "value"]);
