import { Piscina, queueOptionsSymbol } from "piscina";
import { tsxForWorkers } from "../../hosts/tsx.ts";
import { loadableModule } from "../../tracking/loadable.ts";
import { callable } from "../../tracking/resolver.ts";
import type { TaskModule } from "../../tracking/task-module.ts";
import { type Clocked, clocked } from "./clock.ts";
import { Deadline, requireTimeout } from "./deadline.ts";
import { requireLoaded } from "./loading.ts";
import { type MapOptions, mapInOrder } from "./map.ts";
import { type Answer, encodeArguments, encodeTarget, isPrimitive, type Request } from "./message.ts";
import { unwrapAll } from "./movable.ts";
import { endThreadsForSure } from "./termination.ts";
import { decodeThrown } from "./thrown.ts";
import { requireTransferable } from "./transferable.ts";
import { workerFailed } from "./worker-failed.ts";

/** Piscina's own options, but for those that name the file of a worker. */
export interface TaskPoolOptions
	extends Omit<NonNullable<ConstructorParameters<typeof Piscina>[0]>, "filename" | "name"> {
	/**
	 * How long a task may run, in milliseconds from when a worker takes it; then its worker is ended. For the first task of a worker,
	 * its start and the loading of the module count, too.
	 */
	readonly timeout?: number | undefined;
}

/** How tasks are run: {@link TaskPool.with}. */
export interface RunSettings {
	/** Cancels the task: its worker is ended. */
	readonly signal?: AbortSignal | undefined;
	/** What is moved to the worker instead of being copied, as for `postMessage`. */
	readonly transferList?: readonly unknown[] | undefined;
	/** In milliseconds, as {@link TaskPoolOptions.timeout}; Infinity for none. */
	readonly timeout?: number | undefined;
}

/** What can be run on a thread: a task, or an exported function. */
// biome-ignore lint/suspicious/noExplicitAny: a function of any parameters can be run
export type Runnable = (this: void, ...args: any[]) => unknown;

/** What {@link TaskPool.map} calls with one item: it needs no further argument. */
// biome-ignore lint/suspicious/noExplicitAny: an item of any type
export type Mappable = (this: void, item: any) => unknown;

/** A task that has been named. */
interface Known {
	readonly name: string;
	readonly target: string;
}

/** Runs functions on threads. */
export interface Runner {
	/** {@link TaskPool.run} */
	run<Fn extends Runnable>(task: Fn, ...args: Parameters<Fn>): Promise<Awaited<ReturnType<Fn>>>;
	/** {@link TaskPool.map} */
	map<Fn extends Mappable>(
		task: Fn,
		items: Iterable<Parameters<Fn>[0]> | AsyncIterable<Parameters<Fn>[0]>,
		options?: MapOptions,
	): Promise<Awaited<ReturnType<Fn>>[]>;
}

/**
 * Worker threads that run functions of the program by their names: a pool of piscina, without worker files.
 *
 * @example
 * ```ts
 * await using pool = new TaskPool({ maxThreads: 4 });
 * const size = await pool.run(resize, "a.png", 200);
 * const sizes = await pool.map(measure, files, { onProgress: ({ done, total }) => console.log(done, total) });
 * ```
 */
export class TaskPool implements Runner {
	/** The engine: for its events, its statistics, and what else it has. */
	readonly piscina: Piscina<Request, Answer>;
	readonly #settings: RunSettings;
	readonly #options: TaskPoolOptions;
	/** Piscina's default is a fraction on some machines. */
	readonly #threads: number;
	readonly #limit: number;
	readonly #known = new WeakMap<object, Known>();
	readonly #whenDone: (() => void)[] = [];
	#pending = 0;
	#isClosed = false;

	/**
	 * @param options piscina's own, and `timeout`. A worker is started when there is something to do for it, or `minThreads` at once.
	 * @throws TypeError as piscina does.
	 */
	constructor({ timeout, ...options }: TaskPoolOptions = {}) {
		requireTimeout(timeout);
		this.#settings = { timeout };
		this.#options = options;
		this.piscina = new Piscina({
			...options,
			loadBalancer: clocked(options),
			filename: new URL("./handlers.cjs", import.meta.url).href,
		});
		endThreadsForSure(this.piscina);
		// Piscina's bound does not count tasks with a signal, and with `maxQueue: 0` it runs a task that it has rejected (5.3.2).
		const engine = this.piscina.options;
		this.#threads = Math.ceil(engine.maxThreads);
		this.#limit = this.#threads * engine.concurrentTasksPerWorker + engine.maxQueue;
		engine.maxQueue = Number.POSITIVE_INFINITY;
	}

	/**
	 * Runs a function on a thread.
	 *
	 * @param task a task, or any function that its module exports.
	 * @param args they are copied to the thread, or moved: {@link move}.
	 * @returns what it returns, copied back.
	 * @throws NamesakeError before anything is sent: what {@link loadableModule} throws; `NOT_A_TASK` for a class; `NOT_SENDABLE` if
	 *   an argument can't be cloned. Afterwards: `NOT_SENDABLE` for its result, `WORKER_FAILED` if its worker ends (it exits, or runs
	 *   out of memory), and what `load` throws in the worker.
	 * @throws DOMException `TimeoutError`.
	 * @throws Error what the task throws: with its class's name, its properties and its stack. Piscina's `Task queue is at limit` if
	 *   `maxQueue` tasks wait.
	 */
	run<Fn extends Runnable>(task: Fn, ...args: Parameters<Fn>): Promise<Awaited<ReturnType<Fn>>> {
		return this.#run(task, args, this.#settings) as Promise<Awaited<ReturnType<Fn>>>;
	}

	/**
	 * Runs a function of one argument for each of some items, on as many threads as there are.
	 *
	 * @param items any iterable, which may be endless but for that somebody stops: an item is taken when a thread is free for it.
	 * @returns the results in the order of the items.
	 * @throws what {@link TaskPool.run} throws for the first that fails: nothing more is taken then, and what runs is cancelled.
	 * @throws Error `AbortError`, with the signal's reason as its cause.
	 */
	async map<Fn extends Mappable>(
		task: Fn,
		items: Iterable<Parameters<Fn>[0]> | AsyncIterable<Parameters<Fn>[0]>,
		options: MapOptions = {},
	): Promise<Awaited<ReturnType<Fn>>[]> {
		return await this.#map(task, items, options, this.#settings);
	}

	/** The same pool, with other settings for what is run. */
	with(settings: RunSettings): Runner {
		requireTimeout(settings.timeout);
		const merged = { ...this.#settings, ...settings };
		return {
			run: <Fn extends Runnable>(task: Fn, ...args: Parameters<Fn>) =>
				this.#run(task, args, merged) as Promise<Awaited<ReturnType<Fn>>>,
			map: async (task, items, options = {}) =>
				await this.#map(task, items, { ...options, signal: options.signal ?? merged.signal }, merged),
		};
	}

	/**
	 * Takes no more tasks, waits for all that it has taken, and ends the threads. Where the option `closeTimeout` is set, it waits so
	 * many milliseconds, and then ends what still runs.
	 */
	async close(): Promise<void> {
		this.#isClosed = true;
		const { closeTimeout } = this.#options;
		const timer = closeTimeout === undefined ? undefined : setTimeout(() => this.piscina.destroy(), closeTimeout);
		// Piscina's own close() counts a worker as done more than once, and so ends others that are at work (5.3.2).
		while (this.#pending > 0) await new Promise<void>((resolve) => this.#whenDone.push(resolve));
		clearTimeout(timer);
		await this.piscina.destroy();
	}

	/** Ends the threads at once; what they run is rejected. */
	async destroy(): Promise<void> {
		this.#isClosed = true;
		await this.piscina.destroy();
	}

	/** {@link TaskPool.close}. */
	async [Symbol.asyncDispose](): Promise<void> {
		await this.close();
	}

	async #map<Fn extends Mappable>(
		task: Fn,
		items: Iterable<Parameters<Fn>[0]> | AsyncIterable<Parameters<Fn>[0]>,
		options: MapOptions,
		settings: RunSettings,
	): Promise<Awaited<ReturnType<Fn>>[]> {
		const { concurrency = this.#threads } = options;
		if (!Number.isInteger(concurrency) || concurrency < 1)
			throw new RangeError(`concurrency must be a whole number of 1 or more, not ${concurrency}`);
		return await mapInOrder<Parameters<Fn>[0], Awaited<ReturnType<Fn>>>(
			items,
			(item, signal) => this.#run(task, [item], { ...settings, signal }) as Promise<Awaited<ReturnType<Fn>>>,
			{ ...options, concurrency },
		);
	}

	async #run(task: Runnable, args: readonly unknown[], settings: RunSettings): Promise<unknown> {
		requireLoaded();
		if (this.#isClosed) throw new Error("the pool is closed and takes no more tasks");
		// Piscina's words: https://github.com/piscinajs/piscina/blob/v5.3.2/src/errors.ts
		if (this.#pending >= this.#limit) throw new Error("Task queue is at limit");
		this.#pending += 1;
		let known: Known | undefined;
		let deadline: Deadline | undefined;
		let sent: readonly unknown[] | undefined;
		let answer: Answer;
		// Each function that waits for another costs a call some hundredth of its time, and so does another `try`: this one hands over and waits by itself.
		try {
			known = this.#known.get(task) ?? (await this.#know(task));
			const { values, transferList } = unwrapAll(args, settings.transferList);
			if (transferList.length > 0) requireTransferable(transferList, known.name);
			deadline = deadlineOf(known.name, settings);
			sent = values;
			answer = await this.#post(known.target, values, transferList, deadline);
		} catch (error) {
			throw known === undefined || sent === undefined ? error : this.#failure(error, known.name, sent, deadline);
		} finally {
			deadline?.end();
			this.#pending -= 1;
			if (this.#pending === 0 && this.#whenDone.length > 0) for (const resolve of this.#whenDone.splice(0)) resolve();
		}
		if (isPrimitive(answer)) return answer;
		if ("thrown" in answer) throw decodeThrown(answer.thrown);
		return answer.value;
	}

	async #know(task: Runnable): Promise<Known> {
		callable(task, typeof task === "function" ? `class ${task.name}` : `a value of type ${typeof task}`);
		const { moduleName, functionName, fullPath }: TaskModule = await loadableModule(task, true);
		// A name of the user's own is no place.
		const name = `${moduleName}#${functionName}`;
		const known = { name, target: encodeTarget({ name, file: fullPath, tsx: tsxForWorkers(fullPath) }) };
		this.#known.set(task, known);
		return known;
	}

	#post(
		name: string,
		args: readonly unknown[],
		transferList: readonly unknown[],
		deadline: Deadline | undefined,
	): Promise<Answer> {
		if (deadline === undefined && transferList.length === 0) return this.piscina.run(encodeArguments(args), { name });
		const message: Request & Clocked =
			deadline === undefined
				? args
				: Object.assign([...args], { [queueOptionsSymbol]: { taken: () => deadline.start() } });
		return this.piscina.run(message, {
			name,
			signal: deadline?.signal ?? null,
			transferList: transferList as never,
		});
	}

	/** Says in other words what is not the task's own failure. */
	#failure(error: unknown, name: string, args: readonly unknown[], deadline: Deadline | undefined): unknown {
		if (deadline?.exceeded !== undefined) return deadline.exceeded;
		return deadline?.signal.aborted === true || this.#isClosed ? error : workerFailed(error, name, args);
	}
}

/** What ends a task before its time; undefined if nothing does. */
function deadlineOf(name: string, { signal, timeout = Number.POSITIVE_INFINITY }: RunSettings): Deadline | undefined {
	const isEndless = signal === undefined && timeout === Number.POSITIVE_INFINITY;
	return isEndless ? undefined : new Deadline(name, timeout, signal);
}
