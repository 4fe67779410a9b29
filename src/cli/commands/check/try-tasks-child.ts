import { NamesakeError } from "../../../base/errors.ts";
import { toErrorSummary } from "../../../base/text.ts";
import { findLostName } from "../../../lock/lost-name.ts";
import { findTaskModule } from "../../../tracking/extract-task-module.ts";
import { loadTask } from "../../../tracking/load-task.ts";
import { readRequest, say } from "../../process/conversation.ts";
import type { Trial, TrialLine, TrialRequest } from "./try-tasks-protocol.ts";

/*
 * The process in which `namesake check --queue` loads tasks by the names of jobs: as a worker does, by the same code, but it calls none.
 */

const { names, options } = readRequest() as TrialRequest;

async function attempt(name: string): Promise<Trial> {
	try {
		const task = await loadTask(name, options);
		return { to: await newName(name, task) };
	} catch (error) {
		if (!(error instanceof NamesakeError))
			return { code: "MODULE_FAILED", why: toErrorSummary(error), fix: "mend the module", where: [], nearest: [] };
		const { code, why, fix, where, nearest } = error;
		return { code, why, fix, where, nearest };
	}
}

/** What the task of a previous name is called now; undefined if the name leads there by itself. */
async function newName(name: string, task: object): Promise<string | undefined> {
	const found = await findTaskModule(task, { packageRoot: options.packageRoot }).catch(() => undefined);
	if (found === undefined || found.name === name) return undefined;
	return (await findLostName(name, options))?.target === undefined ? undefined : found.name;
}

for (const [index, name] of names.entries()) {
	say({ begins: index } satisfies TrialLine);
	say({ ends: index, trial: await attempt(name) } satisfies TrialLine);
}
// What modules have left open would keep the process.
process.exit(0);
