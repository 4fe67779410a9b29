import type { Command } from "commander";
import { examples } from "../../render/help.ts";
import { allowOption, rootOption } from "../options.ts";
import type { WhereOptions } from "./where.ts";

export function defineWhere(program: Command): void {
	program
		.command("where")
		.summary("print the source location of a name")
		.description("Prints file:line:column of a name. Reads the source and runs nothing.")
		.argument("<name>", "module#export.path, path/to/file.ts#export.path, or an explicit name")
		.option("--json", "print one JSON object")
		.addOption(rootOption())
		.addOption(allowOption())
		.addHelpText(
			"after",
			examples(
				"namesake where @acme/app/src/jobs/email#send",
				'code --goto "$(namesake where src/jobs/email.ts#send)"',
			),
		)
		.action(async (name: string, options: WhereOptions) => {
			const { where } = await import("./where.ts");
			process.exitCode = await where(name, options);
		});
}
