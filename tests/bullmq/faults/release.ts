import { pathToFileURL } from "node:url";
import type { Task } from "../../../src/index.ts";
import { type App, app } from "../../app.ts";

/** The task of a release: works for some milliseconds, then leaves a line in a file. Gives the job's number. */
export type Append = Task<(file: string, job: number, milliseconds: number) => Promise<number>>;

/** A folder with one version of the package, as a deploy makes it: the names in it are those of every other version. */
export interface Release extends AsyncDisposable {
	readonly app: App;
	readonly version: string;
	/** The task itself, for a producer. */
	append(): Promise<Append>;
}

/** The file in a release that starts a worker. */
export const WORKER = "src/worker.js";

/** How long the lock of a job that nobody renews keeps other workers off. */
const LOCK_MS = 2000;

export async function release(version: string): Promise<Release> {
	const folder = await app({
		"package.json": { name: "@acme/app", version, type: "module" },
		"src/jobs.js": jobs(version),
		[WORKER]: worker,
	});
	return {
		app: folder,
		version,
		append: async () => (await import(pathToFileURL(folder.at("src/jobs.js")).href)).append,
		[Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
	};
}

/** One call of the system for one line: a process that is killed leaves a whole one or none. */
const jobs = (version: string) => `
import { appendFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { task } from "namesake";

export const append = task(async (file, job, milliseconds) => {
	await sleep(milliseconds);
	appendFileSync(file, \`\${job} \${process.pid} ${version}\\n\`);
	return job;
});
`;

/**
 * Jobs are added without attempts: what fails here has failed. A stall is no failure: a worker is killed more often than a job
 * may stall by default.
 */
const worker = `
import { TaskWorker } from "namesake/bullmq";

const [queue, url] = process.argv.slice(2);
const worker = new TaskWorker(queue, {
	connection: { url },
	concurrency: 10,
	lockDuration: ${LOCK_MS},
	stalledInterval: ${LOCK_MS / 2},
	maxStalledCount: 1000,
	runRetryDelay: 100,
});
worker.on("error", (error) => console.error(String(error.message || error.code)));
process.once("SIGTERM", () => worker.stop({ grace: 3000 }));
`;
