import { NamesakeError } from "../base/errors.ts";
import { formatPath, type NameParts, parseName } from "../base/name.ts";
import { ABSENT, type ExportView } from "../exports/export-view.ts";
import { isLoaded } from "../exports/loaded.ts";
import { type LoadOptions, type ResolvedModule, resolveModule } from "../package/resolve.ts";
import { isInBundle, loadChunks, type RecordedExports, recordedExports, registry } from "../registry/read.ts";
import { importFile, importResolved, moduleFailed } from "./import-file.ts";
import { requireLoadOptions } from "./load-options.ts";
import { type LoadedName, loadedName, rememberName } from "./loaded-names.ts";
import { preferredFiles, resolve } from "./preferred-files.ts";
import { valueAt } from "./value-at.ts";

export type { LoadOptions } from "../package/resolve.ts";

/**
 * Loads the value that a name stands for.
 *
 * @param name `module#export.path`, or a name that the task has had before, or one of the user's own. It may come from anywhere: only modules of the project's own packages are opened, and of
 *   the dependencies that `options.allow` names; only own properties are followed, and no getters.
 * @returns the value itself: in a process that has the module loaded already, the identical one. Once loaded, a name leads to that module for
 *   as long as the process runs, as an import does.
 * @throws NamesakeError `INVALID_NAME`, `FORBIDDEN_MODULE`, `MODULE_NOT_FOUND`, `MODULE_FAILED` (with the cause),
 *   `EXPORT_NOT_FOUND`, `NOT_EXPORTED`, `NESTED`, `DUPLICATE_NAME` if two files of that name are loaded or two tasks claim it,
 *   `LOCK_INVALID`, `UNNAMEABLE` if the value is a thenable, which no promise can give.
 * @example
 * ```ts
 * const send = await load("@acme/app/src/jobs/email#send");
 * ```
 */
export async function load(name: string, options: LoadOptions = {}): Promise<unknown> {
	return await loadBy("program", name, options, (moduleName) => resolve(moduleName, options));
}

/**
 * {@link load} for names that strangers write: no dependency is opened that `options.allow` does not name, whatever the program
 * itself has loaded.
 *
 * @param check looks at the file of a module that has not been loaded, before it is run; it throws if it must not be.
 */
export async function loadAllowed(
	name: string,
	options: LoadOptions,
	check: (file: string, parts: NameParts) => void,
): Promise<unknown> {
	return await loadBy("strangers", name, options, (moduleName, parts) => {
		const resolved = resolveModule(moduleName, options);
		const [file] = preferredFiles(resolved);
		if (file !== undefined && parts.nested === undefined && !isLoaded(file)) check(file, parts);
		return resolved;
	});
}

type ResolveName = (moduleName: string, parts: NameParts) => ResolvedModule;

/** Loads by a name, or by what a lock or the code say that it is now: these are only asked where there is nothing of that name. */
async function loadBy(
	who: "program" | "strangers",
	name: string,
	options: LoadOptions,
	resolveName: ResolveName,
): Promise<unknown> {
	requireLoadOptions(String(name), options);
	try {
		const loaded = loadedName(who, name, options);
		if (loaded !== undefined) return valueAt(loaded.live, loaded.parts, name, loaded.file);
		const remember = (found: LoadedName) => rememberName(who, name, options, found);
		return await loadDirectly(name, resolveName, remember);
	} catch (error) {
		if (!(error instanceof NamesakeError) || !LOST.has(error.code)) throw error;
		const lost = await import("./load-lost.ts").catch(() => undefined);
		// A host without import(), such as Jest by default.
		if (lost === undefined) throw error;
		return await lost.loadLost(name, error, options, (target) => loadDirectly(target, resolveName));
	}
}

/** What says that there is nothing of a name. */
const LOST: ReadonlySet<string> = new Set(["EXPORT_NOT_FOUND", "INVALID_NAME", "MODULE_NOT_FOUND", "NOT_EXPORTED"]);

async function loadDirectly(
	name: string,
	resolveName: ResolveName,
	remember?: (loaded: LoadedName) => void,
): Promise<unknown> {
	const parts = parseName(name);
	const { live, file, isOnly } = await open(name, parts, resolveName);
	const value = valueAt(live, parts, name, file);
	if (file !== undefined && live.isComplete && isOnly === true) remember?.({ parts, live, file });
	return value;
}

async function open(
	asked: string,
	parts: Pick<NameParts, "moduleName" | "nested"> & Partial<NameParts>,
	resolveName: (moduleName: string, parts: never) => ResolvedModule,
): Promise<RecordedExports & { readonly isOnly?: boolean }> {
	const { moduleName, nested, exportPath: [first] = [] } = parts;
	const recorded = await findRecorded(moduleName);
	// An object that is filled by calls is not recorded. Where modules have files of their own, these have all exports.
	const isElsewhere = recorded?.file !== undefined && first !== undefined && recorded.live.read(first) === ABSENT;
	if (recorded !== undefined && nested === undefined && !isElsewhere) return recorded;
	if (registry()?.isClosed === true || isInBundle(moduleName)) throw notInBundle(asked);
	const resolved = resolveName(moduleName, parts as never);
	if (nested !== undefined) throw nestedError(asked, { ...parts, exportPath: parts.exportPath ?? [] });
	return { ...(await importResolved(resolved, asked)), isOnly: resolved.files.length === 1 };
}

/**
 * {@link load} for many names of one module, which is looked for once.
 *
 * @returns `read` gives what a name of the module leads to, and throws as {@link load}; it knows neither locks nor names of the user's own.
 * @throws NamesakeError as {@link load}.
 */
export async function loadModule(
	moduleName: string,
	options: LoadOptions = {},
): Promise<{ readonly read: (name: string) => unknown; readonly live: ExportView }> {
	const { live, file } = await open(moduleName, { moduleName }, () => resolve(moduleName, options));
	return { read: (name) => valueAt(live, parseName(name), name, file), live };
}

/** The exports of a module that the plugin or the preload has recorded, from a chunk that is loaded for it if need be. */
async function findRecorded(moduleName: string): Promise<RecordedExports | undefined> {
	const known = recordedExports(moduleName);
	if (known === undefined) await loadChunks(moduleName);
	// The host knows whether the file has changed since, and runs it again then.
	else if (known.file !== undefined) await registry()?.importFile?.(known.file);
	else return known;
	return recordedExports(moduleName);
}

function notInBundle(asked: string): NamesakeError {
	return new NamesakeError("MODULE_NOT_FOUND", {
		asked,
		why: "the program is a bundle that does not contain the module: no bundled module imports it, or uses its exports",
		fix: "import the module in an entry of the bundle, and bundle it with the plugin",
	});
}

/**
 * {@link load} from a file that is known to be the name's module: no name is looked up, and no package is closed.
 *
 * @throws NamesakeError as {@link load}, without those of finding the module.
 */
export async function loadFromFile(name: string, file: string): Promise<unknown> {
	const parts = parseName(name);
	if (parts.nested !== undefined) throw nestedError(name, parts);
	try {
		const live = await importFile(file);
		const recorded = recordedExports(parts.moduleName);
		return valueAt(recorded?.live ?? live, parts, name, recorded === undefined ? file : recorded.file);
	} catch (error) {
		throw error instanceof NamesakeError ? error : moduleFailed(name, [file], error);
	}
}

function nestedError(asked: string, parts: NameParts): NamesakeError {
	return new NamesakeError("NESTED", {
		asked,
		why: `it is inside \`${formatPath(parts.exportPath)}\`, so each call creates a new one, and there is none to load`,
		fix: "move the function to the top level of its module, and export it",
	});
}
