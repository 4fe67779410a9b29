import { availableParallelism } from "node:os";
import { setImmediate } from "node:timers/promises";
import { parentPort, Worker, workerData } from "node:worker_threads";

/** What a thread is told. */
interface Share<Item, Settings> {
	readonly items: readonly Item[];
	readonly settings: Settings;
	/** How many items have been taken: each thread takes the next. */
	readonly taken: Int32Array<SharedArrayBuffer>;
}

/** What a thread tells: answers, each with the index of its item. */
type Shared<Answer> = readonly (readonly [index: number, answer: Answer])[];

/** Work that threads share: what an item is, and the answer, can be sent from one to another. */
export interface SharedWork<Item, Settings, Answer> {
	/** The program of a thread, which calls {@link workOnShare}. */
	readonly program: URL;
	readonly items: readonly Item[];
	readonly settings: Settings;
	/** What a thread does, for this one. */
	readonly work: (item: Item) => Answer;
	/** Is told from time to time how many have been taken. */
	readonly onProgress: (taken: number) => void;
}

/** A thread needs some 60 ms to start: below so many files it is not worth it. */
const MANY = 120;
/** More threads wait for the disk and for memory. */
const MOST_THREADS = 8;
/** Files that are taken at once. */
const BATCH = 8;

/** Does work on all processors. @returns the answers, in the order of the items. */
export async function onAllProcessors<Item, Settings, Answer>({
	program,
	items,
	settings,
	work,
	onProgress,
}: SharedWork<Item, Settings, Answer>): Promise<readonly Answer[]> {
	const taken = new Int32Array(new SharedArrayBuffer(4));
	const answers = new Array<{ readonly answer: Answer } | undefined>(items.length).fill(undefined);
	const collect = (shared: Shared<Answer>) => {
		for (const [index, answer] of shared) answers[index] = { answer };
	};
	const threads = Math.min(MOST_THREADS, availableParallelism(), Math.ceil(items.length / MANY)) - 1;
	const workers = Array.from({ length: threads }, () => startWorker(program, { items, settings, taken }, collect));
	for (const indices of shareOf(taken, items.length)) {
		onProgress(indices[0] ?? 0);
		await setImmediate();
		collect(indices.map((index) => [index, work(items[index] as Item)]));
	}
	await Promise.all(workers);
	// What a thread has taken that could not run to its end.
	return items.map((item, index) => (answers[index] ?? { answer: work(item) }).answer);
}

/** In a thread: takes items, as long as there are any, and tells the answers. */
export function workOnShare<Item, Settings, Answer>(start: (settings: Settings) => (item: Item) => Answer): void {
	const { items, settings, taken } = workerData as Share<Item, Settings>;
	const work = start(settings);
	for (const indices of shareOf(taken, items.length))
		parentPort?.postMessage(
			indices.map((index) => [index, work(items[index] as Item)] as const) satisfies Shared<Answer>,
		);
}

/** Takes items, as long as there are any. */
function* shareOf(taken: Int32Array<SharedArrayBuffer>, count: number): Generator<readonly number[]> {
	for (let first = Atomics.add(taken, 0, BATCH); first < count; first = Atomics.add(taken, 0, BATCH))
		yield Array.from({ length: Math.min(BATCH, count - first) }, (_, index) => first + index);
}

/** @returns a promise of the thread's end, whatever that is: what it has not done is done without it. */
function startWorker<Item, Settings, Answer>(
	program: URL,
	share: Share<Item, Settings>,
	collect: (shared: Shared<Answer>) => void,
): Promise<void> {
	return new Promise((resolve) => {
		try {
			const worker = new Worker(program, { workerData: share });
			worker.on("message", collect);
			worker.on("error", () => resolve());
			worker.on("exit", () => resolve());
		} catch {
			// The permission model may forbid threads.
			resolve();
		}
	});
}
