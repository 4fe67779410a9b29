import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { defineCompletion } from "./define-completion.ts";
import { defineLock } from "./define-lock.ts";
import { defineNames } from "./define-names.ts";
import { defineRun } from "./define-run.ts";
import { EXIT } from "./exit.ts";
import { examples } from "./options.ts";
import { allowClosedPipes } from "./terminal.ts";

/** Runs the command. What a subcommand needs is loaded when it is called. */
export async function main(argv: readonly string[]): Promise<void> {
	allowClosedPipes();
	try {
		await createProgram().parseAsync(argv);
	} catch (error) {
		if (error instanceof CommanderError) {
			process.exitCode = error.exitCode === 0 ? EXIT.fine : EXIT.wrong;
			return;
		}
		const { report } = await import("./report.ts");
		process.exitCode = await report(error);
	}
}

function createProgram(): Command {
	const program = new Command("namesake")
		.description("Names of functions and tracked instances: lists them, runs them, explains them.")
		.version(version(), "-V, --version", "print the version")
		.helpOption("-h, --help", "print help")
		.helpCommand("help [command]", "print the help of a command")
		.showHelpAfterError("(add --help for how to use it)")
		.exitOverride()
		.configureHelp({ helpWidth: Math.min(process.stdout.columns ?? 100, 100), minWidthToWrap: 20 })
		.addHelpText(
			"after",
			examples(
				"namesake list",
				"namesake run @acme/app/src/jobs/email#send '\"ada@example.org\"'",
				"namesake explain src/jobs/email.ts:12",
			),
		);

	defineNames(program);
	defineLock(program);
	defineRun(program);
	defineCompletion(program);
	return program;
}

function version(): string {
	const manifest: unknown = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
	return String((manifest as { version?: unknown }).version);
}
