import { readFileSync } from "node:fs";
import { Argument, Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { completionScript, SHELLS, type Shell } from "./completion/scripts.ts";
import { EXIT } from "./exit.ts";
import type { PackOptions } from "./pack.ts";
import { allowClosedPipes, write } from "./terminal.ts";

/** Options that several commands have. */
export interface CommonOptions {
	readonly root?: string | undefined;
	readonly allow?: readonly string[] | undefined;
}

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
		.command("lock")
		.summary("write down the names of the project")
		.description(
			"Writes namesake.lock.json, which is to be committed: the names of tasks and tracked instances, so that `namesake check`\n" +
				"tells what has been renamed, moved, removed or changed since. Reads the source; it loads only the modules that export\n" +
				"what some call has made, to see whether that is a task.",
		)
		.option("--all", "functions and classes, too; the file remembers it")
		.option("--no-all", "tasks and tracked instances only, as at first")
		.option("--forget", "count names that may have been renamed as removed")
		.addOption(timeoutOption())
		.addOption(rootOption())
		.addHelpText("after", examples("namesake lock", "namesake lock --all"))
		.action(async (options: LockOptions) => {
			const { lock } = await import("./lock.ts");
			process.exitCode = await lock(options);
		});

	program
		.command("check")
		.summary("prove the names, and compare them with the lock")
		.description(
			"Proves in a process of its own that every name loads its value and that the value names itself the same; tells which tasks\n" +
				"have no name; and says what has been renamed, moved, removed or changed since `namesake lock`. It loads the modules that have\n" +
				"names, tests excepted. Exits with 1 if there is anything to mend.",
		)
		.option("--fix", "keep old names as previous names in namesake.lock.json, and add new ones")
		.option("--json", "print one JSON object")
		.addOption(timeoutOption())
		.option(
			"--queue <name...>",
			"look into queues of BullMQ, too: which of their jobs could a worker not run? Changes nothing there",
		)
		.addOption(redisOption())
		.addOption(prefixOption())
		.addOption(rootOption())
		.addOption(allowOption())
		.addHelpText(
			"after",
			examples(
				"namesake check",
				"namesake check --fix",
				"namesake check --redis redis://cache:6379 --queue mails images",
			),
		)
		.action(async (options: CheckOptions, command: Command) => {
			if (options.queue === undefined && command.getOptionValueSource("redis") === "cli")
				command.error("error: --redis needs --queue <name...>");
			const { check } = await import("./check.ts");
			process.exitCode = await check(options);
		});

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

	program
		.command("pack")
		.summary("make one file for a machine without the sources")
		.description(
			"Makes one self-contained file of modules and everything that they import. Run as a program, it runs their functions\n" +
				"and tasks by name: node worker.mjs <name> [json...]; `namesake worker --bundle worker.mjs` serves a queue from it.\n" +
				"Needs esbuild and unplugin.",
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
			await write(process.stdout, completionScript(shell));
		});

	program
		.command("complete", { hidden: true })
		.argument("[word...]")
		.option("--line <text>")
		.action(async (words: string[], options: { line?: string }) => {
			const { complete } = await import("./completion/complete.ts");
			process.exitCode = await complete(program, words, options);
		});
	return program;
}

/** Options of `worker`. */
export interface WorkerCommandOptions extends CommonOptions {
	readonly redis: string;
	readonly concurrency: number;
	/** In seconds. */
	readonly grace: number;
	readonly prefix: string;
	readonly bundle?: string | undefined;
}

function wholeNumber(least: number): (text: string) => number {
	return (text) => {
		const value = Number(text);
		if (/^\d+$/.test(text) && value >= least && value <= 2 ** 31) return value;
		throw new InvalidArgumentError(`It is no whole number from ${least} on.`);
	};
}

/** Options of `lock`. */
export interface LockOptions {
	readonly all?: boolean | undefined;
	readonly forget?: boolean | undefined;
	/** In seconds. */
	readonly timeout: number;
	readonly root?: string | undefined;
}

/** Options of `check`. */
export interface CheckOptions extends CommonOptions {
	readonly fix?: boolean | undefined;
	readonly json?: boolean | undefined;
	/** In seconds. */
	readonly timeout: number;
	readonly queue?: readonly string[] | undefined;
	readonly redis: string;
	readonly prefix: string;
}

/** Options of `list`. */
export interface ListOptions extends CommonOptions {
	readonly json?: boolean | undefined;
	readonly all?: boolean | undefined;
	readonly changed?: boolean | undefined;
}

function timeoutOption(): Option {
	return new Option("--timeout <seconds>", "how long a module may take to load").argParser(wholeNumber(1)).default(10);
}

function rootOption(): Option {
	return new Option(
		"--root <root>",
		"package root: auto, . (the working directory), or a folder (default: $NAMESAKE_PACKAGE_ROOT, else auto)",
	);
}

function redisOption(): Option {
	return new Option("--redis <url>", "redis[s]://[[user]:password@]host[:port][/database]")
		.env("REDIS_URL")
		.default("redis://127.0.0.1:6379");
}

function prefixOption(): Option {
	return new Option("--prefix <prefix>", "the prefix of BullMQ's keys in Redis").default("bull");
}

function allowOption(): Option {
	return new Option("--allow <package>", "a dependency that may be opened, * for all; may be repeated").argParser(
		(value: string, earlier: readonly string[] | undefined) => [...(earlier ?? []), value],
	);
}

function examples(...lines: string[]): string {
	return `\nExamples:\n${lines.map((line) => `  $ ${line}`).join("\n")}`;
}

function version(): string {
	const manifest: unknown = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
	return String((manifest as { version?: unknown }).version);
}
