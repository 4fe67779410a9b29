import { NamesakeError } from "../../../base/errors.ts";
import { toErrorSummary } from "../../../base/text.ts";
import type { LoadOptions } from "../../../load/load.ts";
import { findLostName } from "../../../lock/lost-name.ts";
import { findTaskModule } from "../../../tracking/extract-task-module.ts";
import { loadTask } from "../../../tracking/load-task.ts";
import { receive, send } from "../../process/isolated-child.ts";
import { type SentError, sentError } from "../../process/sent-error.ts";

/* The process in which `namesake check --queue` loads tasks by the names of jobs: with a worker's own code, but it calls none. */

/** Names, in the order in which they are to be loaded. */
export interface TrialRequest {
	readonly names: readonly string[];
	readonly options: LoadOptions;
}

/** What a task is called now, if the name is a previous one of it; or why there is none. */
export type Trial = { readonly to?: string | undefined } | SentError;

const { names, options } = receive() as TrialRequest;

async function attempt(name: string): Promise<Trial> {
	try {
		const task = await loadTask(name, options);
		return { to: await newName(name, task) };
	} catch (error) {
		if (error instanceof NamesakeError) return sentError(error);
		const why = toErrorSummary(error);
		return sentError(new NamesakeError("MODULE_FAILED", { asked: name, why, fix: "correct this error in the module" }));
	}
}

/** What the task of a previous name is called now; undefined if the name leads there by itself. */
async function newName(name: string, task: object): Promise<string | undefined> {
	const found = await findTaskModule(task, { packageRoot: options.packageRoot }).catch(() => undefined);
	if (found === undefined || found.name === name) return undefined;
	return (await findLostName(name, options))?.target === undefined ? undefined : found.name;
}

for (const [index, name] of names.entries()) {
	send({ begins: index });
	send({ ends: index, answer: await attempt(name) });
}
// What modules have left open would keep the process.
process.exit(0);
