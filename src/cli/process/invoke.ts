import type { LoadOptions } from "../../load/load.ts";
import { callTask, type TaskCall } from "./call-task.ts";
import { report, reportUncaught } from "./report.ts";
import { alternativeTo, needsTsx, reexecWithTsx } from "./tsx.ts";

/** A task of the project that is to be found and called. */
export interface Invocation extends Omit<TaskCall, "notFound" | "failed"> {
	/** The module that is loaded first, as far as that is known. */
	readonly moduleName: string | undefined;
	readonly options: LoadOptions;
}

/** Calls a task, in a process that can read its module. */
export async function invoke(invocation: Invocation): Promise<number> {
	const tsx = needsTsx(invocation.moduleName, invocation.options);
	if (tsx !== undefined) return await reexecWithTsx(tsx);
	reportUncaught();
	return await callTask({
		...invocation,
		notFound: async (error) => {
			const other = alternativeTo(error, invocation.options);
			return "tsx" in other ? await reexecWithTsx(other.tsx) : await report(other.error);
		},
		failed: async (error) => void (await report(error)),
	});
}
