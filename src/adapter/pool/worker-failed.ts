import { NamesakeError } from "../../base/errors.ts";
import { toErrorSummary } from "../../base/text.ts";
import { requireSendable } from "./sendable.ts";

/**
 * What has happened when piscina rejects a request.
 *
 * @returns `WORKER_FAILED`: the worker has ended.
 * @throws NamesakeError `NOT_SENDABLE`: the request has not reached it.
 */
export function workerFailed(error: unknown, name: string, args: readonly unknown[]): NamesakeError {
	if (isAboutClone(error)) requireSendable(args, "args", name);
	return new NamesakeError("WORKER_FAILED", { asked: name, ...endOfWorker(error), cause: error });
}

function isAboutClone(error: unknown): boolean {
	const { name, code } = (error ?? {}) as NodeJS.ErrnoException;
	// What can only be moved, and is not, is a TypeError with this code in Node 20: https://github.com/nodejs/node/issues/40841
	return name === "DataCloneError" || code === "ERR_MISSING_TRANSFERABLE_IN_TRANSFER_LIST";
}

function endOfWorker(error: unknown): { readonly why: string; readonly fix: string } {
	const { code, message } = (error ?? {}) as NodeJS.ErrnoException;
	if (code === "ERR_WORKER_OUT_OF_MEMORY")
		return {
			why: "the worker thread ran out of memory",
			fix: "use less memory at a time, or raise resourceLimits.maxOldGenerationSizeMb",
		};
	// https://github.com/piscinajs/piscina/blob/v5.3.2/src/index.ts#L342
	const exitCode = /^worker exited with code: (\d+)$/.exec(message)?.[1];
	if (exitCode !== undefined)
		return {
			why: `the worker thread exited with code ${exitCode}`,
			fix: "throw an error instead of calling process.exit() in a task",
		};
	return {
		why: `uncaught ${toErrorSummary(error)} in the worker thread`,
		fix: "catch errors in timers, events and promises that nothing awaits",
	};
}
