import { execFile } from "node:child_process";
import { realpathSync } from "node:fs";
import { cp, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { createFixture } from "fs-fixture";
import { inRepository, repository } from "../repository.ts";
import type { CommandOptions, Place, Row } from "./cell.ts";

/** The folder into which scripts/cells.mjs has installed the runtimes, hosts and bundlers. */
const TOOLS = join(repository, ".matrix", "cells");

/** The path of a file of an installed tool. */
export function tool(...path: string[]): string {
	return join(TOOLS, "node_modules", ...path);
}

/** Copies the portable program. It can import this library by its name. */
export async function createPlace(): Promise<Place & AsyncDisposable> {
	const fixture = await createFixture({
		"node_modules/namesake": (file) => file.symlink(repository, "dir"),
	});
	await cp(inRepository("tests/portable/fixtures/app"), fixture.getPath("app"), { recursive: true });
	const directory = realpathSync(fixture.getPath("app"));
	return {
		directory,
		run: (command, args, options) => run(command, args, { cwd: directory, ...options }),
		rows: async (command, args, options) => rowsIn(await run(command, args, { cwd: directory, ...options })),
		read: (path) => readFile(join(directory, path), "utf8"),
		copy: (from, to) => cp(from, join(directory, to), { recursive: true }),
		remove: (path) => rm(join(directory, path), { recursive: true }),
		write: (path, text) => fixture.writeFile(join("app", path), text),
		[Symbol.asyncDispose]: () => fixture.rm(),
	};
}

/** The rows are the last line. */
function rowsIn(stdout: string): readonly Row[] {
	const last = stdout.trim().split("\n").at(-1) ?? "";
	try {
		return JSON.parse(last) as readonly Row[];
	} catch {
		throw new Error(`the program has printed no rows:\n${stdout}`);
	}
}

const TIMEOUT = 600_000;

function run(command: string, args: readonly string[], { cwd, env }: CommandOptions): Promise<string> {
	const { NODE_OPTIONS, NODE_TEST_CONTEXT, NAMESAKE_PACKAGE_ROOT, ...inherited } = process.env;
	const settings = { cwd, env: { ...inherited, NO_COLOR: "1", ...env }, timeout: TIMEOUT, maxBuffer: 1 << 26 };
	return new Promise((resolve, reject) => {
		execFile(command, args, settings, (error, stdout, stderr) => {
			if (error === null) resolve(stdout);
			else reject(new Error(`${[command, ...args].join(" ")} : ${error.message}\n${stdout}\n${stderr}`));
		});
	});
}
