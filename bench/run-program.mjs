/** Runs one of the programs in programs/, each in a process of its own. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { execPath } from "node:process";
import { fileURLToPath } from "node:url";

/** In milliseconds: nothing that is measured takes nearly as long. */
const TIMEOUT = 5 * 60_000;

/**
 * @param {string} name of a file in programs/
 * @param {readonly (string | number)[]} [args]
 * @param {{ readonly flags?: readonly string[], readonly cwd?: string, readonly env?: Record<string, string>, readonly core?: string }} [how]
 * @returns {any} what it has printed, which is JSON
 */
export function runProgram(name, args = [], { flags = [], cwd, env = {}, core } = {}) {
	const program = fileURLToPath(new URL(`programs/${name}`, import.meta.url));
	const [command = execPath, ...words] = onCore(core);
	const { status, signal, stdout, stderr } = spawnSync(command, [...words, ...flags, program, ...args.map(String)], {
		cwd,
		env: { ...process.env, ...env },
		encoding: "utf8",
		maxBuffer: 2 ** 28,
		timeout: TIMEOUT,
	});
	if (status !== 0) throw new Error(`bench/programs/${name} ended with ${signal ?? status}:\n${stderr}`);
	return JSON.parse(stdout.slice(stdout.lastIndexOf("\n{") + 1));
}

/** How node is started: on any core, or on one. */
function onCore(/** @type {string | undefined} */ core) {
	return core === undefined ? [execPath] : ["taskset", "-c", core, execPath];
}

/** A core on which a program can be kept, all threads of it: `how.core`; undefined where the system has no `taskset`. */
export function oneCore() {
	try {
		const core = /^Cpus_allowed_list:\s*(\d+)/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1];
		return core !== undefined && spawnSync("taskset", ["-c", core, "true"]).status === 0 ? core : undefined;
	} catch {
		return undefined;
	}
}

const REPORT = new URL("programs/report-cpu.mjs", import.meta.url).href;

/**
 * How long a process runs, from its start to its end, and how much processor time it takes on all of its threads, in milliseconds.
 * @param {readonly string[]} args for node
 * @param {string} [cwd]
 * @param {string} [core] see {@link oneCore}
 */
export function timeProcess(args, cwd, core) {
	const { wall, said } = timed(["--import", REPORT, ...args], cwd, ["pipe"], core);
	const { user, system } = JSON.parse(said);
	return { wall, cpu: (user + system) / 1000 };
}

/**
 * How long a process runs that hands its own flags on to others, in milliseconds.
 * @param {readonly string[]} args for node
 * @param {string} cwd
 */
export function timeFamily(args, cwd) {
	return timed(args, cwd, []).wall;
}

/**
 * @param {readonly string[]} args
 * @param {string | undefined} cwd
 * @param {readonly "pipe"[]} more what it has besides stderr
 * @param {string} [core]
 */
function timed(args, cwd, more, core) {
	const [command = execPath, ...words] = onCore(core);
	const start = performance.now();
	const { status, stderr, output } = spawnSync(command, [...words, ...args], {
		cwd,
		stdio: ["ignore", "ignore", "pipe", ...more],
		encoding: "utf8",
		timeout: TIMEOUT,
	});
	const wall = performance.now() - start;
	if (status !== 0) throw new Error(`node ${args.join(" ")} ended with ${status}:\n${stderr}`);
	return { wall, said: output[3] ?? "" };
}
