import { type Command, Option } from "commander";
import { allowOption, examples, prefixOption, redisOption, rootOption, wholeNumber } from "../options.ts";
import type { WorkerCommandOptions } from "./worker.ts";

export function defineWorker(program: Command): void {
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
