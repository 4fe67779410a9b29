import { fileOrUrl } from "../base/file-url.ts";
import { builtin } from "../base/runtime.ts";

/*
 * Node's map of ES modules, by URL, asked synchronously. `require()` would ask it too, but a loader that replaces `require` (tsx, for example) may
 * run the file a second time. One step below, Node looks an ES module up by its URL before it reads the text. The text given here is no
 * program: for a module that is not in the map Node throws a SyntaxError, runs nothing and keeps nothing.
 * https://github.com/nodejs/node/blob/v24.0.0/lib/internal/modules/esm/loader.js (importSyncForRequire)
 */

/** `unfinished`: still running, or it has a top-level await. Node does not tell these two apart. */
export type ModuleState = "absent" | "loaded" | "unfinished";

/**
 * What Node's map has for the URL of a file, without a query.
 *
 * @returns the namespace of an ES module that has finished.
 * @throws SyntaxError if it is absent, `ERR_REQUIRE_CYCLE_MODULE` while it runs, `ERR_REQUIRE_ASYNC_MODULE` after a top-level await.
 */
export function lookUpModule(file: string): unknown {
	const module = new (builtin("node:module"))(file) as NodeModule & {
		_compile(text: string, file: string, format: "module"): void;
	};
	module.filename = file;
	module._compile("namesake: this is no program", file, "module");
	return module.exports;
}

export function moduleState(file: string): ModuleState {
	try {
		return builtin("node:util").types.isModuleNamespaceObject(lookUpModule(file)) ? "loaded" : "absent";
	} catch (error) {
		const code = (error as NodeJS.ErrnoException | undefined)?.code ?? "";
		return /^ERR_REQUIRE_(?:CYCLE|ASYNC)_MODULE$/.test(code) ? "unfinished" : "absent";
	}
}

/** Does the map show this very module? If not, somebody has replaced `Module.prototype._compile`, and `absent` means nothing. */
export function showsThisModule(): boolean {
	const here = import.meta.url as string | undefined;
	return here?.startsWith("file:") === true && moduleState(fileOrUrl(here)) !== "absent";
}

/** Is it Node's own `_compile` that reads the text and refuses it? */
export function isCompiledByNode(): boolean {
	const { join, sep } = builtin("node:path");
	try {
		lookUpModule(join(sep, "namesake", "is", "no", "file.js"));
		return false;
	} catch (error) {
		return error instanceof SyntaxError;
	}
}
