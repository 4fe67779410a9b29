import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { dirname } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { features } from "../../src/base/runtime.ts";
import { type App, app, TSX } from "../app.ts";
import { dieTogether } from "../die-together.ts";
import { redisMissing, startRedis } from "../redis.ts";
import { inRepository } from "../repository.ts";

// One table: the same tasks with the same arguments, called directly, on a thread, and through Redis in another process, from
// every setting in which people run their code.

const SOURCES = {
	"src/tasks.ts": `
		import { task } from "namesake";
		import { shout } from "./lib/shout.js";
		export class OwnError extends Error {
			override name = "OwnError";
			code = "E_OWN";
		}
		export const greet = task(async (who: string, times = 1) => ({ text: Array(times).fill("hello " + who).join(", ") }));
		export const sum = task((...numbers: number[]) => numbers.reduce((a, b) => a + b, 0));
		export const nothing = task(() => undefined);
		export const tools = { list: [task((text: string) => shout(text))], "two words": task((x: unknown) => x) };
		export class Maths {
			static double = task((n: number) => n * 2);
		}
		export const fails = task(async (what: string) => {
			throw new OwnError("no " + what, { cause: "too bad" });
		});
		export default task((x: { a: number[] }) => x.a.length);
	`,
	"src/lib/shout.ts": `
		export const shout = (text: string): string => text.toUpperCase() + "!";
	`,
	"src/main.ts": `
		import { QueueEvents } from "bullmq";
		import { TaskQueue } from "namesake/bullmq";
		import { TaskPool } from "namesake/pool";
		import last, { fails, greet, Maths, nothing, sum, tools } from "./tasks.js";

		const told = async (result: unknown): Promise<unknown> => {
			try {
				return { value: (await result) ?? null };
			} catch (error) {
				const { name, message, code, cause } = error as Error & { code?: unknown };
				return { name, message, code, cause };
			}
		};

		async function main(): Promise<void> {
			const pool = new TaskPool({ maxThreads: 1 });
			const connection = { url: process.argv[2] as string };
			const queue = new TaskQueue("table", { connection });
			const events = new QueueEvents("table", { connection });
			await events.waitUntilReady();
			const table: [any, unknown[]][] = [
				[greet, ["Ada"]], [greet, ["Ada", 2]], [sum, []], [sum, [1, 2, 3]], [nothing, []], [tools.list[0], ["hey"]],
				[tools["two words"], [{ a: [null, 1, "x"] }]], [Maths.double, [21]], [last, [{ a: [1, 2] }]], [fails, ["luck"]],
			];
			const rows = [];
			for (const [task, args] of table) {
				const direct = await told((async () => task(...args))());
				const thread = await told(pool.run(task, ...args));
				const job = await queue.add(task, args);
				const redis = await told(job.waitUntilFinished(events, 20_000));
				rows.push({ name: job.name, direct, thread, redis });
			}
			await pool.close();
			await Promise.all([queue.close(), events.close()]);
			console.log(JSON.stringify(rows));
		}
		void main();
	`,
	"src/worker.ts": `
		import { TaskWorker } from "namesake/bullmq";
		const worker = new TaskWorker("table", { connection: { url: process.argv[2] as string } });
		worker.on("error", console.error);
	`,
};

interface Setting {
	readonly type: "module" | "commonjs";
	/** How the sources are run: as they are, compiled in their own place, or compiled to dist/. */
	readonly run: "tsx" | "strip" | "src" | "dist";
}

const SETTINGS: readonly Setting[] = (["module", "commonjs"] as const).flatMap((type) =>
	(["tsx", "src", "dist", ...(features.typeStripping && type === "module" ? (["strip"] as const) : [])] as const).map(
		(run) => ({ type, run }),
	),
);

const compilerOptions = {
	...{ module: "nodenext", target: "es2022", lib: ["es2023"], types: ["node"], strict: false, skipLibCheck: true },
	...{ rootDir: "src", outDir: "dist", sourceMap: true, allowImportingTsExtensions: false, esModuleInterop: true },
};

async function projectIn({ type, run }: Setting): Promise<App> {
	const isStripped = run === "strip";
	const sources = Object.fromEntries(
		Object.entries(SOURCES).map(([path, text]) => [
			path,
			isStripped ? text.replaceAll(/(from "\.[^"]*)\.js"/g, '$1.ts"') : text,
		]),
	);
	const project = await app({
		"package.json": { name: "@acme/app", type },
		"tsconfig.json": { compilerOptions: { ...compilerOptions, sourceMap: run === "dist" }, include: ["src"] },
		...sources,
	});
	for (const name of ["bullmq", "ioredis", "piscina", "tsx", "@types/node"]) {
		const path = project.at(`node_modules/${name}`);
		mkdirSync(dirname(path), { recursive: true });
		symlinkSync(inRepository("node_modules", name), path, "junction");
	}
	if (run === "src" || run === "dist") {
		const tsc = inRepository("node_modules/typescript/bin/tsc");
		await promisify(execFile)(process.execPath, [tsc, "-p", project.at("tsconfig.json")]);
	}
	if (run === "src") {
		rmSync(project.at("src"), { recursive: true });
		renameSync(project.at("dist"), project.at("src"));
		rmSync(project.at("tsconfig.json"));
	}
	return project;
}

for (const setting of SETTINGS)
	test(`directly, on a thread and through Redis: ${setting.type}, ${setting.run}`, { skip: redisMissing }, async () => {
		await using redis = await startRedis();
		await using project = await projectIn(setting);
		const flags = setting.run === "tsx" ? ["--import", TSX] : [];
		const isCompiled = setting.run === "src" || setting.run === "dist";
		const file = (name: string) => `${setting.run === "dist" ? "dist" : "src"}/${name}.${isCompiled ? "js" : "ts"}`;
		const options = { flags, args: [redis.url] };
		const worker = spawn(process.execPath, [...flags, project.at(file("worker")), redis.url], {
			cwd: project.at(),
			stdio: ["ignore", "ignore", "inherit"],
		});
		dieTogether(worker);
		const rows = (await project.tell(file("main"), options)) as Record<string, unknown>[];
		const name = (path: string) => `@acme/app/src/tasks#${path}`;
		const value = (result: unknown) => ({
			direct: { value: result },
			thread: { value: result },
			redis: { value: result },
		});
		const failure = { name: "OwnError", message: "no luck", code: "E_OWN", cause: "too bad" };
		assert.deepEqual(rows, [
			{ name: name("greet"), ...value({ text: "hello Ada" }) },
			{ name: name("greet"), ...value({ text: "hello Ada, hello Ada" }) },
			{ name: name("sum"), ...value(0) },
			{ name: name("sum"), ...value(6) },
			{ name: name("nothing"), ...value(null) },
			{ name: name("tools.list[0]"), ...value("HEY!") },
			{ name: name('tools["two words"]'), ...value({ a: [null, 1, "x"] }) },
			{ name: name("Maths.double"), ...value(42) },
			{ name: name("default"), ...value(2) },
			// BullMQ keeps an error's message.
			{ name: name("fails"), direct: failure, thread: failure, redis: { name: "Error", message: "no luck" } },
		]);
		const exit = once(worker, "exit");
		worker.kill("SIGKILL");
		await exit;
	});
