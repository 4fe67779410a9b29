import type { ErrorCode } from "../base/errors.ts";

/** What a function or a tracked instance is called, and where it lives. */
export interface TaskModule {
	/**
	 * `module#export.path`; in a program without files (a REPL, `node -e`) the path alone; of a task that was given a name of the user's
	 * own, that name.
	 */
	readonly name: string;
	/** `@acme/app/src/jobs/email`; empty in a program without files. */
	readonly moduleName: string;
	/** The export path: `send`, `tasks.resize`, `outer/inner`. */
	readonly functionName: string;
	/** The absolute path of the file that was run; empty in a program without files. */
	readonly fullPath: string;
	/**
	 * `load(name)` gives this very value, here and in another process. There a value of a dependency needs `load`'s permission:
	 * `load(name, { allow: "lib" })`.
	 */
	readonly loadable: boolean;
	/**
	 * Why not; absent if it is loadable. `NOT_EXPORTED`, `NESTED`: no export leads to it, or the text does not show its explicit name. `NAME_MISMATCH`: the name leads to something else, or this value
	 * was put there after its module had run. `LHS_UNPROVEN`: it can't be told before the module has run, or where exports can't be seen.
	 * `DUPLICATE_NAME`: the name loads another file or another instance of the module. `MODULE_NOT_FOUND`, `FORBIDDEN_MODULE`: it loads no file.
	 * `MODULE_FAILED`: the module has thrown. `UNNAMEABLE`: the value has a method `then`.
	 */
	readonly reason?: ErrorCode;
}
