import type { Place } from "../../base/errors.ts";
import { parseName } from "../../base/name.ts";
import type { Difference } from "../../lock/compare.ts";
import type { Contradiction } from "../../lock/contradictions.ts";
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
	const { added, gone, renamed, ambiguous, changed, displaced } = difference;
	const indexes = new Map(lock.entries.map((entry, index) => [entry, index]));
	const placeIn = (entry: LockEntry) => placeOfEntry(lock, indexes.get(entry) ?? 0);
	return [
		...renamed.map(({ entry, to, by }): Problem => {
			const isMove = pathOf(targetOf(entry)) === pathOf(to.target);
			return {
				code: isMove ? "NAME_MOVED" : "NAME_RENAMED",
				name: entry.name,
				where: [placeOf(to)],
				move: { from: targetOf(entry), to: to.target },
				why:
					by === "declared"
						? `it is now ${to.name}, as \`previously\` in its code says; the lock file does not have this yet`
						: `it is now ${to.name}, whose code is ${by === "body" ? "the same" : "similar"}`,
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

function oneOf(kind: string): string {
	return `${kind === "instance" ? "an" : "a"} ${kind}`;
}

function placeOf({ file, line, column }: ProjectName): Place {
	return { file, line, column, text: lineOf(file, line) };
}

function pathOf(target: string): string {
	return target.slice(parseName(target).moduleName.length);
}
