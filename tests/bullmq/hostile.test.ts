import assert from "node:assert/strict";
import { existsSync, readFileSync, symlinkSync } from "node:fs";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { type Job, Queue } from "bullmq";
import { TaskWorker } from "../../src/adapter/bullmq/index.ts";
import { type App, app } from "../app.ts";
import { redisMissing, startRedis } from "../redis.ts";
import { inRepository } from "../repository.ts";

// Whoever can write into Redis chooses names and data. BullMQ's own queue adds here what TaskQueue never would.

const GOOD = { version: 1, args: ["effects"] };
const SEND = "@acme/app/src/jobs#send";

/** What a job has, and the code with which it fails. */
const HOSTILE: readonly (readonly [name: string, data: unknown, code: string])[] = [
	["", GOOD, "INVALID_NAME"],
	["__proto__", GOOD, "INVALID_NAME"],
	["constructor", GOOD, "INVALID_NAME"],
	["#", GOOD, "INVALID_NAME"],
	["../../etc/passwd#x", GOOD, "FORBIDDEN_MODULE"],
	["/etc/passwd#x", GOOD, "FORBIDDEN_MODULE"],
	["@acme/app/../../etc/passwd#x", GOOD, "FORBIDDEN_MODULE"],
	["@acme/app/src/%2e%2e/jobs#send", GOOD, "INVALID_NAME"],
	["file:///etc/passwd#x", GOOD, "FORBIDDEN_MODULE"],
	["data:text/javascript,export default 1#default", GOOD, "FORBIDDEN_MODULE"],
	["https://example.org/x.js#x", GOOD, "FORBIDDEN_MODULE"],
	["node:fs#readFileSync", GOOD, "FORBIDDEN_MODULE"],
	["fs#readFileSync", GOOD, "FORBIDDEN_MODULE"],
	["node:child_process#execSync", GOOD, "FORBIDDEN_MODULE"],
	["bullmq/dist/cjs/classes/queue#Queue", GOOD, "FORBIDDEN_MODULE"],
	["x".repeat(2 ** 20), GOOD, "INVALID_NAME"],
	[`@acme/app/${"x/".repeat(2 ** 19)}y#send`, GOOD, "INVALID_NAME"],
	[`@acme/app/src/jobs#${"send.".repeat(2 ** 17)}fn`, GOOD, "INVALID_NAME"],
	["\u0000\u0007\u001b[2J\r\n#x", GOOD, "INVALID_NAME"],
	["@acme/app/src/jobs\u0000.js#send", GOOD, "INVALID_NAME"],
	["@acme/app/src/jobs#send\n", GOOD, "INVALID_NAME"],
	["@acme/app/src/jobs#\u001b[31msend", GOOD, "INVALID_NAME"],
	["@acme/app/src/jobs#\ud800", GOOD, "INVALID_NAME"],
	["@acme/app/src/jobs#constructor", GOOD, "EXPORT_NOT_FOUND"],
	["@acme/app/src/jobs#__proto__", GOOD, "EXPORT_NOT_FOUND"],
	["@acme/app/src/jobs#toString", GOOD, "EXPORT_NOT_FOUND"],
	["@acme/app/src/jobs#send.constructor", GOOD, "EXPORT_NOT_FOUND"],
	["@acme/app/src/jobs#send.call", GOOD, "EXPORT_NOT_FOUND"],
	["@acme/app/src/jobs#send.fn", GOOD, "NOT_A_TASK"],
	["@acme/app/src/jobs#plain", GOOD, "NOT_A_TASK"],
	["@acme/app/src/jobs#Mailer", GOOD, "NOT_A_TASK"],
	["@acme/app/src/jobs#secret", GOOD, "NOT_EXPORTED"],
	["@acme/app/package#name", GOOD, "MODULE_NOT_FOUND"],
	// Modules that do things at their top level, and have no such task.
	["@acme/app/scripts/exit#send", GOOD, "EXPORT_NOT_FOUND"],
	["@acme/app/scripts/exit#main", GOOD, "NOT_A_TASK"],
	["@acme/app/scripts/exit#run", GOOD, "NOT_A_TASK"],
	["@acme/app/scripts/exit#Script", GOOD, "NOT_A_TASK"],
	["@acme/app/scripts/exit#hidden", GOOD, "NOT_EXPORTED"],
	["@acme/app/scripts/empty#default.x", GOOD, "EXPORT_NOT_FOUND"],
	[SEND, null, "NOT_A_TASK"],
	[SEND, "effects", "NOT_A_TASK"],
	[SEND, 1, "NOT_A_TASK"],
	[SEND, ["effects"], "NOT_A_TASK"],
	[SEND, {}, "NOT_A_TASK"],
	[SEND, { version: 1 }, "NOT_A_TASK"],
	[SEND, { args: ["effects"] }, "NOT_A_TASK"],
	[SEND, { version: 1, args: "effects" }, "NOT_A_TASK"],
	[SEND, { version: 1, args: { length: 1, 0: "effects" } }, "NOT_A_TASK"],
	[SEND, { version: "1", args: ["effects"] }, "NOT_A_TASK"],
	[SEND, { version: 2, args: ["effects"] }, "NOT_A_TASK"],
	[SEND, JSON.parse('{ "__proto__": { "version": 1, "args": ["effects"] } }'), "NOT_A_TASK"],
];

test("hostile jobs fail at once with a coded reason, run nothing, and leave the worker alive", {
	skip: redisMissing,
	timeout: 600_000,
}, async (t) => {
	await using project = await victim();
	await using redis = await startRedis();
	await using queue = disposable(new Queue("hostile", { connection: { url: redis.url } }));
	await using worker = new TaskWorker("hostile", { connection: { url: redis.url }, from: project.at() });
	const complaints: string[] = [];
	worker.on("error", (error) => complaints.push(error.message));

	const jobs: Job[] = [];
	for (const [name, data] of HOSTILE) jobs.push(await queue.add(name, data, { attempts: 5 }));
	await settled(queue);
	const good = await queue.add(SEND, { version: 1, args: [project.at("effects")] });
	await settled(queue);

	for (const [index, [name, data, code]] of HOSTILE.entries()) {
		await t.test(`${JSON.stringify(name.slice(0, 60))} with ${JSON.stringify(data)}: ${code}`, async () => {
			const job = await queue.getJob(jobs[index]?.id ?? "");
			assert.ok(job);
			assert.equal(await job.getState(), "failed");
			assert.ok(job.failedReason.startsWith(`error[${code}]: `), job.failedReason);
			assert.ok(job.failedReason.length < 10_000, `a reason of ${job.failedReason.length} characters`);
			assert.doesNotMatch(job.failedReason, /[^\P{Cc}\n]/u, "no control character but the ends of lines");
			assert.equal(job.attemptsMade, 1);
		});
	}
	assert.equal(await good.getState(), "completed");
	assert.equal(readFileSync(project.at("effects"), "utf8"), "send\n", "only the good job has run");
	assert.ok(!existsSync("effects"));
	assert.deepEqual(complaints, []);
	assert.equal(({} as Record<string, unknown>)["version"], undefined);
});

/** Every function leaves a line, wherever it is called. */
async function victim(): Promise<App> {
	const project = await app({
		"src/jobs.js": `
import { appendFileSync } from "node:fs";
import { task } from "namesake";

export const send = task((file) => appendFileSync(file, "send\\n"));
export function plain(file) { appendFileSync(file, "plain\\n"); }
export class Mailer { constructor(file) { appendFileSync(file, "Mailer\\n"); } }
const secret = task((file) => appendFileSync(file, "secret\\n"));
`,
		"scripts/exit.js": `
import { task } from "namesake";
process.exit(3);
export function main() {}
export const run = async () => {};
export class Script {}
const hidden = task(() => {});
`,
		"scripts/empty.js": "export default {};",
	});
	symlinkSync(inRepository("node_modules", "bullmq"), project.at("node_modules/bullmq"), "junction");
	return project;
}

function disposable(queue: Queue): Queue & AsyncDisposable {
	return Object.assign(queue, { [Symbol.asyncDispose]: () => queue.close() });
}

async function settled(queue: Queue): Promise<void> {
	const left = async () => await queue.getJobCountByTypes("waiting", "active", "delayed", "prioritized");
	while ((await left()) > 0) await sleep(20);
}
