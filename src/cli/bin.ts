#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { defineCheck } from "./commands/check/command.ts";
import { defineCompletion } from "./commands/completion/command.ts";
import { defineExecute } from "./commands/execute/command.ts";
import { defineExplain } from "./commands/explain/command.ts";
import { defineList } from "./commands/list/command.ts";
import { defineLock } from "./commands/lock/command.ts";
import { definePack } from "./commands/pack/command.ts";
import { defineRun } from "./commands/run/command.ts";
import { defineWhere } from "./commands/where/command.ts";
import { defineWorker } from "./commands/worker/command.ts";
import { allowClosedPipes, EXIT } from "./process/exit.ts";
import { configureHelp, examples } from "./render/help.ts";

/** In the order of the help. Each loads what it needs when it is called: to define them all takes a few milliseconds. */
const COMMANDS: readonly ((program: Command) => void)[] = [
	defineList,
	defineExplain,
	defineWhere,
	defineLock,
	defineCheck,
	defineRun,
	defineExecute,
	definePack,
	defineWorker,
	defineCompletion,
];

function createProgram(): Command {
	const program = new Command("namesake")
		.description("Lists, runs, explains and checks the names of functions and tracked instances.")
		.version(version(), "-V, --version", "print the version")
		.helpOption("-h, --help", "print help")
		.helpCommand("help [command]", "print the help of a command")
		.showHelpAfterError("Add --help to see the options.")
		.exitOverride()
		.addHelpText(
			"after",
			examples(
				"namesake list",
				"namesake run @acme/app/src/jobs/email#send '\"ada@example.org\"'",
				"namesake explain src/jobs/email.ts:12",
			),
		);
	configureHelp(program);
	for (const define of COMMANDS) define(program);
	return program;
}

function version(): string {
	const manifest: unknown = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
	return String((manifest as { version?: unknown }).version);
}

allowClosedPipes();
try {
	await createProgram().parseAsync(process.argv);
} catch (error) {
	if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.fine : EXIT.wrong;
	else {
		const { report } = await import("./process/report.ts");
		process.exitCode = await report(error);
	}
}
