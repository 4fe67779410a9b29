/** What is run in every version of the project: it is no part of it, and nothing of it has a name. */
export const PROGRAMS: Readonly<Record<string, string>> = {
	/** Adds a job for each task to each of some queues, and tells what the task gives now. */
	"tools/add.mjs": `
		import { isTask } from "namesake";
		import { TaskQueue } from "namesake/bullmq";
		import { globSync } from "tinyglobby";
		const [url, ...names] = process.argv.slice(2);
		const queues = names.map((name) => new TaskQueue(name, { connection: { url } }));
		const jobs = {};
		const held = (value) => (typeof value === "object" && value !== null ? Object.values(value) : value);
		for (const file of globSync(["src/**/*.js", "source/**/*.js"], { absolute: true }))
			for (const value of Object.values(await import(file)).flatMap(held).filter(isTask))
				for (const queue of queues) {
					const { name, id } = await queue.add(value, ["ada@example.org"]);
					jobs[queue.queue.name + ":" + id] = { name, result: await value("ada@example.org") };
				}
		await Promise.all(queues.map((queue) => queue.close()));
		console.log(JSON.stringify(jobs));
	`,
	/** Runs what waits in a queue, and tells what became of each job. */
	"tools/drain.mjs": `
		import { Queue } from "bullmq";
		import { TaskWorker } from "namesake/bullmq";
		const [url, name] = process.argv.slice(2);
		const queue = new Queue(name, { connection: { url } });
		const worker = new TaskWorker(name, { connection: { url } });
		while ((await queue.getJobCountByTypes("waiting", "active", "delayed")) > 0) await new Promise((done) => setTimeout(done, 20));
		await worker.close();
		const jobs = {};
		for (const job of await queue.getJobs(["completed", "failed"]))
			jobs[name + ":" + job.id] = { name: job.name, state: await job.getState(), result: job.returnvalue, reason: job.failedReason };
		await queue.close();
		console.log(JSON.stringify(jobs));
	`,
};
