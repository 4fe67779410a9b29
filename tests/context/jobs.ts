/**
 * Runs random jobs in a process of its own, because what is tested switches hooks that node:test has on: `node jobs.js <seed> <runs>`. It prints the
 * tally as JSON; a counterexample goes to stderr.
 */
import assert from "node:assert/strict";
import { AsyncLocalStorage } from "node:async_hooks";
import { stat } from "node:fs";
import { argv, nextTick } from "node:process";
import fc from "fast-check";
import { libraryUrl } from "../repository.ts";

/** What the looks have found, so that looks that find nothing are noticed. */
export interface Tally {
	/** The job's own context, while its function ran. */
	own: number;
	/** Of these, while the functions of other jobs ran, too. */
	amongOthers: number;
	/** No context, in what an ended job has left running. */
	afterwards: number;
	/** No context, outside of jobs. */
	outside: number;
}

/** What an asynchronous function waits for. */
const WAITS = ["microtask", "tick", "immediate", "timer", "file", "early", "late", "thenable", "storage"] as const;
type Wait = (typeof WAITS)[number];

interface Plan {
	/** Which of the two copies of the library runs it. */
	readonly copy: number;
	/** What passes before it begins. */
	readonly after: readonly Wait[];
	readonly steps: readonly Wait[];
	/** What it starts and waits for no longer. */
	readonly leaves: readonly (readonly Wait[])[];
	readonly ends: "value" | "throws" | "at once" | "throws at once" | "thenable" | "tells twice";
	/** A job that it runs itself, from its beginning. */
	readonly inner: Plan | undefined;
	readonly awaitsInner: boolean;
}

const waits = fc.array(fc.constantFrom(...WAITS), { maxLength: 4 });
const { plan: plans } = fc.letrec<{ plan: Plan }>((tie) => ({
	plan: fc.record({
		copy: fc.nat(1),
		after: waits,
		steps: waits,
		leaves: fc.array(waits, { maxLength: 3 }),
		ends: fc.constantFrom("value", "throws", "at once", "throws at once", "thenable", "tells twice"),
		inner: fc.option(tie("plan"), { nil: undefined, depthSize: "small", maxDepth: 2, freq: 4 }),
		awaitsInner: fc.boolean(),
	}),
}));

type Copy = typeof import("../../src/adapter/contract/context.ts");
const copies = (await Promise.all(
	["one", "other"].map((name) => import(`${libraryUrl("core")}?${name}`)),
)) as readonly Copy[];
assert.notEqual(copies[0]?.taskContext, copies[1]?.taskContext);

/** The program's own. It must not notice anything. */
const storage = new AsyncLocalStorage<unknown>();
const tally: Tally = { own: 0, amongOthers: 0, afterwards: 0, outside: 0 };
let running = 0;

/** The names of the contexts that the copies tell; they must tell the same. */
function found(): string | undefined {
	const [one, other] = copies.map(({ taskContext }) => taskContext()?.name);
	assert.equal(one, other);
	return one;
}

/** Promises that were made outside: before anything ran, and by a timer that fires meanwhile. */
interface World {
	readonly early: Promise<void>;
	readonly late: Promise<void>;
	readonly contexts: readonly ReturnType<Copy["openTaskContexts"]>[];
	/** What was left running. */
	readonly left: Promise<unknown>[];
	jobs: number;
}

/** Waits, and looks in each function that is called on the way. */
function wait(how: Wait, world: World, look: () => void): PromiseLike<unknown> {
	const called = (start: (call: () => void) => void) =>
		new Promise<void>((resolve, reject) => {
			start(() => {
				try {
					look();
					resolve();
				} catch (error) {
					reject(error);
				}
			});
		});
	switch (how) {
		case "microtask":
			return called(queueMicrotask);
		case "tick":
			return called(nextTick);
		case "immediate":
			return called(setImmediate);
		case "timer":
			return called((call) => setTimeout(call, 1));
		case "file":
			return called((call) => stat(".", call));
		case "early":
			return world.early.then(look);
		case "late":
			return world.late.then(look);
		case "thenable":
			return {
				// biome-ignore lint/suspicious/noThenProperty: it is what is tested
				then(resolve, reject) {
					return called((call) => {
						call();
						setImmediate(() => resolve?.(undefined as never));
					}).then(undefined, reject);
				},
			};
		case "storage": {
			const store = {};
			return storage.run(store, async () => {
				look();
				await null;
				look();
				assert.equal(storage.getStore(), store);
			});
		}
	}
}

async function pass(steps: readonly Wait[], world: World, look: () => void): Promise<void> {
	const store = storage.getStore();
	look();
	for (const step of steps) {
		await wait(step, world, look);
		look();
		assert.equal(storage.getStore(), store);
	}
}

/** Runs a job, and looks everywhere. */
async function run(plan: Plan, world: World, around: () => void): Promise<void> {
	await pass(plan.after, world, around);
	const name = `job ${world.jobs++}`;
	let state: "runs" | "ends" | "has ended" = "runs";
	const look = () => {
		const context = found();
		if (context === name) {
			assert.notEqual(state, "has ended");
			tally.own++;
			if (running > 1) tally.amongOthers++;
		} else {
			assert.equal(context, undefined, `${name} has the context of ${context}`);
			assert.notEqual(state, "runs", `${name} has lost its context`);
			tally.afterwards++;
		}
	};
	const body = async (): Promise<string> => {
		const inner = plan.inner === undefined ? undefined : run(plan.inner, world, look);
		if (inner !== undefined && !plan.awaitsInner) world.left.push(inner);
		await pass(plan.steps, world, look);
		if (plan.awaitsInner) await inner;
		look();
		state = "ends";
		if (plan.ends === "throws") throw name;
		return name;
	};
	const call = (): unknown => {
		look();
		for (const steps of plan.leaves) world.left.push(pass(steps, world, look));
		if (plan.ends === "at once" || plan.ends === "throws at once") {
			state = "ends";
			if (plan.ends === "at once") return name;
			throw name;
		}
		if (plan.ends === "thenable")
			return {
				// biome-ignore lint/suspicious/noThenProperty: it is what is tested
				then(resolve: (value: unknown) => void, reject: (reason: unknown) => void) {
					look();
					body().then(resolve, reject);
				},
			};
		const promise = body();
		if (plan.ends !== "tells twice") return promise;
		// biome-ignore lint/suspicious/noThenProperty: it is what is tested
		return Object.defineProperty(promise, "then", {
			value(resolve: (value: unknown) => void, reject: (reason: unknown) => void) {
				look();
				const twice = (tell: (outcome: unknown) => void) => (outcome: unknown) => {
					tell(outcome);
					tell(outcome);
					reject("again");
				};
				return Promise.prototype.then.call(promise, twice(resolve), twice(reject));
			},
		});
	};
	let told = 0;
	running += 1;
	const outcome = await new Promise((resolve) => {
		const tell = (how: string) => (value: unknown) => {
			told++;
			running -= 1;
			resolve([how, value]);
		};
		world.contexts[plan.copy]?.run({ context: { name } as never }, call, tell("gives"), tell("throws"));
	});
	assert.equal(state, "ends", String(outcome));
	state = "has ended";
	around();
	assert.deepEqual(outcome, [plan.ends.startsWith("throws") ? "throws" : "gives", name]);
	await null;
	around();
	await new Promise(setImmediate);
	assert.equal(told, 1);
}

const outside = () => {
	assert.equal(found(), undefined);
	tally.outside++;
};

await fc.assert(
	fc.asyncProperty(fc.array(plans, { minLength: 1, maxLength: 6 }), fc.boolean(), async (jobs, hasStore) => {
		const world: World = {
			early: Promise.resolve(),
			late: new Promise((resolve) => setTimeout(resolve, 2)),
			contexts: copies.map(({ openTaskContexts }) => openTaskContexts()),
			left: [],
			jobs: 0,
		};
		const all = () => Promise.all(jobs.map((plan) => run(plan, world, outside)));
		const store = {};
		// Without a store the program's storage is disabled, as most programs' is, and hooks come and go with the jobs.
		if (!hasStore) storage.disable();
		await (hasStore ? storage.run(store, all) : all());
		outside();
		for (let index = 0; index < world.left.length; index++) await world.left[index];
		for (const contexts of world.contexts) contexts.close();
		outside();
		const kept = Object.getOwnPropertySymbols(globalThis).filter((key) => key.description?.includes("context"));
		assert.deepEqual(kept, []);
		assert.equal(running, 0);
	}),
	{ seed: Number(argv[2]), numRuns: Number(argv[3]) },
);
process.stdout.write(JSON.stringify(tally));
