import type { Command } from "commander";
import { examples, rootOption, timeoutOption } from "../options.ts";
import type { LockOptions } from "./lock.ts";

export function defineLock(program: Command): void {
	program
		.command("lock")
		.summary("write down the names of the project")
		.description(
			"Writes namesake.lock.json, which is to be committed: the names of tasks and tracked instances, so that `namesake check`\n" +
				"tells what has been renamed, moved, removed or changed since. Reads the source; it loads only the modules that export\n" +
				"what some call has made, to see whether that is a task.",
		)
		.option("--all", "functions and classes, too; the file remembers it")
		.option("--no-all", "tasks and tracked instances only, as at first")
		.option("--forget", "count names that may have been renamed as removed")
		.addOption(timeoutOption())
		.addOption(rootOption())
		.addHelpText("after", examples("namesake lock", "namesake lock --all"))
		.action(async (options: LockOptions) => {
			const { lock } = await import("./lock.ts");
			process.exitCode = await lock(options);
		});
}
