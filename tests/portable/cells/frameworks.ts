import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Queue } from "bullmq";
import { dieTogether } from "../../die-together.ts";
import { freePort } from "../../free-port.ts";
import { redisMissing, startRedis } from "../../redis.ts";
import { inRepository } from "../../repository.ts";
import type { Cell, Row } from "../cell.ts";
import { tool } from "../place.ts";

const NODE_24 = tool("node-24", "bin", "node");
const NEXT = inRepository(".matrix", "cells", "next");

/** The portable program answers a request, and another request puts a job into Redis, which a plain Node works off. */
export const frameworks: readonly Cell[] = [
	{
		group: "framework",
		name: "Next.js 16, `next build --webpack`",
		setup: "the plugin, `namesake/webpack`, in `next.config.mjs`",
		run: () => inNext("start", [["build", "--webpack"]]),
	},
	{
		group: "framework",
		name: "Next.js 16, `next dev --webpack`",
		setup: "the plugin, `namesake/webpack`, in `next.config.mjs`",
		run: () => inNext("dev", []),
	},
];

async function inNext(serve: "start" | "dev", before: readonly (readonly string[])[]): Promise<readonly Row[]> {
	await using redis = redisMissing === false ? await startRedis() : undefined;
	const directory = project();
	const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1", NO_COLOR: "1", REDIS_URL: redis?.url ?? "" };
	const next = (args: readonly string[]) =>
		new Program(join(NEXT, "node_modules/next/dist/bin/next"), args, directory, env);
	try {
		for (const args of before) await next(args).succeeds();
		const port = await freePort();
		const server = next([serve, ...(serve === "dev" ? ["--webpack"] : []), "-p", String(port)]);
		try {
			const ask = async (path: string) =>
				(await (await server.answer(`http://127.0.0.1:${port}/${path}`)).json()) as never;
			const rows: readonly Row[] = await ask("check");
			if (redis !== undefined) {
				const names: { readonly name: string }[] = [await ask("enqueue"), await ask("other"), await ask("enqueue")];
				for (const { name } of names) assert.equal(name, "@acme/portable/src/mails#send");
				await workOff(directory, env, names.length);
			}
			return rows;
		} finally {
			await server.end("SIGKILL");
		}
	} finally {
		rmSync(directory, { recursive: true, force: true });
	}
}

/** A project with this package as npm would have installed it: frameworks ask whether a file is in node_modules. */
function project(): string {
	const own = join(NEXT, "node_modules", "namesake");
	rmSync(own, { recursive: true, force: true });
	for (const path of ["dist", "package.json"]) cpSync(inRepository(path), join(own, path), { recursive: true });
	const directory = mkdtempSync(join(NEXT, "app-"));
	for (const fixture of ["app", "next"])
		cpSync(inRepository("tests/portable/fixtures", fixture), directory, { recursive: true });
	return directory;
}

/** A worker that has the sources, and nothing of the build. */
async function workOff(directory: string, env: NodeJS.ProcessEnv, jobs: number): Promise<void> {
	const command = join(NEXT, "node_modules/namesake/dist/cli/bin.js");
	const worker = new Program(command, ["worker", "mails", "--concurrency", "4"], directory, env);
	const queue = new Queue("mails", { connection: { url: env["REDIS_URL"] ?? "" } });
	for (const end = Date.now() + READY_MS; (await queue.getCompletedCount()) < jobs; await sleep(50))
		worker.mustRun(end);
	await queue.close();
	await worker.end("SIGTERM");
	assert.match(worker.text, new RegExp(`${jobs} completed, 0 failed`));
}

const READY_MS = 300_000;

class Program {
	text = "";
	readonly #child: ChildProcess;
	readonly #exit: Promise<unknown[]>;

	constructor(script: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv) {
		const child = spawn(NODE_24, [script, ...args], { cwd, env, stdio: ["ignore", "pipe", "pipe"], detached: true });
		dieTogether(child);
		for (const stream of [child.stdout, child.stderr])
			stream.on("data", (data) => {
				this.text += data;
			});
		this.#child = child;
		this.#exit = once(child, "exit");
	}

	async succeeds(): Promise<void> {
		const [code] = await this.#exit;
		assert.equal(code, 0, this.text);
	}

	/** Asks until there is an answer. */
	async answer(url: string): Promise<Response> {
		for (const end = Date.now() + READY_MS; ; await sleep(200)) {
			try {
				const response = await fetch(url, { signal: AbortSignal.timeout(READY_MS) });
				assert.equal(response.status, 200, `${url}: ${await response.clone().text()}\n${this.text}`);
				return response;
			} catch (error) {
				if (!(error instanceof TypeError)) throw error;
				this.mustRun(end);
			}
		}
	}

	/** With the processes that it has started. */
	async end(signal: NodeJS.Signals): Promise<void> {
		const { pid, exitCode, signalCode } = this.#child;
		if (pid !== undefined && exitCode === null && signalCode === null)
			process.kill(signal === "SIGKILL" ? -pid : pid, signal);
		await this.#exit;
	}

	mustRun(end: number): void {
		assert.ok(this.#child.exitCode === null && Date.now() < end, this.text);
	}
}
