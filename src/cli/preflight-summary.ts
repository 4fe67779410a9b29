import { total } from "../adapter/bullmq/preflight/states.ts";
import { sanitizeLine } from "../base/text.ts";
import { countedJobs, type JobsByQueue } from "./job-counts.ts";
import type { Preflight } from "./preflight.ts";
import { count } from "./text.ts";

/** What a look at queues has found, in lines. */
export function preflightSummary({ queues, names, problems, renamed }: Preflight): string {
	const lost = jobsOf(problems);
	const all = Object.keys(queues).map((queue) => countedJobs({ [queue]: queues[queue] ?? {} }));
	const verdict = problems.length === 0 ? "a worker can load all of them" : `a worker can't run ${count(lost, "job")}`;
	return [
		...renamed.map(
			({ from, to, jobs }) => `${sanitizeLine(from)} runs ${to}, of which it is a previous name: ${countedJobs(jobs)}`,
		),
		`${all.join(", ")}; ${count(names, "name")}: ${verdict}`,
	]
		.map((line) => `namesake check: ${line}\n`)
		.join("");
}

function jobsOf(problems: readonly { readonly jobs: JobsByQueue }[]): number {
	return problems.flatMap(({ jobs }) => Object.values(jobs)).reduce((sum, counts) => sum + total(counts), 0);
}
