import { spawnSync } from "node:child_process";
import { realpathSync } from "node:fs";
import { join } from "node:path";
import { createFixture, type FsFixture } from "fs-fixture";
import { type ErrorCode, NamesakeError } from "../../src/base/errors.ts";

/** A small tree of files that is deleted at the end of its scope; `at` gives real paths, as names are made of them. */
export async function project(
	files: Record<string, string | object>,
): Promise<FsFixture & { at(path?: string): string }> {
	const texts = Object.entries(files).map(([path, content]) => [
		path,
		typeof content === "string" ? content : JSON.stringify(content),
	]);
	const fixture = await createFixture(Object.fromEntries(texts));
	const root = realpathSync(fixture.path);
	return Object.assign(fixture, { at: (path = ".") => join(root, path) });
}

/** For `assert.throws`: the code, and what the message has to say. */
export function coded(code: ErrorCode, ...says: (string | RegExp)[]): (error: unknown) => boolean {
	return (error) => {
		if (!(error instanceof NamesakeError)) throw error;
		const missing = says.filter((text) =>
			typeof text === "string" ? !error.message.includes(text) : !text.test(error.message),
		);
		if (error.code !== code || missing.length > 0)
			throw new Error(`expected ${code} ${missing.join(" ")}`, { cause: error });
		return true;
	};
}

/** Runs Node on a script, gives what it printed. */
export function node(args: string[], cwd: string, env: Record<string, string> = {}): string {
	const { stdout, stderr, status } = spawnSync(process.execPath, args, {
		cwd,
		encoding: "utf8",
		env: { ...process.env, ...env },
	});
	if (status !== 0) throw new Error(stderr);
	return stdout.trim();
}
