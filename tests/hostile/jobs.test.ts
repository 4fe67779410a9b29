import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { Queue } from "bullmq";
import { Redis } from "ioredis";
import { TaskWorker } from "../../src/adapter/bullmq/index.ts";
import { ERROR_CODES } from "../../src/base/errors.ts";
import { app } from "../app.ts";
import { type Random, randomFrom } from "../bullmq/faults/random.ts";
import { redisMissing, startRedis } from "../redis.ts";
import { type Reliability, reportReliability, toErrorSummary } from "../reliability.ts";
import { Intrinsics } from "./intrinsics.ts";
import { HostileNames } from "./names.ts";

/*
 * Whoever can write into Redis writes what he likes, where he likes: names, data that is no JSON, options. BullMQ's own Queue adds a job; then
 * the fields of its hash are overwritten as they are.
 */

const isFull = process.env["NAMESAKE_FUZZ"] === "full";
const seed = Number(process.env["NAMESAKE_SEED"] ?? 20261124);
const count = isFull ? 3000 : 200;
const SEND = "@acme/app/src/jobs#send";

const GOOD = '{"version":1,"args":["x"]}';
// biome-ignore format: a list
const DATA = [
	GOOD, "null", "0", "[]", '"text"', "{}", '{"version":1}', '{"version":1,"args":null}', '{"version":1,"args":{}}', '{"version":"1","args":[]}', '{"version":2,"args":[]}', '{"version":-1,"args":[]}',
	'{"version":1,"args":"x"}', '{"version":1,"args":{"length":1,"0":"x"}}', '{"version":1.0000000000000001,"args":"x"}', '{"version":1,"args":[],"args":0}', '{"__proto__":{"version":1,"args":["x"]}}',
	'{"version":1,"args":0,"__proto__":{"polluted":true}}', '{"version":1,"args":0,"constructor":{"prototype":{"polluted":true}}}', '{"version":1,"args":0,"toJSON":1,"then":1}', '["__proto__",{"polluted":true}]',
	'{"version":1e400,"args":[]}', `${"[".repeat(5000)}${"]".repeat(5000)}`, `{"version":3,"args":["${"x".repeat(100_000)}"]}`,
];
// biome-ignore format: a list
const BROKEN_DATA = ["", "{", "undefined", "NaN", "[".repeat(100_000), "\ufeff{}", "\u0000", '{"version":1,"args":[]}}'];
// biome-ignore format: a list
const OPTS = [
	"{}", '{"attempts":5}', '{"attempts":1000000000,"backoff":{"type":"exponential","delay":1}}', '{"attempts":"x"}', '{"backoff":{"type":"__proto__"}}', '{"__proto__":{"polluted":true}}',
	'{"constructor":{"prototype":{"polluted":true}}}', '{"removeOnFail":false,"stackTraceLimit":-1}', '{"stackTraceLimit":1e9}',
];
/** What BullMQ fails at by itself, before or after a task would run. */
// biome-ignore format: a list
const BROKEN_OPTS = ["", "{", "null", "[]", '"x"', '{"parent":{"id":"x","queue":"bull:other"}}', '{"de":{"id":"__proto__"}}', '{"telemetry":{"metadata":"{"}}'];
const FIELDS = [
	"timestamp",
	"processedOn",
	"delay",
	"priority",
	"atm",
	"ats",
	"stc",
	"parent",
	"parentKey",
	"rjk",
	"defa",
	"stacktrace",
	"returnvalue",
	"progress",
	"__proto__",
	"constructor",
];
const ODD = ["", "x", "-1", "1e400", "{", "null", '{"__proto__":{"polluted":true}}', "[", "99999999999999999999"];
const IDS = ["__proto__", "constructor", "toString", "x".repeat(1000), "é\u0301", "a b", "..", "null", "{}", "\u0007"];

test(`${count} hostile jobs, seed ${seed}`, { skip: redisMissing, timeout: 600_000 }, async (t) => {
	await using project = await app({
		"src/jobs.js": `
			import { appendFileSync } from "node:fs";
			import { task } from "namesake";
			const say = (what) => appendFileSync(${JSON.stringify("EFFECTS")}, what + "\\n");
			export const send = task((text) => say("send " + text));
			export const plain = () => say("plain");
			const hidden = task(() => say("hidden"));
			export const tasks = { get hidden() { say("getter"); return hidden; } };
		`,
		"src/loud.js":
			'import { appendFileSync } from "node:fs"; appendFileSync("EFFECTS", "loud\\n"); export const plain = () => 1;',
	});
	for (const file of ["src/jobs.js", "src/loud.js"])
		await project.write(
			file,
			readFileSync(project.at(file), "utf8").replaceAll('"EFFECTS"', JSON.stringify(project.at("effects"))),
		);
	await using redis = await startRedis();
	const connection = { url: redis.url };
	const raw = new Redis(redis.url);
	const queue = new Queue("hostile", { connection });
	const worker = new TaskWorker("hostile", { connection, from: project.at(), autorun: false, concurrency: 4 });
	const complaints = new Set<string>();
	worker.on("error", (error) => complaints.add(error.message.slice(0, 100)));
	const intrinsics = new Intrinsics();
	const start = performance.now();
	try {
		const random = randomFrom(seed);
		let added = 0;
		const around = {
			moduleNames: ["@acme/app/src/jobs", "@acme/app/src/loud"],
			paths: ["send", "plain", "hidden", "tasks.hidden", "tasks"],
			decoys: ["/etc/passwd"],
			app: project.at(),
		};
		const names = new HostileNames(seed, around);
		const add = async (isReadable: boolean): Promise<Added> => {
			const name = random.between(0, 2) === 0 ? SEND : names.next();
			const data = isReadable ? (random.between(0, 2) === 0 ? GOOD : one(random, DATA)) : one(random, BROKEN_DATA);
			const jobId = `${random.between(0, 9) === 0 ? one(random, IDS) : "job"}-${added++}`;
			await queue.add(name, {}, { jobId });
			const fields: Record<string, string> = { name, data, opts: one(random, OPTS) };
			const isOdd = !isReadable && random.between(0, 1) === 0;
			if (isOdd) fields[one(random, FIELDS)] = one(random, ODD);
			if (isOdd) fields["opts"] = one(random, BROKEN_OPTS);
			await raw.hset(`bull:hostile:${jobId}`, fields);
			return { jobId, name, data };
		};
		const fieldsOf = async ({ jobId }: Added) =>
			(await raw.hgetall(`bull:hostile:${jobId}`)) as { failedReason?: string; finishedOn?: string; atm?: string };

		// First what BullMQ can read, of which every job has to end with a code; then what it can't.
		const readable: Added[] = [];
		for (let index = 0; index < count / 2; index++) readable.push(await add(true));
		const running = worker.run();
		while ((await queue.getJobCountByTypes("completed", "failed")) < readable.length) await sleep(50);
		const refusals: Record<string, number> = {};
		const wrong: string[] = [];
		let sent = 0;
		for (const job of readable) {
			const { failedReason, atm } = await fieldsOf(job);
			const code = /^error\[([A-Z_]+)\]: /.exec(failedReason ?? "")?.[1] ?? "";
			if (code in ERROR_CODES) refusals[code] = (refusals[code] ?? 0) + 1;
			const isGood = job.name === SEND && job.data === GOOD;
			if (isGood && failedReason === undefined) sent++;
			else if (isGood || !(code in ERROR_CODES) || atm !== "1")
				wrong.push(
					`${JSON.stringify(job.name.slice(0, 200))} with ${job.data.slice(0, 100)}: ${failedReason}, attempts ${atm}`,
				);
		}
		for (let index = readable.length; index < count; index++) await add(false);
		const good = await queue.add(SEND, { version: 1, args: ["the last"] });
		while ((await good.getState()) !== "completed") await sleep(20);

		const effects = existsSync(project.at("effects"))
			? readFileSync(project.at("effects"), "utf8").trim().split("\n")
			: [];
		// No text tells of the default export that a compiler may make, nor of members: that module has to run.
		const isAsked = readable.some(({ name }) => /^@acme\/app\/src\/loud#(?:default|plain[.[])/.test(name));
		const allowed = ["send x", "send the last", ...(isAsked ? ["loud"] : [])];
		const escapes = [...effects.filter((line) => !allowed.includes(line)), ...intrinsics.changes()];
		const report: Reliability = {
			topic: "jobs",
			form: isFull ? "full" : "bounded",
			seed,
			seconds: (performance.now() - start) / 1000,
			figures: {
				"hostile jobs": count,
				"ran, as they had to": sent,
				"that BullMQ can't read": count - readable.length,
				escapes: escapes.length,
				"wrong ends": wrong.length,
			},
			refusals,
		};
		reportReliability(report);
		t.diagnostic(toErrorSummary(report));
		assert.deepEqual(wrong, []);
		assert.deepEqual(escapes, []);
		assert.ok(sent > 0 && Object.keys(refusals).length > 3, JSON.stringify(refusals));
		assert.equal(({} as Record<string, unknown>)["polluted"], undefined);
		t.diagnostic(`BullMQ complained of: ${[...complaints].join(" | ")}`);
		await worker.close();
		await running;
	} finally {
		await Promise.allSettled([worker.close(true), queue.close()]);
		raw.disconnect();
	}
});

interface Added {
	readonly jobId: string;
	readonly name: string;
	readonly data: string;
}

function one<Item>(random: Random, items: readonly Item[]): Item {
	return random.oneOf(items) as Item;
}
