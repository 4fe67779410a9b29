import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Queue } from "bullmq";
import { Redis as Client } from "ioredis";
import { type App, type Outcome, runNode } from "../app.ts";
import { type Redis, redisMissing, startRedis } from "../redis.ts";
import { inRepository } from "../repository.ts";
import { installWithoutPeers, queueProject } from "./project.ts";

const FILES = {
	"src/jobs.js": `
		import { task } from "namesake";
		export const send = task(async (to) => "a letter of some length to " + to, { previously: ["@acme/app/src/old#send"] });
		export { send as post };
		export const pinned = task(() => 1, { name: "clean-up" });
		export const plain = () => 1;
		const hidden = task(() => 1);
	`,
	"src/typed.ts": `
		import { task } from "namesake";
		enum Colour { Red = "red" }
		export const paint = task((what: string): string => Colour.Red + what);
	`,
	"src/exits.js":
		'import { task } from "namesake";\nexport const one = task(() => 1);\nexport const two = task(() => 2);\nprocess.exit(3);',
	"src/later.js": `
		import { task } from "namesake";
		export const first = task(() => 1);
		setTimeout(() => process.exit(4), 1);
	`,
	"src/waits.js":
		'import { task } from "namesake";\nexport const never = task(() => 1);\nawait new Promise((done) => setTimeout(done, 2 ** 30));',
};

interface Answer {
	readonly ok: boolean;
	readonly problems: readonly {
		code: string;
		name: string;
		file: string;
		message: string;
		fix?: string;
		jobs?: object;
	}[];
	readonly covered: readonly { from: string; to: string; jobs: object }[];
	readonly queues: object;
}

describe("namesake check --queue", { skip: redisMissing, timeout: 900_000 }, () => {
	let redis: Redis;
	let client: Client;

	before(async () => {
		redis = await startRedis();
		client = new Client(redis.url);
		await client.config("SET", "appendonly", "no");
	});
	after(async () => {
		client.disconnect();
		await redis.stop();
	});

	const check = (project: App, ...args: string[]): Promise<Outcome> =>
		runNode([inRepository("dist/cli/bin.js"), "check", ...args], {
			cwd: project.at(),
			env: { REDIS_URL: redis.url },
		});

	async function add(name: string, ...jobs: readonly (readonly [name: string, opts?: object])[]): Promise<void> {
		const queue = new Queue(name, { connection: { url: redis.url } });
		for (const [job, opts] of jobs) await queue.add(job, { version: 1, args: [] }, opts);
		await queue.close();
	}

	it("says which jobs a worker could not run, by the worker's own rules, how many, and what a previous name covers", async () => {
		await using project = await queueProject(FILES);
		await add(
			"mails",
			["@acme/app/src/jobs#send"],
			["@acme/app/src/jobs#post"],
			["clean-up"],
			["@acme/app/src/old#send", { delay: 3_600_000 }],
			["@acme/app/src/old#send"],
			["@acme/app/src/jobs#plain"],
			["@acme/app/src/jobs#hidden"],
			["@acme/app/src/jobs#sned", { priority: 1 }],
			["@acme/app/src/jobs#sned"],
			["@acme/app/src/gone#send"],
			["clean-down"],
			["node:fs#readFileSync"],
			["bullmq/dist/cjs/index#Queue"],
			["\u001b[2J\u202e#x"],
			["x".repeat(2 ** 20)],
			["@acme/app/src/exits#one"],
			["@acme/app/src/exits#two"],
			["@acme/app/src/later#first"],
			["@acme/app/src/waits#never"],
			["@acme/app/src/typed#paint"],
		);
		await add("news", ["@acme/app/src/jobs#sned"]);
		const before = await client.dbsize();
		const { stdout, stderr, code } = await check(project, "--json", "--timeout", "8", "--queue", "mails", "news");
		assert.equal(code, 1, stderr);
		const { ok, problems, covered, queues } = JSON.parse(stdout) as Answer;
		assert.equal(ok, false);
		const found = problems.filter(({ jobs }) => jobs !== undefined).map(({ code, name, jobs }) => [code, name, jobs]);
		const one = { mails: { waiting: 1 } };
		assert.deepEqual(found, [
			["MODULE_NOT_FOUND", "\u001b[2J\u202e#x", one],
			["MODULE_FAILED", "@acme/app/src/exits#one", one],
			["MODULE_FAILED", "@acme/app/src/exits#two", one],
			["MODULE_NOT_FOUND", "@acme/app/src/gone#send", one],
			["NOT_EXPORTED", "@acme/app/src/jobs#hidden", one],
			["NOT_A_TASK", "@acme/app/src/jobs#plain", one],
			["EXPORT_NOT_FOUND", "@acme/app/src/jobs#sned", { mails: { prioritized: 1, waiting: 1 }, news: { waiting: 1 } }],
			["MODULE_FAILED", "@acme/app/src/waits#never", one],
			["FORBIDDEN_MODULE", "bullmq/dist/cjs/index#Queue", one],
			["INVALID_NAME", "clean-down", one],
			["FORBIDDEN_MODULE", "node:fs#readFileSync", one],
			["INVALID_NAME", "", one],
		]);
		const sned = problems.find(({ name }) => name.endsWith("#sned"));
		assert.match(
			sned?.message ?? "",
			/^2 jobs in mails \(1 prioritized, 1 waiting\), 1 job in news \(1 waiting\): .*; nearest: @acme\/app\/src\/jobs#send$/,
		);
		assert.match(problems.find(({ name }) => name.endsWith("#two"))?.message ?? "", /ends the process \(exit code 3\)/);
		assert.match(problems.find(({ name }) => name.endsWith("#never"))?.message ?? "", /still loading after 8 s/);
		assert.deepEqual(covered, [
			{ from: "@acme/app/src/old#send", to: "@acme/app/src/jobs#send", jobs: { mails: { delayed: 1, waiting: 1 } } },
		]);
		assert.deepEqual(queues, { mails: { delayed: 1, prioritized: 1, waiting: 18 }, news: { waiting: 1 } });
		assert.equal(await client.dbsize(), before);
	});

	it("is content when every job can be run; previous names of the lock count", async () => {
		await using project = await queueProject({
			...{
				"src/jobs.js": FILES["src/jobs.js"].replace("const hidden = task(() => 1);", ""),
				"src/typed.ts": FILES["src/typed.ts"],
			},
			"namesake.lock.json": JSON.stringify({
				version: 1,
				names: [{ name: "@acme/app/src/typed#paint", kind: "task", previous: ["@acme/app/src/typed#draw"] }],
			}),
		});
		await add("good", ["@acme/app/src/typed#draw"], ["@acme/app/src/typed#paint"], ["@acme/app/src/jobs#send"]);
		const locked = await check(project, "--fix");
		assert.equal(locked.code, 0, locked.stderr);
		const { code, stdout, stderr } = await check(project, "--queue", "good");
		assert.deepEqual([code, stdout], [0, ""], stderr);
		assert.match(
			stderr,
			/typed#draw runs @acme\/app\/src\/typed#paint, whose previous name it is: 1 job in good \(1 waiting\)\n.*3 jobs in good \(3 waiting\); 3 names: a worker can load all of them\n$/,
		);
	});

	it("knows what check itself has found out, and says what --fix does", async () => {
		const source = (name: string) => `
			import { task } from "namesake";
			export const ${name} = task(async (to) => [to, "a letter", "that is", "long enough"].map((part) => part.trim()).join(" "));
		`;
		await using project = await queueProject({ "src/jobs.js": source("send") });
		assert.equal((await runNode([inRepository("dist/cli/bin.js"), "lock"], { cwd: project.at() })).code, 0);
		await add("renamed", ["@acme/app/src/jobs#send"]);
		await project.write("src/jobs.js", source("deliver"));
		const before = JSON.parse((await check(project, "--json", "--queue", "renamed")).stdout) as Answer;
		assert.deepEqual(
			before.problems.map(({ code, name, fix }) => [code, name, fix]),
			[
				[
					"NAME_RENAMED",
					"@acme/app/src/jobs#send",
					"run `namesake check --fix` to record the old name as a previous name",
				],
				[
					"EXPORT_NOT_FOUND",
					"@acme/app/src/jobs#send",
					"run `namesake check --fix`: it records the name as a previous name of @acme/app/src/jobs#deliver",
				],
			],
		);
		const fixed = await check(project, "--json", "--queue", "renamed", "--fix");
		assert.equal(fixed.code, 0, fixed.stderr);
		const { ok, covered } = JSON.parse(fixed.stdout) as Answer;
		assert.deepEqual([ok, covered.map(({ to }) => to)], [true, ["@acme/app/src/jobs#deliver"]]);
	});

	it("tells for each queue which jobs would run the code of another name", async () => {
		const source = (...names: string[]) => `
			import { task } from "namesake";
			${names.map((name, index) => `export const ${name} = task((x) => "code ${index} of " + x);`).join("\n")}
		`;
		await using project = await queueProject({ "src/jobs.js": source("a", "b", "c") });
		assert.equal((await runNode([inRepository("dist/cli/bin.js"), "lock"], { cwd: project.at() })).code, 0);
		const [a, b, c] = ["a", "b", "c"].map((name) => `@acme/app/src/jobs#${name}`) as [string, string, string];
		await add("swapped-1", [a], [a], [a, { delay: 1e6 }], [c]);
		await add("swapped-2", [a], [b]);
		await project.write("src/jobs.js", source("b", "a", "c"));
		const answer = await check(project, "--json", "--queue", "swapped-1", "swapped-2");
		const { problems } = JSON.parse(answer.stdout) as Answer;
		assert.deepEqual(
			problems.filter(({ jobs }) => jobs !== undefined).map(({ code, name, jobs }) => [code, name, jobs]),
			[
				["NAMES_SWAPPED", a, { "swapped-1": { delayed: 1, waiting: 2 }, "swapped-2": { waiting: 1 } }],
				["NAMES_SWAPPED", b, { "swapped-2": { waiting: 1 } }],
			],
		);
		const { stdout, stderr, code } = await check(project, "--queue", "swapped-1", "swapped-2");
		assert.equal(code, 1);
		assert.equal(stdout.match(/^error\[NAMES_SWAPPED\]/gm)?.length, 2, "each swap is shown once");
		assert.match(stdout, /jobs: 3 jobs in swapped-1 \(2 waiting, 1 delayed\), 1 job in swapped-2 \(1 waiting\)/);
		assert.match(stderr, /: a worker would run other code for 5 jobs\n$/);
	});

	it("what a job is called does not reach the terminal as it is, nor a log of GitHub", async () => {
		await using project = await queueProject({});
		await add("evil", ["\u001b[2J\u202e\n::error::x#y"]);
		const plain = await check(project, "--queue", "evil");
		assert.match(
			plain.stdout,
			/^error\[MODULE_NOT_FOUND\]: the module was not found: \\u\{1b\}\[2J\\u\{202e\}\\u\{a\}::error::x#y\n {2}jobs: 1 job in evil/m,
		);
		const actions = await runNode([inRepository("dist/cli/bin.js"), "check", "--queue", "evil"], {
			cwd: project.at(),
			env: { REDIS_URL: redis.url, GITHUB_ACTIONS: "true" },
		});
		for (const text of [plain.stdout, plain.stderr, actions.stdout]) assert.doesNotMatch(text, /[\u001b\u202e]/);
		assert.doesNotMatch(actions.stdout, /^::error::x/m);
	});

	it("a wrong question has exit code 2, and says what to do", async () => {
		await using project = await queueProject({});
		await add("mails", ["m#x"]);
		const cases: readonly (readonly [readonly string[], RegExp])[] = [
			[["--redis", redis.url], /error: --redis needs --queue/],
			[["--queue"], /option '--queue <name\.\.\.>' argument missing/],
			[["--queue", "a:b"], /must not be empty or contain a colon/],
			[["--queue", "q", "--redis", "http://x"], /--redis must be redis:\/\//],
			[["--queue", "mials"], /^error: there is no queue "mials" with the prefix "bull" at redis:.*mails\n$/],
			[["--queue", "mails", "--prefix", "b"], /^error: there is no queue "mails" with the prefix "b"/],
			[
				["--queue", "q", "--redis", "redis://ada:secret@127.0.0.1:1"],
				/^error: redis:\/\/127\.0\.0\.1:1 can't be read: .*ECONNREFUSED/,
			],
		];
		for (const [args, pattern] of cases) {
			const { code, stdout, stderr } = await check(project, ...args);
			assert.deepEqual([code, stdout], [2, ""], stderr);
			assert.match(stderr, pattern);
			assert.doesNotMatch(stderr, /secret|^\s+at /m);
		}
	});

	it("without BullMQ it says how to get it", async () => {
		await using project = await queueProject({});
		installWithoutPeers(project);
		const outcome = await project.run("node_modules/namesake/dist/cli/bin.js", { args: ["check", "--queue", "q"] });
		assert.equal(outcome.code, 2, outcome.stderr);
		assert.equal(outcome.stderr, "error: --queue needs BullMQ. Run `npm install bullmq ioredis`\n");
	});
});
