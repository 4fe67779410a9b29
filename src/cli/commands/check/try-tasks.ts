import { NamesakeError } from "../../../base/errors.ts";
import { modulePartOf } from "../../../base/name.ts";
import type { LoadOptions } from "../../../load/load.ts";
import { type ChildExit, runIsolated } from "../../process/isolated-run.ts";
import { sentError } from "../../process/sent-error.ts";
import { spareTsx } from "../../process/tsx.ts";
import { startProgress } from "../../render/progress.ts";
import type { Trial, TrialRequest } from "./try-tasks-child.ts";

export interface TrialOptions extends LoadOptions {
	/** The folder of the project. */
	readonly directory: string;
	/** How long a module may take to load, in milliseconds. */
	readonly timeout: number;
}

const CHILD = new URL("./try-tasks-child.js", import.meta.url);

/** Loads tasks by their names as a worker of a queue does, in a process of their own; none is called. */
export async function tryTasks(
	names: readonly string[],
	{ directory, timeout, ...options }: TrialOptions,
): Promise<ReadonlyMap<string, Trial>> {
	const trials = new Map<string, Trial>();
	/** Why nothing of a module can be loaded. */
	const fatal = new Map<string, Trial>();
	const progress = startProgress((done) => `loading ${done} of ${names.length} names`);
	try {
		await runIsolated<string, Trial>({
			program: CHILD,
			items: names,
			request: (some) => ({ names: some, options }) satisfies TrialRequest,
			// A worker reads everything with the project's tsx, if there is one.
			tsx: spareTsx(directory),
			timeout,
			onAnswer(name, trial) {
				trials.set(name, trial);
				progress.update(trials.size);
			},
			onFailure(name, exit) {
				const trial = fatality(name, exit, timeout);
				trials.set(name, trial);
				fatal.set(modulePartOf(name), trial);
			},
			isSpoilt(name) {
				const trial = fatal.get(modulePartOf(name));
				if (trial !== undefined) trials.set(name, trial);
				return trial !== undefined;
			},
		});
	} finally {
		progress.stop();
	}
	return trials;
}

function fatality(name: string, { isLate, how }: ChildExit, timeout: number): Trial {
	const why = isLate
		? `its module was still loading after ${timeout / 1000} s`
		: `loading its module ends the process (${how})`;
	const fix = "let the top level of the module only declare things, and move its work into a function";
	return sentError(new NamesakeError("MODULE_FAILED", { asked: name, why, fix }));
}
