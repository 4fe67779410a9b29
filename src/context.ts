import type { AsyncLocalStorage } from "node:async_hooks";
import { ownDescriptor } from "./own.ts";
import { builtin } from "./runtime.ts";

/** What a task may know of the job by which it runs, and say about it. */
export interface TaskContext {
	/** The name by which the task was loaded. */
	readonly name: string;
	/** The id of the job, as the queue knows it. */
	readonly id: string;
	/** How often the job has been started before this time: 0 the first time. */
	readonly attempt: number;
	/** Is aborted when the job is cancelled, when its lock is lost, and when the worker must hand it back. */
	readonly signal: AbortSignal;
	/** Says how far the task is: text, a number, a boolean or a plain object. */
	progress(value: string | number | boolean | object): Promise<void>;
	/** Adds a line to the job's log. */
	log(line: string): Promise<void>;
}

/** Has the context of a task; most tasks never ask for it. */
export interface ContextHolder {
	readonly context: TaskContext;
}

/** Two copies of this library in one process, such as tsx makes, must find the same context: it is kept for as long as somebody runs tasks. */
const KEY = Symbol.for("namesake.context/1");

interface Contexts {
	readonly storage: AsyncLocalStorage<ContextHolder>;
	users: number;
}

const shared = globalThis as { [KEY]?: Contexts };
/** Where nothing can be shared: another version has put something else there, or the host allows no new globals. */
let ownContexts: Contexts | undefined;

function contexts(): Contexts | undefined {
	try {
		const found = shared[KEY];
		return found !== undefined && isContexts(found) ? found : ownContexts;
	} catch {
		return ownContexts;
	}
}

function isContexts({ storage, users }: Contexts): boolean {
	return typeof storage.getStore === "function" && typeof storage.run === "function" && typeof users === "number";
}

/**
 * The job that runs the caller, when a queue's worker does. A task that is called directly, or on a thread, has none.
 *
 * @example
 * ```ts
 * export const resize = task(async (files: string[]) => {
 *   const context = taskContext();
 *   for (const [index, file] of files.entries()) {
 *     context?.signal.throwIfAborted();
 *     await resizeOne(file);
 *     await context?.progress((100 * (index + 1)) / files.length);
 *   }
 * });
 * ```
 */
export function taskContext(): TaskContext | undefined {
	return contexts()?.storage.getStore()?.context;
}

/** What {@link openTaskContexts} gives. */
export interface TaskContexts {
	/** Calls a function for which, and for whatever it awaits, {@link taskContext} gives the context of this holder. */
	run<Result>(holder: ContextHolder, call: () => Result): Result;
	/** Nothing more will be run. */
	close(): void;
}

/** Opens the way for {@link taskContext}. */
export function openTaskContexts(): TaskContexts {
	let opened = contexts();
	if (opened === undefined) {
		const { AsyncLocalStorage } = builtin("node:async_hooks");
		opened = { storage: new AsyncLocalStorage<ContextHolder>(), users: 0 };
		const isShared =
			!Object.hasOwn(shared, KEY) &&
			Reflect.defineProperty(shared, KEY, ownDescriptor({ value: opened, configurable: true }));
		if (!isShared) ownContexts = opened;
	}
	opened.users += 1;
	let isOpen = true;
	return {
		run: (holder, call) => opened.storage.run(holder, call),
		close() {
			if (!isOpen) return;
			isOpen = false;
			opened.users -= 1;
			if (opened.users > 0) return;
			if (ownContexts === opened) ownContexts = undefined;
			else delete shared[KEY];
		},
	};
}
