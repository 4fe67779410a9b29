import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Job } from "bullmq";
import { NamesakeError } from "../../../base/errors.ts";
import { sanitizeLine, toErrorSummary } from "../../../base/text.ts";
import { isFile } from "../../../package/path.ts";
import { registry } from "../../../registry/read.ts";
import { checkQueueName, redisServer, withBullMQ } from "../../process/bullmq.ts";
import { EXIT, UsageError } from "../../process/exit.ts";
import { useTsx } from "../../process/tsx.ts";
import type { LookupOptions } from "../../project/target.ts";
import { renderError, renderThrown } from "../../render/error.ts";
import { coloursOf } from "../../render/terminal.ts";

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
	const { TaskWorker } = await withBullMQ("a worker", async () => await import("../../../adapter/bullmq/index.ts"));
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
	worker.once("ready", () =>
		tell(`waiting for jobs in ${queue} at ${server}, ${options.concurrency} at the same time`),
	);
	const signal = await stopSignal();
	tell(`${signal}: takes no more jobs, waits up to ${options.grace} s for those that run`);
	const handedBack = await worker.stop({ grace: options.grace * 1000 });
	const left = worker.active;
	tell(`${counts.completed} completed, ${counts.failed} failed, ${handedBack} handed back`);
	if (left > 0) tell(`Redis does not answer: ${left} more will be taken up by another worker once their locks end`);
	// What tasks have left open, or are still doing, would keep the process.
	process.exit(left === 0 ? EXIT.fine : EXIT.no);
}

/** Loads what `namesake pack` has made; from then on names lead nowhere else. */
async function openBundle(path: string): Promise<void> {
	const file = resolve(path);
	if (!isFile(file)) throw new UsageError(`--bundle: there is no file ${path}`);
	await import(pathToFileURL(file).href);
	if (registry()?.isClosed !== true)
		throw new UsageError(`--bundle takes a file that namesake pack has made, and ${path} is none`);
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
	const colours = coloursOf(process.stderr);
	const { cause } = error;
	const isCoded = error.name === "UnrecoverableError" && cause instanceof NamesakeError;
	const text = isCoded ? await renderError(cause, colours) : await renderThrown(error);
	// Whoever can write into Redis has chosen the name.
	const which = sanitizeLine(`job ${job?.id} ${job?.name}`);
	const again = isFinal ? "" : ", and will be tried again";
	tell(`${colours.red("failed")} ${which}${again}\n${text.replaceAll(/^(?=.)/gm, "  ")}`);
}

/** Says what is wrong with Redis once, not each time that BullMQ has tried again. */
function complaints(server: string): (error: Error) => void {
	let last = "";
	return (error) => {
		const { code } = error as NodeJS.ErrnoException;
		const text = error.message === "" && code !== undefined ? code : toErrorSummary(error);
		if (text === last) return;
		last = text;
		tell(`${server}: ${text}${/ECONN|ETIMEDOUT|ENOTFOUND/.test(text) ? ": trying again" : ""}`);
	};
}

function tell(text: string): void {
	process.stderr.write(`namesake worker: ${text}\n`);
}
