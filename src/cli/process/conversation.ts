import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readSync, writeSync } from "node:fs";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { setImmediate } from "node:timers/promises";
import { fileURLToPath } from "node:url";

export interface Ending {
	readonly isLate: boolean;
	/** In words. */
	readonly how: string;
	/** The last of what it has written there. */
	readonly stderr: string;
}

/** To start, and to load this library and a loader. */
const START_MS = 20_000;
const MAX_STDERR = 4000;

/** What a process is to do, and with what. */
export interface Assignment {
	/** The program, a URL. */
	readonly program: URL;
	/** What it reads from its stdin, as JSON. */
	readonly request: unknown;
	/** The URL of a loader, with which it runs. */
	readonly tsx: string | undefined;
	/** How long it may be silent, in milliseconds. */
	readonly timeout: number;
}

/**
 * Gives a process of its own something to do that may end it, or block it. It answers with lines of JSON; one with `begins` says what
 * it is about to do.
 */
export async function converse<Line extends object>(
	{ program, request, tsx, timeout }: Assignment,
	hear: (line: Line) => void,
): Promise<Ending> {
	const flags = [...process.execArgv, ...(tsx === undefined ? [] : ["--import", tsx])];
	const child = spawn(process.execPath, [...flags, fileURLToPath(program)], {
		stdio: ["pipe", "ignore", "pipe", "pipe"],
	});
	const key = randomUUID();
	let stderr = "";
	let isLate = false;
	let timer: NodeJS.Timeout | undefined;
	const wait = (ms: number) => {
		clearTimeout(timer);
		timer = setTimeout(() => {
			isLate = true;
			child.kill("SIGKILL");
		}, ms);
	};
	wait(START_MS);
	child.stderr?.setEncoding("utf8").on("data", (text: string) => {
		stderr = (stderr + text).slice(-MAX_STDERR);
	});
	child.stdin?.on("error", () => {}).end(JSON.stringify({ key, request } satisfies Letter));
	const lines = createInterface({ input: child.stdio[ANSWERS] as Readable });
	lines.on("line", (text) => {
		// A module may write there, too: what does not begin with the key is not an answer.
		if (!text.startsWith(key)) return;
		const line = JSON.parse(text.slice(key.length)) as Line;
		wait(timeout);
		if ("begins" in line) stderr = "";
		hear(line);
	});
	try {
		// Not its "close": what it has started may hold its stderr.
		const [how] = await Promise.all([
			new Promise<string>((resolve, reject) => {
				child.once("error", reject);
				child.once("exit", (code, signal) => resolve(signal === null ? inWordsOf(code ?? 0) : `signal ${signal}`));
			}),
			new Promise<void>((resolve) => lines.once("close", resolve)),
		]);
		await setImmediate();
		return { isLate, how, stderr };
	} finally {
		clearTimeout(timer);
		child.stderr?.destroy();
	}
}

/** https://nodejs.org/api/process.html#exit-codes */
function inWordsOf(code: number): string {
	return code === 13 ? "exit code 13: what its top level awaits never comes" : `exit code ${code}`;
}

/** The file descriptor on which the process answers: its stdout is the modules' own. */
const ANSWERS = 3;

interface Letter {
	readonly key: string;
	readonly request: unknown;
}

let ownKey = "";

/** In the process: reads what it has to do. Its stdin is a socket, which has nothing to give until it is written to. */
export function readRequest(): unknown {
	const chunks: Buffer[] = [];
	const sleep = new Int32Array(new SharedArrayBuffer(4));
	for (;;) {
		const chunk = Buffer.alloc(65_536);
		try {
			const length = readSync(0, chunk);
			if (length === 0) {
				const { key, request } = JSON.parse(Buffer.concat(chunks).toString("utf8")) as Letter;
				ownKey = key;
				return request;
			}
			chunks.push(chunk.subarray(0, length));
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
			Atomics.wait(sleep, 0, 0, 2);
		}
	}
}

/** In the process: writes lines, synchronously, since what it does next may end it. */
export function say(...lines: readonly object[]): void {
	let rest = Buffer.from(lines.map((line) => `\n${ownKey}${JSON.stringify(line)}\n`).join(""));
	while (rest.length > 0) {
		try {
			rest = rest.subarray(writeSync(ANSWERS, rest));
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
		}
	}
}
