import { NamesakeError } from "../../base/errors.ts";
import { isUnreachable } from "../../package/find-package.ts";
import { moduleNameIn } from "../../package/module-name.ts";
import { type Package, packageFinder } from "../../package/package.ts";
import { SOURCE_EXTENSIONS } from "../../package/path.ts";
import { isInHiddenFolder } from "../../package/resolve.ts";
import { type ParallelMap, parallelMap } from "../process/parallel-map.ts";
import { receivedError, type SentError } from "../process/sent-error.ts";
import { startProgress } from "../render/progress.ts";

export interface ModuleOfFile {
	readonly name: string;
	/** Of files with one module name (`a.ts` beside `a.js`) only the first is loaded. */
	readonly isFirst: boolean;
	/** Does nobody find the module by its name who starts in the working directory: a nested package that is no workspace, a hidden folder? */
	readonly isUnreachable?: boolean | undefined;
}

/** The module names of files, given by their real paths; what can't be named goes into `problems`. */
export function filesByModule(
	files: readonly string[],
	root: string | undefined,
	problems: NamesakeError[],
): Map<string, ModuleOfFile> {
	const modules = new Map<string, string[]>();
	const unreachable = new Set<string>();
	const packageOf = packageFinder();
	const missed = new Map<Package, boolean>();
	const isMissed = (pkg: Package): boolean => {
		const answer = missed.get(pkg) ?? isUnreachable(pkg, { packageRoot: root });
		missed.set(pkg, answer);
		return answer;
	};
	for (const file of files) {
		try {
			const pkg = packageOf(file);
			const name = moduleNameIn(pkg, file, { packageRoot: root });
			if (isInHiddenFolder(name) || (pkg !== undefined && isMissed(pkg))) unreachable.add(name);
			modules.set(name, [...(modules.get(name) ?? []), file]);
		} catch (error) {
			if (!(error instanceof NamesakeError)) throw error;
			problems.push(error);
		}
	}
	const found = new Map<string, ModuleOfFile>();
	for (const [name, rivals] of modules) {
		const [first] = rivals.sort((a, b) => extensionRank(a) - extensionRank(b));
		for (const file of rivals)
			found.set(file, { name, isFirst: file === first, isUnreachable: unreachable.has(name) || undefined });
	}
	return found;
}

function extensionRank(file: string): number {
	return SOURCE_EXTENSIONS.findIndex((extension) => file.endsWith(extension));
}

export interface FileToRead {
	readonly file: string;
	/** Undefined if its name can't be told, which has been reported. */
	readonly module: ModuleOfFile | undefined;
}

/** What a file has. */
export interface ReadFile {
	/** What is wrong with its text. */
	readonly problems: readonly SentError[];
}

/**
 * Reads files on all processors, and shows how far it is.
 *
 * @param known what is known already, so that it is not read again.
 */
export async function readFiles<Settings, Read extends ReadFile>(
	files: readonly string[],
	root: string | undefined,
	how: Pick<ParallelMap<Settings, FileToRead, Read>, "mapper" | "module" | "settings">,
	known: (file: string) => Read | undefined = () => undefined,
): Promise<{ readonly read: readonly Read[]; readonly problems: readonly NamesakeError[] }> {
	const problems: NamesakeError[] = [];
	const modules = filesByModule(files, root, problems);
	const items = files.filter((file) => known(file) === undefined).map((file) => ({ file, module: modules.get(file) }));
	const progress = startProgress((done) => `reading ${done} of ${items.length} files`);
	try {
		const fresh = await parallelMap({ ...how, items, onProgress: (taken) => progress.update(taken) });
		const byFile = new Map(items.map(({ file }, index) => [file, fresh[index]]));
		const read = files.flatMap((file) => known(file) ?? byFile.get(file) ?? []);
		return { read, problems: [...problems, ...read.flatMap((one) => one.problems.map(receivedError))] };
	} finally {
		progress.stop();
	}
}

export function unreadable(file: string): NamesakeError {
	return new NamesakeError("SOURCE_UNAVAILABLE", {
		asked: file,
		why: "the file can't be read",
		fix: "correct its permissions",
	});
}
