import { type Command, Option } from "commander";
import { examples, rootOption } from "../options.ts";
import type { PackOptions } from "./pack.ts";

export function definePack(program: Command): void {
	program
		.command("pack")
		.summary("make one file for a machine without the sources")
		.description(
			"Makes one self-contained file of modules and everything that they import. Run as a program, it runs their functions\n" +
				"and tasks by name: node worker.mjs <name> [json...]; `namesake worker --bundle worker.mjs` serves a queue from it.\n" +
				"Needs esbuild.",
		)
		.argument("<entry...>", "files, folders and globs: what they export is kept")
		.option("-o, --out <file>", "the file, an ES module", "worker.mjs")
		.option("--minify", "make it small; names stay what they are")
		.option("--sourcemap", "write a source map next to it")
		.addOption(
			new Option(
				"--external <package>",
				"a package that is installed there, such as one with a native addon; may be repeated",
			)
				.argParser((name: string, names: readonly string[]) => [...names, name])
				.default([]),
		)
		.addOption(rootOption())
		.addHelpText(
			"after",
			examples(
				"namesake pack src/jobs.ts -o worker.mjs",
				"namesake pack 'src/jobs/*.ts' --minify --external sharp",
				"node worker.mjs @acme/app/src/jobs#greet '\"Ada\"'",
			),
		)
		.action(async (entries: string[], options: PackOptions) => {
			const { pack } = await import("./pack.ts");
			process.exitCode = await pack(entries, options);
		});
}
