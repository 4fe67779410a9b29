import type { Command } from "commander";
import type { LookupOptions } from "../../project/target.ts";
import { examples } from "../../render/help.ts";
import { allowOption, rootOption } from "../options.ts";

export function defineRun(program: Command): void {
	program
		.command("run")
		.summary("run a function or task by its name")
		.description(
			"Loads a function or task by its name, calls it with the arguments, and prints the result as JSON. An undefined result prints nothing. " +
				"The function's own output to stdout goes to stderr. The process ends after the result, even if timers or connections are open.",
		)
		.argument("<name>", "module#export.path, path/to/file.ts#export.path, or an explicit name")
		.argument("[json...]", "the arguments, each one as JSON")
		.addOption(rootOption())
		.addOption(allowOption())
		.addHelpText(
			"after",
			examples(
				"namesake run @acme/app/src/jobs/email#send '\"ada@example.org\"' '{\"copy\":true}'",
				"namesake run src/jobs/math.ts#add 1 -2",
			),
		)
		.action(async (name: string, args: string[], options: LookupOptions) => {
			const { run } = await import("./run.ts");
			process.exitCode = await run(name, args, options);
		});
}
