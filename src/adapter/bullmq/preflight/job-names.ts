import type { Redis } from "ioredis";
import { MAX_NAME_LENGTH } from "../../../base/name.ts";
import { pagesOf } from "./pages.ts";
import { addCount, type JobState, STATE_KEYS, type StateCounts } from "./states.ts";

/** The names of the jobs in a queue. */
export interface JobNames {
	/** How many jobs of each name are in which state. */
	readonly names: ReadonlyMap<string, StateCounts>;
	/** Jobs without a name, and those whose name is longer than any name of this library. */
	readonly nameless: StateCounts;
	/** Jobs with other names than these: there were too many different ones to keep. */
	readonly more: StateCounts;
}

export interface ReadOptions {
	/** Told how many jobs have been read. */
	readonly onPage?: ((read: number) => void) | undefined;
	/** How many different names are kept. */
	readonly maxNames?: number | undefined;
}

/** The key of something in the queue: of a state, a job, … */
export type KeyOf = (type: string) => string;

/** A program has some hundred tasks. What has more names than this was not made by it, and must not fill the memory. */
const MAX_NAMES = 10_000;
/** In UTF-8. */
const MAX_BYTES = 3 * MAX_NAME_LENGTH;

/**
 * Reads the name of every job that is waiting, delayed, prioritized, paused, repeating, active, waiting for its children, or
 * failed, page by page. It sends `EXISTS`, `LRANGE`, `ZSCAN`, `HSTRLEN` and `HMGET` only, none of which changes anything; BullMQ's
 * own getters are scripts, of which some remove old markers. On a queue that works meanwhile, a job that moves may be counted twice;
 * one that is put back (tried again, stalled) just then may be missed.
 */
export async function readJobNames(
	redis: Redis,
	keyOf: KeyOf,
	{ onPage, maxNames = MAX_NAMES }: ReadOptions = {},
): Promise<JobNames> {
	const tally = new Tally(maxNames);
	let read = 0;
	for (const { state, key, type } of STATE_KEYS)
		for await (const ids of pagesOf(redis, keyOf(key), type)) {
			const jobs = ids.filter((id) => !isMarker(id)).map((id) => keyOf(state === "repeating" ? `repeat:${id}` : id));
			for (const name of await namesOf(redis, jobs)) tally.add(name, state);
			if (state === "active") for (const name of await nextNames(redis, keyOf, jobs)) tally.add(name, "deduplicated");
			read += ids.length;
			onPage?.(read);
		}
	return tally;
}

/** Until version 5 BullMQ had such ids in its lists to wake workers. */
function isMarker(id: string): boolean {
	return id.startsWith("0:");
}

/** A name; `null` for a job without one, or with one that is too long; `undefined` if the job is not there any more. */
type FoundName = string | null | undefined;

class Tally implements JobNames {
	readonly names: Map<string, StateCounts> = new Map();
	readonly nameless: StateCounts = {};
	readonly more: StateCounts = {};
	readonly #maxNames: number;

	constructor(maxNames: number) {
		this.#maxNames = maxNames;
	}

	add(name: FoundName, state: JobState): void {
		if (name === undefined) return;
		if (name === null) {
			addCount(this.nameless, state);
			return;
		}
		let counts = this.names.get(name);
		if (counts === undefined && this.names.size < this.#maxNames) {
			counts = {};
			this.names.set(name, counts);
		}
		addCount(counts ?? this.more, state);
	}
}

/** The names of jobs, by the keys of their hashes. */
async function namesOf(redis: Redis, keys: readonly string[]): Promise<FoundName[]> {
	const lengths = await pipelined(redis, keys, (pipeline, key) => pipeline.hstrlen(key, "name"));
	const readable = keys.filter((_, index) => isReadable(lengths[index]));
	const values = await pipelined(redis, readable, (pipeline, key) => pipeline.hmget(key, "name"));
	const names = new Map(readable.map((key, index) => [key, (values[index] as string[] | undefined)?.[0]]));
	const doubtful = keys.filter((key) => typeof names.get(key) !== "string");
	const exists = await pipelined(redis, doubtful, (pipeline, key) => pipeline.exists(key));
	const isThere = new Set(doubtful.filter((_, index) => exists[index] === 1));
	return keys.map((key) => names.get(key) ?? (isThere.has(key) ? null : undefined));
}

function isReadable(length: unknown): boolean {
	return typeof length === "number" && length > 0 && length <= MAX_BYTES;
}

/** The names of jobs that will be made when active ones end: https://docs.bullmq.io/guide/jobs/deduplication */
async function nextNames(redis: Redis, keyOf: KeyOf, active: readonly string[]): Promise<FoundName[]> {
	const ids = await pipelined(redis, active, (pipeline, key) => pipeline.hmget(key, "deid"));
	const keys = ids.flatMap((id) => (Array.isArray(id) && typeof id[0] === "string" ? [keyOf(`dn:${id[0]}`)] : []));
	return keys.length === 0 ? [] : await namesOf(redis, keys);
}

/** One answer for each key; `undefined` where the key is of another type than it should be. */
async function pipelined(
	redis: Redis,
	keys: readonly string[],
	ask: (pipeline: ReturnType<Redis["pipeline"]>, key: string) => unknown,
): Promise<unknown[]> {
	if (keys.length === 0) return [];
	const pipeline = redis.pipeline();
	for (const key of keys) ask(pipeline, key);
	const answers = (await pipeline.exec()) ?? [];
	return answers.map(([error, answer]) => {
		if (error === null) return answer;
		if (error.message.startsWith("WRONGTYPE")) return undefined;
		throw error;
	});
}
