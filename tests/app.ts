import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { realpathSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createFixture, type FileTree } from "fs-fixture";
import { repository } from "./repository.ts";

/** For `node --import`. */
export const TSX: string = import.meta.resolve("tsx");

/** For what is measured itself: counting coverage takes memory for every function, and Node then writes files and reads every map. */
export const WITHOUT_COVERAGE: Readonly<Record<string, string>> = { NODE_V8_COVERAGE: "" };

export interface RunOptions {
	readonly flags?: readonly string[];
	readonly args?: readonly string[];
	readonly cwd?: string;
	readonly env?: Readonly<Record<string, string>>;
	readonly input?: string;
	/** In milliseconds, for what takes longer than five minutes: something that never ends is killed, and the test fails. */
	readonly timeout?: number;
}

export interface Outcome {
	readonly stdout: string;
	readonly stderr: string;
	/** Undefined if the process was killed. */
	readonly code: number | undefined;
}

/** A package on disk that can import this library by its name, deleted at the end of its scope. */
export interface App extends AsyncDisposable {
	at(path?: string): string;
	write(path: string, text: string): Promise<void>;
	remove(path: string): Promise<void>;
	/** Runs a file of the package. */
	run(file: string, options?: RunOptions): Promise<Outcome>;
	/** {@link App.run} of a program that prints JSON; it fails if there is another exit code than 0, or anything on stderr. */
	tell(file: string, options?: RunOptions): Promise<unknown>;
}

/** The package `@acme/app`, of ES modules unless its package.json is among the files. */
export async function app(files: Record<string, string | object>): Promise<App> {
	const tree: FileTree = {
		"package.json": JSON.stringify({ name: "@acme/app", type: "module" }),
		"node_modules/namesake": (file) => file.symlink(repository, "dir"),
	};
	for (const [path, content] of Object.entries(files))
		tree[path] = typeof content === "string" ? content : JSON.stringify(content);
	const fixture = await createFixture(tree);
	const root = realpathSync(fixture.path);
	const at = (path = ".") => join(root, path);
	const run = (file: string, options: RunOptions = {}) =>
		runNode([...(options.flags ?? []), at(file), ...(options.args ?? [])], { cwd: root, ...options });
	return {
		at,
		run,
		write: async (path, text) => {
			await mkdir(dirname(at(path)), { recursive: true });
			await writeFile(at(path), text);
		},
		remove: (path) => rm(at(path)),
		tell: async (file, options) => told(await run(file, options)),
		[Symbol.asyncDispose]: () => fixture.rm(),
	};
}

/** What a program has printed as JSON. */
export function told({ stdout, stderr, code }: Outcome): unknown {
	assert.equal(stderr, "");
	assert.equal(code, 0, stdout);
	return JSON.parse(stdout);
}

export function runNode(args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
	const { NODE_OPTIONS, NODE_TEST_CONTEXT, FORCE_COLOR, NO_COLOR, NAMESAKE_PACKAGE_ROOT, ...env } = process.env;
	return new Promise((resolve) => {
		const child = execFile(
			process.execPath,
			args,
			{
				cwd: options.cwd ?? repository,
				env: { ...env, ...options.env },
				timeout: options.timeout ?? 300_000,
				maxBuffer: 64_000_000,
			},
			(error, stdout, stderr) => {
				const code = error === null ? 0 : error.code;
				resolve({ stdout, stderr, code: typeof code === "number" ? code : undefined });
			},
		);
		child.stdin?.end(options.input ?? "");
	});
}
