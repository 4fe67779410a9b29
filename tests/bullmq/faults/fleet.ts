import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { dieTogether } from "../../die-together.ts";
import type { Random } from "./random.ts";
import { type Release, WORKER } from "./release.ts";
import { Tally } from "./tally.ts";

/** A worker that is told to stop has so long: its grace period, and the time that a Redis that was killed needs. */
const STOP_MS = 20_000;

/** The workers of a queue, each of them a process. */
export class Fleet implements AsyncDisposable {
	/** Workers that were killed. */
	kills = 0;
	/** What workers did that they should not. */
	readonly faults: string[] = [];
	/** What workers said of errors. */
	readonly errors: Tally = new Tally();
	readonly #args: readonly string[];
	readonly #random: Random;
	readonly #everyPid: number[] = [];
	#workers: ChildProcess[] = [];
	#release: Release;

	constructor(size: number, release: Release, random: Random, args: readonly string[]) {
		this.#args = args;
		this.#random = random;
		this.#release = release;
		for (let index = 0; index < size; index += 1) this.#start();
	}

	/** `kill -9` of one of them, and another one in its place. */
	async killOne(): Promise<void> {
		const worker = this.#random.oneOf(this.#workers);
		if (worker === undefined) return;
		this.#forget(worker);
		await kill(worker);
		this.kills += 1;
		this.#start();
	}

	/** Starts as many workers of another release, and stops those that there are with SIGTERM. */
	async deploy(release: Release): Promise<void> {
		this.#release = release;
		const old = this.#workers;
		this.#workers = [];
		for (const _ of old) this.#start();
		await Promise.all(old.map((worker) => this.#stop(worker)));
	}

	/** Stops all of them with SIGTERM. */
	async stop(): Promise<void> {
		const all = this.#workers;
		this.#workers = [];
		await Promise.all(all.map((worker) => this.#stop(worker)));
	}

	/** The processes that are there still, of all that there ever were. */
	alive(): readonly number[] {
		return this.#everyPid.filter((pid) => {
			try {
				return process.kill(pid, 0);
			} catch {
				return false;
			}
		});
	}

	async [Symbol.asyncDispose](): Promise<void> {
		const all = this.#workers;
		this.#workers = [];
		await Promise.all(all.map(kill));
	}

	#start(): void {
		const { app } = this.#release;
		const { NODE_OPTIONS, NODE_TEST_CONTEXT, NAMESAKE_PACKAGE_ROOT, ...env } = process.env;
		const worker = spawn(process.execPath, [app.at(WORKER), ...this.#args], {
			cwd: app.at(),
			env,
			stdio: ["ignore", "ignore", "pipe"],
		});
		dieTogether(worker);
		if (worker.pid !== undefined) this.#everyPid.push(worker.pid);
		if (worker.stderr !== null) createInterface(worker.stderr).on("line", (line) => this.errors.add(line));
		this.#workers.push(worker);
		worker.once("exit", (code, signal) => {
			if (!this.#workers.includes(worker)) return;
			this.faults.push(`a worker ended by itself: ${signal ?? `exit code ${code}`}`);
			this.#forget(worker);
			this.#start();
		});
	}

	async #stop(worker: ChildProcess): Promise<void> {
		if (worker.exitCode !== null || worker.signalCode !== null) return;
		const exit = once(worker, "exit");
		worker.kill("SIGTERM");
		const ended = await Promise.race([exit, sleep(STOP_MS, undefined, { ref: false })]);
		if (ended === undefined) {
			this.faults.push(`a worker has not stopped in ${STOP_MS} ms`);
			await kill(worker);
		} else if (ended[0] !== 0 && ended[1] !== "SIGTERM") {
			this.faults.push(`a worker that was told to stop ended with ${ended[1] ?? `exit code ${ended[0]}`}`);
		}
	}

	#forget(worker: ChildProcess): void {
		this.#workers = this.#workers.filter((other) => other !== worker);
	}
}

async function kill(worker: ChildProcess): Promise<void> {
	if (worker.exitCode !== null || worker.signalCode !== null) return;
	const exit = once(worker, "exit");
	worker.kill("SIGKILL");
	await exit;
}
