import { resultToJson } from "../../adapter/json/result.ts";
import type { Callable } from "../../tracking/resolver.ts";
import { write } from "../render/terminal.ts";
import { EXIT } from "./exit.ts";

/** A task that is to be found and called. */
export interface TaskCall {
	/** In messages. */
	readonly asked: string;
	readonly find: () => Promise<Callable>;
	readonly args: readonly unknown[];
	/** Tells that it is not found; gives the exit code. */
	readonly notFound: (error: unknown) => Promise<number>;
	/** Tells what it has thrown. */
	readonly failed: (error: unknown) => Promise<void>;
}

/**
 * Finds a task, calls it, and prints the result alone on stdout. The process ends then: what the task's modules keep open (a
 * connection to a queue, a pool) would keep it alive for ever.
 */
export async function callTask({ asked, find, args, notFound, failed }: TaskCall): Promise<never> {
	process.setSourceMapsEnabled(true);
	const stdout = redirectStdout();
	let task: Callable;
	try {
		task = await find();
	} catch (error) {
		stdout.restore();
		return await end(await notFound(error));
	}
	let text: string | undefined;
	try {
		text = resultToJson(await call(task, args, asked), asked, process.stdout.isTTY ? 2 : undefined);
	} catch (error) {
		stdout.restore();
		await failed(error);
		// A failure of the task is the answer "no", whatever its class.
		return await end(EXIT.no);
	}
	stdout.restore();
	if (text !== undefined) await write(process.stdout, `${text}\n`);
	return await end(EXIT.fine);
}

/** Waits for the result, and says so if it can't come any more: nothing is left in the process that could bring it. */
async function call(task: Callable, args: readonly unknown[], asked: string): Promise<unknown> {
	const never = () => {
		process.stderr.write(
			`error: ${asked} never settles: its promise is pending, and nothing is left that could settle it\n`,
		);
		process.exit(EXIT.no);
	};
	process.once("beforeExit", never);
	try {
		return await task(...(args as never[]));
	} finally {
		process.off("beforeExit", never);
	}
}

/** stdout is for the result: what the task and its modules print goes to stderr in the meantime. */
function redirectStdout(): { restore(): void } {
	const own = process.stdout.write;
	process.stdout.write = process.stderr.write.bind(process.stderr) as typeof process.stdout.write;
	return {
		restore() {
			process.stdout.write = own;
		},
	};
}

async function end(code: number): Promise<never> {
	await Promise.all([write(process.stdout, ""), write(process.stderr, "")]);
	process.exit(code);
}
