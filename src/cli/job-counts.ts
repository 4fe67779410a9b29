import { type StateCounts, total } from "../adapter/bullmq/preflight/states.ts";
import { count } from "./text.ts";

/** How many jobs there are in each state, by queue. */
export type JobsByQueue = Readonly<Record<string, StateCounts>>;

/** `12 jobs in mails (10 waiting, 2 delayed), 1 job in news (1 failed)` */
export function countedJobs(jobs: JobsByQueue): string {
	return Object.entries(jobs)
		.map(([queue, counts]) => `${count(total(counts), "job")} in ${queue} (${statesOf(counts)})`)
		.join(", ");
}

function statesOf(counts: StateCounts): string {
	return Object.entries(counts)
		.sort(([, a], [, b]) => b - a)
		.map(([state, number]) => `${number} ${state}`)
		.join(", ");
}
