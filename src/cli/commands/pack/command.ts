import { type Command, Option } from "commander";
import { examples } from "../../render/help.ts";
import { rootOption } from "../options.ts";
import type { PackOptions } from "./pack.ts";

export function definePack(program: Command): void {
	program
		.command("pack")
		.summary("bundle modules into one file, for a machine without the sources")
		.description(
			"Bundles modules and everything that they import into one file. Run as a program, the file runs functions and tasks by name: " +
				"node worker.mjs <name> [json...]. `namesake worker --bundle worker.mjs` runs the jobs of a queue from it. Needs esbuild.",
		)
		.argument("<entry...>", "files, folders and globs; their exports are kept")
		.option("-o, --out <file>", "the file to write, an ES module", "worker.mjs")
		.option("--minify", "minify the file; names stay the same")
		.option("--sourcemap", "write a source map next to it")
		.addOption(
			new Option(
				"--external <package>",
				"a package to leave out, to be installed where the file runs, such as one with a native addon; may be repeated",
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
