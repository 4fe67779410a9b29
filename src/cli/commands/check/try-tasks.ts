import type { LoadOptions } from "../../../load/load.ts";
import { converse, type Ending } from "../../process/conversation.ts";
import { spareTsx } from "../../process/tsx.ts";
import { startProgress } from "../../render/progress.ts";
import type { Trial, TrialLine, TrialRequest } from "./try-tasks-protocol.ts";

export interface TrialOptions extends LoadOptions {
	/** The folder of the project. */
	readonly directory: string;
	/** How long a module may take to load, in milliseconds. */
	readonly timeout: number;
}

const CHILD = new URL("./try-tasks-child.js", import.meta.url);

/**
 * Loads tasks by their names as a worker of a queue does, in a process of their own; none is called. Modules do run: one that ends the
 * process, or never finishes, is found out, and the other names are tried in another one.
 */
export async function tryTasks(names: readonly string[], options: TrialOptions): Promise<Map<string, Trial>> {
	const trials = new Map<string, Trial>();
	/** Why nothing of a module can be loaded. */
	const fatal = new Map<string, Trial>();
	const isFatal = (name: string): boolean => {
		const trial = fatal.get(moduleOf(name));
		if (trial !== undefined) trials.set(name, trial);
		return trial !== undefined;
	};
	const progress = startProgress((done) => `loading ${done} of ${names.length} names`);
	try {
		for (let left = names; left.length > 0; ) {
			const tried = new Set<string>();
			const end = await oneProcess(left, options, (name, trial) => {
				trials.set(name, trial);
				tried.add(name);
				progress.update(trials.size);
			});
			const stuck = left.find((name) => !tried.has(name));
			if (stuck === undefined) break;
			// What was loaded before may have set a timer that ends the process: the first one is to blame for sure.
			if (end.isLate || stuck === left[0]) fatal.set(moduleOf(stuck), fatality(end, options.timeout));
			const rest = left.filter((name) => name !== stuck && !tried.has(name));
			left = [stuck, ...rest].filter((name) => !isFatal(name));
		}
	} finally {
		progress.stop();
	}
	return trials;
}

async function oneProcess(
	names: readonly string[],
	{ directory, timeout, ...options }: TrialOptions,
	onTrial: (name: string, trial: Trial) => void,
): Promise<Ending> {
	const request: TrialRequest = { names, options };
	// A worker reads everything with the project's tsx, if there is one.
	return await converse<TrialLine>({ program: CHILD, request, tsx: spareTsx(directory), timeout }, (line) => {
		if ("ends" in line) onTrial(names[line.ends] ?? "", line.trial);
	});
}

function moduleOf(name: string): string {
	return name.split("#", 1)[0] ?? name;
}

function fatality({ isLate, how }: Ending, timeout: number): Trial {
	return {
		code: "MODULE_FAILED",
		why: isLate
			? `its module has not finished loading after ${timeout / 1000} s`
			: `loading its module ends the process (${how})`,
		fix: "let a module of tasks only declare things; what is to be done goes into a function",
		where: [],
		nearest: [],
	};
}
