import {
	type CorpusFile,
	equals,
	honest,
	INAPPLICABLE,
	instance,
	named,
	proved,
	type Row,
	source,
	UNLOCATED,
	UNRECORDED,
	VALUE,
} from "./row.ts";

/** What flytekit's own tests ask of decorated and nested tasks: test_decorators.py, test_tracking.py, test_resolver.py. */
export const decorated: readonly CorpusFile[] = [
	{
		file: "decorators.ts",
		text: source`
			import { wraps } from "namesake";
			export const before = [];
			export const happy = (fn) => wraps(fn, (...args) => { before.push("before " + fn.name); return fn(...args); });
			export const failing = (fn) => wraps(fn, (...args) => { throw new Error("error in " + fn.name); });
			// Python decorators that forget functools.wraps.
			export const careless = (fn) => (...args) => fn(...args);
		`,
		rows: [],
	},
	{
		file: "d1.ts",
		text: source`
			import { task } from "namesake";
			import { before, careless, failing, happy } from "./decorators.ts";
			import { keep } from "./keep.ts";
			export { before };
			export const my_task = task(happy(function my_task(x) { return x + 1; }));
			export const failed = task(failing(function failed(x) { return x + 1; }));
			export const stacked = task(happy(happy(happy(function stacked(x) { return x + 1; }))));
			// flytekit refuses a decorator without wraps; here the variable holds the task, and names it.
			export const unwrapped = task(careless(function unwrapped(x) { return x + 1; }));
			export const my_func = happy(function my_func(x) { return x + 1; });
			export const lost = careless(function lost() {});
			const makeTask = () => task(happy(function inner(x) { return x + 1; }));
			const nestedTask = makeTask();
			keep("d1 task", nestedTask);
			const makeFunction = () => happy(function inner(x) { return x + 1; });
			const nestedFunction = makeFunction();
			keep("d1 function", nestedFunction);
		`,
		rows: [
			...["my_task", "failed", "stacked", "unwrapped"].map((path) => instance("decorated", path)),
			...["my_task", "failed", "stacked"].map((path) => tells(path, [path, 1, false])),
			tells("unwrapped", ["", 0, true]),
			// What they return holds in a bundle, too; there functions are called as the minifier likes.
			equals("decorated", "[m.my_task(10), m.stacked(10), m.unwrapped(10), m.my_func(1)]", [11, 11, 11, 2]),
			{
				...equals("decorated", "[m.before.splice(0).join(), m.stacked(1), m.before.splice(0).join()]", [
					"before my_task,before stacked,before stacked,before stacked,before my_func",
					2,
					"before stacked,before stacked,before stacked",
				]),
				plugin: INAPPLICABLE,
			},
			{
				...equals("decorated", "await (async () => m.failed(1))().catch((error) => error.message)", "error in failed"),
				plugin: INAPPLICABLE,
			},
			named("F13", "my_func", { wrapped: true, ...VALUE, bun: "my_func", deno: "my_func" }),
			honest("decorated", "m.lost"),
			{ ...equals("decorated", "lib.isNested(m.lost)", true), ...UNLOCATED },
			...['kept("d1 task")', 'kept("d1 function")'].flatMap((value) => [
				{ ...equals("decorated", `lib.isNested(${value})`, true), ...UNLOCATED },
				{
					...equals("decorated", `await code(() => lib.defaultTaskResolver.loaderArgs(${value}))`, "NO_LHS"),
					...UNRECORDED,
					bun: "NOT_EXPORTED",
				},
			]),
		],
	},
	{
		file: "d2.ts",
		text: source`
			import { task } from "namesake";
			export function tk() {}
			export function outer() { return task(function inner() {}); }
			export const made = outer();
			export const plain = () => function inner() {};
		`,
		rows: [
			named("nested", "tk", { nested: false }),
			proved("nested", "made", VALUE),
			{ ...equals("nested", "[lib.isNested(m.made), lib.isNested(m.made.fn)]", [true, true]), ...UNLOCATED },
			{ ...equals("nested", "[m.tk, m.made].map((task) => lib.isTestFunction(task))", [false, false]), ...UNLOCATED },
			{ ...equals("nested", "lib.defaultTaskResolver.loaderArgs(m.tk)", loaderArgs("d2", "tk")), ...UNLOCATED },
			// What flytekit refuses as nested has a variable of the module here, and loads by it.
			equals("nested", "lib.defaultTaskResolver.loaderArgs(m.made)", loaderArgs("d2", "made")),
			{
				...equals("nested", "await code(() => lib.defaultTaskResolver.loaderArgs(m.plain()))", "NESTED"),
				...UNLOCATED,
				...UNRECORDED,
			},
			equals("nested", "await code(() => lib.defaultTaskResolver.loaderArgs(m.outer()))", "CREATED_AT_RUNTIME"),
		],
	},
];

function loaderArgs(module: string, path: string): readonly string[] {
	return ["task-module", `@acme/app/src/${module}`, "task-name", path];
}

/** A task shows the name and length of its function, whether that is nested, and how another process finds it. */
function tells(path: string, shown: readonly unknown[]): Row {
	const get = `[m.${path}.name, m.${path}.length, lib.isNested(m.${path}), ...lib.defaultTaskResolver.loaderArgs(m.${path})]`;
	return { ...equals("decorated", get, [...shown, ...loaderArgs("d1", path)]), ...UNLOCATED, plugin: INAPPLICABLE };
}
