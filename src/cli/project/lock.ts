import { readFileSync } from "node:fs";
import { join } from "node:path";
import { emptyLock, LOCK_FILE, type Lock } from "../../lock/lock.ts";
import { lockText } from "../../lock/lock-text.ts";
import { readLock } from "../../lock/read-lock.ts";
import { packageOf } from "../../package/package.ts";
import { explicitRoot } from "../../package/package-root.ts";
import { realPath } from "../../package/path.ts";
import { UsageError } from "../process/exit.ts";
import { shownPath } from "../render/text.ts";
import { writeWhole } from "./write-whole.ts";

/** The folder of the lock: the package root, or that of the package around the working directory. */
export function lockDirectory(root: string | undefined): string {
	const cwd = realPath(process.cwd());
	return explicitRoot({ packageRoot: root }) ?? packageOf(join(cwd, "package.json"))?.dir ?? cwd;
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
