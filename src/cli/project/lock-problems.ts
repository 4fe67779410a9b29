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
			message: "two tasks have this name",
			fix: "give one of the two another name, and keep this one with the one that jobs of that name are to run",
		};
	if (by === "previous")
		return {
			...base,
			message: `it is a previous name of two: ${first.name} and ${second.name}`,
			fix: "leave it with the one that jobs of that name are to run",
		};
	return {
		...base,
		message: `it is a previous name of ${first.name}, and the name of something again`,
		fix: "give the new one another name; or take the previous name away, in the options of the task or in namesake.lock.json, if jobs of that name are to run the new one",
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
				message:
					by === "declared"
						? `it is ${to.name} now, as its code says, and the lock does not know yet`
						: `it is ${to.name} now: ${by === "body" ? "its code is the same" : "its code is similar"}`,
				fix: "`namesake check --fix` keeps the old name as a previous one",
			};
		}),
		...ambiguous.map(
			({ entry, candidates }): Problem => ({
				code: "AMBIGUOUS_NAME",
				name: entry.name,
				where: candidates.map(placeOf),
				message: `it is gone, and could be any of ${candidates.map(({ name }) => name).join(", ")}`,
				fix: `say in the code of the one that jobs of that name are to run: task(fn, { previously: [${JSON.stringify(entry.name)}] })`,
			}),
		),
		...gone.map(
			(entry): Problem => ({
				code: "NAME_GONE",
				name: entry.name,
				where: [placeIn(entry)],
				message: "it is in the lock, and nothing has this name or looks like what had it",
				fix: `if it has become another task, say so there: task(fn, { previously: [${JSON.stringify(entry.name)}] }); if it is to be gone, \`namesake lock\``,
			}),
		),
		...changed.map(({ entry, to }): Problem => {
			if (entry.kind !== to.kind)
				return {
					code: "KIND_CHANGED",
					name: to.name,
					where: [placeOf(to)],
					message: `it was ${oneOf(entry.kind)}, and is ${oneOf(to.kind)} now`,
					fix: "if whoever uses the name knows, `namesake lock`",
				};
			return {
				code: "SIGNATURE_CHANGED",
				name: to.name,
				where: [placeOf(to)],
				message: `it was ${entry.signature ?? "written otherwise"}, and is ${to.signature ?? "written otherwise"} now: jobs that wait bring what it took before`,
				fix: "let it take what it took before, too; then `namesake lock`",
			};
		}),
		...displaced.map(
			({ entry, to }): Problem => ({
				code: "LOCK_OUTDATED",
				name: to.name,
				where: [placeOf(to)],
				message: `it is at ${to.target} now, and the lock says ${targetOf(entry)}`,
				fix: "`namesake check --fix`",
			}),
		),
		...added.map(
			(name): Problem => ({
				code: "NAME_NEW",
				name: name.name,
				where: [placeOf(name)],
				message: "it is not in the lock yet, so that nobody will know of it once it is renamed",
				fix: "`namesake check --fix` or `namesake lock`",
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
