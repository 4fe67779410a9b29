import { type Command, Option } from "commander";
import {
	allowOption,
	type CommonOptions,
	examples,
	prefixOption,
	redisOption,
	rootOption,
	type WorkerCommandOptions,
	wholeNumber,
} from "./options.ts";
import type { PackOptions } from "./pack.ts";

/** Commands that run what has a name, here or on another machine. */
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
		.action(async (name: string, args: string[], options: CommonOptions) => {
			const { run } = await import("./run.ts");
			process.exitCode = await run(name, args, options);
		});

	program
		.command("execute")
		.summary("run the task that a resolver finds")
		.description(
			"Loads a task resolver by its location, hands it the loader arguments, and calls the task that it finds.\n" +
				"Prints as `namesake run` does.",
		)
		.requiredOption(
			"--resolver <location>",
			"the name of the resolver; namesake#defaultTaskResolver is the default one",
		)
		.option("--args <json>", "the arguments of the task, as a JSON array", "[]")
		.argument("[loader-args...]", "what the resolver's loaderArgs(task) gave; write them behind --")
		.addOption(rootOption())
		.addOption(allowOption())
		.addHelpText(
			"after",
			examples(
				"namesake execute --resolver @acme/app/src/resolvers#byQueue -- mails",
				"namesake execute --resolver namesake#defaultTaskResolver --args '[1,2]' -- task-module @acme/app/src/math task-name add",
			),
		)
		.action(async (loaderArgs: string[], options: CommonOptions & { resolver: string; args: string }) => {
			const { execute } = await import("./execute.ts");
			process.exitCode = await execute(loaderArgs, options);
		});

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

	program
		.command("worker")
		.summary("run the jobs of a queue in Redis (BullMQ)")
		.description(
			"Runs the jobs that a TaskQueue has added to a queue of BullMQ, each by the name of its task. Needs bullmq and ioredis.\n" +
				"At SIGTERM or SIGINT it takes no more jobs, waits for the running ones, and hands back those that take too long;\n" +
				"a second signal ends it at once. Reads TypeScript with the project's tsx, or as Node does.",
		)
		.argument("<queue>", "the name of the queue")
		.addOption(redisOption())
		.addOption(
			new Option("--concurrency <n>", "how many jobs run at the same time").argParser(wholeNumber(1)).default(1),
		)
		.addOption(
			new Option("--grace <seconds>", "how long running jobs may take to finish when the worker is told to stop")
				.argParser(wholeNumber(0))
				.default(8),
		)
		.option("--bundle <file>", "take the tasks from a file that `namesake pack` has made, and from nowhere else")
		.addOption(prefixOption())
		.addOption(rootOption())
		.addOption(allowOption())
		.addHelpText(
			"after",
			examples("namesake worker mails", "namesake worker mails --redis redis://cache:6379/2 --concurrency 8"),
		)
		.action(async (queue: string, options: WorkerCommandOptions) => {
			const { work } = await import("./worker.ts");
			process.exitCode = await work(queue, options);
		});
}
