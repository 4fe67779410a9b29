import type { AsyncLocalStorage } from "node:async_hooks";
import { NamesakeError } from "../../base/errors.ts";
import { builtin } from "../../base/runtime.ts";

interface Loading {
	readonly name: string;
	isOver: boolean;
}

interface Entry {
	readonly storage: AsyncLocalStorage<Loading>;
	/** How many modules are being loaded. */
	running: number;
}

/** Two copies of this library in one thread, such as tsx makes, know of each other's. The thread is the pool's own. */
const KEY = Symbol.for("namesake.pool.loading/1");
const shared = globalThis as { [KEY]?: Entry };

/** Loads a module in a worker thread, for which {@link requireLoaded} refuses what the module itself does with a pool. */
export async function whileLoading<Result>(name: string, load: () => Promise<Result>): Promise<Result> {
	shared[KEY] ??= { storage: new (builtin("node:async_hooks").AsyncLocalStorage)<Loading>(), running: 0 };
	const entry = shared[KEY];
	const loading = { name, isOver: false };
	entry.running += 1;
	try {
		return await entry.storage.run(loading, load);
	} finally {
		// Timers that the module has set may run pools later.
		loading.isOver = true;
		entry.running -= 1;
		// Node 20 and 22 call hooks at every promise of a thread in which a storage is used: some 4 % of what a worker does for a task.
		if (entry.running === 0) entry.storage.disable();
	}
}

/**
 * A program that runs one of its own functions on a thread would be run by that thread again, which would start another thread, and so on.
 *
 * @throws NamesakeError `MODULE_FAILED` if the caller is a module that a worker thread is loading.
 */
export function requireLoaded(): void {
	const loading = shared[KEY]?.storage.getStore();
	if (loading === undefined || loading.isOver) return;
	throw new NamesakeError("MODULE_FAILED", {
		asked: loading.name,
		why: "the top level of the module runs functions on threads, so each thread that loads the module would start more threads",
		fix: "move the function to another module, or run the pool only if isMainThread of node:worker_threads is true",
	});
}
