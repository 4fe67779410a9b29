import assert from "node:assert/strict";
import { test } from "node:test";
import { redisMissing, startRedis } from "../redis.ts";
import { queueProject } from "./project.ts";

/** Runs all jobs of the queue `q`, and gives them back as they are in the end. */
const UNTIL_DONE = `
	import { Queue } from "bullmq";
	import { TaskWorker } from "namesake/bullmq";
	import { connection } from "./show.js";
	export async function untilDone(options = {}) {
		const bare = new Queue("q", { connection });
		const errors = [];
		const worker = new TaskWorker("q", { connection, ...options });
		worker.on("error", (error) => errors.push(error.message));
		const deadline = Date.now() + 120_000;
		while ((await bare.getJobCountByTypes("wait", "active", "delayed", "prioritized", "waiting-children")) > 0) {
			if (Date.now() > deadline) throw new Error("the jobs are not done in time");
			await new Promise((resolve) => setTimeout(resolve, 20));
		}
		await worker.close();
		const jobs = await bare.getJobs(["completed", "failed"]);
		const told = {};
		for (const job of jobs)
			told[job.id] = {
				state: await job.getState(), made: job.attemptsMade, result: job.returnvalue, reason: job.failedReason,
				progress: job.progress, logs: (await bare.getJobLogs(job.id)).logs, stack: job.stacktrace,
			};
		await bare.close();
		return { told, errors };
	}
`;

interface Told {
	readonly told: Record<string, Job>;
	readonly errors: readonly string[];
}

interface Job {
	readonly state: string;
	readonly made: number;
	readonly result: unknown;
	readonly reason?: string;
	readonly progress: unknown;
	readonly logs: readonly string[];
	readonly stack: readonly string[];
}

test("a task knows its job, says how far it is, logs, is cancelled, and sees the children of its flow", {
	skip: redisMissing,
}, async () => {
	await using redis = await startRedis();
	await using project = await queueProject({
		"until-done.js": UNTIL_DONE,
		"src/tasks.js": `
			import { task, taskContext } from "namesake";
			import { taskJob } from "namesake/bullmq";
			let starts = 0;
			export const known = task(async (mark) => {
				await new Promise((resolve) => setTimeout(resolve, 10));
				const context = taskContext();
				await context.progress({ percent: 50 });
				await context.log("one " + mark);
				await context.log("two " + mark);
				return { name: context.name, id: context.id, attempt: context.attempt, aborted: context.signal.aborted, queue: taskJob().queueName };
			});
			export const twice = task(async () => {
				starts += 1;
				if (taskContext().attempt === 0) throw new Error("not yet");
				return starts;
			});
			export const patient = task(() => new Promise((_, reject) => {
				const { signal } = taskContext();
				process.emit("patient");
				signal.addEventListener("abort", () => reject(signal.reason));
			}));
			export const part = task((n) => n * 10);
			export const whole = task(async () => Object.values(await taskJob().getChildrenValues()).sort());
			export const without = task(() => String(taskContext()) + String(taskJob()));
		`,
		"main.js": `
			import { FlowProducer } from "bullmq";
			import { TaskQueue, TaskWorker, taskContext } from "namesake/bullmq";
			import { connection } from "./show.js";
			import { untilDone } from "./until-done.js";
			import { known, part, patient, twice, whole, without } from "./src/tasks.js";
			const queue = new TaskQueue("q", { connection });
			await queue.add(known, ["a"], { jobId: "known" });
			await queue.add(twice, [], { jobId: "twice", attempts: 2 });
			await queue.add(part, [1], { jobId: "part" });
			const flows = new FlowProducer({ connection });
			await flows.add({ ...(await queue.job(whole, [], { jobId: "whole" })), children: [await queue.job(part, [1], { jobId: "c1" }), await queue.job(part, [2], { jobId: "c2" })] });
			await flows.close();
			const { told, errors } = await untilDone({ concurrency: 3 });
			await queue.add(patient, [], { jobId: "patient" });
			const worker = new TaskWorker("q", { connection, concurrency: 2 });
			await new Promise((resolve) => process.once("patient", resolve));
			await new Promise((resolve) => setTimeout(resolve, 20));
			const cancelled = worker.cancelJob("patient", "nobody wants it");
			await new Promise((resolve) => worker.once("failed", resolve));
			const { failedReason } = await queue.queue.getJob("patient");
			const idle = worker.cancelJob("patient");
			const twoOf = (emitter, event) => new Promise((resolve) => emitter.once(event, () => emitter.once(event, resolve)));
			const begun = twoOf(process, "patient");
			await queue.addBulk(patient, [[], []]);
			await begun;
			const failed = twoOf(worker, "failed");
			worker.cancelAllJobs("all of them");
			await failed;
			const reasons = (await queue.queue.getFailed()).map((job) => job.failedReason).filter((reason) => reason === "all of them");
			await worker[Symbol.asyncDispose]();
			await queue.close();
			const left = Object.getOwnPropertySymbols(globalThis).filter((symbol) => String(symbol).includes("namesake")).map(String);
			console.log(JSON.stringify({ told, errors, cancelled, idle, reasons, failedReason, direct: without(), left }));
		`,
	});
	const answer = (await project.tell("main.js", { args: [redis.url] })) as Told & Record<string, unknown>;
	const { told } = answer;
	assert.deepEqual(answer.errors, []);
	const known = { name: "@acme/app/src/tasks#known", id: "known", attempt: 0, aborted: false, queue: "q" };
	assert.deepEqual(told["known"]?.result, known);
	assert.deepEqual([told["known"]?.progress, told["known"]?.logs], [{ percent: 50 }, ["one a", "two a"]]);
	assert.deepEqual([told["twice"]?.result, told["twice"]?.made], [2, 2]);
	assert.deepEqual(told["whole"]?.result, [10, 20]);
	assert.deepEqual([answer["cancelled"], answer["failedReason"]], [true, "nobody wants it"]);
	assert.deepEqual([answer["idle"], answer["reasons"]], [false, ["all of them", "all of them"]]);
	assert.equal(answer["direct"], "undefinedundefined");
	assert.deepEqual(answer["left"], []);
});

test("what a task throws fails its job as BullMQ does, with its own stack; a result without a word in JSON at once", {
	skip: redisMissing,
}, async () => {
	await using redis = await startRedis();
	await using project = await queueProject({
		"until-done.js": UNTIL_DONE,
		"src/tasks.js": `
			import { task, load } from "namesake";
			import { UnrecoverableError } from "bullmq";
			export const fails = task(() => {
				throw new RangeError("too far");
			});
			export const throwsNull = task(async () => { throw null; });
			export const throwsText = task(() => { throw "text"; });
			export const throwsNothing = task(() => Promise.reject());
			export const final = task(() => { throw new UnrecoverableError("never again"); });
			export const loads = task(() => load("@acme/app/src/none#x"));
			export const big = task(() => ({ list: [1n] }));
			export const cyclic = task(() => { const a = {}; a.a = a; return a; });
			export const date = task(() => ({ at: new Date(0), nothing: undefined }));
			export const nothing = task(() => undefined);
			export const bad = { get a() { throw new Error("no") } };
		`,
		"main.js": `
			import { TaskQueue } from "namesake/bullmq";
			import { connection } from "./show.js";
			import { untilDone } from "./until-done.js";
			import * as tasks from "./src/tasks.js";
			const queue = new TaskQueue("q", { connection });
			for (const [jobId, task] of Object.entries(tasks)) if (typeof task === "function") await queue.add(task, [], { jobId, attempts: 2 });
			await queue.close();
			console.log(JSON.stringify(await untilDone()));
		`,
	});
	const { told, errors } = (await project.tell("main.js", { args: [redis.url] })) as Told;
	assert.deepEqual(errors, []);
	const failed = (id: string) => [told[id]?.state, told[id]?.made, told[id]?.reason?.split("\n", 1)[0]];
	assert.deepEqual(failed("fails"), ["failed", 2, "too far"]);
	assert.match(told["fails"]?.stack[0] ?? "", /^RangeError: too far\n\s+at .*src\/tasks\.js:5:11/);
	assert.deepEqual(failed("throwsNull"), ["failed", 2, "the task threw null, which is not an Error"]);
	assert.deepEqual(failed("throwsText"), ["failed", 2, "the task threw text, which is not an Error"]);
	assert.deepEqual(failed("throwsNothing"), ["failed", 2, "the task threw undefined, which is not an Error"]);
	assert.deepEqual(failed("final"), ["failed", 1, "never again"]);
	assert.deepEqual(failed("loads"), [
		"failed",
		2,
		"error[MODULE_NOT_FOUND]: the module was not found: @acme/app/src/none",
	]);
	for (const id of ["big", "cyclic"]) {
		const headline = `error[NOT_SENDABLE]: the value can't be sent: the result of @acme/app/src/tasks#${id}, as JSON`;
		assert.deepEqual(failed(id), ["failed", 1, headline]);
	}
	assert.match(told["big"]?.reason ?? "", /why: result\.list\[0\] is a BigInt/);
	assert.deepEqual([told["date"]?.result, told["nothing"]?.result], [{ at: new Date(0).toJSON() }, null]);
});

test("of dependencies only what is allowed is opened, also when the program itself has loaded it", {
	skip: redisMissing,
}, async () => {
	await using redis = await startRedis();
	await using project = await queueProject({
		"until-done.js": UNTIL_DONE,
		"node_modules/lib/package.json": JSON.stringify({ name: "lib", type: "module", exports: "./index.js" }),
		"node_modules/lib/index.js": `
			import { task } from "namesake";
			export const mine = task(() => "lib");
		`,
		"main.js": `
			import { TaskQueue } from "namesake/bullmq";
			import { mine } from "lib";
			import { connection } from "./show.js";
			import { untilDone } from "./until-done.js";
			const queue = new TaskQueue("q", { connection });
			await queue.add(mine, [], { jobId: "closed", attempts: 3 });
			const { told: closed } = await untilDone();
			await queue.add(mine, [], { jobId: "open" });
			await queue.close();
			const { told: open } = await untilDone({ allow: ["lib"] });
			console.log(JSON.stringify({ told: { ...closed, ...open }, errors: [] }));
		`,
	});
	const { told } = (await project.tell("main.js", { args: [redis.url] })) as Told;
	assert.deepEqual([told["closed"]?.state, told["closed"]?.made], ["failed", 1]);
	assert.match(
		told["closed"]?.reason ?? "",
		/^error\[FORBIDDEN_MODULE\]: .*\n.*\n\s+fix: to let names load it, pass allow: \["lib"\]/,
	);
	assert.deepEqual([told["open"]?.state, told["open"]?.result], ["completed", "lib"]);
});

test("stop(): what ends in time is completed, the rest is told, handed back without a failure, and done by another worker", {
	skip: redisMissing,
}, async () => {
	await using redis = await startRedis();
	await using project = await queueProject({
		"until-done.js": UNTIL_DONE,
		"src/tasks.js": `
			import { task, taskContext } from "namesake";
			const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
			export const quick = task(async () => { await sleep(100); return "quick"; });
			export const deaf = task(async () => { await sleep(taskContext().attempt === 0 ? 30_000 : 1); return "deaf " + taskContext().attempt; });
			export const polite = task(async () => {
				const { attempt, signal } = taskContext();
				if (attempt > 0) return "polite " + attempt;
				await new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
			});
			export const sorry = task(async () => {
				const { signal } = taskContext();
				await new Promise((resolve) => signal.addEventListener("abort", resolve));
				return "just in time";
			});
			export const clumsy = task(async () => {
				const { attempt, signal } = taskContext();
				if (attempt === 0) await new Promise((resolve) => signal.addEventListener("abort", resolve));
				throw new Error("of its own");
			});
		`,
		"main.js": `
			import { TaskQueue, TaskWorker } from "namesake/bullmq";
			import { connection } from "./show.js";
			import { untilDone } from "./until-done.js";
			import { clumsy, deaf, polite, quick, sorry } from "./src/tasks.js";
			const queue = new TaskQueue("q", { connection });
			const all = { clumsy, deaf, polite, quick, sorry };
			for (const [jobId, task] of Object.entries(all)) await queue.add(task, [], { jobId });
			const worker = new TaskWorker("q", { connection, concurrency: 5 });
			while ((await queue.queue.getActiveCount()) < 5) await new Promise((resolve) => setTimeout(resolve, 5));
			const start = Date.now();
			const handedBack = await worker.stop({ grace: 300 });
			const ms = Date.now() - start;
			const counts = await queue.queue.getJobCounts();
			await queue.close();
			const { told, errors } = await untilDone();
			console.log(JSON.stringify({ told, errors, handedBack, counts, ms }));
			process.exit();
		`,
	});
	const answer = (await project.tell("main.js", { args: [redis.url] })) as Told & {
		handedBack: number;
		counts: Record<string, number>;
		ms: number;
	};
	const { counts, told } = answer;
	assert.equal(answer.handedBack, 2);
	assert.deepEqual(
		[counts["completed"], counts["failed"], counts["waiting"], counts["active"]],
		[2, 1, 2, 0],
		JSON.stringify(answer),
	);
	assert.ok(answer.ms >= 1200 && answer.ms < 5000, `${answer.ms} ms`);
	const results = Object.entries(told).map(([id, { result, reason, made }]) => [id, result ?? reason, made]);
	assert.deepEqual(results.sort(), [
		["clumsy", "of its own", 1],
		["deaf", "deaf 1", 1],
		["polite", "polite 1", 1],
		["quick", "quick", 1],
		["sorry", "just in time", 1],
	]);
});

test("stop(): a task whose module still loads is not begun any more, and its job is handed back", {
	skip: redisMissing,
}, async () => {
	await using redis = await startRedis();
	await using project = await queueProject({
		"src/slow.js": `
			import { task } from "namesake";
			process.emit("loading");
			// Longer than the worker has patience, once the time is over.
			await new Promise((resolve) => setTimeout(resolve, 1300));
			export const deaf = task(() => {
				process.emit("begun");
				return new Promise((resolve) => setTimeout(resolve, 30_000));
			});
		`,
		"main.js": `
			import { TaskQueue, TaskWorker } from "namesake/bullmq";
			import { connection } from "./show.js";
			const queue = new TaskQueue("q", { connection });
			const loading = new Promise((resolve) => process.once("loading", resolve));
			let begun = 0;
			process.on("begun", () => begun++);
			await queue.queue.add("@acme/app/src/slow#deaf", { version: 1, args: [] }, { attempts: 1 });
			const worker = new TaskWorker("q", { connection });
			await loading;
			const handedBack = await worker.stop({ grace: 0 });
			const { waiting, active, failed } = await queue.queue.getJobCounts();
			console.log(JSON.stringify({ handedBack, begun, waiting, active, failed }));
			process.exit();
		`,
	});
	const answer = await project.tell("main.js", { args: [redis.url] });
	assert.deepEqual(answer, { handedBack: 1, begun: 0, waiting: 1, active: 0, failed: 0 });
});
