import assert from "node:assert/strict";
import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { type App, app, runNode } from "../app.ts";
import { inRepository } from "../repository.ts";
import { PROGRAMS } from "./programs.ts";
import type { Files } from "./versions.ts";

/** A job that was added: its name, and what its task gave then. */
export interface Added {
	readonly name: string;
	readonly result: { readonly did: string };
}

/** What became of a job. */
export interface Ended {
	readonly name: string;
	readonly state: "completed" | "failed";
	readonly result: unknown;
	readonly reason?: string;
}

export interface Answer {
	readonly ok: boolean;
	readonly problems: readonly {
		readonly code: string;
		readonly name: string;
		readonly jobs?: Readonly<Record<string, object>>;
	}[];
	readonly renamed: readonly { readonly from: string; readonly to: string }[];
	readonly covered?: readonly { readonly from: string; readonly to: string }[];
}

/** A project on disk that goes from version to version, with its lock file, and the jobs that it has left in Redis. */
export class History implements AsyncDisposable {
	readonly #app: App;
	readonly #url: string;
	#files: Files = {};

	private constructor(project: App, url: string) {
		this.#app = project;
		this.#url = url;
	}

	static async start(files: Files, url: string): Promise<History> {
		const project = await app(PROGRAMS);
		mkdirSync(project.at("node_modules"), { recursive: true });
		for (const name of ["bullmq", "ioredis", "tinyglobby"])
			symlinkSync(inRepository("node_modules", name), project.at(`node_modules/${name}`), "junction");
		const history = new History(project, url);
		await history.become(files);
		return history;
	}

	get files(): Files {
		return this.#files;
	}

	/** The next version. */
	async become(files: Files): Promise<void> {
		for (const path of Object.keys(this.#files)) if (!(path in files)) rmSync(this.#app.at(path));
		for (const [path, text] of Object.entries(files)) await this.#app.write(path, text);
		this.#files = files;
	}

	/** Adds a job for each task, as the program does now. */
	async add(...queues: readonly string[]): Promise<Map<string, Added>> {
		const told = await this.#app.tell("tools/add.mjs", { args: [this.#url, ...queues] });
		return new Map(Object.entries(told as Record<string, Added>));
	}

	/** Runs all that waits in a queue, as a worker does now. */
	async drain(queue: string): Promise<Map<string, Ended>> {
		const told = await this.#app.tell("tools/drain.mjs", { args: [this.#url, queue] });
		return new Map(Object.entries(told as Record<string, Ended>));
	}

	async check(...args: readonly string[]): Promise<Answer> {
		const { stdout, stderr, code } = await this.#namesake("check", "--json", "--redis", this.#url, ...args);
		assert.ok(code === 0 || code === 1, stderr);
		const answer = JSON.parse(stdout) as Answer;
		assert.equal(answer.ok, code === 0);
		return answer;
	}

	async lock(...args: readonly string[]): Promise<void> {
		const { stderr, code } = await this.#namesake("lock", ...args);
		assert.equal(code, 0, stderr);
	}

	#namesake(...args: readonly string[]): ReturnType<typeof runNode> {
		return runNode([inRepository("dist/cli/bin.js"), ...args], { cwd: this.#app.at() });
	}

	async [Symbol.asyncDispose](): Promise<void> {
		await this.#app[Symbol.asyncDispose]();
	}
}
