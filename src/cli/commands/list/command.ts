import type { Command } from "commander";
import { examples, rootOption, timeoutOption } from "../options.ts";
import type { ListOptions } from "./list.ts";

export function defineList(program: Command): void {
	program
		.command("list")
		.summary("list what can be named")
		.description(
			"Lists what can be named: functions, classes, tasks, tracked instances and exported values.\nReads the source only and runs nothing, but with --load.",
		)
		.argument("[path...]", "files, folders and globs (default: the package of the working directory)")
		.option("--json", "print one JSON array")
		.option("--all", "list functions without a name inside of functions, too")
		.option("--load", "load the modules in another process, and list what is there")
		.addOption(timeoutOption())
		.option("--changed", "list what is not as namesake.lock.json says, with what it was")
		.addOption(rootOption())
		.addHelpText(
			"after",
			examples(
				"namesake list",
				"namesake list src/jobs --json",
				"namesake list --load",
				"namesake list --changed",
				"namesake list 'src/**/*.task.ts' | grep NOT_EXPORTED",
			),
		)
		.action(async (paths: string[], options: ListOptions) => {
			const { list } = await import("./list.ts");
			process.exitCode = await list(paths, options);
		});
}
