import assert from "node:assert/strict";
import { symlinkSync } from "node:fs";
import { describe, it } from "node:test";
import { type App, app } from "../app.ts";
import { inRepository } from "../repository.ts";

const JOBS = `
	import { task } from "namesake";
	export const send = task((to) => "sent to " + to);
	export const mails = task((to) => "mail to " + to, { name: "send-mail", previously: ["@acme/app/src/old#mail", "post"] });
	export const plain = () => 1;
	const hidden = task(() => 2);
`;

const entry = (name: string, more: object = {}) => ({ name, kind: "task", ...more });
const lock = (...names: object[]) => JSON.stringify({ version: 1, names }, undefined, 1);

/** Says what names lead to, one after the other. */
const TELL = `
	import { load, extractTaskModule } from "namesake";
	const told = Object.create(null);
	for (const name of JSON.parse(process.argv[2]))
		try {
			const value = await load(name);
			told[name] = typeof value === "function" && value.location ? value.location : typeof value;
		} catch (error) {
			told[name] = [error.code, error.why, error.where.map(({ file, line }) => file.split(/[\\\\/]/).at(-1) + ":" + line).join()];
		}
	console.log(JSON.stringify(told));
`;

async function told(project: App, ...names: readonly string[]): Promise<Record<string, unknown>> {
	return (await project.tell("tell.js", { args: [JSON.stringify(names)] })) as Record<string, unknown>;
}

const S = "@acme/app/src";

describe("load", () => {
	it("follows the names that something had before it was removed, when the code says what it has become", async () => {
		await using project = await app({
			"src/jobs.js": `
				import { task } from "namesake";
				export const announce = task(() => 1, { previously: ["@acme/app/src/jobs#publish"] });
			`,
			"tell.js": TELL,
			"namesake.lock.json": lock(entry(`${S}/jobs#publish`, { removed: true, previous: [`${S}/news#publish`] })),
		});
		assert.deepEqual(await told(project, `${S}/news#publish`, `${S}/jobs#publish`), {
			[`${S}/news#publish`]: `${S}/jobs#announce`,
			[`${S}/jobs#publish`]: `${S}/jobs#announce`,
		});
	});

	it("gives a value by the names that the lock and the code say it had, and by a name of the user's own", async () => {
		await using project = await app({
			"src/jobs.js": JOBS,
			"tell.js": TELL,
			"namesake.lock.json": lock(
				entry(`${S}/jobs#send`, { previous: [`${S}/mails#send`, "@acme/old/src/mails#send", "sender"] }),
			),
		});
		assert.deepEqual(
			await told(
				project,
				...[`${S}/mails#send`, "@acme/old/src/mails#send", "sender", `${S}/jobs#send`],
				...["send-mail", `${S}/old#mail`, "post", `${S}/jobs#mails`],
			),
			{
				[`${S}/mails#send`]: `${S}/jobs#send`,
				"@acme/old/src/mails#send": `${S}/jobs#send`,
				sender: `${S}/jobs#send`,
				[`${S}/jobs#send`]: `${S}/jobs#send`,
				"send-mail": "send-mail",
				[`${S}/old#mail`]: "send-mail",
				post: "send-mail",
				[`${S}/jobs#mails`]: "send-mail",
			},
		);
	});

	it("says which names of the user's own are like one that no task has", async () => {
		await using project = await app({
			"src/jobs.js": JOBS,
			"tell.js": `
				import { load } from "namesake";
				const errors = await Promise.all(["send-mial", "pots", "locked-jbo", "nothing like it"].map((name) => load(name).catch((error) => error)));
				console.log(JSON.stringify(errors.map(({ code, nearest }) => [code, ...nearest])));
			`,
			"namesake.lock.json": lock(
				entry("locked-job", { at: `${S}/jobs#plain` }),
				entry("locked-jobs", { at: `${S}/gone#job`, removed: true }),
			),
		});
		assert.deepEqual(await project.tell("tell.js"), [
			["INVALID_NAME", "send-mail"],
			["INVALID_NAME", "post"],
			["INVALID_NAME", "locked-job"],
			["INVALID_NAME"],
		]);
	});

	it("says what was removed, and what the lock says that is not there", async () => {
		await using project = await app({
			"src/jobs.js": JOBS,
			"tell.js": TELL,
			"namesake.lock.json": lock(
				entry(`${S}/gone#a`),
				entry(`${S}/gone#b`, { removed: true, previous: [`${S}/gone#c`] }),
				entry(`${S}/gone#d`, { previous: [`${S}/gone#e`] }),
				entry("own", { at: `${S}/jobs#plain`, previous: [`${S}/gone#f`] }),
			),
		});
		const answers = await told(project, ...["a", "b", "c", "d", "e", "f", "x"].map((key) => `${S}/gone#${key}`), "own");
		const brief = Object.fromEntries(
			Object.entries(answers).map(([name, answer]) => {
				const [code, why, where] = answer as string[];
				return [name, [code, why?.split(/[:,] /)[0], where]];
			}),
		);
		const removed = "it was removed";
		assert.deepEqual(brief, {
			[`${S}/gone#a`]: ["MODULE_NOT_FOUND", removed, "namesake.lock.json:4"],
			[`${S}/gone#b`]: ["MODULE_NOT_FOUND", removed, "namesake.lock.json:8"],
			[`${S}/gone#c`]: ["MODULE_NOT_FOUND", removed, "namesake.lock.json:8"],
			[`${S}/gone#d`]: ["MODULE_NOT_FOUND", removed, "namesake.lock.json:16"],
			[`${S}/gone#e`]: [
				"MODULE_NOT_FOUND",
				`namesake.lock.json says that it was renamed to ${S}/gone#d`,
				"namesake.lock.json:16",
			],
			[`${S}/gone#f`]: ["MODULE_NOT_FOUND", removed, "namesake.lock.json:23"],
			[`${S}/gone#x`]: ["MODULE_NOT_FOUND", `no file in ${project.at()} has this module name`, ""],
			own: ["EXPORT_NOT_FOUND", removed, "namesake.lock.json:23"],
		});
	});

	it("reads no lock and no code where a name is found", async () => {
		await using project = await app({
			"src/jobs.js": JOBS,
			"tell.js": `
				import fs from "node:fs";
				import { syncBuiltinESMExports } from "node:module";
				const read = fs.readFileSync;
				const files = [];
				fs.readFileSync = (file, ...rest) => (files.push(String(file)), read(file, ...rest));
				syncBuiltinESMExports();
				const { load } = await import("namesake");
				await load("${S}/jobs#send");
				const before = files.filter((file) => /lock\\.json$/.test(file)).length;
				await load("${S}/mails#send");
				await load("${S}/mails#send");
				console.log(JSON.stringify([before, files.filter((file) => /lock\\.json$/.test(file)).length]));
			`,
			"namesake.lock.json": lock(entry(`${S}/jobs#send`, { previous: [`${S}/mails#send`] })),
		});
		assert.deepEqual(await project.tell("tell.js"), [0, 1]);
	});

	it("refuses a lock that can't be used only where it is needed", async () => {
		await using project = await app({
			"src/jobs.js": JOBS,
			"tell.js": TELL,
			"namesake.lock.json": '{\n "version": 1,\n<<<<<<< HEAD\n "names": []\n}',
		});
		assert.deepEqual(await told(project, `${S}/jobs#send`, `${S}/mails#send`), {
			[`${S}/jobs#send`]: `${S}/jobs#send`,
			[`${S}/mails#send`]: ["LOCK_INVALID", "it contains the conflict markers of a merge", "namesake.lock.json:3"],
		});
	});

	it("does not choose where two claim a name", async () => {
		await using project = await app({
			"src/a.js":
				'import { task } from "namesake";\nexport const a = task(() => 1, { name: "own", previously: ["@acme/app/old#x"] });\n',
			"src/b.js":
				'import { task } from "namesake";\nexport const b = task(() => 1, { name: "own", previously: ["@acme/app/old#x"] });\n',
			"tell.js": TELL,
		});
		const why = `several tasks have it as their name or a previous name: ${S}/a#a, ${S}/b#b`;
		assert.deepEqual(await told(project, "own", "@acme/app/old#x"), {
			own: ["DUPLICATE_NAME", why, "a.js:2,b.js:2"],
			"@acme/app/old#x": ["DUPLICATE_NAME", why, "a.js:2,b.js:2"],
		});
	});

	it("opens no more by a lock than by a name", async () => {
		await using project = await app({
			"node_modules/dep/package.json": { name: "dep", type: "module" },
			"node_modules/dep/index.js": "export const f = () => 1;",
			"node_modules/dep/namesake.lock.json": lock(entry(`${S}/jobs#send`, { previous: ["dep/old#f"] })),
			"src/jobs.js": JOBS,
			"tell.js": TELL,
			"namesake.lock.json": lock(
				entry("dep/index#f", { previous: ["a/b#c"] }),
				entry("node:fs#rmSync", { previous: ["a/b#d"] }),
				entry("../out#x", { previous: ["a/b#e"] }),
				entry(`${S}/jobs#hidden`, { previous: ["a/b#f"] }),
			),
		});
		const answers = await told(project, "a/b#c", "a/b#d", "a/b#e", "a/b#f", "dep/old#f", "constructor", "__proto__");
		assert.deepEqual(
			Object.values(answers).map((answer) => (answer as string[])[0]),
			[
				"FORBIDDEN_MODULE",
				"FORBIDDEN_MODULE",
				"FORBIDDEN_MODULE",
				"NOT_EXPORTED",
				"FORBIDDEN_MODULE",
				"INVALID_NAME",
				"INVALID_NAME",
			],
		);
	});

	it("finds a task of the user's own name where it is now, whatever an old lock says", async () => {
		await using project = await app({
			"src/new.js": 'import { task } from "namesake";\nexport const moved = task(() => 1, { name: "own" });\n',
			"src/jobs.js": 'import { task } from "namesake";\nexport const send = task(() => 2, { name: "other" });\n',
			"tell.js": TELL,
			"namesake.lock.json": lock(entry("own", { at: `${S}/jobs#send`, previous: [`${S}/older#x`] })),
		});
		assert.deepEqual(await told(project, "own", `${S}/older#x`), { own: "own", [`${S}/older#x`]: "own" });
	});

	it("finds locks in the package around, in workspaces, and below a root that is set", async () => {
		await using project = await app({
			"package.json": { name: "@acme/app", type: "module", workspaces: ["packages/*"] },
			"packages/lib/package.json": { name: "@acme/lib", type: "module" },
			"packages/lib/src/m.js": 'import { task } from "namesake";\nexport const f = task(() => 1);\n',
			"packages/lib/namesake.lock.json": lock(entry("@acme/lib/src/m#f", { previous: ["@acme/lib/src/n#f"] })),
			"root/m.js": 'import { task } from "namesake";\nexport const f = task(() => 1);\n',
			"root/namesake.lock.json": lock(entry("./m#f", { previous: ["./n#f"] })),
			"tell.js": TELL,
		});
		assert.deepEqual(await told(project, "@acme/lib/src/n#f"), { "@acme/lib/src/n#f": "@acme/lib/src/m#f" });
		const env = { NAMESAKE_PACKAGE_ROOT: project.at("root") };
		assert.deepEqual(await project.tell("tell.js", { args: ['["./n#f","./x#f"]'], env }), {
			"./n#f": "./m#f",
			"./x#f": ["MODULE_NOT_FOUND", `no file in ${project.at("root")}, ${project.at()} has this module name`, ""],
		});
	});
});

describe("a task with a name of the user's own", () => {
	it("is called by it, and loads by it as the identical value", async () => {
		await using project = await app({
			"src/jobs.js": JOBS,
			"tell.js": `
				import { defaultTaskResolver, extractTaskModule, load } from "namesake";
				import { mails } from "./src/jobs.js";
				const { name, moduleName, functionName, loadable } = extractTaskModule(mails);
				const resolved = await defaultTaskResolver.loadTask(defaultTaskResolver.loaderArgs(mails));
				console.log(JSON.stringify([
					[name, moduleName, functionName, loadable], [mails.location, mails.lhs, await mails.findLhs(), mails.instantiatedIn],
					(await load("send-mail")) === mails, resolved === mails,
				]));
			`,
		});
		assert.deepEqual(await project.tell("tell.js"), [
			["send-mail", `${S}/jobs`, "mails", true],
			["send-mail", "mails", "mails", `${S}/jobs`],
			true,
			true,
		]);
	});

	it("is not loadable if the text does not show its name, not even where a compiler has put it together", async () => {
		await using project = await app({
			"src/jobs.ts":
				'import { task } from "namesake";\nexport const dynamic = task((x: number) => x, { name: "a" + "b" });\n',
			"tell.mjs": `
				import { extractTaskModule, load } from "namesake";
				import { TaskPool } from "namesake/pool";
				import { dynamic } from "./src/jobs.ts";
				const { name, loadable } = extractTaskModule(dynamic);
				const code = await load("ab").catch((error) => error.code);
				console.log(JSON.stringify([name, loadable, code]));
			`,
		});
		symlinkSync(inRepository("node_modules/tsx"), project.at("node_modules/tsx"), "junction");
		symlinkSync(inRepository("node_modules/piscina"), project.at("node_modules/piscina"), "junction");
		assert.deepEqual(await project.tell("tell.mjs", { flags: ["--import", "tsx"] }), ["ab", false, "INVALID_NAME"]);
	});

	it("runs on a thread", async () => {
		await using project = await app({
			"src/jobs.js": JOBS,
			"tell.js": `
				import { TaskPool } from "namesake/pool";
				import { mails } from "./src/jobs.js";
				const pool = new TaskPool({ maxThreads: 1 });
				console.log(JSON.stringify(await pool.run(mails, "ada")));
				await pool.close();
			`,
		});
		symlinkSync(inRepository("node_modules/piscina"), project.at("node_modules/piscina"), "junction");
		assert.deepEqual(await project.tell("tell.js"), "mail to ada");
	});

	it("must be a name, and previous names texts", async () => {
		const { task } = await import("../../src/index.ts");
		for (const name of ["", "a#b", " a", "a\n", "a\u0000", "a\u202e"])
			assert.throws(() => task(() => 1, { name }), { code: "INVALID_NAME" }, JSON.stringify(name));
		assert.throws(() => task(() => 1, { name: 7 as never }), TypeError);
		assert.throws(() => task(() => 1, { previously: "a" as never }), TypeError);
	});

	it("must not be another one's name", async () => {
		await using project = await app({
			"src/jobs.js": `
				import { task } from "namesake";
				export const a = task(() => 1, { name: "own" });
				export const b = task(() => 1, { name: "own" });
			`,
			"tell.js": `
				import { a, b } from "./src/jobs.js";
				const told = [a, b].map((task) => { try { return task.location } catch ({ code }) { return code } });
				console.log(JSON.stringify(told));
			`,
		});
		assert.deepEqual(await project.tell("tell.js"), ["own", "DUPLICATE_NAME"]);
	});
});
