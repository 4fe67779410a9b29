import { builtin, features } from "../base/runtime.ts";
import { moduleScopeOf } from "../origin/inspector.ts";
import type { ScriptModule } from "../origin/module-of.ts";
import { loadedUrls, type Script } from "../origin/script.ts";
import { fileOrUrl } from "../origin/source-map.ts";
import { exportsOfCommonJs, exportsOfNamespace, exportsOfScope, type LiveExports } from "./live-exports.ts";

/**
 * The exports of a module that is loaded, without running anything, or undefined if they can't be seen now.
 *
 * @param module the module as V8 runs it.
 * @param ownFunction finds a function that was written in it, through which its variables can be seen; asked only if nothing else shows them.
 */
export function loadedExports(module: ScriptModule, ownFunction?: () => object | undefined): LiveExports | undefined {
	const { script, source } = module;
	if (!script.isModule) return commonJsExports(fileOrUrl(script.url));
	const namespace = loadedNamespace(script.url);
	if (namespace !== undefined) return exportsOfNamespace(namespace);
	const fn = ownFunction?.();
	const scope = fn === undefined ? undefined : moduleScopeOf(fn);
	return scope === undefined ? undefined : exportsOfScope(scope, source.exports.bindings);
}

/**
 * The exports of a CommonJS module that is in the cache, or undefined.
 *
 * @param runsGetters whether an export that is a getter of the author's own may be read.
 */
export function commonJsExports(file: string, runsGetters = false): LiveExports | undefined {
	const cached = requireCache()[file];
	if (cached === undefined || isNamespace(cached.exports)) return undefined;
	const { exports } = cached;
	const isCurrent = () => requireCache()[file]?.exports === exports;
	return exportsOfCommonJs(exports, features.loadedFlag && cached.loaded, runsGetters, isCurrent);
}

function isNamespace(value: unknown): value is object {
	return builtin("node:util").types.isModuleNamespaceObject(value);
}

function requireCache(): NodeJS.Dict<NodeJS.Module> {
	return (builtin("node:module") as unknown as { _cache: NodeJS.Dict<NodeJS.Module> })._cache;
}

/** Modules that were seen to be loaded stay loaded: their namespace never changes. */
const namespaces = new Map<string, object>();

/** Is a file loaded, or about to be: as CommonJS, or as an ES module without a query? Of others it can't be told. */
export function isLoaded(file: string): boolean {
	if (Object.hasOwn(requireCache(), file)) return true;
	if (features.moduleLookUp !== "asks") return loadedUrls().has(builtin("node:url").pathToFileURL(file).href);
	return stateOf(file) !== "absent";
}

/** Is an ES module running, or has it awaited at its top level? These two can't be told apart. */
export function mayBeRunning(file: string): boolean {
	return features.moduleLookUp !== "asks" || stateOf(file) === "unfinished";
}

/** Modules that were seen in Node's own map, and those that were not: of these it has another one if anybody loads the file. */
const met = new WeakMap<Script, boolean>();

/**
 * Does an ES module run that Node's own map does not have: one that a program has made by itself (`vm.SourceTextModule`), of a file
 * that anybody else would load afresh?
 *
 * @param script the module as V8 runs it, at a `file:` URL without a query.
 */
export function isForeign(script: Script): boolean {
	const { url, isModule } = script;
	if (!isModule || features.moduleLookUp !== "asks") return false;
	let isMet = met.get(script);
	if (isMet === undefined) {
		isMet = namespaces.has(url) || stateOf(fileOrUrl(url)) !== "absent" || !canBeAsked();
		met.set(script, isMet);
	}
	return !isMet;
}

/** Does Node's map show what is in it for sure, this very module? Not so where others have put something else into the place of `_compile`. */
function canBeAsked(): boolean {
	const here = import.meta.url as string | undefined;
	return here?.startsWith("file:") === true && stateOf(fileOrUrl(here)) !== "absent";
}

function stateOf(file: string): "absent" | "loaded" | "unfinished" {
	try {
		return isNamespace(lookUp(file)) ? "loaded" : "absent";
	} catch (error) {
		const code = (error as NodeJS.ErrnoException | undefined)?.code ?? "";
		return /^ERR_REQUIRE_(?:CYCLE|ASYNC)_MODULE$/.test(code) ? "unfinished" : "absent";
	}
}

/** Says what a module's namespace is, to whom has imported it by the very URL that it was loaded from. */
export function rememberNamespace(url: string, namespace: object): void {
	namespaces.set(url, namespace);
}

/** The namespace of an ES module that {@link rememberNamespace} or {@link loadedExports} has met. */
export function knownNamespace(url: string): object | undefined {
	return namespaces.get(url);
}

/**
 * Asks Node's own module map, synchronously. `require()` would do so too, but a loader that stands in for it (tsx, for example)
 * may run the file a second time. One step behind that, Node looks an ES module up by its URL before it looks at the text: the
 * text that is handed over here is no program, so a module that is not in the map is a SyntaxError, and nothing is run or kept.
 * https://github.com/nodejs/node/blob/v24.0.0/lib/internal/modules/esm/loader.js (importSyncForRequire)
 */
function loadedNamespace(url: string): object | undefined {
	const known = namespaces.get(url);
	if (known !== undefined) return known;
	if (features.moduleLookUp === "none" || /[?#]/.test(url) || !url.startsWith("file:")) return undefined;
	try {
		const file = fileOrUrl(url);
		const namespace = features.moduleLookUp === "cache" ? requireCache()[file]?.exports : lookUp(file);
		if (!isNamespace(namespace)) return undefined;
		namespaces.set(url, namespace);
		return namespace;
	} catch (error) {
		if (features.moduleLookUp === "asks" && !isUndecided(error) && isAnswered()) failed.add(url);
		// It is not in there; it is still running (ERR_REQUIRE_CYCLE_MODULE); it awaits (ERR_REQUIRE_ASYNC_MODULE).
		return undefined;
	}
}

const failed = new Set<string>();
/** Did the module throw while it was running? Then nobody can load it. */
export function hasFailed(url: string): boolean {
	return failed.has(url);
}

function isUndecided(error: unknown): boolean {
	const code = (error as { code?: unknown } | null | undefined)?.code;
	return error instanceof SyntaxError || (typeof code === "string" && code.startsWith("ERR_"));
}

/** Does Node itself answer, and nobody who stands in for `_compile` and complains of the text? */
function isAnswered(): boolean {
	try {
		lookUp(builtin("node:path").join(builtin("node:path").sep, "namesake", "is", "no", "file.js"));
		return false;
	} catch (error) {
		return error instanceof SyntaxError;
	}
}

function lookUp(file: string): unknown {
	const module = new (builtin("node:module"))(file) as NodeModule & {
		_compile(text: string, file: string, format: "module"): void;
	};
	module.filename = file;
	module._compile("namesake: this is no program", file, "module");
	return module.exports;
}
