import { spawn } from "node:child_process";
import { accessSync, constants, mkdtempSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { env, execPath, platform } from "node:process";
import { afterThisProcess } from "../die-together.ts";

/** Something that a process did, seen from outside of it. */
export interface Deed {
	/** The system call: `openat`, `execve`, `connect`, … */
	readonly call: string;
	/** Absolute; empty for what has no path. */
	readonly path: string;
	/** The whole line of strace. */
	readonly line: string;
	readonly writes: boolean;
}

/** What opens a file, starts a program, reaches out, or changes something on disk; to look whether a file is there does not. */
// biome-ignore format: a list
const CALLS = [
	"open", "openat", "openat2", "creat", "execve", "execveat", "connect", "bind", "unlink", "unlinkat", "rename", "renameat", "renameat2",
	"mkdir", "mkdirat", "rmdir", "symlink", "symlinkat", "link", "linkat", "truncate", "chmod", "fchmodat", "mknod", "mknodat",
];

/** Why processes can't be watched; false if they can. In CI nothing is skipped. */
export const straceMissing: string | false = missing();

export interface Watched {
	readonly stdout: string;
	readonly stderr: string;
	readonly code: number | null;
	/** Between the marks {@link START} and {@link END}, which the process leaves by opening files of these names that are not there. */
	readonly deeds: readonly Deed[];
	/** After the second mark. */
	readonly afterwards: readonly Deed[];
}

export const START = "/namesake-mark/start";
export const END = "/namesake-mark/end";

/** Runs Node under strace, which sees every thread and every child. */
export async function watch(args: readonly string[], cwd: string, timeout: number): Promise<Watched> {
	const folder = mkdtempSync(join(tmpdir(), "namesake-strace-"));
	const log = join(folder, "log");
	try {
		const command = [
			"-f",
			"--seccomp-bpf",
			"-qq",
			"-s",
			"16384",
			"-e",
			`trace=${CALLS.map((call) => `?${call}`).join(",")}`,
			"-e",
			"signal=none",
			"-o",
			log,
			execPath,
			...args,
		];
		const { NODE_OPTIONS, NODE_TEST_CONTEXT, NAMESAKE_PACKAGE_ROOT, ...rest } = env;
		const child = spawn("strace", command, {
			cwd,
			env: rest,
			stdio: ["ignore", "pipe", "pipe"],
			// A process group of its own: what strace watches goes on when strace is killed.
			detached: true,
		});
		const forget = afterThisProcess('kill -9 -- "-$1"', String(child.pid));
		let isLate = false;
		const timer = setTimeout(() => {
			isLate = true;
			process.kill(-(child.pid as number), "SIGKILL");
		}, timeout);
		let stdout = "";
		let stderr = "";
		child.stdout.on("data", (data) => {
			stdout += data;
		});
		child.stderr.on("data", (data) => {
			stderr += data;
		});
		const code = await new Promise<number | null>((done, failed) => child.once("close", done).once("error", failed));
		clearTimeout(timer);
		forget();
		if (isLate)
			throw new Error(`no end after ${timeout} ms; the last calls were\n${readFileSync(log, "latin1").slice(-2000)}`);
		const all = readFileSync(log, "latin1")
			.split("\n")
			.flatMap((line) => deedOf(line, cwd));
		const start = all.findIndex(({ path }) => path === START);
		const end = all.findIndex(({ path }) => path === END);
		if (start === -1 || end === -1)
			throw new Error(`the process has ended with ${code}, and left no marks:\n${stdout}${stderr}`);
		return { stdout, stderr, code, deeds: all.slice(start + 1, end), afterwards: all.slice(end + 1) };
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

/** `1234 openat(AT_FDCWD, "/a/b", O_RDONLY|O_CLOEXEC) = 3` */
function deedOf(line: string, cwd: string): Deed[] {
	const [, call] = /^\d+ +(\w+)\(/.exec(line) ?? [];
	if (call === undefined) return [];
	const quoted = /"((?:[^"\\]|\\.)*)"/.exec(line)?.[1];
	const writes = !call.startsWith("open") || /O_(?:WRONLY|RDWR|CREAT|TRUNC)/.test(line.slice(line.lastIndexOf('"')));
	return [
		{ call, path: quoted === undefined ? "" : resolve(cwd, unquoted(quoted)), line: line.slice(0, 2000), writes },
	];
}

/** strace writes bytes as a C compiler would read them. */
function unquoted(text: string): string {
	const bytes = text.replace(
		/\\(?:x([\da-f]{2})|([0-7]{1,3})|(.))/g,
		(_, hex: string, octal: string, other: string) => {
			if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
			if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
			return { n: "\n", t: "\t", r: "\r", v: "\v", f: "\f" }[other] ?? other;
		},
	);
	return Buffer.from(bytes, "latin1").toString("utf8");
}

function missing(): string | false {
	if (platform !== "linux") return "there is no strace on this system";
	for (const folder of (env["PATH"] ?? "").split(delimiter)) {
		try {
			accessSync(join(folder, "strace"), constants.X_OK);
			return false;
		} catch {}
	}
	const message = "there is no strace: apt-get install strace";
	if (env["CI"] !== undefined && env["CI"] !== "") throw new Error(message);
	return message;
}
