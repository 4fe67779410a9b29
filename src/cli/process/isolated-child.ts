import { readSync, writeSync } from "node:fs";

/* The side of the child process, see isolated-run.ts. */

/** The file descriptor for messages: stdout belongs to the modules that the process loads. */
export const MESSAGES = 3;

/** What the process reads from its stdin, as JSON. */
export interface Request {
	/** Before each message: modules may write to the same file descriptor. */
	readonly key: string;
	readonly content: unknown;
}

/** By the index of an item in the request. */
export type Message<Answer> = { readonly begins: number } | { readonly ends: number; readonly answer: Answer };

let key = "";

/** Reads the request. A pipe without data yet answers EAGAIN. */
export function receive(): unknown {
	const chunks: Buffer[] = [];
	const sleep = new Int32Array(new SharedArrayBuffer(4));
	for (;;) {
		const chunk = Buffer.alloc(65_536);
		try {
			const length = readSync(0, chunk);
			if (length === 0) break;
			chunks.push(chunk.subarray(0, length));
		} catch (error) {
			if (!isNotReady(error)) throw error;
			Atomics.wait(sleep, 0, 0, 2);
		}
	}
	const request = JSON.parse(Buffer.concat(chunks).toString("utf8")) as Request;
	key = request.key;
	return request.content;
}

/** Writes messages synchronously: what the process does next may end it. */
export function send<Answer>(...messages: readonly Message<Answer>[]): void {
	let rest = Buffer.from(messages.map((message) => `\n${key}${JSON.stringify(message)}\n`).join(""));
	while (rest.length > 0) {
		try {
			rest = rest.subarray(writeSync(MESSAGES, rest));
		} catch (error) {
			if (!isNotReady(error)) throw error;
		}
	}
}

function isNotReady(error: unknown): boolean {
	return (error as NodeJS.ErrnoException).code === "EAGAIN";
}
