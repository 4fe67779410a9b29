import { parseName } from "../../../base/name.ts";
import { compare, type Difference } from "../../../lock/compare.ts";
import { type LockEntry, targetOf } from "../../../lock/lock.ts";
import { codeNeeds } from "../../../lock/needs-code.ts";
import { EXIT, UsageError } from "../../process/exit.ts";
import { currentNames } from "../../project/current-names.ts";
import { sourceFilesOf } from "../../project/files.ts";
import { lockDirectory, projectLock } from "../../project/lock.ts";
import { openProject } from "../../project/project.ts";
import type { ProjectName } from "../../project/reader.ts";
import { referenceFinder } from "../../project/refers-to.ts";
import { renderProblems } from "../../render/problems.ts";
import { terminalOf, write } from "../../render/terminal.ts";
import { shownPath } from "../../render/text.ts";
import type { ListedName } from "./lister.ts";

/** A name that is not as the lock says, as `--json` prints it. */
export interface ChangedName extends ListedName {
	readonly change: "ambiguous" | "changed" | "gone" | "moved" | "new" | "renamed" | "swapped";
	/** What it was called; for a change of the signature, what that was. */
	readonly from?: string;
}

/**
 * The names that are not as the lock file says, of some files or of the whole package. Of what is gone there is no place.
 *
 * @throws UsageError if there is no lock file; NamesakeError `LOCK_INVALID`.
 */
export async function changedNames(
	paths: readonly string[],
	{ root, timeout = 10 }: { readonly root?: string | undefined; readonly timeout?: number | undefined },
): Promise<{ readonly names: readonly ChangedName[]; readonly code: number }> {
	const directory = lockDirectory(root);
	const { lock, exists } = projectLock(directory);
	if (!exists)
		throw new UsageError("there is no namesake.lock.json to compare with. Run `namesake lock` and commit the file");
	const {
		names: current,
		problems,
		unread,
	} = await currentNames(await openProject(directory, { root }), { timeout }, codeNeeds(lock));
	const unreadable = problems.filter(({ code }) => code === "SOURCE_UNAVAILABLE" || code === "MODULE_FAILED");
	await write(process.stderr, renderProblems(unreadable, await terminalOf(process.stderr)));
	const names = changesOf(compare(current, lock, unread, referenceFinder()));
	const asked = paths.length === 0 ? undefined : new Set((await sourceFilesOf(paths)).map(shownPath));
	return {
		names: names.filter(({ file }) => asked === undefined || asked.has(file)),
		code: unreadable.length > 0 ? EXIT.no : EXIT.fine,
	};
}

function changesOf({
	added,
	gone,
	renamed,
	ambiguous,
	swapped,
	changed,
	adjusted,
	displaced,
}: Difference<ProjectName>): ChangedName[] {
	const isRenamed = new Set(renamed.map(({ entry }) => entry));
	const names = [
		...added.map((name) => listed(name, "new")),
		...renamed.map(({ entry, to }) =>
			listed(to, pathOf(targetOf(entry)) === pathOf(to.target) ? "moved" : "renamed", entry.name),
		),
		...displaced.map(({ entry, to }) => listed(to, "moved", targetOf(entry))),
		...swapped.flatMap(({ to, takes }) => (to === undefined ? [] : [listed(to, "swapped", takes[0]?.name)])),
		...[...changed, ...adjusted]
			.filter(({ entry }) => !isRenamed.has(entry))
			.map(({ entry, to }) => listed(to, "changed", entry.kind === to.kind ? entry.signature : entry.kind)),
	].sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line));
	return [
		...names,
		...ambiguous.map(({ entry }) => lost(entry, "ambiguous")),
		...swapped.flatMap(({ entry, to }) => (to === undefined ? [lost(entry, "swapped")] : [])),
		...gone.map((entry) => lost(entry, "gone")),
	];
}

function listed(
	{ name, kind, file, line, column }: ProjectName,
	change: ChangedName["change"],
	from?: string,
): ChangedName {
	const place = { name, kind, file: shownPath(file), line, column };
	return { ...place, loadable: true, change, ...(from === undefined ? {} : { from }) };
}

function lost({ name, kind }: LockEntry, change: ChangedName["change"]): ChangedName {
	return { name, kind, file: "", line: 0, column: 0, loadable: false, reason: "EXPORT_NOT_FOUND", change };
}

function pathOf(target: string): string {
	return target.slice(parseName(target).moduleName.length);
}
