import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Job } from "bullmq";
import { NamesakeError } from "../../../base/errors.ts";
import { sanitizeLine, toErrorSummary } from "../../../base/text.ts";
import { isFile } from "../../../package/path.ts";
import { registry } from "../../../registry/read.ts";
import { checkQueueName, redisServer, withBullMQ } from "../../process/bullmq.ts";
import { EXIT, UsageError } from "../../process/exit.ts";
import { reportUncaught, tell } from "../../process/report.ts";
import { useTsx } from "../../process/tsx.ts";
import type { LookupOptions } from "../../project/target.ts";
import { renderError, renderThrown } from "../../render/error.ts";
import { indent, renderLine } from "../../render/message.ts";
import { terminalOf, write } from "../../render/terminal.ts";
import { count } from "../../render/text.ts";

export interface WorkerCommandOptions extends LookupOptions {
	readonly redis: string;
	readonly concurrency: number;
	/** In seconds. */
	readonly grace: number;
	readonly prefix: string;
	readonly bundle?: string | undefined;
}

/** `namesake worker`: returns when it has been told to stop. */
export async function work(queue: string, options: WorkerCommandOptions): Promise<number> {
	const server = redisServer(options.redis);
	checkQueueName(queue);
	if (options.bundle === undefined) await useTsx();
	else await openBundle(options.bundle);
	process.setSourceMapsEnabled(true);
	reportUncaught();
	const { TaskWorker } = await withBullMQ(
		"namesake worker",
		async () => await import("../../../adapter/bullmq/index.ts"),
	);
	const counts = { completed: 0, failed: 0 };
	const worker = new TaskWorker(queue, {
		// A worker waits for Redis as long as it takes: https://docs.bullmq.io/guide/connections
		connection: { url: options.redis, maxRetriesPerRequest: null },
		concurrency: options.concurrency,
		prefix: options.prefix,
		allow: options.allow,
		packageRoot: options.root,
	});
	worker.on("completed", () => {
		counts.completed += 1;
	});
	worker.on("failed", (job, error) => {
		const isFinal = job?.finishedOn !== undefined;
		if (isFinal) counts.failed += 1;
		void tellFailure(job, error, isFinal);
	});
	worker.on("error", complaints(server));
	worker.once("ready", () => {
		void say(`waiting for jobs in ${queue} at ${server}, ${options.concurrency} at a time`);
	});
	const signal = await stopSignal();
	await say(`${signal}: takes no more jobs, waits up to ${options.grace} s for running jobs`);
	const handedBack = await worker.stop({ grace: options.grace * 1000 });
	const left = worker.active;
	await say(`${counts.completed} completed, ${counts.failed} failed, ${handedBack} handed back`);
	if (left > 0)
		await say(`Redis does not answer: another worker takes over ${count(left, "job")} when their locks expire`);
	// What tasks have left open, or are still doing, would keep the process.
	process.exit(left === 0 ? EXIT.fine : EXIT.no);
}

/** Loads what `namesake pack` has made; from then on names lead nowhere else. */
async function openBundle(path: string): Promise<void> {
	const file = resolve(path);
	if (!isFile(file)) throw new UsageError(`--bundle: there is no file ${path}`);
	await import(pathToFileURL(file).href);
	if (registry()?.isClosed !== true)
		throw new UsageError(`--bundle takes a file that \`namesake pack\` wrote, and ${path} is not one`);
}

/** The first of them ends the waiting; the second ends the process as if nobody listened. */
function stopSignal(): Promise<NodeJS.Signals> {
	const signals: readonly NodeJS.Signals[] = ["SIGTERM", "SIGINT"];
	return new Promise((resolve) => {
		const listen = (signal: NodeJS.Signals) => {
			for (const each of signals) process.off(each, listen);
			resolve(signal);
		};
		for (const each of signals) process.on(each, listen);
	});
}

async function tellFailure(job: Job | undefined, error: Error, isFinal: boolean): Promise<void> {
	const terminal = await terminalOf(process.stderr);
	const narrower = { ...terminal, width: terminal.width - 2 };
	const { cause } = error;
	const isCoded = error.name === "UnrecoverableError" && cause instanceof NamesakeError;
	const text = isCoded ? renderError(cause, narrower) : renderThrown(error, narrower);
	// Whoever can write into Redis has chosen the name.
	const which = sanitizeLine(`job ${job?.id} ${job?.name}`);
	const again = isFinal ? "" : ", will be retried";
	const line = renderLine(`namesake worker: ${terminal.colours.red("failed")} ${which}${again}`, terminal);
	await write(process.stderr, `${line}${indent(text, 2)}\n`);
}

/** Reports an error of Redis once, not at each retry of BullMQ. */
function complaints(server: string): (error: Error) => void {
	let last = "";
	return (error) => {
		const { code } = error as NodeJS.ErrnoException;
		const text = error.message === "" && code !== undefined ? code : toErrorSummary(error);
		if (text === last) return;
		last = text;
		void say(`${server}: ${text}${/ECONN|ETIMEDOUT|ENOTFOUND/.test(text) ? ", retrying" : ""}`);
	};
}

async function say(text: string): Promise<void> {
	await tell(`namesake worker: ${text}`);
}
