import type { Command } from "commander";
import { examples } from "../../render/help.ts";
import { allowOption, rootOption } from "../options.ts";
import type { ExplainOptions } from "./explain.ts";

export function defineExplain(program: Command): void {
	program
		.command("explain")
		.summary("explain how a value gets its name")
		.description(
			"Explains how a value gets its name: the package and its root, the rule that names the module, and the exports that lead to the value. " +
				"Reads the source and runs nothing.",
		)
		.argument("<place>", "module#export.path, file.ts#export.path, an explicit name, or file.ts:line[:column]")
		.option("--json", "print one JSON object")
		.addOption(rootOption())
		.addOption(allowOption())
		.addHelpText(
			"after",
			examples("namesake explain @acme/app/src/jobs/email#send", "namesake explain src/jobs/email.ts:12"),
		)
		.action(async (place: string, options: ExplainOptions) => {
			const { explain } = await import("./explain.ts");
			process.exitCode = await explain(place, options);
		});
}
