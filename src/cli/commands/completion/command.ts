import { Argument, type Command } from "commander";
import { examples } from "../options.ts";
import type { Shell } from "./scripts.ts";

const SHELLS: readonly Shell[] = ["bash", "zsh", "fish"];

/** `completion`, and the hidden `complete`, which its scripts call. */
export function defineCompletion(program: Command): void {
	program
		.command("completion")
		.summary("print a script that completes names and options in a shell")
		.description(
			"Prints a script for a shell, which asks this command what may come next: commands, options, and names of the project.",
		)
		.addArgument(new Argument("<shell>").choices(SHELLS))
		.addHelpText(
			"after",
			examples(
				"source <(namesake completion bash)      # in ~/.bashrc",
				"source <(namesake completion zsh)       # in ~/.zshrc, after compinit",
				"namesake completion fish | source       # in ~/.config/fish/config.fish",
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
