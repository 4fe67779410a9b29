import type { Command } from "commander";
import { allowOption, examples, prefixOption, redisOption, rootOption, timeoutOption } from "../options.ts";
import type { CheckOptions } from "./check.ts";

export function defineCheck(program: Command): void {
	program
		.command("check")
		.summary("prove the names, and compare them with the lock")
		.description(
			"Proves in a process of its own that every name loads its value and that the value names itself the same; tells which tasks\n" +
				"have no name; and says what has been renamed, moved, removed or changed since `namesake lock`. It loads the modules that have\n" +
				"names, tests excepted. Exits with 1 if there is anything to mend.",
		)
		.option("--fix", "keep old names as previous names in namesake.lock.json, and add new ones")
		.option("--json", "print one JSON object")
		.addOption(timeoutOption())
		.option(
			"--queue <name...>",
			"look into queues of BullMQ, too: which of their jobs could a worker not run? Changes nothing there",
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
