/*
 * tests/flytekit/unit/core/tracker/test_tracking.py, test_local_task_wrap, test_dont_use_wrapper_location: where an instance
 * was made, and which variable holds it. A Python module `tests….d` is a file here: `@acme/app/src/d`.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { app } from "../app.ts";

const modules = {
	// a.py: a tracked class and a base for others; b.py: a factory; c.py and d.py: instances.
	"src/a.js": `
		import { TrackedInstance } from "namesake";
		export class A extends TrackedInstance {}
		export const b_local_a = new A();
	`,
	"src/b.js": `
		import { A } from "./a.js";
		export class B extends A {}
		export class LocalB extends B { constructor(n) { super(); this.n = n; } }
		export const b_imported_a = new A();
		export const get_a = () => new A();
		export const local_b = new LocalB(1);
	`,
	"src/c.js": `
		import { get_a, local_b, LocalB } from "./b.js";
		export const c_made_by_b = get_a();
		export { local_b };
		export const c_local = new LocalB(2);
		export const alias = local_b;
	`,
};

const ASK = `
	import * as a from "../src/a.js"; import * as b from "../src/b.js"; import * as c from "../src/c.js";
	import { load } from "namesake";
	const told = {};
	for (const [name, x] of Object.entries({ a_local: a.b_local_a, b_imported_class: b.b_imported_a,
		b_subclass: b.local_b, c_factory: c.c_made_by_b, c_subclass: c.c_local, c_alias: c.alias }))
		told[name] = [x.instantiatedIn, await x.findLhs(), x.lhs, (await load(x.location)) === x];
	console.log(JSON.stringify(told));
`;

test("test_tracking: directly, by another module's factory, a subclass, an imported class", async () => {
	await using p = await app({ ...modules, "bin/ask.js": ASK });
	assert.deepEqual(await p.tell("bin/ask.js"), {
		a_local: ["@acme/app/src/a", "b_local_a", "b_local_a", true],
		b_imported_class: ["@acme/app/src/b", "b_imported_a", "b_imported_a", true],
		b_subclass: ["@acme/app/src/b", "local_b", "local_b", true],
		c_factory: ["@acme/app/src/c", "c_made_by_b", "c_made_by_b", true],
		c_subclass: ["@acme/app/src/c", "c_local", "c_local", true],
		c_alias: ["@acme/app/src/b", "local_b", "local_b", true],
	});
});

test("test_local_task_wrap: a task of another module's function is made where it is wrapped, and loads as the task", async () => {
	await using p = await app({
		"src/other.js": "export function fn() { return 'raw'; }",
		"src/wrapping.js": `
			import { task } from "namesake";
			import { fn } from "./other.js";
			export const wrapped = task(fn);
		`,
		"bin/ask.js": `
			import { extractTaskModule, load } from "namesake";
			import { wrapped } from "../src/wrapping.js";
			import { fn } from "../src/other.js";
			const loaded = await load(wrapped.location);
			console.log(JSON.stringify([wrapped.instantiatedIn, wrapped.lhs, loaded === wrapped, loaded === fn,
				extractTaskModule(fn).name, loaded()]));
		`,
	});
	assert.deepEqual(await p.tell("bin/ask.js"), [
		"@acme/app/src/wrapping",
		"wrapped",
		true,
		false,
		"@acme/app/src/other#fn",
		"raw",
	]);
});

test("test_dont_use_wrapper_location: a decorated function is named by its own module, not the decorator's", async () => {
	await using p = await app({
		"src/wrap.js": `
			import { wraps } from "namesake";
			export const dec = (fn) => wraps(fn, (...args) => fn(...args));
			/** Python decorators that forget functools.wraps. */
			export const careless = (fn) => (...args) => fn(...args);
		`,
		"src/m.js": `
			import { task } from "namesake";
			import { careless, dec } from "./wrap.js";
			export const my_func = dec(function my_func(x) { return x + 1; });
			export const my_task = task(dec(function my_task(x) { return x + 2; }));
			export const lost = careless(function lost() {});
		`,
		"bin/ask.js": `
			import { extractTaskModule, isNested, load } from "namesake";
			import { lost, my_func, my_task } from "../src/m.js";
			const { name, loadable } = extractTaskModule(my_func);
			const known = extractTaskModule(lost);
			console.log(JSON.stringify([name, loadable, my_func(1), my_task.location, my_task(1),
				known.loadable && (await load(known.name)) !== lost, isNested(lost)]));
		`,
	});
	assert.deepEqual(await p.tell("bin/ask.js"), [
		"@acme/app/src/m#my_func",
		true,
		2,
		"@acme/app/src/m#my_task",
		3,
		false,
		true,
	]);
});

test("sql tracker: the defining variable, not the name under which it is imported elsewhere", async () => {
	await using p = await app({
		"src/not_tracked.js": "export class Plain {}",
		"src/tasks.js": `
			import { tracked } from "namesake";
			import { Plain } from "./not_tracked.js";
			const SQLTask = tracked(Plain);
			export const not_tk = new SQLTask();
			export const sql = new SQLTask();
		`,
		"src/user.js": `export { sql as renamed } from "./tasks.js"; import { sql } from "./tasks.js"; export const mine = sql;`,
		"bin/ask.js": `
			import { mine, renamed } from "../src/user.js";
			console.log(JSON.stringify([mine.lhs, mine.location, renamed === mine, renamed.instantiatedIn]));
		`,
	});
	assert.deepEqual(await p.tell("bin/ask.js"), ["sql", "@acme/app/src/tasks#sql", true, "@acme/app/src/tasks"]);
});
