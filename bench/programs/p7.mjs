/** P7: adds jobs to a queue in Redis and runs them, through BullMQ alone or through the adapter. */
import { argv } from "node:process";
import { pathToFileURL } from "node:url";
import { Queue, Worker } from "bullmq";
import { TaskQueue, TaskWorker } from "namesake/bullmq";

const [, , who = "ours", port = "6379", jobs = "20000", project = ""] = argv;
const count = Number(jobs);
/** Jobs that are added at once. */
const BATCH = 500;
const { job: task } = await import(pathToFileURL(`${project}/src/job.mjs`).href);
process.chdir(project);

const options = { connection: { host: "127.0.0.1", port: Number(port), maxRetriesPerRequest: null } };
const name = `bench-${who}-${process.pid}`;
const settings = { removeOnComplete: true };
const workers = { ...options, concurrency: 50 };
const queue = who === "ours" ? new TaskQueue(name, options) : new Queue(name, options);
await (queue instanceof TaskQueue ? queue.queue : queue).waitUntilReady();

const start = performance.now();
for (let added = 0; added < count; added += BATCH) {
	const args = Array.from({ length: BATCH }, (_, index) => [added + index]);
	if (queue instanceof TaskQueue) await queue.addBulk(task, /** @type {any} */ (args), settings);
	else await queue.addBulk(args.map((each) => ({ name: "job", data: { version: 1, args: each }, opts: settings })));
}
const addedAt = performance.now();
const worker =
	who === "ours"
		? new TaskWorker(name, workers)
		: new Worker(name, async (job) => await task.fn(...job.data.args), workers);
await new Promise((resolve, reject) => {
	let done = 0;
	worker.on("completed", () => {
		done++;
		if (done === count) resolve(undefined);
	});
	worker.on("failed", (_, error) => reject(error));
});
const doneAt = performance.now();
console.log(`\n${JSON.stringify({ add: addedAt - start, process: doneAt - addedAt, all: doneAt - start })}`);
await worker.close();
await queue.close();
