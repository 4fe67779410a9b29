import { NamesakeError } from "../base/errors.ts";
import { builtin } from "../base/runtime.ts";
import { isLoaded } from "../exports/loaded.ts";
import { readsTypeScript } from "../hosts/typescript-loader.ts";
import { urlsSoFar } from "../origin/script.ts";
import { entryDirectory } from "../package/package-root.ts";
import { isInside, isTypeScript, withFsCache } from "../package/path.ts";
import { type LoadOptions, type ResolvedModule, resolveModule } from "../package/resolve.ts";

/** {@link resolveModule}, which finds packages of modules that are loaded already, too. */
export function resolve(moduleName: string, options: LoadOptions = {}): ResolvedModule {
	return withFsCache(() => resolveModule(moduleName, options, loadedFiles));
}

/** By URL: a name that leads nowhere looks through all that is loaded. */
const paths = new Map<string, string>();

function* loadedFiles(): Generator<string> {
	for (const url of urlsSoFar()) {
		if (!url.startsWith("file:")) continue;
		const path = paths.get(url) ?? builtin("node:url").fileURLToPath(url);
		// A development server loads its modules under ever new queries.
		if (!url.includes("?")) paths.set(url, path);
		yield path;
	}
}

/**
 * Of the files that have one module name (a source, and what was built from it) the one that counts: what is loaded; else,
 * if the program itself runs from built output, the output; else the source.
 *
 * @throws NamesakeError `DUPLICATE_NAME` if several are loaded.
 */
export function preferredFiles(resolved: ResolvedModule): readonly string[] {
	const { files, moduleName, pkg } = resolved;
	// The conditions of this runtime choose, not what is loaded: `require()` and `import()` may each have taken their own half of a package.
	if (files.length === 1 || pkg?.isDependency === true) return files.slice(0, 1);
	const loaded = files.filter(isLoaded);
	if (loaded.length > 1)
		throw new NamesakeError("DUPLICATE_NAME", {
			asked: moduleName,
			where: loaded.map((file) => ({ file, line: 1, column: 1 })),
			why: "two loaded files have this module name, and each created its own values",
			fix: "load either the source or the built output, not both",
		});
	return loaded.length === 1 ? loaded : inOrderOfLoading(files);
}

/** What a program, or a thread, that starts in built output loads first: the output; else the source. */
function inOrderOfLoading(files: readonly string[]): readonly string[] {
	const entry = entryDirectory();
	const builtFirst = entry !== undefined && files.slice(1).some((file) => isBeside(entry, file, files[0] ?? file));
	return builtFirst ? [...files.slice(1), ...files.slice(0, 1)] : files;
}

/**
 * The file that a process which has loaded nothing yet gets by the module's name, started as this one was: the first that it can read.
 *
 * @param running a file that this process has read, however it did.
 */
export function firstReadableFile({ files, pkg }: ResolvedModule, running: string): string | undefined {
	const inOrder = pkg?.isDependency === true ? files.slice(0, 1) : inOrderOfLoading(files);
	return inOrder.find((file) => !isTypeScript(file) || file === running || readsTypeScript());
}

/** Is the entry script in the tree of the output rather than in that of the source? */
function isBeside(entry: string, output: string, source: string): boolean {
	const common = (file: string): number => {
		let directory = builtin("node:path").dirname(file);
		while (!isInside(directory, entry) && directory !== builtin("node:path").dirname(directory))
			directory = builtin("node:path").dirname(directory);
		return directory.length;
	};
	return common(output) > common(source);
}
