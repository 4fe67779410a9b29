import { type Command, Option } from "commander";
import { examples } from "../../render/help.ts";
import { allowOption, cacheOption, prefixOption, redisOption, rootOption, timeoutOption } from "../options.ts";
import type { CheckOptions } from "./check.ts";

export function defineCheck(program: Command): void {
	program
		.command("check")
		.summary("prove the names, and compare them with the lock file")
		.description(
			"Loads every name in a separate process and proves that it leads to its value, and that the value gives the same name. Reports tasks without " +
				"a name, and what was renamed, moved, removed or changed since `namesake lock`. Does not load tests. Exits with 1 if it finds a problem.",
		)
		.option("--fix", "record old names as previous names in namesake.lock.json, and add new names")
		.option("--json", "print one JSON object")
		.addOption(
			new Option(
				"--only-tasks",
				"check tasks and tracked instances alone, and load only modules that may have any",
			).conflicts("all"),
		)
		.option("--all", "also load modules that have nothing to name, which may fail as well")
		.option("--allow-empty", "accept a project without names")
		.addOption(timeoutOption())
		.addOption(cacheOption())
		.option(
			"--queue <name...>",
			"also report jobs in these BullMQ queues that a worker could not run; the queues are only read",
		)
		.addOption(redisOption())
		.addOption(prefixOption())
		.addOption(rootOption())
		.addOption(allowOption())
		.addHelpText(
			"after",
			examples(
				"namesake check",
				"namesake check --fix",
				"namesake check --redis redis://cache:6379 --queue mails images",
			),
		)
		.action(async (options: CheckOptions, command: Command) => {
			if (options.queue === undefined && command.getOptionValueSource("redis") === "cli")
				command.error("error: --redis needs --queue <name...>");
			const { check } = await import("./check.ts");
			process.exitCode = await check(options);
		});
}
