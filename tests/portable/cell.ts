/** One answer of the portable program (fixtures/app/src/check.ts). */
export interface Row {
	readonly expected: string;
	readonly name?: string;
	readonly loadable?: boolean;
	readonly identical?: boolean;
	readonly error?: string;
}

type Group = "runtime" | "loader" | "host" | "bundler" | "framework";

/** One way to run the portable program, in which every name has to be the same. */
export interface Cell {
	readonly group: Group;
	readonly name: string;
	/** What a user has to set up, in a few words of Markdown; "nothing" where it works as it is. */
	readonly setup: string;
	/**
	 * What can't work there: the expected name, or its module with a `#`, and the code of the error that says so, or `not loadable`. Anything else that
	 * differs is a failure, and so is one of these that works.
	 */
	readonly cannot?: Readonly<Record<string, string>>;
	/** Runs the program, and gives the lines that it printed. */
	readonly run: (place: Place) => Promise<readonly Row[]>;
}

/** A copy of the portable program, for one cell alone. */
export interface Place {
	/** The package `@acme/portable`. */
	readonly directory: string;
	/** Runs a command there, and reads the rows from the last line that it prints. */
	rows(command: string, args: readonly string[], options?: CommandOptions): Promise<readonly Row[]>;
	/** Runs a command there, and fails if that fails. */
	run(command: string, args: readonly string[], options?: CommandOptions): Promise<string>;
	write(path: string, text: string): Promise<void>;
	read(path: string): Promise<string>;
	/** Copies a file or folder. */
	copy(from: string, to: string): Promise<void>;
	remove(path: string): Promise<void>;
}

export interface CommandOptions {
	readonly env?: Readonly<Record<string, string>>;
	readonly cwd?: string;
}
