import type { Command } from "commander";
import { examples } from "../../render/help.ts";
import { allowOption, rootOption } from "../options.ts";
import type { ExecuteOptions } from "./execute.ts";

export function defineExecute(program: Command): void {
	program
		.command("execute")
		.summary("run the task that a resolver finds")
		.description(
			"Loads a task resolver by its location, passes it the loader arguments, and calls the task that it returns. Prints the result as " +
				"`namesake run` does.",
		)
		.requiredOption("--resolver <location>", "the name of the resolver, or namesake#defaultTaskResolver")
		.option("--args <json>", "the arguments of the task, as a JSON array", "[]")
		.argument("[loader-args...]", "the strings that the resolver's loaderArgs(task) returned, after --")
		.addOption(rootOption())
		.addOption(allowOption())
		.addHelpText(
			"after",
			examples(
				"namesake execute --resolver @acme/app/src/resolvers#byQueue -- mails",
				"namesake execute --resolver namesake#defaultTaskResolver --args '[1,2]' -- task-module @acme/app/src/math task-name add",
			),
		)
		.action(async (loaderArgs: string[], options: ExecuteOptions) => {
			const { execute } = await import("./execute.ts");
			process.exitCode = await execute(loaderArgs, options);
		});
}
