import { dirname } from "node:path";
import { NamesakeError } from "../../../base/errors.ts";
import { compareText } from "../../../base/text.ts";
import { compare, type Difference } from "../../../lock/compare.ts";
import { contradictions } from "../../../lock/contradictions.ts";
import type { Lock } from "../../../lock/lock.ts";
import { codeNeeds } from "../../../lock/needs-code.ts";
import { updatedLock } from "../../../lock/updated-lock.ts";
import { EXIT } from "../../process/exit.ts";
import { raiseJitThreshold } from "../../process/jit.ts";
import { notify, tell } from "../../process/report.ts";
import { currentNames } from "../../project/live-names.ts";
import { lockDirectory, projectLock, writeLock } from "../../project/lock.ts";
import { contradictionProblem, lockProblems } from "../../project/lock-problems.ts";
import type { ProjectName } from "../../project/reader.ts";
import { type Problem, problemOf, renderProblems, type ShownProblem, shownProblem } from "../../render/problem.ts";
import { terminalOf, write } from "../../render/terminal.ts";
import { count, shownPath } from "../../render/text.ts";
import { annotation, isInGitHubActions } from "./annotation.ts";
import { type Preflight, type PreflightOptions, preflight, queuedNames, tellPreflight } from "./preflight.ts";

/** What `--json` prints. */
interface CheckAnswer {
	readonly ok: boolean;
	readonly problems: readonly ShownProblem[];
	/** Names that have become others, as far as it can be told; with `--fix` they are in the lock now. */
	readonly renamed: readonly { readonly from: string; readonly to: string }[];
	/** With `--queue`: how many jobs each queue has, by state. */
	readonly queues?: Preflight["queues"];
	/** With `--queue`: names of jobs that a previous name covers. */
	readonly covered?: Preflight["renamed"];
}

export interface CheckOptions extends PreflightOptions {
	readonly fix?: boolean | undefined;
	readonly json?: boolean | undefined;
}

/** `namesake check` */
export async function check(options: CheckOptions): Promise<number> {
	const queues = await queuedNames(options);
	const directory = lockDirectory(options.root);
	raiseJitThreshold();
	const locked = readProjectLock(directory);
	const needs = locked instanceof NamesakeError || !locked.exists ? "none" : codeNeeds(locked.lock);
	const { names, problems: shownByModules, unread } = await currentNames({ ...options, directory }, needs);
	const { problems: shownByLock, renamed, hasLock } = checkLock(locked, names, unread, options.fix === true);
	// The lock itself is told of once.
	const refuted = shownByModules.filter(({ code }) => code !== "LOCK_INVALID");
	const flight = queues === undefined ? undefined : await preflight(queues, directory, options, renamed);
	const problems = [...withoutRepeats([...refuted, ...shownByLock]), ...(flight?.problems ?? [])];
	const answer: CheckAnswer = {
		ok: problems.length === 0,
		problems: problems.map(shownProblem),
		renamed,
		...(flight === undefined ? {} : { queues: flight.queues, covered: flight.renamed }),
	};
	if (options.json === true) await write(process.stdout, `${JSON.stringify(answer, undefined, "\t")}\n`);
	else await write(process.stdout, renderProblems(problems, await terminalOf(process.stdout)));
	if (isInGitHubActions())
		await write(options.json === true ? process.stderr : process.stdout, problems.map(annotation).join(""));
	if (options.json !== true) {
		await tell(
			`namesake check: ${count(names.length, "name")}, ${answer.ok ? "all proved" : count(problems.length, "problem")}`,
		);
		if (options.fix === true)
			for (const { from, to } of renamed) await notify(`${from} is now a previous name of ${to}`, "NAME_RENAMED");
		if (!hasLock)
			await notify(
				"there is no namesake.lock.json. Run `namesake lock` and commit the file, so that check reports renames",
			);
		if (flight !== undefined) await tellPreflight(flight);
	}
	return answer.ok ? EXIT.fine : EXIT.no;
}

interface LockAnswer {
	readonly problems: readonly Problem[];
	readonly renamed: CheckAnswer["renamed"];
	readonly hasLock: boolean;
}

function readProjectLock(directory: string): ReturnType<typeof projectLock> | NamesakeError {
	try {
		return projectLock(directory);
	} catch (error) {
		if (error instanceof NamesakeError) return error;
		throw error;
	}
}

function checkLock(
	read: ReturnType<typeof readProjectLock>,
	names: readonly ProjectName[],
	unread: ReadonlySet<string>,
	fixes: boolean,
): LockAnswer {
	if (read instanceof NamesakeError) {
		const unreadable = contradictions(names, { entries: [] }).map(contradictionProblem);
		return { problems: [problemOf(read), ...unreadable], renamed: [], hasLock: true };
	}
	const { lock, exists } = read;
	const conflicts = contradictions(names, lock).map(contradictionProblem);
	if (!exists) return { problems: conflicts, renamed: [], hasLock: false };
	const difference = compare(names, lock, unread);
	const renamed = difference.renamed.map(({ entry, to }) => ({ from: entry.name, to: to.name }));
	// Don't write while names conflict.
	const isFixed = fixes && conflicts.length === 0;
	if (!isFixed) return { problems: [...conflicts, ...lockProblems(difference, lock)], renamed, hasLock: true };
	return { problems: fixed(lock, names, difference, unread), renamed, hasLock: true };
}

/** Writes the lock, and says what is left. */
function fixed(
	before: Lock,
	names: readonly ProjectName[],
	difference: Difference<ProjectName>,
	unread: ReadonlySet<string>,
): Problem[] {
	const after = updatedLock(before, names, difference, { accepts: false });
	writeLock(after);
	const { lock } = projectLock(dirname(before.file));
	return lockProblems(compare(names, lock, unread), lock);
}

/** In the order of files and lines. One thing may be seen by its text and by its proof. */
function withoutRepeats(problems: readonly Problem[]): Problem[] {
	const found = new Map<string, Problem>();
	for (const problem of problems) {
		const { code, name, where } = problem;
		const key = `${code}\0${name}\0${where[0]?.file}`;
		if (!found.has(key)) found.set(key, problem);
	}
	const keyOf = ({ where: [place] }: Problem) => shownPath(place?.file ?? "");
	return [...found.values()].sort(
		(a, b) => compareText(keyOf(a), keyOf(b)) || (a.where[0]?.line ?? 0) - (b.where[0]?.line ?? 0),
	);
}
