import type { Command } from "commander";
import { allowOption, type CommonOptions, examples, type ListOptions, rootOption } from "./options.ts";

/** Commands that read the source and run nothing. */
export function defineNames(program: Command): void {
	program
		.command("list")
		.summary("list what can be named")
		.description(
			"Lists what can be named: functions, classes, tasks, tracked instances and exported values.\nReads the source only and runs nothing.",
		)
		.argument("[path...]", "files, folders and globs (default: the package of the working directory)")
		.option("--json", "print one JSON array")
		.option("--all", "list functions without a name inside of functions, too")
		.option("--changed", "list what is not as namesake.lock.json says, with what it was")
		.addOption(rootOption())
		.addHelpText(
			"after",
			examples(
				"namesake list",
				"namesake list src/jobs --json",
				"namesake list --changed",
				"namesake list 'src/**/*.task.ts' | grep NOT_EXPORTED",
			),
		)
		.action(async (paths: string[], options: ListOptions) => {
			const { list } = await import("./list.ts");
			process.exitCode = await list(paths, options);
		});

	program
		.command("explain")
		.summary("show how a name comes about")
		.description(
			"Shows how a name comes about: the package and its root, the rule that names the module, and the exports that\n" +
				"were considered. Reads the source only and runs nothing.",
		)
		.argument("<place>", "module#export.path, file.ts#export.path, or file.ts:line[:column]")
		.option("--json", "print one JSON object")
		.addOption(rootOption())
		.addOption(allowOption())
		.addHelpText(
			"after",
			examples("namesake explain @acme/app/src/jobs/email#send", "namesake explain src/jobs/email.ts:12"),
		)
		.action(async (place: string, options: CommonOptions & { json?: boolean }) => {
			const { explain } = await import("./explain.ts");
			process.exitCode = await explain(place, options);
		});

	program
		.command("where")
		.summary("print where a name is written")
		.description("Prints file:line:column of a name. Reads the source only and runs nothing.")
		.argument("<name>", "module#export.path, or path/to/file.ts#export.path")
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
		.action(async (name: string, options: CommonOptions & { json?: boolean }) => {
			const { where } = await import("./where.ts");
			process.exitCode = await where(name, options);
		});
}
