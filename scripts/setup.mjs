/**
 * What every command of this repository needs first: dependencies in node_modules/, src/ built to dist/, tests/ compiled to build/tests/.
 * Runs on Node 20 with nothing installed, and does only what is not done yet. `node scripts/setup.mjs` installs and builds dist/.
 */
import { execSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { argv, env, execPath } from "node:process";
import { fileURLToPath } from "node:url";

/** The root of the repository. */
export const root = fileURLToPath(new URL("..", import.meta.url));

// A stack would only show that a script has started what failed.
process.setUncaughtExceptionCaptureCallback((error) => {
	say(error instanceof Error ? error.message : String(error));
	process.exitCode = 1;
});

/** Runs `npm ci` if npm's record of node_modules/ is not what package-lock.json asks for, but for optional packages of other platforms. */
export function ensureInstalled() {
	const [wanted, installed] = ["package-lock.json", "node_modules/.package-lock.json"].map((file) =>
		fs.existsSync(join(root, file)) ? JSON.parse(read(file)).packages : undefined,
	);
	const isThere = (/** @type {[string, any]} */ [path, { version, optional }]) =>
		path === "" || (installed[path]?.version ?? (optional ? version : undefined)) === version;
	if (installed !== undefined && Object.entries(wanted).every(isThere)) return;
	say("installing dependencies (npm ci)");
	npm("ci --include=dev", root);
}

/** Installs, and builds dist/ from src/. The compiler compiles what changed; its record of the sources tells whether dist/ is made of them. */
export function ensureBuilt(project = "src") {
	ensureInstalled();
	if (!runNode(["node_modules/typescript/bin/tsc", "-b", project])) throw new Error(`${project}/ can't be compiled`);
	const inputs = [".tsc/src/tsconfig.tsbuildinfo", "scripts/bundle.mjs", "package-lock.json"].map(read);
	const wanted = createHash("sha256").update(inputs.join()).digest("hex");
	const stamp = join(root, "dist", ".built");
	if (fs.existsSync(stamp) && fs.readFileSync(stamp, "utf8") === wanted) return;
	say("building dist/");
	if (!runNode(["scripts/bundle.mjs"])) throw new Error("dist/ can't be built");
	writeWhole(stamp, wanted);
}

/**
 * Builds dist/, and build/tests/ from tests/. There `../src/x.ts` is `../src/x.js`, and build/src is a link to dist/: the tests import what is
 * shipped, and the same copy of it as the programs that they start.
 */
export function ensureTestsBuilt() {
	ensureBuilt("tests");
	for (const file of filesIn(join(root, ".tsc", "tests")))
		writeWhole(join(root, "build", "tests", file), read(join(".tsc", "tests", file)));
	link(join(root, "dist"), join(root, "build", "src"));
}

/**
 * Runs a script, and shows what it prints.
 * @param {string[]} args
 * @param {{ node?: string | undefined, cwd?: string, env?: Record<string, string> | undefined }} [options]
 * @returns whether it ended with exit code 0
 */
export function runNode(args, { node = execPath, cwd = root, env: more = {} } = {}) {
	return spawnSync(node, args, { cwd, env: { ...env, ...more }, stdio: ["ignore", "inherit", "inherit"] }).status === 0;
}

/** Runs npm, quietly unless it fails. @param {string} command @param {string} cwd */
export function npm(command, cwd) {
	execSync(`npm ${command} --no-audit --no-fund`, { cwd, stdio: "pipe" });
}

/** Lets the programs in a folder import this package by its name. @param {string} folder */
export function linkPackage(folder) {
	link(root, join(folder, "node_modules", "namesake"));
}

/**
 * Makes `path` a link to the folder `target`; also where it was one to another folder, as in a copied tree.
 * @param {string} target
 * @param {string} path
 */
function link(target, path) {
	if (fs.existsSync(path) && fs.realpathSync(path) === fs.realpathSync(target)) return;
	fs.mkdirSync(dirname(path), { recursive: true });
	fs.rmSync(path, { recursive: true, force: true });
	fs.symlinkSync(target, path, "junction");
}

/** @param {string} text */
export function say(text) {
	process.stderr.write(`namesake: ${text}\n`);
}

/** @param {string} file from the root */
export function read(file) {
	return fs.readFileSync(join(root, file), "utf8");
}

/** The files in a folder, as sorted relative paths with slashes. @param {string} folder */
export function filesIn(folder) {
	const files = fs.readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
	return files.map(({ parentPath, name }) => relative(folder, join(parentPath, name)).replaceAll(sep, "/")).sort();
}

/**
 * Writes a file that is never there in part, if it has another text: a program that runs meanwhile may read it.
 * @param {string} file
 * @param {string | Uint8Array} text
 */
export function writeWhole(file, text) {
	if (fs.existsSync(file) && fs.readFileSync(file, "utf8") === text) return;
	fs.mkdirSync(dirname(file), { recursive: true });
	const unfinished = join(root, ".tsc", String(process.pid));
	fs.writeFileSync(unfinished, text);
	fs.renameSync(unfinished, file);
}

if (argv[1] !== undefined && fs.realpathSync(argv[1]) === fileURLToPath(import.meta.url)) ensureBuilt();
