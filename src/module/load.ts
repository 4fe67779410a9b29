import { inWords, NamesakeError } from "../errors.ts";
import { formatPath, type NameParts, parseName } from "../name.ts";
import { bodyCallOf } from "../origin/body-call.ts";
import { capture, framesOf } from "../origin/call-site.ts";
import { urlsSoFar } from "../origin/script.ts";
import { fileOrUrl } from "../origin/source-map.ts";
import { isInBundle, loadChunks, type RecordedExports, recordedExports, registry } from "../registry/read.ts";
import { builtin, process } from "../runtime.ts";
import { exportNotFound } from "./export-not-found.ts";
import { importNamespace } from "./import-namespace.ts";
import { ABSENT, exportsOfNamespace, isHolder, type LiveExports, readOwn } from "./live-exports.ts";
import { commonJsExports, isLoaded, mayBeRunning } from "./loaded.ts";
import { type LoadedName, loadedName, rememberName } from "./loaded-names.ts";
import { requireModuleText } from "./no-extension.ts";
import { mainDirectory } from "./package-root.ts";
import { isInside, isTypeScript } from "./path.ts";
import { type LoadOptions, type ResolvedModule, resolveModule } from "./resolve.ts";

export type { LoadOptions } from "./resolve.ts";

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
	parts: Pick<NameParts, "moduleName" | "nested">,
	resolveName: (moduleName: string, parts: never) => ResolvedModule,
): Promise<RecordedExports & { readonly isOnly?: boolean }> {
	const { moduleName, nested } = parts;
	const recorded = await findRecorded(moduleName);
	if (recorded !== undefined && nested === undefined) return recorded;
	if (registry()?.isClosed === true || isInBundle(moduleName)) throw notInBundle(asked);
	const resolved = resolveName(moduleName, parts as never);
	if (nested !== undefined) throw nestedError(asked, { exportPath: [], ...parts });
	return { ...(await importResolved(resolved, asked)), isOnly: resolved.files.length === 1 };
}

/**
 * {@link load} for many names of one module, which is looked for once.
 *
 * @returns gives what a name of the module leads to, and throws as {@link load}; it knows neither locks nor names of the user's own.
 * @throws NamesakeError as {@link load}.
 */
export async function loadModule(moduleName: string, options: LoadOptions = {}): Promise<(name: string) => unknown> {
	const { live, file } = await open(moduleName, { moduleName }, () => resolve(moduleName, options));
	return (name) => valueAt(live, parseName(name), name, file);
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
		why: "the program is a bundle, and no such module is in it: nothing that was bundled imports it, or uses what it exports",
		fix: "import the module from an entry of the bundle, and bundle it with the plugin",
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

function valueAt(live: LiveExports, parts: NameParts, name: string, file: string | undefined): unknown {
	const value = follow(live, parts, name, file);
	if (isThenable(value))
		throw new NamesakeError("UNNAMEABLE", {
			asked: name,
			why: "the value has a method `then`: to hand it over as a promise's result would call that",
			fix: "export an object that holds it, and load that object",
		});
	return value;
}

/** {@link resolveModule}, which finds packages of modules that are loaded already, too. */
export function resolve(moduleName: string, options: LoadOptions = {}): ResolvedModule {
	return resolveModule(moduleName, options, loadedFiles);
}

function* loadedFiles(): Generator<string> {
	for (const url of urlsSoFar()) if (url.startsWith("file:")) yield builtin("node:url").fileURLToPath(url);
}

/**
 * Of the files that have one module name (a source, and what was built from it) the one that counts: what is loaded; else,
 * if the program itself runs from built output, the output; else the source.
 *
 * @throws NamesakeError `DUPLICATE_NAME` if several are loaded.
 */
export function preferredFiles(resolved: ResolvedModule): readonly string[] {
	const { files, moduleName } = resolved;
	if (files.length === 1) return files;
	const loaded = files.filter(isLoaded);
	if (loaded.length > 1)
		throw new NamesakeError("DUPLICATE_NAME", {
			asked: moduleName,
			where: loaded.map((file) => ({ file, line: 1, column: 1 })),
			why: "both files are this module, and both are loaded: what one of them made is not what the other made",
			fix: "load the program either from its source or from its built output, not from both",
		});
	if (loaded.length === 1) return loaded;
	const main = mainDirectory();
	const builtFirst = main !== undefined && files.slice(1).some((file) => isBeside(main, file, files[0] ?? file));
	return builtFirst ? [...files.slice(1), ...files.slice(0, 1)] : files;
}

/** Is the main script in the tree of the output rather than in that of the source? */
function isBeside(main: string, output: string, source: string): boolean {
	const common = (file: string): number => {
		let directory = builtin("node:path").dirname(file);
		while (!isInside(directory, main) && directory !== builtin("node:path").dirname(directory))
			directory = builtin("node:path").dirname(directory);
		return directory.length;
	};
	return common(output) > common(source);
}

async function importResolved(
	resolved: ResolvedModule,
	asked: string,
): Promise<{ readonly file: string; readonly live: LiveExports }> {
	const files = preferredFiles(resolved);
	let failure: unknown;
	for (const file of files) {
		if (mayBeRunning(file) && isAskedByBody(file)) throw waitsForItself(asked, file);
		requireModuleText(file, asked);
		try {
			return { file, live: await importFile(file) };
		} catch (error) {
			failure = error;
			if (!isUnreadable(error, file)) break;
		}
	}
	throw moduleFailed(asked, files, failure);
}

/** @returns the exports of a file, which is run if it has not been. */
async function importFile(file: string): Promise<LiveExports> {
	const cached = commonJsExports(file, true);
	if (cached?.isComplete === true) return cached;
	const host = registry()?.importFile;
	if (host !== undefined) return exportsOfNamespace(await host(file));
	const { namespace } = await importNamespace(builtin("node:url").pathToFileURL(file).href);
	return commonJsExports(file, true) ?? exportsOfNamespace(namespace);
}

/** Is the caller the body of this very module, or awaited by it? */
function isAskedByBody(file: string): boolean {
	const url = builtin("node:url").pathToFileURL(file).href;
	const frames = framesOf(capture(isAskedByBody)) ?? [];
	return frames.some((frame) => frame.file === url && bodyCallOf([frame], Date.now()) !== undefined);
}

function waitsForItself(asked: string, file: string): NamesakeError {
	return new NamesakeError("MODULE_FAILED", {
		asked,
		where: { file, line: 1, column: 1 },
		why: "the module is still loading, and it is this module that asks: it would wait for itself for ever",
		fix: "use the variable itself there, or load it after the module has loaded",
	});
}

/**
 * The namespace of an ES module that has been loaded, by the URL that it was loaded from; as a property, as a module may export `then`.
 *
 * @throws NamesakeError `MODULE_FAILED` with the cause.
 */
export async function importLoaded(url: string): Promise<{ readonly namespace: object }> {
	try {
		return await importNamespace(url);
	} catch (cause) {
		throw moduleFailed(url, [fileOrUrl(url)], cause);
	}
}

/** This runtime can't read the file, so nothing of it has run: TypeScript without a loader for it. */
function isUnreadable(error: unknown, file: string): boolean {
	const code = (error as NodeJS.ErrnoException | undefined)?.code;
	return isTypeScript(file) && (code === "ERR_UNKNOWN_FILE_EXTENSION" || code === "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX");
}

function moduleFailed(asked: string, files: readonly string[], cause: unknown): NamesakeError {
	const file = files[0] ?? "";
	const where = { file, line: 1, column: 1 };
	if (!files.every((candidate) => isUnreadable(cause, candidate)))
		return new NamesakeError("MODULE_FAILED", {
			asked,
			where,
			why: `loading it threw ${inWords(cause)}`,
			fix: "mend the module: the cause has its own stack",
			cause,
		});
	const isSyntax = (cause as NodeJS.ErrnoException).code === "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX";
	return new NamesakeError("MODULE_FAILED", {
		asked,
		where,
		why: isSyntax
			? "Node strips types only: enums, namespaces, parameter properties and decorators need a compiler"
			: `this Node (${process.version}) can't read TypeScript by itself`,
		fix: `run with a loader (node --import tsx …)${isSyntax ? "" : ", with Node 22.18 or later"}, or from built output`,
		cause,
	});
}

function follow(live: LiveExports, parts: NameParts, asked: string, file: string | undefined): unknown {
	const [first = "", ...keys] = parts.exportPath;
	let value = live.read(first);
	if (value === ABSENT) throw exportNotFound(asked, parts, 0, [...live.names], file);
	for (const [index, key] of keys.entries()) {
		const member = readOwn(value, key);
		if (member === ABSENT) throw exportNotFound(asked, parts, index + 1, ownKeys(value), file);
		value = member;
	}
	return value;
}

function ownKeys(holder: unknown): string[] {
	try {
		return isHolder(holder) ? Object.getOwnPropertyNames(holder) : [];
	} catch {
		return [];
	}
}

function nestedError(asked: string, parts: NameParts): NamesakeError {
	return new NamesakeError("NESTED", {
		asked,
		why: `it is written inside of \`${formatPath(parts.exportPath)}\`: there is one for each call, and none to be loaded`,
		fix: "move the function to the top level of its module and export it",
	});
}

/** Can a promise not hand the value over, because it would call its `then`? */
export function isThenable(value: unknown): boolean {
	try {
		return isHolder(value) && typeof (value as { then?: unknown }).then === "function";
	} catch {
		return true;
	}
}
