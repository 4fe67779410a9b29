import { availableParallelism } from "node:os";
import { setImmediate } from "node:timers/promises";
import { parentPort, Worker, workerData } from "node:worker_threads";

/** Makes what maps one item: each thread makes its own, with caches of its own. */
type Mapper<Settings, Item, Result> = (settings: Settings) => (item: Item) => Result;

/** Items, settings and results can be sent between threads. */
export interface ParallelMap<Settings, Item, Result> {
	readonly mapper: Mapper<Settings, Item, Result>;
	/** The module that exports the mapper by its own name: threads import it. */
	readonly module: URL;
	readonly settings: Settings;
	readonly items: readonly Item[];
	/** Is called from time to time, with the number of items that have been taken. */
	readonly onProgress: (taken: number) => void;
}

interface Job {
	readonly module: string;
	readonly name: string;
	readonly settings: unknown;
	readonly items: readonly unknown[];
	/** The number of items that have been taken: each thread takes the next. */
	readonly taken: Int32Array<SharedArrayBuffer>;
}

/** Results, each with the index of its item. */
type Results<Result> = readonly (readonly [index: number, result: Result])[];

/** A thread needs some 60 ms to start: below so many files it is not worth it. */
const MANY = 120;
/** More threads wait for the disk and for memory. */
const MOST_THREADS = 8;
/** Items that are taken at once. */
const BATCH = 8;

/** Maps items on all processors. @returns the results, in the order of the items. */
export async function parallelMap<Settings, Item, Result>({
	mapper,
	module,
	settings,
	items,
	onProgress,
}: ParallelMap<Settings, Item, Result>): Promise<readonly Result[]> {
	const taken = new Int32Array(new SharedArrayBuffer(4));
	const results = new Map<number, Result>();
	const collect = (some: Results<Result>) => {
		for (const [index, result] of some) results.set(index, result);
	};
	const threads = Math.min(MOST_THREADS, availableParallelism(), Math.ceil(items.length / MANY)) - 1;
	const job: Job = { module: module.href, name: mapper.name, settings, items, taken };
	const workers = Array.from({ length: threads }, () => startWorker(job, collect));
	const map = mapper(settings);
	for (const indices of batches(taken, items.length)) {
		onProgress(indices[0] ?? 0);
		await setImmediate();
		collect(indices.map((index) => [index, map(items[index] as Item)]));
	}
	await Promise.all(workers);
	// A thread that failed has taken items without results.
	return items.map((item, index) => (results.has(index) ? (results.get(index) as Result) : map(item)));
}

/** In a thread: maps items as long as there are any. */
export async function serveParallelMap(): Promise<void> {
	const { module, name, settings, items, taken } = workerData as Job;
	const exports = (await import(module)) as Record<string, Mapper<unknown, unknown, unknown>>;
	const map = exports[name]?.(settings);
	if (map === undefined) throw new Error(`${module} exports no ${name}`);
	for (const indices of batches(taken, items.length))
		parentPort?.postMessage(indices.map((index) => [index, map(items[index])] as const) satisfies Results<unknown>);
}

/** The indices of items that nobody has taken yet. */
function* batches(taken: Int32Array<SharedArrayBuffer>, count: number): Generator<readonly number[]> {
	for (let first = Atomics.add(taken, 0, BATCH); first < count; first = Atomics.add(taken, 0, BATCH))
		yield Array.from({ length: Math.min(BATCH, count - first) }, (_, index) => first + index);
}

/** @returns a promise of the thread's end, whatever that is: this thread does what is missing. */
function startWorker<Result>(job: Job, collect: (results: Results<Result>) => void): Promise<void> {
	return new Promise((resolve) => {
		try {
			const worker = new Worker(new URL("./parallel-map-worker.js", import.meta.url), { workerData: job });
			worker.on("message", collect);
			worker.on("error", () => resolve());
			worker.on("exit", () => resolve());
		} catch {
			// The permission model may forbid threads.
			resolve();
		}
	});
}
