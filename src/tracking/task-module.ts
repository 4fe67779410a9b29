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
}
