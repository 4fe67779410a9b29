import type Module from "node:module";
import { locateFunction, moduleScopeOf } from "../origin/inspector.ts";
import type { ScriptModule } from "../origin/module-of.ts";
import { scriptById } from "../origin/script.ts";
import { fileOrUrl } from "../origin/source-map.ts";
import { builtin, features } from "../runtime.ts";
import { exportsOfCommonJs, exportsOfNamespace, exportsOfScope, type LiveExports } from "./live-exports.ts";

/**
 * The exports of a module that is loaded, without running anything, or undefined if they can't be seen now.
 *
 * @param module the module as V8 runs it.
 * @param ownFunction a function that was written in it, through which its variables can be seen.
 */
export function loadedExports(module: ScriptModule, ownFunction?: object): LiveExports | undefined {
	const { script, source } = module;
	if (!script.isModule) return commonJsExports(fileOrUrl(script.url));
	const namespace = loadedNamespace(script.url);
	if (namespace !== undefined) return exportsOfNamespace(namespace);
	const scope = ownFunction === undefined ? undefined : moduleScopeOf(ownFunction);
	return scope === undefined ? undefined : exportsOfScope(scope, source.exports.bindings);
}

/** The exports of a CommonJS module that is in the cache, or undefined. */
export function commonJsExports(file: string): LiveExports | undefined {
	const cached = requireCache()[file];
	if (cached === undefined || isNamespace(cached.exports)) return undefined;
	return exportsOfCommonJs(cached.exports, cached.loaded);
}

export function isNamespace(value: unknown): value is object {
	return Object.prototype.toString.call(value) === "[object Module]";
}

function requireCache(): NodeJS.Dict<NodeJS.Module> {
	return (builtin("node:module") as unknown as { _cache: NodeJS.Dict<NodeJS.Module> })._cache;
}

/** Modules that were seen to be loaded stay loaded: their namespace never changes. */
const namespaces = new Map<string, object>();

/** Says what a module's namespace is, to whom has imported it by the very URL that it was loaded from. */
export function rememberNamespace(url: string, namespace: object): void {
	namespaces.set(url, namespace);
}

/** The namespace of an ES module that {@link rememberNamespace} or {@link loadedExports} has met. */
export function knownNamespace(url: string): object | undefined {
	return namespaces.get(url);
}

/**
 * `require()` of an ES module that has run gives its exports and runs nothing, as long as it is Node's own loader that
 * answers. A loader that stands in for it (tsx, for example) may run the file a second time: it is then not asked.
 */
function loadedNamespace(url: string): object | undefined {
	const known = namespaces.get(url);
	if (known !== undefined) return known;
	if (!features.requireOfModules || /[?#]/.test(url) || !url.startsWith("file:") || !isOwnLoader()) return undefined;
	const file = fileOrUrl(url);
	const cache = requireCache();
	const wasCached = Object.hasOwn(cache, file);
	try {
		const namespace: unknown = builtin("node:module").createRequire(import.meta.url)(file);
		if (!isNamespace(namespace)) return undefined;
		namespaces.set(url, namespace);
		return namespace;
	} catch {
		// It is still running (ERR_REQUIRE_CYCLE_MODULE), or it awaits at its top level (ERR_REQUIRE_ASYNC_MODULE).
		return undefined;
	} finally {
		if (!wasCached) delete cache[file];
	}
}

/** The functions of the CommonJS loader that were seen to be Node's own. */
const checked = new WeakMap<object, boolean>();

function isOwnLoader(): boolean {
	const loader = builtin("node:module") as unknown as {
		_load: object;
		_resolveFilename: object;
		_extensions: Record<string, object>;
		prototype: Module & { load: object };
	};
	const { _load, _resolveFilename, _extensions, prototype } = loader;
	return [_load, _resolveFilename, prototype.load, prototype.require, ...Object.values(_extensions)].every(isNodesOwn);
}

function isNodesOwn(fn: object): boolean {
	let own = checked.get(fn);
	if (own === undefined) {
		const location = locateFunction(fn);
		own = location.kind === "located" && scriptById(location.scriptId)?.url.startsWith("node:") === true;
		checked.set(fn, own);
	}
	return own;
}
