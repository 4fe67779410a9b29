import type { AsyncLocalStorage } from "node:async_hooks";
import { ownDescriptor } from "../../base/own.ts";
import { builtin, features, process } from "../../base/runtime.ts";

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

/** What the storage carries into everything that a function leaves behind: nothing, once the function has ended. */
interface Cell {
	holder: ContextHolder | undefined;
}

/** Two copies of this library in one process, such as tsx makes, must find the same contexts: they are kept for as long as somebody runs tasks. */
const KEY = Symbol.for("namesake.context/2");

interface Contexts {
	readonly storage: AsyncLocalStorage<Cell>;
	/** How many workers are open. */
	users: number;
	/** How many functions have been called and have not ended. */
	running: number;
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

function isContexts({ storage, users, running }: Contexts): boolean {
	const methods = [storage.getStore, storage.run, storage.disable];
	return (
		methods.every((method) => typeof method === "function") && typeof users === "number" && typeof running === "number"
	);
}

/**
 * The job that runs the caller, when a queue's worker does. A task that is called directly, or on a thread, has none; nor has what a task leaves
 * running, a timer for one, when what it gives has settled.
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
	return contexts()?.storage.getStore()?.holder?.context;
}

/** What {@link openTaskContexts} gives. */
export interface TaskContexts {
	/**
	 * Calls a function. Until what it gives has settled, {@link taskContext} gives the context of this holder to the function, to whatever it awaits,
	 * and to the `then` of what it gives; from then on to nobody.
	 *
	 * @param resolve is told what the function gives, when nothing of that is pending any more.
	 * @param reject is told what it throws.
	 */
	run(
		holder: ContextHolder,
		call: () => unknown,
		resolve: (value: unknown) => void,
		reject: (reason: unknown) => void,
	): void;
	/** Nothing more will be run. What runs still has its context. */
	close(): void;
}

/** Opens the way for {@link taskContext}. */
export function openTaskContexts(): TaskContexts {
	const opened = contexts() ?? newContexts();
	opened.users += 1;
	let isOpen = true;
	return {
		run(holder, call, resolve, reject) {
			const cell: Cell = { holder };
			// A `then` that somebody has written may call both, and more than once.
			const end = (tell: (outcome: unknown) => void, outcome: unknown) => {
				if (cell.holder === undefined) return;
				cell.holder = undefined;
				opened.running -= 1;
				rest(opened);
				handOn(tell, outcome);
			};
			opened.running += 1;
			try {
				opened.storage.run(cell, () =>
					Promise.resolve(call()).then(
						(value) => end(resolve, value),
						(reason) => end(reject, reason),
					),
				);
			} catch (error) {
				end(reject, error);
			}
		},
		close() {
			if (!isOpen) return;
			isOpen = false;
			opened.users -= 1;
			rest(opened);
		},
	};
}

function newContexts(): Contexts {
	const { AsyncLocalStorage } = builtin("node:async_hooks");
	const made: Contexts = { storage: new AsyncLocalStorage<Cell>(), users: 0, running: 0 };
	const isShared =
		!Object.hasOwn(shared, KEY) &&
		Reflect.defineProperty(shared, KEY, ownDescriptor({ value: made, configurable: true }));
	if (!isShared) ownContexts = made;
	return made;
}

/**
 * While no function runs, the storage is disabled: its hooks would be called for every promise of the process, and a queue makes some hundred of them
 * for a job. What was made before still has its cell when the storage is enabled again, and therefore cells are emptied.
 */
function rest(opened: Contexts): void {
	if (opened.running > 0) return;
	if (features.contextsNeedHooks) opened.storage.disable();
	if (opened.users > 0 || contexts() !== opened) return;
	if (ownContexts === opened) ownContexts = undefined;
	else delete shared[KEY];
}

/** As it was when this was loaded: tests put timers of their own there, which stand still. */
const { nextTick } = process;

/**
 * Promises that go on in this turn of the event loop would meet the hooks still, because Node takes those of promises away in a later microtask, and only
 * when the last of the functions that end together has ended.
 * https://github.com/nodejs/node/blob/v22.13.0/lib/internal/async_hooks.js (disableHooks)
 */
function handOn(tell: (outcome: unknown) => void, outcome: unknown): void {
	if (features.contextsNeedHooks) nextTick(tell, outcome);
	else tell(outcome);
}
