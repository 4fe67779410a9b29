/** Where in a queue a job can be that has been, or will be, run by its name. Completed jobs are not: nothing loads their names again. */
export type JobState =
	| "active"
	| "deduplicated"
	| "delayed"
	| "failed"
	| "paused"
	| "prioritized"
	| "repeating"
	| "waiting"
	| "waiting-children";

/** How many jobs there are in each state; states without any are left out. */
export type StateCounts = { [State in JobState]?: number };

/** What BullMQ calls the key of a state, and what kind of key it is. */
interface StateKey {
	readonly state: Exclude<JobState, "deduplicated">;
	readonly key: string;
	readonly type: "list" | "zset";
}

/**
 * In the order in which jobs go through them, so that a job that moves on meanwhile is rather counted twice than not at all.
 * A `deduplicated` job has no key of its own: an active job keeps it (`keepLastIfActive`).
 */
export const STATE_KEYS: readonly StateKey[] = [
	{ state: "repeating", key: "repeat", type: "zset" },
	{ state: "waiting-children", key: "waiting-children", type: "zset" },
	{ state: "delayed", key: "delayed", type: "zset" },
	{ state: "prioritized", key: "prioritized", type: "zset" },
	{ state: "paused", key: "paused", type: "list" },
	{ state: "waiting", key: "wait", type: "list" },
	{ state: "active", key: "active", type: "list" },
	{ state: "failed", key: "failed", type: "zset" },
];

export function addCount(counts: StateCounts, state: JobState, number = 1): void {
	counts[state] = (counts[state] ?? 0) + number;
}

/** The sum of some counts. */
export function addCounts(...all: readonly StateCounts[]): StateCounts {
	const sum: StateCounts = {};
	for (const counts of all)
		for (const [state, number] of Object.entries(counts)) addCount(sum, state as JobState, number);
	return sum;
}

export function total(counts: StateCounts): number {
	return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
