import { Argument, type Command } from "commander";
import { examples } from "../../render/help.ts";
import type { Shell } from "./scripts.ts";

const SHELLS: readonly Shell[] = ["bash", "zsh", "fish"];

/** `completion`, and the hidden `complete`, which its scripts call. */
export function defineCompletion(program: Command): void {
	program
		.command("completion")
		.summary("print a completion script for a shell")
		.description(
			"Prints a script that completes commands, options and the names of the project. Load it in ~/.bashrc, in ~/.zshrc after compinit, or in " +
				"~/.config/fish/config.fish, as below.",
		)
		.addArgument(new Argument("<shell>").choices(SHELLS))
		.addHelpText(
			"after",
			examples(
				"source <(namesake completion bash)",
				"source <(namesake completion zsh)",
				"namesake completion fish | source",
			),
		)
		.action(async (shell: Shell) => {
			const { printScript } = await import("./scripts.ts");
			await printScript(shell);
		});

	program
		.command("complete", { hidden: true })
		.argument("[word...]")
		.option("--line <text>")
		.action(async (words: string[], options: { line?: string }) => {
			const { complete } = await import("./complete.ts");
			process.exitCode = await complete(program, words, options);
		});
}
