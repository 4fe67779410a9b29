import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { setImmediate } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { MESSAGES, type Message, type Request } from "./isolated-child.ts";

/** Items for a program that may crash or hang on any of them. */
export interface IsolatedRun<Item, Answer> {
	/** It sends a `begins` and an `ends` for each item, in their order. */
	readonly program: URL;
	readonly items: readonly Item[];
	/** What the program is asked for some of the items; it is sent as JSON. */
	readonly request: (items: readonly Item[]) => unknown;
	/** The URL of a loader. */
	readonly tsx: string | undefined;
	/** How long the program may be silent, in milliseconds. */
	readonly timeout: number;
	readonly onAnswer: (item: Item, answer: Answer) => void;
	readonly onFailure: (item: Item, exit: ChildExit) => void;
	/** Asked before each process: would the item fail as another one did? It is left out then. */
	readonly isSpoilt: (item: Item) => boolean;
}

/** How a process ended before it was done. */
export interface ChildExit {
	readonly isLate: boolean;
	/** Whether it began with any item. */
	readonly hasBegun: boolean;
	/** In words. */
	readonly how: string;
	/** The last that it wrote there since it began with an item. */
	readonly stderr: string;
}

/** Has a child process answer for each item. An item on which it crashes or hangs is a failure; another process goes on with the others. */
export async function runIsolated<Item, Answer>(run: IsolatedRun<Item, Answer>): Promise<void> {
	for (let rest = run.items; rest.length > 0; ) {
		const items = rest.filter((item) => !run.isSpoilt(item));
		if (items.length === 0) return;
		const done = new Set<Item>();
		let begun: Item | undefined;
		const exit = await start(run, items, (message: Message<Answer>) => {
			if ("begins" in message) begun = items[message.begins];
			else {
				const item = items[message.ends] as Item;
				done.add(item);
				run.onAnswer(item, message.answer);
			}
		});
		const left = items.filter((item) => !done.has(item));
		const stuck = begun ?? left[0];
		if (left.length === 0 || stuck === undefined) return;
		// An item before may have set a timer that ends the process: only the first one is to blame for sure.
		const isToBlame = exit.isLate || stuck === items[0];
		if (isToBlame) run.onFailure(stuck, { ...exit, hasBegun: begun !== undefined });
		const others = left.filter((item) => item !== stuck);
		rest = isToBlame ? others : [stuck, ...others];
	}
}

/** To start, and to load this library and a loader. */
const START_MS = 20_000;
const MAX_STDERR = 4000;

async function start<Item, Answer>(
	{ program, request, tsx, timeout }: IsolatedRun<Item, Answer>,
	items: readonly Item[],
	onMessage: (message: Message<Answer>) => void,
): Promise<Omit<ChildExit, "hasBegun">> {
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
	child.stdin?.on("error", () => {}).end(JSON.stringify({ key, content: request(items) } satisfies Request));
	const lines = createInterface({ input: child.stdio[MESSAGES] as Readable });
	lines.on("line", (line) => {
		if (!line.startsWith(key)) return;
		const message = JSON.parse(line.slice(key.length)) as Message<Answer>;
		wait(timeout);
		if ("begins" in message) stderr = "";
		onMessage(message);
	});
	try {
		// Not its "close": what it has started may hold its stderr.
		const [how] = await Promise.all([
			new Promise<string>((resolve, reject) => {
				child.once("error", reject);
				child.once("exit", (code, signal) => resolve(signal === null ? exitInWords(code ?? 0) : `signal ${signal}`));
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
function exitInWords(code: number): string {
	return code === 13 ? "exit code 13: its top level awaits a promise that never settles" : `exit code ${code}`;
}
