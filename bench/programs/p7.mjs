/** P7: adds jobs to a queue in Redis and runs them, through BullMQ alone or through the adapter. */
import { argv } from "node:process";
import { pathToFileURL } from "node:url";
import { Queue, Worker } from "bullmq";
import { extractTaskModule } from "namesake";
import { TaskQueue, TaskWorker } from "namesake/bullmq";

const [, , who = "ours", port = "6379", jobs = "20000", project = ""] = argv;
/** Jobs that are added at once. */
const BATCH = 500;
const { job: task } = await import(pathToFileURL(`${project}/src/job.mjs`).href);
process.chdir(project);

const options = { connection: { host: "127.0.0.1", port: Number(port), maxRetriesPerRequest: null } };
const settings = { removeOnComplete: true };
const workers = { ...options, concurrency: 50 };
/** The adapter's job has the task's name: so has the other one, or their sizes would differ. */
const jobName = who === "ours" ? "" : extractTaskModule(task).name;

// The first naming and the first load are P3 and P4.
await run(BATCH);
console.log(`\n${JSON.stringify(await run(Number(jobs)))}`);

/**
 * @param {number} count of jobs
 * @returns {Promise<{ add: number, process: number, all: number }>} in milliseconds
 */
async function run(count) {
	const name = `bench-${who}-${process.pid}-${count}`;
	const queue = who === "ours" ? new TaskQueue(name, options) : new Queue(name, options);
	await (queue instanceof TaskQueue ? queue.queue : queue).waitUntilReady();
	const start = performance.now();
	for (let added = 0; added < count; added += BATCH) {
		const args = Array.from({ length: BATCH }, (_, index) => [added + index]);
		if (queue instanceof TaskQueue) await queue.addBulk(task, /** @type {any} */ (args), settings);
		else await queue.addBulk(args.map((each) => ({ name: jobName, data: { version: 1, args: each }, opts: settings })));
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
	await worker.close();
	await queue.close();
	return { add: addedAt - start, process: doneAt - addedAt, all: doneAt - start };
}
