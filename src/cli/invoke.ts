import { NamesakeError } from "../errors.ts";
import { resultToJson } from "../json/result.ts";
import type { LoadOptions } from "../module/load.ts";
import type { Callable } from "../resolver.ts";
import { EXIT } from "./exit.ts";
import { alternativeTo, handOver, needsTsx } from "./hand-over.ts";
import { renderThrown, report } from "./report.ts";
import { write } from "./terminal.ts";

/** A task that is to be found and called. */
export interface Invocation {
	/** In messages. */
	readonly asked: string;
	/** The module that is loaded first, as far as that is known. */
	readonly moduleName: string | undefined;
	readonly options: LoadOptions;
	readonly find: () => Promise<Callable>;
	readonly args: readonly unknown[];
}

/**
 * Finds a task, calls it, and prints the result alone on stdout. The process ends then: what the task's modules keep open (a
 * connection to a queue, a pool) would keep it alive for ever.
 */
export async function invoke(invocation: Invocation): Promise<number> {
	const tsx = needsTsx(invocation.moduleName, invocation.options);
	if (tsx !== undefined) return await handOver(tsx);
	process.setSourceMapsEnabled(true);
	const stdout = redirectStdout();
	let task: Callable;
	try {
		task = await invocation.find();
	} catch (error) {
		stdout.restore();
		const other = alternativeTo(error, invocation.options);
		return "tsx" in other ? await handOver(other.tsx) : await end(await report(other.error));
	}
	let text: string | undefined;
	try {
		text = resultToJson(await call(task, invocation), invocation.asked, process.stdout.isTTY ? 2 : undefined);
	} catch (error) {
		stdout.restore();
		return await end(await failed(error));
	}
	stdout.restore();
	if (text !== undefined) await write(process.stdout, `${text}\n`);
	return await end(EXIT.fine);
}

/** A failure of the task is the answer "no", whatever its class. */
async function failed(error: unknown): Promise<number> {
	if (error instanceof NamesakeError) await report(error);
	else process.stderr.write(`${await renderThrown(error)}\n`);
	return EXIT.no;
}

/** Waits for the result, and says so if it can't come any more: nothing is left in the process that could bring it. */
async function call(task: Callable, { args, asked }: Invocation): Promise<unknown> {
	const never = () => {
		process.stderr.write(
			`error: ${asked} never settles: the process has nothing left to do, and the promise is pending\n`,
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
