import type { JobNames } from "../../../adapter/bullmq/preflight/job-names.ts";
import { addCounts, type StateCounts, total } from "../../../adapter/bullmq/preflight/states.ts";
import { sanitizeLine } from "../../../base/text.ts";
import type { Swap } from "../../../lock/find-swaps.ts";
import { checkQueueName, redisServer, withBullMQ } from "../../process/bullmq.ts";
import { UsageError } from "../../process/exit.ts";
import { notify, tell } from "../../process/report.ts";
import type { SentError } from "../../process/sent-error.ts";
import { swapProblem } from "../../project/lock-problems.ts";
import type { ProjectName } from "../../project/reader.ts";
import type { LookupOptions } from "../../project/target.ts";
import { countedJobs, type JobsByQueue, type Problem } from "../../render/problem.ts";
import { startProgress } from "../../render/progress.ts";
import { count } from "../../render/text.ts";
import { tryTasks } from "./try-tasks.ts";

export interface PreflightOptions extends LookupOptions {
	/** In seconds. */
	readonly timeout: number;
	readonly queue?: readonly string[] | undefined;
	readonly redis: string;
	readonly prefix: string;
}

/** A name of jobs that the code in front of it can't run. */
interface JobProblem extends Problem {
	readonly jobs: JobsByQueue;
}

/** What is in some queues. */
interface Queues {
	/** The jobs of each name. */
	readonly names: ReadonlyMap<string, JobsByQueue>;
	readonly nameless: JobsByQueue;
	readonly more: JobsByQueue;
	/** All jobs of each queue. */
	readonly sizes: JobsByQueue;
}

/** What a look at some queues has found. */
export interface Preflight {
	readonly problems: readonly JobProblem[];
	/** Names that lead to a task by having been its name before. */
	readonly renamed: readonly { readonly from: string; readonly to: string; readonly jobs: JobsByQueue }[];
	/** How many jobs there are of how many names. */
	readonly queues: JobsByQueue;
	readonly names: number;
}

/**
 * Reads the names of the jobs in the queues that `--queue` names, and changes nothing there.
 *
 * @returns undefined if none is named.
 * @throws UsageError if one can't be read.
 */
export async function queuedNames({ redis, queue = [], prefix }: PreflightOptions): Promise<Queues | undefined> {
	if (queue.length === 0) return undefined;
	const server = redisServer(redis);
	for (const name of queue) checkQueueName(name);
	const { QueueReader, QueueUnreadable } = await withBullMQ(
		"--queue",
		async () => await import("../../../adapter/bullmq/preflight/connect.ts"),
	);
	const found = new Map<string, JobNames>();
	const progress = startProgress((read) => `reading ${read} jobs`);
	let before = 0;
	try {
		const reader = await QueueReader.open(redis, server, prefix);
		try {
			for (const name of new Set(queue)) {
				let here = 0;
				const onPage = (read: number) => {
					here = read;
					progress.update(before + read);
				};
				found.set(name, await reader.read(name, { onPage }));
				before += here;
			}
		} finally {
			await reader[Symbol.asyncDispose]();
		}
	} catch (error) {
		throw error instanceof QueueUnreadable ? new UsageError(error.message) : error;
	} finally {
		progress.stop();
	}
	return together(found);
}

function together(found: ReadonlyMap<string, JobNames>): Queues {
	const names = new Map<string, Record<string, StateCounts>>();
	const sizes: Record<string, StateCounts> = {};
	for (const [queue, jobs] of found) {
		for (const [name, counts] of jobs.names) names.set(name, { ...names.get(name), [queue]: counts });
		sizes[queue] = addCounts(...jobs.names.values(), jobs.nameless, jobs.more);
	}
	const byQueue = (which: "nameless" | "more"): JobsByQueue =>
		Object.fromEntries(
			[...found].flatMap(([queue, jobs]) => (total(jobs[which]) > 0 ? [[queue, jobs[which]] as const] : [])),
		);
	return { names, nameless: byQueue("nameless"), more: byQueue("more"), sizes };
}

/** What a comparison with the lock file found. */
interface LockChanges {
	/** What the lock file does not know yet. */
	readonly renamed: readonly { readonly from: string; readonly to: string }[];
	readonly swapped: readonly Swap<ProjectName>[];
}

/** Says which of the jobs the code in front of it can't run, as a worker would find out, or would run with the code of another name. */
export async function preflight(
	queues: Queues,
	directory: string,
	options: PreflightOptions,
	changes: LockChanges,
): Promise<Preflight> {
	const { names, nameless, more, sizes } = queues;
	const { root: packageRoot, allow, timeout } = options;
	const sorted = [...names.keys()].sort();
	const known = new Map(changes.renamed.map(({ from, to }) => [from, to]));
	const swaps = new Map(
		changes.swapped.flatMap((swap) => [swap.entry.name, ...swap.entry.previous].map((name) => [name, swap] as const)),
	);
	const trials = await tryTasks(sorted, { directory, timeout: timeout * 1000, packageRoot, allow });
	const problems: JobProblem[] = [];
	const renamed: Preflight["renamed"][number][] = [];
	for (const name of sorted) {
		const trial = trials.get(name);
		const jobs = names.get(name) ?? {};
		const swap = swaps.get(name);
		if (trial !== undefined && "code" in trial) problems.push(refused(name, trial, jobs, known.get(name)));
		else if (swap?.to !== undefined) problems.push({ ...swapProblem(swap), name, jobs });
		else if (trial?.to !== undefined) renamed.push({ from: name, to: trial.to, jobs });
	}
	if (Object.keys(nameless).length > 0) problems.push(withoutName(nameless));
	if (Object.keys(more).length > 0) problems.push(tooMany(more, names.size));
	return { problems, renamed, queues: sizes, names: names.size };
}

function refused(name: string, trial: SentError, jobs: JobsByQueue, to: string | undefined): JobProblem {
	const { code, why, where, nearest } = trial;
	const fix =
		to === undefined ? trial.fix : `run \`namesake check --fix\`: it records the name as a previous name of ${to}`;
	const alike = nearest.length > 0 ? `; nearest: ${nearest.join(", ")}` : "";
	return { code, name, where, why: `${why}${alike}`, fix, jobs };
}

function withoutName(jobs: JobsByQueue): JobProblem {
	return {
		code: "INVALID_NAME",
		name: "",
		where: [],
		why: "these jobs have no name, or a name that is too long",
		fix: "look at these jobs with a BullMQ tool: TaskQueue did not add them",
		jobs,
	};
}

function tooMany(jobs: JobsByQueue, kept: number): JobProblem {
	return {
		code: "TOO_MANY_NAMES",
		name: "",
		where: [],
		why: `these jobs have other names than the first ${kept} that were found`,
		fix: "put jobs that TaskQueue does not add into another queue",
		jobs,
	};
}

/** Shows what a look at queues found. */
export async function tellPreflight({ queues, names, problems, renamed }: Preflight): Promise<void> {
	for (const { from, to, jobs } of renamed)
		await notify(`${sanitizeLine(from)} runs ${to}, whose previous name it is: ${countedJobs(jobs)}`, "NAME_RENAMED");
	const all = Object.keys(queues).map((queue) => countedJobs({ [queue]: queues[queue] ?? {} }));
	const swapped = problems.filter(({ code }) => code === "NAMES_SWAPPED");
	const [lost, wrong] = [jobsOf(problems) - jobsOf(swapped), jobsOf(swapped)];
	const findings = [
		...(lost === 0 ? [] : [`can't run ${count(lost, "job")}`]),
		...(wrong === 0 ? [] : [`would run other code for ${count(wrong, "job")}`]),
	];
	const verdict = `a worker ${findings.length === 0 ? "can load all of them" : findings.join(", and ")}`;
	await tell(`namesake check: ${all.join(", ")}; ${count(names, "name")}: ${verdict}`);
}

function jobsOf(problems: readonly { readonly jobs: JobsByQueue }[]): number {
	return problems.flatMap(({ jobs }) => Object.values(jobs)).reduce((sum, counts) => sum + total(counts), 0);
}
