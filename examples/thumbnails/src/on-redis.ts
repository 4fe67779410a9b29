import { availableParallelism } from "node:os";
import { QueueEvents } from "bullmq";
import { TaskQueue, TaskWorker } from "namesake/bullmq";
import { imagesToDo } from "./images.ts";
import { showProgress, summarize } from "./progress.ts";
import { makeThumbnail, type Thumbnail } from "./thumbnail.ts";

const images = await imagesToDo();
const connection = { url: process.env["REDIS_URL"] ?? "redis://127.0.0.1:6379", maxRetriesPerRequest: null };
const queue = new TaskQueue("thumbnails", { connection });
const events = new QueueEvents("thumbnails", { connection });
// This process works, too. Start others, here or on other machines that see the same files: npm run worker
const worker = new TaskWorker("thumbnails", { connection, concurrency: availableParallelism() });

function giveUp(error: NodeJS.ErrnoException): void {
	console.error(`Redis at ${connection.url}: ${error.code ?? error.message}`);
	process.exit(1);
}
queue.queue.on("error", giveUp);
events.on("error", giveUp);
worker.on("error", giveUp);
await events.waitUntilReady();

const start = performance.now();
const bar = showProgress(images.length);
// Each run has ids of its own: other runs may use the same queue at the same time.
const run = `${process.pid}-${Date.now()}`;
const ids = new Map(images.map((image, index) => [`${run}-${index}`, image]));
const thumbnails: Thumbnail[] = [];
const isDone = new Promise<void>((resolve) => {
	const add = (jobId: string, result: (input: string) => Thumbnail) => {
		const image = ids.get(jobId);
		if (image === undefined) return;
		bar.update(thumbnails.push(result(image.input)));
		if (thumbnails.length === images.length) resolve();
	};
	events.on("completed", ({ jobId, returnvalue }) => add(jobId, () => returnvalue as unknown as Thumbnail));
	events.on("failed", ({ jobId, failedReason }) => add(jobId, (input) => ({ input, size: 0, problem: failedReason })));
	if (images.length === 0) resolve();
});
await queue.addBulk(
	[...ids].map(([jobId, image]) => ({
		task: makeThumbnail,
		args: [image] as const,
		opts: { jobId, attempts: 3, removeOnComplete: true, removeOnFail: { age: 3600 } },
	})),
);
await isDone;
bar.stop();
summarize(thumbnails, performance.now() - start);
await Promise.all([worker.close(), events.close(), queue.close()]);
