import { NamesakeError } from "../base/errors.ts";
import { fileOrUrl } from "../base/file-url.ts";
import { isClass } from "../base/is-class.ts";
import { formatName, parseName } from "../base/name.ts";
import { features } from "../base/runtime.ts";
import { type LoadOptions, load } from "../load/load.ts";
import { bodyCallOf } from "../origin/body-call.ts";
import { type Capture, capture, framesOf } from "../origin/call-site.ts";
import { extractTaskModule } from "./extract-task-module.ts";
import { requireLoadable } from "./loadable.ts";
import { originOf, recordOwnOrigin } from "./record.ts";
import { TrackedInstance } from "./tracked-instance.ts";

/** What a resolver finds: a task, or any other function. */
export type Callable = (...args: never[]) => unknown;

/**
 * Finds tasks again in another process. A resolver is itself a tracked instance: the other process loads it by its
 * `location`, hands it the arguments that `loaderArgs` has given here, and gets the task from `loadTask`.
 *
 * @example
 * ```ts
 * // src/resolvers.ts of the package @acme/app
 * class ByQueue extends TaskResolver {
 *   override readonly name = "by-queue";
 *   override loaderArgs(task: Callable) { return [queueOf(task)]; }
 *   override async loadTask([queue = ""]: readonly string[]) { return tasksByQueue.get(queue)!; }
 *   override getAllTasks() { return [...tasksByQueue.values()]; }
 * }
 * export const byQueue = new ByQueue();
 * // namesake execute --resolver '@acme/app/src/resolvers#byQueue' -- mails
 * ```
 * @typeParam Task the tasks of the resolver. They need not be functions: `loadTask` returns the function that runs one.
 */
export abstract class TaskResolver<Task = Callable> extends TrackedInstance {
	/** What the resolver is called in messages. */
	abstract readonly name: string;

	/**
	 * The arguments by which {@link TaskResolver.loadTask} finds the task in another process.
	 *
	 * @throws NamesakeError if the task can't be found there.
	 */
	abstract loaderArgs(task: Task): readonly string[];

	/**
	 * The task that was meant, or the function that runs it.
	 *
	 * @param args what `loaderArgs` has given; they may come from anywhere.
	 * @throws NamesakeError if they lead to no task.
	 */
	abstract loadTask(args: readonly string[], options?: LoadOptions): Promise<Callable>;

	/** The tasks that the resolver knows, where it keeps a list. */
	abstract getAllTasks(): readonly Task[];
}

/**
 * Finds tasks by the names of their module and variable. {@link defaultTaskResolver} is its one instance here; a class that extends it
 * has instances like any other resolver.
 *
 * @example
 * ```ts
 * class Traced extends DefaultTaskResolver {
 *   override async loadTask(args: readonly string[], options?: LoadOptions) { console.log(args[3]); return await super.loadTask(args, options); }
 * }
 * export const traced = new Traced();
 * ```
 */
export class DefaultTaskResolver extends TaskResolver {
	override get name(): string {
		return "default";
	}

	/** The one instance of this library has a location of its own, wherever the library is installed. */
	override get location(): string {
		return this === defaultTaskResolver ? DEFAULT_RESOLVER : super.location;
	}

	override loaderArgs(task: Callable): readonly string[] {
		const { moduleName, functionName } = requireLoadable(extractTaskModule(task));
		return ["task-module", moduleName, "task-name", functionName];
	}

	override async loadTask(args: readonly string[], options: LoadOptions = {}): Promise<Callable> {
		const [moduleKey, moduleName, nameKey, taskName, ...rest] = requireLoaderArgs(args);
		if (moduleKey !== "task-module" || nameKey !== "task-name" || !moduleName || !taskName || rest.length > 0)
			throw new NamesakeError("INVALID_NAME", {
				asked: args.join(" "),
				why: "the default resolver takes the arguments: task-module <module> task-name <export path>",
				fix: "pass the array that loaderArgs(task) returned",
			});
		const { exportPath, nested } = parseName(`${moduleName}#${taskName}`);
		const name = formatName({ moduleName, exportPath, nested });
		return callable(await load(name, options), name);
	}

	/** The default resolver keeps no list: a task is found by its name. */
	override getAllTasks(): readonly Callable[] {
		return [];
	}
}

/** The location of {@link defaultTaskResolver}. */
export const DEFAULT_RESOLVER = "namesake#defaultTaskResolver";

/**
 * Finds tasks by the names of their module and variable.
 *
 * @example
 * ```ts
 * defaultTaskResolver.loaderArgs(send); // ["task-module", "@acme/app/src/jobs/email", "task-name", "send"]
 * ```
 */
export const defaultTaskResolver: DefaultTaskResolver = recordOwnOrigin(Object.create(DefaultTaskResolver.prototype));

/**
 * Keeps tasks in a list and finds them by their index there: for tasks that no variable holds, made in a loop at the top
 * level of the module that makes the resolver. The counterpart of flytekit's `ClassStorageTaskResolver`.
 *
 * @example
 * ```ts
 * export const reports = new IndexTaskResolver();
 * for (const month of months) reports.add((year: number) => report(year, month));
 *
 * reports.loaderArgs(reports.getAllTasks()[2]!); // ["2"]
 * ```
 */
export class IndexTaskResolver extends TaskResolver {
	override readonly name = "index";
	readonly #tasks: Callable[] = [];

	/**
	 * @returns the task, which is now at the end of the list.
	 * @throws NamesakeError `CREATED_AT_RUNTIME` if the module that made the resolver is not loading: another process adds other tasks then, or none,
	 *   and the index would lead to another task there.
	 */
	add<Task extends Callable>(task: Task): Task {
		requireLoading(this, capture(this.add));
		this.#tasks.push(task);
		return task;
	}

	override loaderArgs(task: Callable): readonly string[] {
		const index = this.#tasks.indexOf(task);
		if (index === -1)
			throw new NamesakeError("NOT_A_TASK", {
				asked: task.name === "" ? "an anonymous function" : `function ${task.name}`,
				why: `it is not one of the ${this.#tasks.length} tasks of the resolver`,
				fix: "pass it to add() of the resolver while the module is loading",
			});
		return [String(index)];
	}

	override async loadTask(args: readonly string[]): Promise<Callable> {
		const [index = ""] = requireLoaderArgs(args);
		const task = args.length === 1 && /^(?:0|[1-9]\d*)$/.test(index) ? this.#tasks[Number(index)] : undefined;
		if (task === undefined)
			throw new NamesakeError(args.length === 1 ? "NOT_A_TASK" : "INVALID_NAME", {
				asked: args.join(" "),
				why:
					args.length === 1
						? `the resolver has ${this.#tasks.length} tasks, and none has the index ${index}`
						: "the resolver takes one argument, the index of a task",
				fix: "pass the array that loaderArgs(task) returned, to the same version of the module",
			});
		return task;
	}

	override getAllTasks(): readonly Callable[] {
		return [...this.#tasks];
	}
}

/**
 * @throws NamesakeError `CREATED_AT_RUNTIME` unless the innermost module body on the stack is the one that made the resolver. A resolver that no module
 *   made has no location: nobody finds it, or its tasks, in another process.
 */
function requireLoading(resolver: IndexTaskResolver, captured: Capture): void {
	const made = originOf(resolver)?.bodyCall();
	if (made === undefined) return;
	const running = bodyCallOf(framesOf(captured) ?? [], Date.now());
	if (running === undefined ? !features.showsEveryBody : running.file === made.file) return;
	throw new NamesakeError("CREATED_AT_RUNTIME", {
		asked: "a task passed to add()",
		why: `${running === undefined ? "no module was loading" : `${fileOrUrl(running.file)} was loading, not the module that created the resolver`}, so in another process the index would lead to another task or to none`,
		fix: "call add() at the top level of the module that creates the resolver",
	});
}

/** @throws NamesakeError `INVALID_NAME` if they are no list of texts: they may come from anywhere. */
function requireLoaderArgs(args: unknown): readonly string[] {
	if (Array.isArray(args) && args.every((arg) => typeof arg === "string")) return args;
	throw new NamesakeError("INVALID_NAME", {
		asked: "the arguments of loadTask",
		why: "the arguments are not an array of strings",
		fix: "pass the array that loaderArgs(task) returned",
	});
}

/**
 * @returns the value, if it can be called.
 * @throws NamesakeError `NOT_A_TASK`.
 */
export function callable(value: unknown, name: string): Callable {
	if (typeof value === "function" && !isClass(value)) return value as Callable;
	throw new NamesakeError("NOT_A_TASK", {
		asked: name,
		why: `the name leads to ${typeof value === "function" ? "a class" : `a value of type ${typeof value}`}, which can't be called`,
		fix: "use the name of a function or task",
	});
}

/**
 * Loads a resolver by its location.
 *
 * @throws NamesakeError as `load`; `NOT_A_TASK` if what is there is no resolver.
 */
export async function loadResolver(location: string, options: LoadOptions = {}): Promise<TaskResolver> {
	if (location === DEFAULT_RESOLVER) return defaultTaskResolver;
	const value = await load(location, options);
	if (isResolver(value)) return value;
	throw new NamesakeError("NOT_A_TASK", {
		asked: location,
		why: "the name leads to a value without a method loadTask, so it is not a task resolver",
		fix: "use the name of an instance of a class that extends TaskResolver",
	});
}

/** A resolver may be made by another copy of this library: its method counts, not its class. */
function isResolver(value: unknown): value is TaskResolver {
	return value instanceof TrackedInstance && typeof (value as Partial<TaskResolver>).loadTask === "function";
}
