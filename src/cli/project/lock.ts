import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { emptyLock, LOCK_FILE, type Lock } from "../../lock/lock.ts";
import { lockText } from "../../lock/lock-text.ts";
import { readLock } from "../../lock/read-lock.ts";
import { projectPackages } from "../../package/find-package.ts";
import { packageFinder, packageOf } from "../../package/package.ts";
import { explicitRoot } from "../../package/package-root.ts";
import { isInside, realPath } from "../../package/path.ts";
import { UsageError } from "../process/exit.ts";
import { shownPath } from "../render/text.ts";
import { sourceFilesOf } from "./files.ts";
import { writeWhole } from "./write-whole.ts";

/** The folder of the lock: the package root, or that of the package around the working directory. */
export function lockDirectory(root: string | undefined): string {
	const cwd = realPath(process.cwd());
	return explicitRoot({ packageRoot: root }) ?? packageOf(join(cwd, "package.json"))?.dir ?? cwd;
}

/**
 * The source files whose names a lock is about: those of its package, and of the workspaces below it that have no lock of their own. Another
 * package that is in the folder is another project: names of this one don't lead into it.
 *
 * @param directory the folder of the lock.
 */
export async function projectFiles(directory: string, root: string | undefined): Promise<string[]> {
	const files = await sourceFilesOf([directory]);
	if (explicitRoot({ packageRoot: root }) !== undefined) return files;
	const own = new Set<string | undefined>([undefined, packageOf(join(directory, "package.json"))?.dir]);
	for (const { dir, isDependency } of projectPackages([directory]))
		if (!isDependency && isInside(directory, dir) && !existsSync(join(dir, LOCK_FILE))) own.add(dir);
	const packageOfFile = packageFinder();
	return files.filter((file) => own.has(packageOfFile(file)?.dir));
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
