import type { Command } from "commander";
import type { LookupOptions } from "../../project/target.ts";
import { allowOption, examples, rootOption } from "../options.ts";

export function defineRun(program: Command): void {
	program
		.command("run")
		.summary("run a function or task by its name")
		.description(
			"Loads a function or task by its name, calls it with the arguments, and prints the result as JSON.\n" +
				"What it writes to stdout itself goes to stderr; a result of undefined prints nothing.\n" +
				"The process ends when the result is printed, whatever is still open.",
		)
		.argument("<name>", "module#export.path, or path/to/file.ts#export.path")
		.argument("[json...]", "the arguments, each of them JSON")
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
