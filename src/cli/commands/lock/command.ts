import type { Command } from "commander";
import { examples } from "../../render/help.ts";
import { cacheOption, rootOption, timeoutOption } from "../options.ts";
import type { LockOptions } from "./lock.ts";

export function defineLock(program: Command): void {
	program
		.command("lock")
		.summary("write the names of the project to a lock file")
		.description(
			"Writes the names of tasks and tracked instances to namesake.lock.json. Commit the file: `namesake check` compares the project with it and " +
				"reports what was renamed, moved, removed or changed. Reads the source. Loads only modules that export the result of a call, to see " +
				"whether that is a task.",
		)
		.option("--all", "include functions and classes; the file remembers this")
		.option("--no-all", "include tasks and tracked instances only (the default)")
		.option("--forget", "treat names that may have been renamed as removed")
		.option("--accept [name...]", "record that these names, or all of NAMES_SWAPPED, run other code on purpose")
		.addOption(timeoutOption())
		.addOption(cacheOption())
		.addOption(rootOption())
		.addHelpText("after", examples("namesake lock", "namesake lock --all"))
		.action(async (options: LockOptions) => {
			const { lock } = await import("./lock.ts");
			process.exitCode = await lock(options);
		});
}
