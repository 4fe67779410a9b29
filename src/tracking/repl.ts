import { process } from "../base/runtime.ts";
import { isBundle } from "../registry/read.ts";

/**
 * Does the program run without files that its functions could be loaded from: in a REPL, from `node -e` or standard input,
 * in a notebook? Functions that are typed in there have the empty module name. Or is it a bundle that was made with the plugin?
 * There names are loaded from the bundle itself.
 *
 * The counterpart of flytekit's `is_ipython_or_pickle_exists`, but nothing in the working directory switches it.
 *
 * @example
 * ```ts
 * isReplOrBundle(); // false in a program that was started from a file
 * ```
 */
export function isReplOrBundle(): boolean {
	return isBundle() || isRepl();
}

/** Has the program no files at all? */
export function isRepl(): boolean {
	const main = process.argv[1];
	// `_eval` is the text behind -e and -p; https://github.com/nodejs/node/blob/v24.0.0/lib/internal/process/execution.js
	if ((process as { _eval?: unknown })._eval !== undefined) return true;
	// No main script: the REPL, or standard input (`node -`). A worker thread has its own file there, or `[worker eval]`.
	if (main === undefined || main === "" || main === "-" || main === "[worker eval]") return true;
	return NOTEBOOK_KERNEL.test(main.replaceAll("\\", "/"));
}

/** The programs that run the cells of a JavaScript notebook: ijavascript, tslab. */
const NOTEBOOK_KERNEL = /\/node_modules\/(?:ijavascript|jp-kernel|tslab)\//;
