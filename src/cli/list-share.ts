import { availableParallelism } from "node:os";
import { setImmediate } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { type FileListing, type FileToList, Lister } from "./listed-names.ts";

/** What a thread is told. */
export interface Share {
	readonly files: readonly FileToList[];
	readonly anonymous: boolean;
	/** How many files have been taken: each thread takes the next. */
	readonly taken: Int32Array<SharedArrayBuffer>;
}

/** What a thread tells: files by their index. */
export type Shared = readonly (readonly [index: number, listing: FileListing])[];

/** A thread needs some 60 ms to start: below so many files it is not worth it. */
const MANY = 120;
/** More threads wait for the disk and for memory. */
const MOST_THREADS = 8;
/** Files that are taken at once. */
const BATCH = 8;

/**
 * Lists files on all processors, in the order in which they are given.
 *
 * @param onProgress is told from time to time how many have been taken.
 */
export async function listOnAllProcessors(
	files: readonly FileToList[],
	anonymous: boolean,
	onProgress: (taken: number) => void,
): Promise<readonly FileListing[]> {
	const taken = new Int32Array(new SharedArrayBuffer(4));
	const listings = new Array<FileListing | undefined>(files.length).fill(undefined);
	const collect = (shared: Shared) => {
		for (const [index, listing] of shared) listings[index] = listing;
	};
	const threads = Math.min(MOST_THREADS, availableParallelism(), Math.ceil(files.length / MANY)) - 1;
	const workers = Array.from({ length: threads }, () => startWorker({ files, anonymous, taken }, collect));
	const lister = new Lister(anonymous);
	for (const indices of shareOf(taken, files.length)) {
		onProgress(indices[0] ?? 0);
		await setImmediate();
		collect(indices.map((index) => [index, lister.list(files[index] as FileToList)]));
	}
	await Promise.all(workers);
	// What a thread has taken that could not run to its end.
	return files.map((file, index) => listings[index] ?? lister.list(file));
}

/** Takes files, as long as there are any. */
export function* shareOf(taken: Share["taken"], count: number): Generator<readonly number[]> {
	for (let first = Atomics.add(taken, 0, BATCH); first < count; first = Atomics.add(taken, 0, BATCH))
		yield Array.from({ length: Math.min(BATCH, count - first) }, (_, index) => first + index);
}

/** @returns a promise of the thread's end, whatever that is: what it has not done is done without it. */
function startWorker(share: Share, collect: (shared: Shared) => void): Promise<void> {
	return new Promise((resolve) => {
		try {
			const worker = new Worker(new URL("./list-worker.js", import.meta.url), { workerData: share });
			worker.on("message", collect);
			worker.on("error", () => resolve());
			worker.on("exit", () => resolve());
		} catch {
			// The permission model may forbid threads.
			resolve();
		}
	});
}
