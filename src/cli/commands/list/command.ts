import type { Command } from "commander";
import { examples } from "../../render/help.ts";
import { rootOption, timeoutOption } from "../options.ts";
import type { ListOptions } from "./list.ts";

export function defineList(program: Command): void {
	program
		.command("list")
		.summary("list the names of the project")
		.description(
			"Lists functions, classes, tasks, tracked instances and exported values with their names. Reads the source and runs nothing, except with --load and --changed.",
		)
		.argument("[path...]", "files, folders and globs (default: the package of the working directory)")
		.option("--json", "print one JSON array")
		.option("--all", "also list anonymous functions inside functions")
		.option("--load", "load the modules in another process, and list what is there")
		.addOption(timeoutOption())
		.option("--changed", "list the names that differ from namesake.lock.json, and what they were")
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
