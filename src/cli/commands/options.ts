import { InvalidArgumentError, Option } from "commander";

/* What several commands have in their definitions. */

export function timeoutOption(): Option {
	return new Option("--timeout <seconds>", "how long a module may take to load").argParser(wholeNumber(1)).default(10);
}

export function cacheOption(): Option {
	return new Option("--no-cache", "load all modules, also those that have not changed since the last run");
}

export function rootOption(): Option {
	return new Option(
		"--root <root>",
		"package root: auto, . (the working directory), or a folder (default: $NAMESAKE_PACKAGE_ROOT or auto)",
	);
}

export function allowOption(): Option {
	return new Option("--allow <package>", "a dependency that names may load, or * for all; may be repeated").argParser(
		(value: string, earlier: readonly string[] | undefined) => [...(earlier ?? []), value],
	);
}

export function redisOption(): Option {
	return new Option("--redis <url>", "the URL of the Redis server, redis:// or rediss://")
		.env("REDIS_URL")
		.default("redis://127.0.0.1:6379");
}

export function prefixOption(): Option {
	return new Option("--prefix <prefix>", "the prefix of BullMQ's keys in Redis").default("bull");
}

export function wholeNumber(least: number): (text: string) => number {
	return (text) => {
		const value = Number(text);
		if (/^\d+$/.test(text) && value >= least && value <= 2 ** 31) return value;
		throw new InvalidArgumentError(`Pass a whole number, ${least} or more.`);
	};
}
