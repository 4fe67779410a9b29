import { formatPlace, type Place } from "../../base/errors.ts";
import { groupedBy } from "../../base/grouped-by.ts";
import { parseName } from "../../base/name.ts";
import type { Difference } from "../../lock/compare.ts";
import type { Contradiction } from "../../lock/contradictions.ts";
import type { Rename } from "../../lock/find-renames.ts";
import type { Swap } from "../../lock/find-swaps.ts";
import { arrayOf, isPositional } from "../../lock/likeness.ts";
import { type Lock, type LockEntry, targetOf } from "../../lock/lock.ts";
import { placeOfEntry } from "../../lock/parse-lock.ts";
import { lineOf } from "../render/code-frame.ts";
import type { Problem } from "../render/problem.ts";
import type { ProjectName } from "./reader.ts";

/** A contradiction: nothing is written of what somebody would have to guess. */
export function contradictionProblem({ text, by, between }: Contradiction<ProjectName>): Problem {
	const [first, second] = between;
	const base = { code: "DUPLICATE_NAME", name: text, where: [placeOf(first), placeOf(second)] } as const;
	if (by === "name")
		return {
			...base,
			why: "two tasks have this name",
			fix: "rename one of them; the other should be the one that runs jobs of this name",
		};
	if (by === "previous")
		return {
			...base,
			why: `it is a previous name of both ${first.name} and ${second.name}`,
			fix: "keep it only on the one that should run jobs of this name",
		};
	return {
		...base,
		why: `it is a previous name of ${first.name}, and another value has it as its name`,
		fix: "rename the new value. If it should run jobs of this name, delete the previous name from the options of the task or from namesake.lock.json",
	};
}

/** What has changed since the lock was written. */
export function lockProblems(difference: Difference<ProjectName>, lock: Lock): Problem[] {
	const { added, gone, renamed, ambiguous, swapped, changed, adjusted, displaced } = difference;
	const indexes = new Map(lock.entries.map((entry, index) => [entry, index]));
	const placeIn = (entry: LockEntry) => placeOfEntry(lock, indexes.get(entry) ?? 0);
	return [
		...renamed.map(({ entry, to, by }): Problem => {
			const isMove = targetOf(entry) !== to.target && pathOf(targetOf(entry)) === pathOf(to.target);
			return {
				code: isMove ? "NAME_MOVED" : "NAME_RENAMED",
				name: entry.name,
				where: [placeOf(to)],
				move: { from: targetOf(entry), to: to.target },
				why: `it is now ${to.name}${EVIDENCE[by]}`,
				fix: "run `namesake check --fix` to record the old name as a previous name",
			};
		}),
		...ambiguous.map(
			({ entry, candidates }): Problem => ({
				code: "AMBIGUOUS_NAME",
				name: entry.name,
				where: candidates.map(placeOf),
				why: `it could now be any of ${candidates.map(({ name }) => name).join(", ")}`,
				fix: `give the previous name to the task that should run jobs of this name: task(fn, { previously: [${JSON.stringify(entry.name)}] })`,
			}),
		),
		...gone.map(
			(entry): Problem => ({
				code: "NAME_GONE",
				name: entry.name,
				where: [placeIn(entry)],
				why: "the lock file has it, and no value has this name or similar code",
				fix: `if another task replaces it, give that one the previous name: task(fn, { previously: [${JSON.stringify(entry.name)}] }). If you removed it on purpose, run \`namesake lock\``,
			}),
		),
		...swapped.map((swap) => swapProblem(swap, placeIn)),
		...changed.map(({ entry, to }): Problem => {
			if (entry.kind !== to.kind)
				return {
					code: "KIND_CHANGED",
					name: to.name,
					where: [placeOf(to)],
					why: `it was ${oneOf(entry.kind)}, and is now ${oneOf(to.kind)}`,
					fix: "update the code that uses the name, then run `namesake lock`",
				};
			return {
				code: "SIGNATURE_CHANGED",
				name: to.name,
				where: [placeOf(to)],
				why: `the parameters were ${entry.signature ?? "unknown"}, and are now ${to.signature ?? "unknown"}; waiting jobs have the old arguments`,
				fix: "accept the old arguments as well, then run `namesake lock`",
			};
		}),
		...adjusted.map(
			({ entry, to }): Problem => ({
				code: "SIGNATURE_CHANGED",
				name: to.name,
				severity: "notice",
				where: [placeOf(to)],
				why: `the parameters were ${entry.signature ?? "unknown"}, and are now ${to.signature ?? "unknown"}; ${to.signature === undefined ? "the source does not show whether waiting jobs fit" : "waiting jobs still fit"}`,
				fix: "run `namesake check --fix` or `namesake lock`",
			}),
		),
		...displaced.map(
			({ entry, to }): Problem => ({
				code: "LOCK_OUTDATED",
				name: to.name,
				where: [placeOf(to)],
				move: { from: targetOf(entry), to: to.target },
				why: `it is now at ${to.target}; the lock file has ${targetOf(entry)}`,
				fix: "run `namesake check --fix`",
			}),
		),
		...added.map(
			(name): Problem => ({
				code: "NAME_NEW",
				name: name.name,
				where: [placeOf(name)],
				why: "a later rename of it would go unnoticed",
				fix: "run `namesake check --fix` or `namesake lock`",
			}),
		),
	];
}

const EVIDENCE: Readonly<Record<Rename["by"], string>> = {
	declared: ", as `previously` in its code says; the lock file does not have this yet",
	value: ", at the place where it was",
	body: ", whose code is the same",
	place: ", whose code is similar",
	siblings: ": the names beside it moved there too",
	path: ", the only name with this path",
	name: ", a similar name, and its code is somewhat similar",
};

/** Code went from one name to another: only the author knows which jobs should run which code. */
export function swapProblem(
	{ entry, to, takes, holders }: Swap<ProjectName>,
	placeIn?: (entry: LockEntry) => Place,
): Problem {
	const place = to === undefined ? placeIn?.(entry) : placeOf(to);
	const [taken, held] = [namesOf(takes), namesOf(holders)];
	const now =
		to === undefined
			? "nothing has this name any more"
			: `it now has ${taken === "" ? "other code" : `the code of ${taken}`}`;
	const renamed = to === undefined ? holders.find(({ target }) => target === entry.name) : undefined;
	if (renamed !== undefined)
		return {
			code: "NAMES_SWAPPED",
			name: entry.name,
			where: [placeOf(renamed)],
			why: `its task has the explicit name ${renamed.name} now, which another task had`,
			fix: "give each task the name that it had, and new code a new name",
		};
	const what =
		taken !== "" && taken === held
			? `it exchanged its code with ${taken}`
			: `${now}${held === "" ? "" : `, and its own code is now at ${held}`}`;
	return {
		code: "NAMES_SWAPPED",
		name: entry.name,
		where: distinct([...(place === undefined ? [] : [place]), ...holders.map(placeOf)]),
		why: `${what}; waiting jobs would ${to === undefined ? "fail" : "run code that they were not added for"}`,
		fix: `${isPositional(targetOf(entry)) ? "keep the elements of the array in their order, and add new ones at its end" : "give each task the name that it had, and new code a new name"}; if waiting jobs should run this code, run \`namesake lock --accept\``,
	};
}

/** One call makes all tasks of a loop. */
function distinct(places: readonly Place[]): Place[] {
	return [...new Map(places.map((place) => [formatPlace(place), place])).values()];
}

function namesOf(items: readonly { readonly name: string }[]): string {
	return items.map(({ name }) => name).join(" and ");
}

/** Tasks whose names are positions in arrays, once for each array. */
export function positionalNotices(names: readonly ProjectName[]): Problem[] {
	const positional = names.filter(
		({ kind, name, target }) => kind === "task" && name === target && isPositional(target),
	);
	return [...groupedBy(positional, ({ target }) => [arrayOf(target)]).values()].flatMap(([first, ...others]) =>
		first === undefined ? [] : [positionalNotice(first, others.length + 1)],
	);
}

function positionalNotice(first: ProjectName, size: number): Problem {
	return {
		code: "POSITIONAL_NAME",
		name: first.name,
		severity: "notice",
		where: [placeOf(first)],
		why: `${size === 1 ? "a task has the name of its position" : `${size} tasks have the names of their positions`} in an array; waiting jobs run other code after an element is inserted, removed or moved`,
		fix: "make the array an object, or give each task an explicit name: task(fn, { name })",
	};
}

function oneOf(kind: string): string {
	return `${kind === "instance" ? "an" : "a"} ${kind}`;
}

function placeOf({ file, line, column }: ProjectName): Place {
	return { file, line, column, text: lineOf(file, line) };
}

function pathOf(target: string): string {
	return target.slice(parseName(target).moduleName.length);
}
