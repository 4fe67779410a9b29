/* Hooks at every promise are on only while the function of a job runs; and nothing of a job lives on with what it leaves running. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { features } from "../../src/base/runtime.ts";
import { type App, app } from "../app.ts";
import { libraryUrl } from "../repository.ts";

let p: App;
before(async () => {
	p = await app({
		"hooked.js": `
			import { executionAsyncId } from "node:async_hooks";
			/** Where hooks are called at every promise, each has an id of its own. */
			export const hooked = async () => {
				await null;
				const id = executionAsyncId();
				await null;
				return executionAsyncId() !== id;
			};
		`,
		"open.js": `
			const { openTaskContexts } = await import(process.argv[2]);
			const contexts = openTaskContexts();
			/** Tells what a call gives, and what is asked when that is known. */
			export const run = (call, then, holder = { context: {} }) =>
				new Promise((resolve) => {
					const ends = async (outcome) => resolve([outcome, await then()]);
					contexts.run(holder, call, ends, ends);
				});
		`,
		"alone.js": `
			import { hooked } from "./hooked.js";
			import { run } from "./open.js";
			const told = [await hooked()];
			for (const call of [hooked, () => "at once", () => { throw "thrown"; }, async () => { throw await hooked(); }])
				told.push(await run(call, hooked));
			console.log(JSON.stringify(told));
		`,
		"together.js": `
			import { hooked } from "./hooked.js";
			import { run } from "./open.js";
			const long = run(async () => {
				const told = [];
				for (let times = 0; times < 3; times++) {
					await new Promise((resolve) => setTimeout(resolve, 5));
					told.push(await hooked());
				}
				return told;
			}, hooked);
			const short = await Promise.all([1, 2].map(() => run(hooked, hooked)));
			console.log(JSON.stringify([short, await long]));
		`,
		"same-turn.js": `
			import { hooked } from "./hooked.js";
			import { run } from "./open.js";
			let open;
			const opened = new Promise((resolve) => { open = resolve; });
			const jobs = [1, 2, 3].map((turns) => run(async () => {
				await opened;
				for (let turn = 0; turn < turns; turn++) await null;
			}, hooked));
			setImmediate(open);
			console.log(JSON.stringify((await Promise.all(jobs)).map(([, after]) => after)));
		`,
		"storage.js": `
			import { AsyncLocalStorage } from "node:async_hooks";
			import { run } from "./open.js";
			const storage = new AsyncLocalStorage();
			const store = async () => {
				await null;
				return storage.getStore() ?? null;
			};
			const told = [];
			await storage.run("outside", async () => {
				told.push(await run(() => storage.run("inside", store), store), await store());
				told.push(await run(() => storage.exit(store), store), await store());
			});
			told.push(await run(() => storage.run("inside", store), store), await store());
			console.log(JSON.stringify(told));
		`,
		"left.js": `
			import { setImmediate as turn, setTimeout as sleep } from "node:timers/promises";
			import { run } from "./open.js";
			const { RunningJob } = await import(process.argv[3]);
			const { taskContext } = await import(process.argv[2]);
			const refs = [];
			const collected = async () => {
				for (let times = 0; times < 5; times++) {
					await turn();
					globalThis.gc();
				}
				return refs.map((ref) => ref.deref() === undefined);
			};
			/** A job, and what it leaves running: a timer, a promise that is never settled, a function that was bound to its context. */
			globalThis.left = [];
			const start = (task) => {
				const job = { name: "a", id: "1", attemptsStarted: 1, data: {} };
				const running = new RunningJob(job);
				refs.push(new WeakRef(running), new WeakRef(job), new WeakRef(job.data));
				return run(async () => {
					left.push(setInterval(() => {}, 1000), (async () => { await new Promise((resolve) => left.push(resolve)); })());
					if (taskContext().id !== "1") throw new Error("no context");
					return await task();
				}, () => undefined, running);
			};
			await start(async () => { await sleep(2); });
			const ended = await collected();
			refs.length = 0;
			let go;
			const going = new Promise((resolve) => { go = resolve; });
			const later = start(async () => { await going; return taskContext().attempt; });
			const meanwhile = await collected();
			go();
			console.log(JSON.stringify([ended, meanwhile, await later, await collected()]));
			for (const timer of left) clearInterval(timer);
		`,
	});
});
after(() => p[Symbol.asyncDispose]());

const args = [libraryUrl("adapter/contract/context"), libraryUrl("adapter/bullmq/running-job")];
const on = features.contextsNeedHooks;

test("hooks are on while a function runs, and not before, nor for those who hear of its end", async () => {
	const ends = [
		[on, false],
		["at once", false],
		["thrown", false],
		[on, false],
	];
	assert.deepEqual(await p.tell("alone.js", { args }), [false, ...ends]);
});

test("they stay on while the function of any job runs", async () => {
	const ended = [on, on];
	assert.deepEqual(await p.tell("together.js", { args }), [
		[ended, ended],
		[[on, on, on], false],
	]);
});

test("of jobs that end in the same turn of the event loop nobody hears before the hooks are off", async () => {
	assert.deepEqual(await p.tell("same-turn.js", { args }), [false, false, false]);
});

test("a storage of the program's own has its store inside of jobs, after them, and without them", async () => {
	assert.deepEqual(await p.tell("storage.js", { args }), [
		["inside", "outside"],
		"outside",
		[null, "outside"],
		"outside",
		["inside", null],
		null,
	]);
});

test("nothing of a job lives on with what it leaves running", async () => {
	const [gone, alive] = [Array(3).fill(true), [false, false]];
	const [ended, meanwhile, later, end] = (await p.tell("left.js", { args, flags: ["--expose-gc"] })) as unknown[][];
	assert.deepEqual([ended, meanwhile?.slice(0, 2), later, end], [gone, alive, [0, null], gone]);
});
