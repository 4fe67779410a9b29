import { type Command, Option } from "commander";
import { examples } from "../../render/help.ts";
import { allowOption, prefixOption, redisOption, rootOption, wholeNumber } from "../options.ts";
import type { WorkerCommandOptions } from "./worker.ts";

export function defineWorker(program: Command): void {
	program
		.command("worker")
		.summary("run the jobs of a queue in Redis (BullMQ)")
		.description(
			"Runs the jobs that TaskQueue added to a BullMQ queue, each by the name of its task. On SIGTERM or SIGINT it takes no more jobs, waits for " +
				"running jobs, and returns those that take too long to the queue; a second signal ends it at once. Reads TypeScript with the project's " +
				"tsx, or as Node does. Needs bullmq and ioredis.",
		)
		.argument("<queue>", "the name of the queue")
		.addOption(redisOption())
		.addOption(new Option("--concurrency <n>", "how many jobs run at a time").argParser(wholeNumber(1)).default(1))
		.addOption(
			new Option("--grace <seconds>", "how long to wait for running jobs when the worker stops")
				.argParser(wholeNumber(0))
				.default(8),
		)
		.option("--bundle <file>", "load tasks only from this file, which `namesake pack` wrote")
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
