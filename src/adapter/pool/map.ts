/** How far a map is. */
export interface MapProgress {
	/** How many results there are. */
	readonly done: number;
	/** How many there will be, if the items are counted: an array or a set. */
	readonly total: number | undefined;
}

/** Options of a map. */
export interface MapOptions {
	/** How many items are worked on at the same time. */
	readonly concurrency?: number | undefined;
	/** Cancels what runs, and takes no more items. */
	readonly signal?: AbortSignal | undefined;
	/** Is called after each result. */
	readonly onProgress?: ((progress: MapProgress) => void) | undefined;
}

/**
 * Results in the order of the items. An item is asked for when there is somebody free to work on it, so that the items may be more
 * than fit into memory.
 *
 * @throws what the first failure throws, when everything else has been cancelled and the items' iterator has been told.
 */
export async function mapInOrder<Item, Result>(
	items: Iterable<Item> | AsyncIterable<Item>,
	run: (item: Item, signal: AbortSignal) => Promise<Result>,
	{ concurrency = 1, signal, onProgress }: MapOptions,
): Promise<Result[]> {
	const results: Result[] = [];
	const source = new Source(items);
	const cancel = new AbortController();
	let failure: { readonly error: unknown } | undefined;
	let done = 0;
	const fail = (error: unknown) => {
		failure ??= { error };
		cancel.abort(error);
		source.stop();
	};
	const abort = () => fail(abortError(signal?.reason));
	if (signal?.aborted === true) abort();
	else signal?.addEventListener("abort", abort, { once: true });

	const lane = async () => {
		try {
			for (let next = await source.next(); next !== undefined; next = await source.next()) {
				const { index, item } = next;
				results[index] = await run(item, cancel.signal);
				done += 1;
				onProgress?.({ done, total: source.total });
			}
		} catch (error) {
			fail(error);
		}
	};
	await Promise.all(Array.from({ length: concurrency }, lane));
	signal?.removeEventListener("abort", abort);
	if (failure === undefined) return results;
	await source.close();
	throw failure.error;
}

/** Items, one after the other also where many ask, which not every iterator can do by itself. */
class Source<Item> {
	readonly total: number | undefined;
	readonly #iterator: Iterator<Item> | AsyncIterator<Item>;
	#last: Promise<unknown> = Promise.resolve();
	#count = 0;
	#isOver = false;
	#isAsked = false;
	#stop: (() => void) | undefined;

	constructor(items: Iterable<Item> | AsyncIterable<Item>) {
		const { length, size } = items as { readonly length?: unknown; readonly size?: unknown };
		this.total = [length, size].find((count) => typeof count === "number") as number | undefined;
		this.#iterator =
			Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : (items as Iterable<Item>)[Symbol.iterator]();
	}

	/** @returns undefined when there are no more. */
	next(): Promise<{ readonly index: number; readonly item: Item } | undefined> {
		const next = this.#last.then(() => this.#pull());
		this.#last = next.catch(() => undefined);
		return next;
	}

	/** Whoever waits for an item gets none. */
	stop(): void {
		this.#isOver = true;
		this.#stop?.();
	}

	/** Tells the iterator that nobody wants the rest. One that is asked for an item can only answer after that: it is not waited for. */
	async close(): Promise<void> {
		const closing = (async () => this.#iterator.return?.())().catch(() => undefined);
		if (!this.#isAsked) await closing;
	}

	async #pull(): Promise<{ index: number; item: Item } | undefined> {
		if (this.#isOver) return undefined;
		const stopped = new Promise<undefined>((resolve) => {
			this.#stop = () => resolve(undefined);
		});
		const result = await Promise.race([this.#ask(), stopped]);
		if (result === undefined || result.done === true) {
			this.#isOver = true;
			return undefined;
		}
		const index = this.#count;
		this.#count += 1;
		return { index, item: await result.value };
	}

	async #ask(): Promise<IteratorResult<Item>> {
		this.#isAsked = true;
		try {
			return await this.#iterator.next();
		} finally {
			this.#isAsked = false;
		}
	}
}

/** As piscina says it: https://github.com/piscinajs/piscina/blob/v5.3.2/src/abort.ts */
function abortError(reason: unknown): Error {
	const error = new Error("The task has been aborted", { cause: reason });
	Object.defineProperty(error, "name", { value: "AbortError", configurable: true, writable: true });
	return error;
}
