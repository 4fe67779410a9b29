import { InvalidArgumentError, Option } from "commander";

/** Options that several commands have. */
export interface CommonOptions {
	readonly root?: string | undefined;
	readonly allow?: readonly string[] | undefined;
}

/** Options of `list`. */
export interface ListOptions extends CommonOptions {
	readonly json?: boolean | undefined;
	readonly all?: boolean | undefined;
	readonly changed?: boolean | undefined;
}

/** Options of `lock`. */
export interface LockOptions {
	readonly all?: boolean | undefined;
	readonly forget?: boolean | undefined;
	/** In seconds. */
	readonly timeout: number;
	readonly root?: string | undefined;
}

/** Options of `check`. */
export interface CheckOptions extends CommonOptions {
	readonly fix?: boolean | undefined;
	readonly json?: boolean | undefined;
	/** In seconds. */
	readonly timeout: number;
	readonly queue?: readonly string[] | undefined;
	readonly redis: string;
	readonly prefix: string;
}

/** Options of `worker`. */
export interface WorkerCommandOptions extends CommonOptions {
	readonly redis: string;
	readonly concurrency: number;
	/** In seconds. */
	readonly grace: number;
	readonly prefix: string;
	readonly bundle?: string | undefined;
}

export function timeoutOption(): Option {
	return new Option("--timeout <seconds>", "how long a module may take to load").argParser(wholeNumber(1)).default(10);
}

export function rootOption(): Option {
	return new Option(
		"--root <root>",
		"package root: auto, . (the working directory), or a folder (default: $NAMESAKE_PACKAGE_ROOT, else auto)",
	);
}

export function redisOption(): Option {
	return new Option("--redis <url>", "redis[s]://[[user]:password@]host[:port][/database]")
		.env("REDIS_URL")
		.default("redis://127.0.0.1:6379");
}

export function prefixOption(): Option {
	return new Option("--prefix <prefix>", "the prefix of BullMQ's keys in Redis").default("bull");
}

export function allowOption(): Option {
	return new Option("--allow <package>", "a dependency that may be opened, * for all; may be repeated").argParser(
		(value: string, earlier: readonly string[] | undefined) => [...(earlier ?? []), value],
	);
}

export function wholeNumber(least: number): (text: string) => number {
	return (text) => {
		const value = Number(text);
		if (/^\d+$/.test(text) && value >= least && value <= 2 ** 31) return value;
		throw new InvalidArgumentError(`It is no whole number from ${least} on.`);
	};
}

/** What is shown behind the help of a command. */
export function examples(...lines: string[]): string {
	return `\nExamples:\n${lines.map((line) => `  $ ${line}`).join("\n")}`;
}
