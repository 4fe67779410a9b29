import { fileOrUrl } from "../base/file-url.ts";
import { builtin, features } from "../base/runtime.ts";
import { isCompiledByNode, lookUpModule, moduleState } from "../hosts/node-module-map.ts";
import { requireCache } from "../hosts/require-cache.ts";
import { isMadeByVm } from "../hosts/vm-modules.ts";
import { moduleScopeOf } from "../origin/inspector.ts";
import type { ScriptModule } from "../origin/module-of.ts";
import { loadedUrls, type Script } from "../origin/script.ts";
import { exportsOfCommonJs } from "./common-js.ts";
import type { ExportView } from "./export-view.ts";
import { exportsOfNamespace, exportsOfScope } from "./namespace.ts";

/**
 * The exports of a module that is loaded, without running anything, or undefined if they can't be seen now.
 *
 * @param module the module as V8 runs it.
 * @param ownFunction finds a function that was written in it, through which its variables can be seen; asked only if nothing else shows them.
 */
export function loadedExports(module: ScriptModule, ownFunction?: () => object | undefined): ExportView | undefined {
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
export function commonJsExports(file: string, runsGetters = false): ExportView | undefined {
	const cached = requireCache()[file];
	if (cached === undefined || isNamespace(cached.exports)) return undefined;
	const { exports } = cached;
	const isCurrent = () => requireCache()[file]?.exports === exports;
	return exportsOfCommonJs(exports, features.loadedFlag && cached.loaded, runsGetters, isCurrent);
}

function isNamespace(value: unknown): value is object {
	return builtin("node:util").types.isModuleNamespaceObject(value);
}

/** Modules that were seen to be loaded stay loaded: their namespace never changes. */
const namespaces = new Map<string, object>();

/** Is a file loaded, or about to be: as CommonJS, or as an ES module without a query? Of others it can't be told. */
export function isLoaded(file: string): boolean {
	if (Object.hasOwn(requireCache(), file)) return true;
	if (features.moduleLookUp !== "asks") return loadedUrls().has(builtin("node:url").pathToFileURL(file).href);
	return moduleState(file) !== "absent";
}

/** Is an ES module running, or has it awaited at its top level? These two can't be told apart. */
export function mayBeRunning(file: string): boolean {
	return features.moduleLookUp !== "asks" || moduleState(file) === "unfinished";
}

/**
 * Does an ES module run that is not the one that an import of its file would give? See {@link isMadeByVm}.
 *
 * @param script the module as V8 runs it, at a `file:` URL without a query.
 */
export function isForeign(script: Script): boolean {
	return script.isModule && features.moduleLookUp === "asks" && isMadeByVm(script, namespaces.has(script.url));
}

/** Says what a module's namespace is, to whom has imported it by the very URL that it was loaded from. */
export function rememberNamespace(url: string, namespace: object): void {
	namespaces.set(url, namespace);
}

/** The namespace of an ES module that {@link rememberNamespace} or {@link loadedExports} has met. */
export function knownNamespace(url: string): object | undefined {
	return namespaces.get(url);
}

/** The namespace of a module that has run to its end, from Node's map of modules or, in Bun, from the cache of `require`. */
export function loadedNamespace(url: string): object | undefined {
	const known = namespaces.get(url);
	if (known !== undefined) return known;
	if (features.moduleLookUp === "none" || /[?#]/.test(url) || !url.startsWith("file:")) return undefined;
	try {
		const file = fileOrUrl(url);
		const namespace = features.moduleLookUp === "cache" ? requireCache()[file]?.exports : lookUpModule(file);
		if (!isNamespace(namespace)) return undefined;
		namespaces.set(url, namespace);
		return namespace;
	} catch (error) {
		if (features.moduleLookUp === "asks" && !isUndecided(error) && isCompiledByNode()) failed.add(url);
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
