import { execFileSync } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { App } from "../../app.ts";
import { inRepository, repository } from "../../repository.ts";

/** This package as npm would install it, unpacked from its own tarball, deleted at the end of its scope. */
export interface Packed extends AsyncDisposable {
	readonly folder: string;
}

export async function packed(): Promise<Packed> {
	const at = await mkdtemp(join(tmpdir(), "namesake-packed-"));
	const npm = process.platform === "win32" ? "npm.cmd" : "npm";
	execFileSync(npm, ["pack", "--ignore-scripts", "--silent", "--pack-destination", at], { cwd: repository });
	const { version } = JSON.parse(await readFile(inRepository("package.json"), "utf8")) as { version: string };
	execFileSync("tar", ["-xzf", join(at, `namesake-${version}.tgz`), "-C", at]);
	return { folder: join(at, "package"), [Symbol.asyncDispose]: () => rm(at, { recursive: true, force: true }) };
}

/** What another version is: its number, and what it has written otherwise, by files below dist/. */
export interface Version {
	readonly version: string;
	readonly edits: Readonly<Record<string, readonly (readonly [from: string | RegExp, to: string])[]>>;
}

/** Puts a copy of this package into a program: `lib`'s own, or the program's. */
export async function installCopy({ folder }: Packed, app: App, at: string, other?: Version): Promise<void> {
	await rm(app.at(at), { recursive: true, force: true });
	await cp(folder, app.at(at), { recursive: true });
	const manifest = JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as {
		dependencies: Record<string, string>;
	};
	for (const dependency of Object.keys(manifest.dependencies)) {
		const link = app.at(`node_modules/${dependency}`);
		await mkdir(join(link, ".."), { recursive: true });
		await symlink(inRepository("node_modules", dependency), link, "junction").catch((error: NodeJS.ErrnoException) => {
			if (error.code !== "EEXIST") throw error;
		});
	}
	if (other === undefined) return;
	await writeFile(app.at(`${at}/package.json`), JSON.stringify({ ...manifest, version: other.version }));
	for (const [file, edits] of Object.entries(other.edits)) {
		let text = await readFile(app.at(`${at}/dist/${file}`), "utf8");
		for (const [from, to] of edits) {
			const edited = text.replaceAll(typeof from === "string" ? from : new RegExp(from, "g"), to);
			if (edited === text) throw new Error(`${file} has no ${from}`);
			text = edited;
		}
		await writeFile(app.at(`${at}/dist/${file}`), text);
	}
}
