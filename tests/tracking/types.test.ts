/*
 * What the types say, held by the compiler when the tests are compiled: each line below compiles, and each that is marked must
 * not. At run time only that the values are there is looked at.
 */
import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import { test } from "node:test";
import {
	type Callable,
	type defaultTaskResolver,
	extractTaskModule,
	IndexTaskResolver,
	type load,
	type Task,
	type TaskModule,
	TrackedInstance,
	type Tracking,
	task,
	tracked,
	wraps,
} from "../../src/index.ts";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function holds<_T extends true>(): void {}

test("a task has its function's type, and the members of an instance", () => {
	const send = task(async (to: string, times?: number) => `${to} ${times}`);
	holds<Equal<Parameters<typeof send>, [to: string, times?: number | undefined]>>();
	holds<Equal<ReturnType<typeof send>, Promise<string>>>();
	holds<Equal<typeof send.lhs, string>>();
	holds<Equal<ReturnType<typeof send.findLhs>, Promise<string>>>();
	holds<Equal<typeof send.fn, (to: string, times?: number) => Promise<string>>>();
	const any: Task = send;
	const tracking: Tracking = send;
	const callable: Callable = send;
	// @ts-expect-error: a string is wanted
	void (() => send(1));
	// @ts-expect-error: one argument at least
	void (() => send());
	// @ts-expect-error: lhs is computed, not set
	void (() => (send.lhs = "x"));
	// @ts-expect-error: a task is made of a function
	assert.throws(() => task("send"));
	assert.ok([any, tracking, callable].every((value) => value === send));
});

test("generics, overloads and this survive", () => {
	const same = task(<T>(value: T): T => value);
	const text: string = same("x");
	const counted = task(function* (this: void, n: number) {
		yield n;
	});
	holds<Equal<ReturnType<typeof counted>, Generator<number, void, unknown>>>();
	assert.equal(text, "x");
});

test("tracked keeps the class, and its instances know where they are", () => {
	const Emitter = tracked(EventEmitter);
	const emitter = new Emitter();
	const where: () => string = () => emitter.location;
	emitter.on("x", () => {});
	class Sub extends Emitter {
		tell(): string {
			return this.lhs;
		}
	}
	assert.ok(new Sub() instanceof EventEmitter && typeof where === "function");
	// @ts-expect-error: an object is no class
	void (() => tracked({}));
});

test("wraps gives the wrapper's own type", () => {
	const wrapper = wraps(
		(a: string) => a,
		(n: number) => n,
	);
	holds<Equal<typeof wrapper, (n: number) => number>>();
	assert.equal(wrapper(1), 1);
});

test("what is asked and what comes back", () => {
	holds<Equal<ReturnType<typeof extractTaskModule>, TaskModule>>();
	holds<Equal<ReturnType<typeof load>, Promise<unknown>>>();
	holds<Equal<ReturnType<typeof defaultTaskResolver.loaderArgs>, readonly string[]>>();
	class Queue extends TrackedInstance {}
	const ask = (): TaskModule => extractTaskModule(new Queue());
	const resolver = new IndexTaskResolver();
	const added: (n: number) => number = resolver.add((n: number) => n);
	// @ts-expect-error: the fields of the answer can't be changed
	void ((answer: TaskModule) => (answer.name = "x"));
	// @ts-expect-error: a text has no name
	void (() => extractTaskModule("send"));
	assert.ok(typeof ask === "function" && added(1) === 1);
});

test("a subclass hands the arguments that it was given on to TrackedInstance", () => {
	class Table extends TrackedInstance {
		readonly columns: readonly string[];
		constructor(...columns: string[]) {
			super(...columns);
			this.columns = columns;
		}
	}
	const Any: new (...args: unknown[]) => TrackedInstance = TrackedInstance;
	assert.deepEqual(new Table("id", "name").columns, ["id", "name"]);
	assert.ok(new Any(1, {}) instanceof TrackedInstance);
});
