import { acceptSwaps } from "../../../lock/accept-swaps.ts";
import { compare, type Difference } from "../../../lock/compare.ts";
import { contradictions } from "../../../lock/contradictions.ts";
import type { Lock } from "../../../lock/lock.ts";
import { updatedLock } from "../../../lock/updated-lock.ts";
import { EXIT } from "../../process/exit.ts";
import { notify, tell } from "../../process/report.ts";
import { currentNames } from "../../project/current-names.ts";
import { lockDirectory, projectLock, writeLock } from "../../project/lock.ts";
import { contradictionProblem, lockProblems } from "../../project/lock-problems.ts";
import { openProject } from "../../project/project.ts";
import type { ProjectName } from "../../project/reader.ts";
import { referenceFinder } from "../../project/refers-to.ts";
import type { Problem } from "../../render/problem.ts";
import { renderProblems } from "../../render/problems.ts";
import { terminalOf, write } from "../../render/terminal.ts";
import { count, shownPath } from "../../render/text.ts";

export interface LockOptions {
	readonly all?: boolean | undefined;
	readonly forget?: boolean | undefined;
	readonly cache?: boolean | undefined;
	/** Names that run other code on purpose; true for all. */
	readonly accept?: readonly string[] | true | undefined;
	/** In seconds. */
	readonly timeout: number;
	readonly root?: string | undefined;
}

/** `namesake lock` */
export async function lock(options: LockOptions): Promise<number> {
	const directory = lockDirectory(options.root);
	const { lock: read } = projectLock(directory);
	const before = { ...read, all: options.all ?? read.all };
	const project = await openProject(directory, options);
	const { names, problems, unread } = await currentNames(project, options, "all");
	const unaccepted = compare(names, before, unread, referenceFinder());
	const compared = acceptSwaps(unaccepted, before, accepts(options.accept));
	const difference = options.forget === true ? forgotten(compared) : compared;
	const blocking = [
		...problems.filter(({ code }) => BLOCKING.has(code)),
		...contradictions(names, before).map(contradictionProblem),
		...lockProblems(difference, before).filter(({ code }) => code === "NAMES_SWAPPED"),
		...(options.forget === true ? [] : open(unaccepted, before)),
	];
	if (blocking.length > 0) {
		await write(process.stderr, renderProblems(blocking, await terminalOf(process.stderr)));
		await tell(`namesake lock: wrote nothing, because of ${count(blocking.length, "problem")}`);
		return EXIT.no;
	}
	const failed = problems.filter(({ code }) => code === "MODULE_FAILED").map(({ name }) => name);
	if (failed.length > 0)
		await notify(
			`${failed.join(", ")} can't be loaded: the lock file has what the text shows of ${failed.length === 1 ? "it" : "them"}, and what it had before. \`namesake check\` says why`,
			"MODULE_FAILED",
		);
	const after = updatedLock(before, names, difference, { accepts: true });
	const isWritten = writeLock(after);
	const unknown = (options.accept === true ? [] : (options.accept ?? [])).filter(
		(name) => !unaccepted.swapped.some(({ entry }) => entry.name === name),
	);
	if (unknown.length > 0)
		await notify(
			`nothing to accept for ${unknown.join(", ")}: NAMES_SWAPPED does not name ${unknown.length === 1 ? "it" : "them"}`,
		);
	const changes = [
		[difference.added.length, "new"],
		[difference.renamed.length, "renamed"],
		[difference.changed.length + difference.adjusted.length, "changed"],
		[unaccepted.swapped.length, "swapped"],
		[difference.gone.length + difference.ambiguous.length, "removed"],
	].flatMap(([number, what]) => (number === 0 ? [] : [`${number} ${what}`]));
	const size = count(after.entries.filter(({ removed }) => !removed).length, "name");
	await tell(
		`${shownPath(after.file)}: ${size}${isWritten ? (changes.length > 0 ? ` (${changes.join(", ")})` : "") : ", unchanged"}`,
	);
	return EXIT.fine;
}

function accepts(names: LockOptions["accept"] = []): (name: string) => boolean {
	return (name) => names === true || names.includes(name);
}

/** What makes it unknown which names there are. */
const BLOCKING: ReadonlySet<string> = new Set(["INVALID_NAME", "OUTSIDE_ROOT", "SOURCE_UNAVAILABLE"]);

/** Names that are gone and may have been renamed: to write the lock as it is would lose what jobs of these names are to run. */
function open(difference: Difference<ProjectName>, lock: Lock): Problem[] {
	return lockProblems(difference, lock)
		.filter(({ code }) => code === "NAME_MOVED" || code === "NAME_RENAMED" || code === "AMBIGUOUS_NAME")
		.map((problem) => ({ ...problem, fix: `${problem.fix}; \`namesake lock --forget\` counts it as removed` }));
}

function forgotten(difference: Difference<ProjectName>): Difference<ProjectName> {
	const isSure = ({ by }: Difference["renamed"][number]) => by === "declared" || by === "value";
	const declared = difference.renamed.filter(isSure);
	const others = difference.renamed.filter((rename) => !isSure(rename));
	return {
		...difference,
		renamed: declared,
		gone: [...difference.gone, ...others.map(({ entry }) => entry)],
		added: [
			...difference.added,
			...others.map(({ to }) => to),
			...new Set(difference.ambiguous.flatMap(({ candidates }) => candidates)),
		],
	};
}
