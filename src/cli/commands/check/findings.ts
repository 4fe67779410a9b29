import { dirname } from "node:path";
import { NamesakeError } from "../../../base/errors.ts";
import { compareText } from "../../../base/text.ts";
import { compare, type Difference, isLocked } from "../../../lock/compare.ts";
import { contradictions } from "../../../lock/contradictions.ts";
import type { Lock } from "../../../lock/lock.ts";
import { codeNeeds } from "../../../lock/needs-code.ts";
import { updatedLock } from "../../../lock/updated-lock.ts";
import { acceptProblems, unusedIgnore } from "../../project/acceptances.ts";
import { type CurrentNames, currentNames, type Scope } from "../../project/current-names.ts";
import { projectLock, writeLock } from "../../project/lock.ts";
import { contradictionProblem, lockProblems, positionalNotices } from "../../project/lock-problems.ts";
import type { Project } from "../../project/project.ts";
import type { ProjectName } from "../../project/reader.ts";
import { referenceFinder } from "../../project/refers-to.ts";
import { type Problem, problemOf } from "../../render/problem.ts";
import { shownPath } from "../../render/text.ts";

/** What the names of a project are, compared with the lock. It can be kept as JSON. */
export interface Findings {
	/** How many names there are. */
	readonly names: number;
	readonly problems: readonly Problem[];
	readonly notices: readonly Problem[];
	readonly renamed: readonly { readonly from: string; readonly to: string }[];
	readonly swapped: Difference<ProjectName>["swapped"];
	readonly hasLock: boolean;
}

export interface FindingsOptions {
	readonly fixes: boolean;
	readonly scope: Scope;
	readonly timeout: number;
}

export async function findProblems(
	project: Project,
	{ fixes, scope, timeout }: FindingsOptions,
): Promise<{ readonly findings: Findings } & Pick<CurrentNames, "variables">> {
	const locked = readProjectLock(project.directory);
	const needs = locked instanceof NamesakeError || !locked.exists ? "none" : codeNeeds(locked.lock);
	const { names, unread, ...live } = await currentNames(project, { timeout, scope }, needs);
	const { problems: shownByLock, ...byLock } = checkLock(locked, names, unread, { fixes, scope });
	// `checkLock` has reported an unreadable lock.
	const refuted = live.problems.filter(({ code }) => code !== "LOCK_INVALID");
	const found = withoutRepeats([...refuted, ...shownByLock, ...positionalNotices(names)]);
	const { open, unused } = acceptProblems(found, live.acceptances);
	const findings: Findings = {
		names: names.length,
		problems: open.filter(({ severity }) => severity !== "notice"),
		notices: [...open.filter(({ severity }) => severity === "notice"), ...unused.map(unusedIgnore)],
		...byLock,
	};
	return { findings, variables: live.variables };
}

interface LockAnswer {
	readonly problems: readonly Problem[];
	readonly renamed: Findings["renamed"];
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
		const [{ file, line, column } = { file: "", line: 0, column: 0 }] = where;
		// Of what has no name there may be several.
		const key = `${code}\0${name}\0${file}${name.includes("#") ? "" : `\0${line}\0${column}`}`;
		if (!found.has(key)) found.set(key, problem);
	}
	const keyOf = ({ where: [place] }: Problem) => shownPath(place?.file ?? "");
	return [...found.values()].sort(
		(a, b) => compareText(keyOf(a), keyOf(b)) || (a.where[0]?.line ?? 0) - (b.where[0]?.line ?? 0),
	);
}
