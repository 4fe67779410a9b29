import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { emptyLock, LOCK_FILE, type Lock } from "../../lock/lock.ts";
import { lockText } from "../../lock/lock-text.ts";
import { readLock } from "../../lock/read-lock.ts";
import { projectPackages } from "../../package/find-package.ts";
import { type Package, packageFinder, packageOf } from "../../package/package.ts";
import { explicitRoot } from "../../package/package-root.ts";
import { isInside, realPath } from "../../package/path.ts";
import { isTestFile } from "../../package/test-file.ts";
import { UsageError } from "../process/exit.ts";
import { shownPath } from "../render/text.ts";
import { excludedFiles } from "./check-settings.ts";
import { sourceFilesOf } from "./files.ts";
import { writeWhole } from "./write-whole.ts";

/** The folder of the lock: the package root, or that of the package around the working directory. */
export function lockDirectory(root: string | undefined): string {
	const cwd = realPath(process.cwd());
	return explicitRoot({ packageRoot: root }) ?? packageOf(join(cwd, "package.json"))?.dir ?? cwd;
}

/** The source files of a project. */
export interface ProjectFiles {
	/** Those whose names a lock is about. */
	readonly files: readonly string[];
	/** Those that `namesake.check` of a package.json leaves out. */
	readonly excluded: readonly string[];
	/** Those that hold tests, and have no names. */
	readonly tests: readonly string[];
	/** Those of packages that are another project: names of this one don't lead into them. */
	readonly foreign: readonly string[];
}

/**
 * The source files of a package, and of the workspaces below it that have no lock of their own.
 *
 * @param directory the folder of the lock.
 * @throws UsageError for settings in a package.json that are none.
 */
export async function projectFiles(directory: string, root: string | undefined): Promise<ProjectFiles> {
	const all = await sourceFilesOf([directory]);
	const own = ownPackages(directory, root);
	const found = { files: [] as string[], excluded: [] as string[], tests: [] as string[], foreign: [] as string[] };
	const packageOfFile = packageFinder();
	const byPackage = new Map<Package | undefined, string[]>();
	for (const file of all) {
		const pkg = packageOfFile(file);
		if (own !== undefined && !own.has(pkg?.dir)) found.foreign.push(file);
		else if (isTestFile(file)) found.tests.push(file);
		else byPackage.set(pkg, [...(byPackage.get(pkg) ?? []), file]);
	}
	const excluded = new Set<string>();
	for (const [pkg, files] of byPackage)
		if (pkg !== undefined) for (const file of await excludedFiles(pkg, files)) excluded.add(file);
	const rest = new Set([...byPackage.values()].flat());
	for (const file of all) if (rest.has(file)) (excluded.has(file) ? found.excluded : found.files).push(file);
	return found;
}

/** The folders of the packages that belong to a project; undefined if all do. */
function ownPackages(directory: string, root: string | undefined): ReadonlySet<string | undefined> | undefined {
	if (explicitRoot({ packageRoot: root }) !== undefined) return undefined;
	const own = new Set<string | undefined>([undefined, packageOf(join(directory, "package.json"))?.dir]);
	for (const { dir, isDependency } of projectPackages([directory]))
		if (!isDependency && isInside(directory, dir) && !existsSync(join(dir, LOCK_FILE))) own.add(dir);
	return own;
}

/** @throws NamesakeError `LOCK_INVALID`. */
export function projectLock(directory: string): { readonly lock: Lock; readonly exists: boolean } {
	const found = readLock(directory);
	return { lock: found ?? emptyLock(join(directory, LOCK_FILE)), exists: found !== undefined };
}

/**
 * Writes a lock, if there is anything new in it.
 *
 * @returns whether it has been written.
 * @throws UsageError if it can't be written, or somebody else has written it since it was read.
 */
export function writeLock(lock: Lock): boolean {
	const text = lockText(lock);
	if (text === lock.text) return false;
	const file = realPath(lock.file);
	writeWhole(file, text, () => {
		if (textOf(file) !== lock.text)
			throw new UsageError(`${shownPath(file)} was changed while the command was running. Run the command again`);
	});
	return true;
}

function textOf(file: string): string {
	try {
		return readFileSync(file, "utf8").replace(/^\ufeff/, "");
	} catch {
		return "";
	}
}
