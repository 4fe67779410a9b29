/* What a queue or a pool refuses, it refuses with the reason that extractTaskModule gives, and with a fix that its caller can apply. */
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { app } from "../app.ts";
import { libraryUrl } from "../repository.ts";

const FILES = {
	"package.json": { name: "app", type: "module" },
	"swapped.js": `
		import { task } from "namesake";
		export let one = task(() => 1), two = task(() => 2);
		export const swap = () => { [one, two] = [two, one]; };
	`,
	"pair.mjs": "export const f = () => 1;",
	"pair.cjs": "exports.f = () => 2;",
	"local.js":
		'import { task } from "namesake"; const hidden = task(() => 1); export const reveal = () => hidden; export const nested = () => () => 1;',
	"then.js": "export const f = Object.assign(() => 1, { then() {} });",
	"explicit.js":
		'import { task } from "namesake"; const name = ["se", "nd"].join(""); export const f = task(() => 1, { name });',
	"early.js": `
		import { task } from "namesake";
		import { ask } from "./ask.js";
		export let f = task(() => 1);
		await ask("early", f);
		f = task(() => 2);
	`,
	"nested/package.json": { name: "nested", type: "module" },
	"nested/m.js": 'import { task } from "namesake"; export const f = task(() => "nested");',
	"ask.js": `
		import { extractTaskModule } from "namesake";
		import { basename } from "node:path";
		import { TaskPool } from "namesake/pool";
		import { loadableModule } from ${JSON.stringify(libraryUrl("tracking/loadable"))};
		export const told = {};
		const pool = new TaskPool({ maxThreads: 1, minThreads: 0 });
		const refusal = ({ code, fix, where, message }) =>
			code === undefined ? { code: message } : { code, fix, files: where.map(({ file }) => basename(file)) };
		export async function ask(key, value) {
			const reason = (() => { try { return extractTaskModule(value).reason ?? "loadable"; } catch (error) { return error.code; } })();
			const queue = await (async () => loadableModule(value))().then(() => ({ code: "taken" }), refusal);
			const run = await pool.run(value).then((result) => ({ code: "ran", result }), refusal);
			told[key] = { reason, queue, run };
		}
		export const close = () => pool.close();
	`,
	"main.js": `
		import { ask, close, told } from "./ask.js";
		import { createRequire } from "node:module";
		const swapped = await import("./swapped.js");
		swapped.swap();
		await ask("swapped", swapped.one);
		await import("./pair.mjs");
		await ask("pair", createRequire(import.meta.url)("./pair.cjs").f);
		const local = await import("./local.js");
		await ask("local", local.reveal());
		await ask("nested", local.nested());
		await ask("thenable", (await import("./then.js")).f);
		await ask("explicit", (await import("./explicit.js")).f);
		await import("./early.js");
		await ask("package", (await import("./nested/m.js")).f);
		await close();
		console.log(JSON.stringify(told));
	`,
};

interface Refusal {
	readonly code: string;
	readonly fix?: string;
	readonly files?: readonly string[];
	readonly result?: unknown;
}

const REASONS: Readonly<Record<string, string>> = {
	swapped: "NAME_MISMATCH",
	pair: "DUPLICATE_NAME",
	local: "NOT_EXPORTED",
	nested: "NESTED",
	thenable: "UNNAMEABLE",
	explicit: "NOT_EXPORTED",
	early: "LHS_UNPROVEN",
	package: "MODULE_NOT_FOUND",
};

describe("a refusal has the reason as its code", () => {
	let told: Record<string, { reason: string; queue: Refusal; run: Refusal }>;
	before(async () => {
		await using p = await app(FILES);
		told = (await p.tell("main.js")) as typeof told;
	});

	for (const [key, reason] of Object.entries(REASONS))
		test(`${key}: ${reason}`, () => {
			const answer = told[key];
			assert.equal(answer?.reason, reason);
			assert.equal(answer.queue.code, reason);
			// Threads load by the file.
			if (reason === "MODULE_NOT_FOUND") assert.deepEqual(answer.run, { code: "ran", result: "nested" });
			// They do not need the task's own name.
			else if (key !== "explicit") assert.equal(answer.run.code, reason);
			if (key === "pair") assert.deepEqual(answer.queue.files, ["pair.cjs", "pair.mjs"]);
			for (const { fix = "" } of [answer.queue, answer.run])
				assert.doesNotMatch(fix, /findTaskModule|findLhs|extractTaskModule/);
		});
});
