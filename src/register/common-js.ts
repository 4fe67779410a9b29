import { builtin } from "../base/runtime.ts";
import { instrument, isRecorded } from "./instrument.ts";

interface CommonJsPrototype {
	_compile(text: string, file: string, ...rest: unknown[]): unknown;
}

/**
 * Before Node 22.15 there is no hook for CommonJS but this function, which everybody replaces who wants one (tsx, ts-node, pirates).
 * https://github.com/nodejs/node/blob/v20.19.0/lib/internal/modules/cjs/loader.js (Module.prototype._compile)
 */
export function patchCommonJs(): void {
	const prototype = builtin("node:module").prototype as unknown as CommonJsPrototype;
	const compile = prototype._compile;
	prototype._compile = function (text, file, ...rest) {
		const url = builtin("node:path").isAbsolute(file) ? builtin("node:url").pathToFileURL(file).href : file;
		return compile.call(this, isRecorded(url) && rest[0] !== "module" ? instrument(text, url) : text, file, ...rest);
	};
}
