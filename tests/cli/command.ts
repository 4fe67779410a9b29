import { spawnSync } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { project } from "../package/project.ts";

/** npm test runs at the root of the repository. */
const ROOT = process.cwd();
const BIN = join(ROOT, "dist", "cli", "bin.js");

/** What a slow machine gets to see. */
const PROGRESS = /^namesake: (?:loading|proving|reading) \d+ .*\n/gm;

/** What a run of the command gave. */
interface Answer {
	readonly code: number | null;
	readonly stdout: string;
	readonly stderr: string;
}

/** A project in which the command can be run; namesake is installed in it. */
export interface CommandProject extends AsyncDisposable {
	at(path?: string): string;
	/** Runs `namesake` with these arguments, in the project's folder or one below it. */
	namesake(
		args: readonly string[],
		options?: { env?: Record<string, string>; cwd?: string; flags?: readonly string[] },
	): Answer;
	/** Installs another package of this repository. */
	install(name: string): void;
}

/** @param files the package.json is that of an ES module package `app`, unless there is one. */
export async function commandProject(files: Record<string, string | object>): Promise<CommandProject> {
	const fixture = await project({ "package.json": { name: "app", type: "module" }, ...files });
	mkdirSync(fixture.at("node_modules"), { recursive: true });
	symlinkSync(ROOT, fixture.at("node_modules/namesake"), "junction");
	return {
		at: (path) => fixture.at(path),
		namesake(args, { env = {}, cwd = ".", flags = [] } = {}) {
			const { NODE_OPTIONS: _, NO_COLOR: __, FORCE_COLOR: ___, NODE_TEST_CONTEXT: ____, ...inherited } = process.env;
			const { status, stdout, stderr } = spawnSync(process.execPath, [...flags, BIN, ...args], {
				cwd: fixture.at(cwd),
				encoding: "utf8",
				env: { ...inherited, ...env },
				maxBuffer: 2 ** 26,
				timeout: 300_000,
			});
			return { code: status, stdout, stderr: stderr.replaceAll(PROGRESS, "") };
		},
		install(name) {
			symlinkSync(join(ROOT, "node_modules", name), fixture.at(`node_modules/${name}`), "junction");
		},
		[Symbol.asyncDispose]: () => fixture.rm(),
	};
}
