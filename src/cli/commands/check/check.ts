import { dirname } from "node:path";
import { NamesakeError } from "../../../base/errors.ts";
import { compareText } from "../../../base/text.ts";
import { compare, type Difference, isLocked } from "../../../lock/compare.ts";
import { contradictions } from "../../../lock/contradictions.ts";
import type { Lock } from "../../../lock/lock.ts";
import { codeNeeds } from "../../../lock/needs-code.ts";
import { updatedLock } from "../../../lock/updated-lock.ts";
import { EXIT } from "../../process/exit.ts";
import { raiseJitThreshold } from "../../process/jit.ts";
import { notify, tell } from "../../process/report.ts";
import { acceptProblems, unusedIgnore } from "../../project/acceptances.ts";
import { currentNames, type Scope } from "../../project/current-names.ts";
import { lockDirectory, projectLock, writeLock } from "../../project/lock.ts";
import { contradictionProblem, lockProblems, positionalNotices } from "../../project/lock-problems.ts";
import type { ProjectName } from "../../project/reader.ts";
import { referenceFinder } from "../../project/refers-to.ts";
import { byCause } from "../../render/causes.ts";
import { type Problem, problemOf, type ShownProblem, shownProblem } from "../../render/problem.ts";
import { renderCounts, renderProblems } from "../../render/problems.ts";
import { terminalOf, write } from "../../render/terminal.ts";
import { count, shownPath } from "../../render/text.ts";
import { annotation, isInGitHubActions } from "./annotation.ts";
import { nothingNamed } from "./nothing-named.ts";
import { type Preflight, type PreflightOptions, preflight, queuedNames, tellPreflight } from "./preflight.ts";

/** What `--json` prints. */
interface CheckAnswer {
	readonly ok: boolean;
	readonly problems: readonly ShownProblem[];
	/** Names that have become others, as far as it can be told; with `--fix` they are in the lock now. */
	readonly renamed: readonly { readonly from: string; readonly to: string }[];
	/** What does not make the check fail; left out if there is nothing. */
	readonly notices?: readonly ShownProblem[];
	/** With `--queue`: how many jobs each queue has, by state. */
	readonly queues?: Preflight["queues"];
	/** With `--queue`: names of jobs that a previous name covers. */
	readonly covered?: Preflight["renamed"];
}

export interface CheckOptions extends PreflightOptions {
	readonly fix?: boolean | undefined;
	readonly json?: boolean | undefined;
	readonly all?: boolean | undefined;
	readonly onlyTasks?: boolean | undefined;
	readonly allowEmpty?: boolean | undefined;
	readonly cache?: boolean | undefined;
}

/** `namesake check` */
export async function check(options: CheckOptions): Promise<number> {
	const queues = await queuedNames(options);
	const directory = lockDirectory(options.root);
	raiseJitThreshold();
	const locked = readProjectLock(directory);
	const needs = locked instanceof NamesakeError || !locked.exists ? "none" : codeNeeds(locked.lock);
	const { root, timeout, cache } = options;
	const scope: Scope = options.onlyTasks === true ? "tasks" : options.all === true ? "all" : "names";
	const { names, unread, ...live } = await currentNames({ directory, root, timeout, scope, cache }, needs);
	const {
		problems: shownByLock,
		renamed,
		swapped,
		hasLock,
	} = checkLock(locked, names, unread, { fixes: options.fix === true, scope });
	// The lock itself is told of once.
	const refuted = live.problems.filter(({ code }) => code !== "LOCK_INVALID");
	const flight = queues === undefined ? undefined : await preflight(queues, directory, options, { renamed, swapped });
	const found = withoutRepeats([...refuted, ...shownByLock, ...positionalNotices(names)]);
	const { open, unused } = acceptProblems(found, live.acceptances);
	const notices = [...open.filter(({ severity }) => severity === "notice"), ...unused.map(unusedIgnore)];
	const problems = [...open.filter(({ severity }) => severity !== "notice"), ...(flight?.problems ?? [])];
	// Another problem is the reason.
	if (names.length === 0 && problems.length === 0 && options.allowEmpty !== true)
		problems.push(nothingNamed(directory, live.files));
	const answer: CheckAnswer = {
		ok: problems.length === 0,
		problems: problems.map(shownProblem),
		renamed,
		...(notices.length === 0 ? {} : { notices: notices.map(shownProblem) }),
		...(flight === undefined ? {} : { queues: flight.queues, covered: flight.renamed }),
	};
	const shown = [...notices, ...problems];
	if (options.json === true) await write(process.stdout, `${JSON.stringify(answer, undefined, "\t")}\n`);
	else await write(process.stdout, renderProblems(shown, await terminalOf(process.stdout)));
	if (isInGitHubActions())
		await write(options.json === true ? process.stderr : process.stdout, byCause(shown).map(annotation).join(""));
	if (options.json !== true) {
		await tell(
			`namesake check: ${count(names.length, "name")}, ${answer.ok ? "all proved" : count(problems.length, "problem")}`,
		);
		if (shown.length > 1) await write(process.stderr, renderCounts(shown, await terminalOf(process.stderr)));
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
	readonly swapped: Difference<ProjectName>["swapped"];
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
	{ fixes, scope }: { readonly fixes: boolean; readonly scope: Scope },
): LockAnswer {
	if (read instanceof NamesakeError) {
		const unreadable = contradictions(names, { entries: [] }).map(contradictionProblem);
		return { problems: [problemOf(read), ...unreadable], renamed: [], swapped: [], hasLock: true };
	}
	const { lock, exists } = read;
	const conflicts = contradictions(names, lock).map(contradictionProblem);
	if (!exists) return { problems: conflicts, renamed: [], swapped: [], hasLock: false };
	const difference = compare(names, scope === "tasks" ? trackedIn(lock) : lock, unread, referenceFinder());
	const { swapped } = difference;
	const renamed = difference.renamed.map(({ entry, to }) => ({ from: entry.name, to: to.name }));
	// Don't write while names conflict.
	const isFixed = fixes && conflicts.length === 0;
	const problems = isFixed ? fixed(lock, names, difference, unread) : [...conflicts, ...lockProblems(difference, lock)];
	return { problems, renamed, swapped, hasLock: true };
}

/** A lock without functions and classes. */
function trackedIn(lock: Lock): Lock {
	return { ...lock, all: false, entries: lock.entries.filter(({ kind }) => isLocked(kind, false)) };
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
	return lockProblems(compare(names, lock, unread, referenceFinder()), lock);
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
