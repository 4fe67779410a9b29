import assert from "node:assert/strict";
import { type ChildProcessWithoutNullStreams, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { App } from "../app.ts";
import { commandProject } from "../cli/command.ts";
import { dieTogether } from "../die-together.ts";
import { redisMissing, startRedis } from "../redis.ts";
import { inRepository } from "../repository.ts";
import { installWithoutPeers, queueProject } from "./project.ts";

interface Command {
	readonly child: ChildProcessWithoutNullStreams;
	/** What it has written to stderr. */
	readonly text: () => string;
	/** Waits until it has written that. */
	until(pattern: RegExp): Promise<void>;
	/** The exit code. */
	ended(): Promise<number | null>;
}

function worker(project: App, args: readonly string[], env: Record<string, string> = {}): Command {
	const { NODE_OPTIONS, FORCE_COLOR, NODE_TEST_CONTEXT, REDIS_URL, ...inherited } = process.env;
	const child = spawn(process.execPath, [inRepository("dist/cli/bin.js"), "worker", ...args], {
		cwd: project.at(),
		env: { ...inherited, ...env },
	});
	dieTogether(child);
	const exit = once(child, "exit");
	let text = "";
	child.stdout.on("data", (data) => {
		text += data;
	});
	child.stderr.on("data", (data) => {
		text += data;
	});
	return {
		child,
		text: () => text,
		async until(pattern) {
			const deadline = Date.now() + 120_000;
			while (!pattern.test(text)) {
				assert.ok(child.exitCode === null && Date.now() < deadline, `${pattern} is not in:\n${text}`);
				await sleep(10);
			}
		},
		async ended() {
			const timer = setTimeout(() => child.kill("SIGKILL"), 20_000);
			const [code] = (await exit) as [number | null];
			clearTimeout(timer);
			return code;
		},
	};
}

const ADD = `
	import { Queue } from "bullmq";
	const [url, ...jobs] = process.argv.slice(2);
	const queue = new Queue("q", { connection: { url } });
	for (const job of jobs) await queue.add(...JSON.parse(job));
	await queue.close();
`;

async function add(project: App, url: string, ...jobs: readonly unknown[][]): Promise<void> {
	const { code, stderr } = await project.run("add.js", { args: [url, ...jobs.map((job) => JSON.stringify(job))] });
	assert.equal(code, 0, stderr);
}

const job = (name: string, ...args: unknown[]): unknown[] => [`@acme/app/src/tasks#${name}`, { version: 1, args }];

test("runs TypeScript with the project's tsx, tells failures with their place, ends at SIGTERM with code 0", {
	skip: redisMissing,
}, async () => {
	await using redis = await startRedis();
	await using project = await queueProject({
		"add.js": ADD,
		"src/tasks.ts": `
			import { task } from "namesake";
			enum Colour { Red = "red" }
			export const paint = task(async (what: string) => { console.log(\`\${Colour.Red} \${what}\`); });
			export const fails = task(() => {
				throw new TypeError("no luck");
			});
		`,
	});
	const command = worker(project, ["q", "--concurrency", "2"], { REDIS_URL: redis.url });
	await command.until(/waiting for jobs in q at redis:\/\/127\.0\.0\.1:\d+, 2 at a time/);
	await add(project, redis.url, job("paint", "wall"), [...job("fails"), { attempts: 2 }], job("paints"));
	await command.until(/red wall/);
	await command.until(/failed job 2 @acme\/app\/src\/tasks#fails, will be retried\n/);
	await command.until(/failed job 2 @acme\/app\/src\/tasks#fails\n/);
	await command.until(
		/failed job 3 @acme\/app\/src\/tasks#paints\n\s+error\[EXPORT_NOT_FOUND\]: [\s\S]*nearest: .*#paint\n/,
	);
	assert.match(command.text(), /src\/tasks\.ts:6:11\n[\s\S]*> 6 \|\s+throw new TypeError/);
	assert.doesNotMatch(command.text(), /at .*(?:bullmq|namesake)[/\\](?:dist|src)/);
	command.child.kill("SIGTERM");
	assert.equal(await command.ended(), 0, command.text());
	assert.match(command.text(), /SIGTERM: takes no more jobs.*\n.*1 completed, 2 failed, 0 handed back\n$/);
});

test("SIGTERM hands back what does not end in time, a second signal ends it at once", {
	skip: redisMissing,
}, async () => {
	await using redis = await startRedis();
	await using project = await queueProject({
		"add.js": ADD,
		"src/tasks.js": `
			import { task, taskContext } from "namesake";
			export const slow = task(async () => {
				if (taskContext().attempt > 1) return "done";
				console.log("started");
				await new Promise((resolve) => setTimeout(resolve, 60_000));
			});
		`,
	});
	await add(project, redis.url, job("slow"));
	const first = worker(project, ["q", "--redis", redis.url, "--grace", "0"]);
	await first.until(/started/);
	first.child.kill("SIGTERM");
	assert.equal(await first.ended(), 0, first.text());
	assert.match(first.text(), /0 completed, 0 failed, 1 handed back\n$/);
	const second = worker(project, ["q", "--redis", redis.url, "--grace", "60"]);
	await second.until(/started/);
	second.child.kill("SIGTERM");
	await second.until(/SIGTERM: takes no more jobs, waits up to 60 s/);
	second.child.kill("SIGTERM");
	assert.equal(await second.ended(), null);
	assert.equal(second.child.signalCode, "SIGTERM");
});

test("waits for a Redis that is not there yet, and says so once", { skip: redisMissing }, async () => {
	await using redis = await startRedis();
	await using project = await queueProject({
		"add.js": ADD,
		"src/tasks.js": `
			import { task } from "namesake";
			export const hello = task(() => { console.log("hello"); });
		`,
	});
	await redis.kill();
	const command = worker(project, ["q", "--redis", redis.url.replace("redis://", "redis://ada:secret@")]);
	await command.until(/ECONNREFUSED.*, retrying/);
	await sleep(500);
	assert.equal(command.text().split("\n").length, 2, command.text());
	assert.doesNotMatch(command.text(), /secret/);
	command.child.kill("SIGINT");
	const code = await command.ended();
	assert.ok(code === 0 || code === 1, `${code}`);

	const other = worker(project, ["q", "--redis", redis.url]);
	await other.until(/ECONNREFUSED/);
	await redis.restart();
	await add(project, redis.url, job("hello"));
	await other.until(/hello/);
	other.child.kill("SIGTERM");
	assert.equal(await other.ended(), 0);
});

test("what a job is called does not reach the terminal as it is", { skip: redisMissing }, async () => {
	await using redis = await startRedis();
	await using project = await queueProject({
		"add.js": ADD.replace("for (", 'await queue.add("x".repeat(1_000_000) + "#y", {});\nfor ('),
	});
	const command = worker(project, ["q", "--redis", redis.url]);
	await add(project, redis.url, ["\u001b[2J\u202e#x", {}]);
	await command.until(/failed job 2 /);
	await sleep(50);
	assert.doesNotMatch(command.text(), /[\u001b\u202e]/);
	assert.ok(command.text().length < 5000);
	command.child.kill("SIGTERM");
	assert.equal(await command.ended(), 0);
});

test("wrong usage: exit code 2, and what to do", async () => {
	await using project = await commandProject({});
	const cases: readonly (readonly [readonly string[], RegExp])[] = [
		[[], /missing required argument 'queue'/],
		[["q", "--redis", "nonsense"], /--redis must be redis:\/\/host:port/],
		[["q", "--redis", "http://127.0.0.1"], /--redis must be redis:\/\/host:port/],
		[["q", "--concurrency", "0"], /Pass a whole number, 1 or more/],
		[["q", "--grace", "-1"], /Pass a whole number, 0 or more/],
		[["a:b"], /must not be empty or contain a colon/],
	];
	for (const [args, pattern] of cases) {
		const { code, stderr } = project.namesake(["worker", ...args]);
		assert.equal(code, 2, stderr);
		assert.match(stderr, pattern);
	}
});

test("without BullMQ it says how to get it", async () => {
	await using project = await queueProject({});
	installWithoutPeers(project);
	const outcome = await project.run("node_modules/namesake/dist/cli/bin.js", { args: ["worker", "q"] });
	assert.equal(outcome.code, 2, outcome.stderr);
	assert.equal(outcome.stderr, "error: namesake worker needs BullMQ. Run `npm install bullmq ioredis`\n");
});

test("--bundle: the tasks are those of a packed file, in a folder that has nothing else, and no name leads out of it", {
	skip: redisMissing,
}, async (context) => {
	await using redis = await startRedis();
	await using project = await queueProject({ "add.js": ADD });
	execFileSync(process.execPath, [inRepository("dist/cli/bin.js"), "pack", "src/jobs.js", "-o", "out/worker.mjs"], {
		cwd: project.at(),
		stdio: "pipe",
	});
	// What is there may not be looked at.
	rmSync(project.at("src"), { recursive: true });
	await project.write("src/other.js", 'import { task } from "namesake";\nexport const t = task(() => 1);\n');
	const command = worker(project, ["q", "--redis", redis.url, "--bundle", "out/worker.mjs"]);
	context.after(() => command.child.kill("SIGKILL"));
	await command.until(/waiting for jobs/);
	const data = (...args: unknown[]) => ({ version: 1, args });
	await add(
		project,
		redis.url,
		["@acme/app/src/jobs#greet", data("Ada")],
		["@acme/app/src/jobs#plain", data()],
		["@acme/app/src/other#t", data()],
	);
	await command.until(/failed job 2[\s\S]*NOT_A_TASK/);
	await command.until(/failed job 3[\s\S]*MODULE_NOT_FOUND/);
	command.child.kill("SIGTERM");
	assert.equal(await command.ended(), 0);
	assert.match(command.text(), /1 completed, 2 failed/);
});

test("--bundle takes what pack has made, and nothing else", async () => {
	await using project = await queueProject({ "none.mjs": "export {};\n" });
	for (const [file, text] of [
		["none.mjs", /--bundle takes a file that `namesake pack` wrote/],
		["missing.mjs", /--bundle: there is no file missing\.mjs/],
	] as const) {
		const command = worker(project, ["q", "--bundle", file]);
		assert.equal(await command.ended(), 2);
		assert.match(command.text(), text);
	}
});
