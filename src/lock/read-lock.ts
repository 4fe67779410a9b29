import { builtin } from "../base/runtime.ts";
import { toErrorSummary } from "../base/text.ts";
import { LOCK_FILE, type Lock, type LockEntry } from "./lock.ts";
import { invalidAt, parseLock } from "./parse-lock.ts";

/** A lock with what is asked of it when a name leads nowhere. */
export interface IndexedLock extends Lock {
	/** The index of the entry that has a name, in `entries`. */
	readonly byName: ReadonlyMap<string, number>;
	/** The entry that has had a name. */
	readonly byPrevious: ReadonlyMap<string, LockEntry>;
}

const known = new Map<string, { readonly stamp: string; readonly lock: IndexedLock }>();

/**
 * The lock file in a folder. What was read counts while the file does not change.
 *
 * @returns undefined if there is none.
 * @throws NamesakeError `LOCK_INVALID`, with the line.
 */
export function readLock(directory: string): IndexedLock | undefined {
	const { statSync, readFileSync } = builtin("node:fs");
	const file = builtin("node:path").join(directory, LOCK_FILE);
	try {
		const stat = statSync(file, { throwIfNoEntry: false });
		if (stat === undefined) {
			known.delete(file);
			return undefined;
		}
		const stamp = `${stat.mtimeMs}:${stat.size}:${stat.ino}`;
		const seen = known.get(file);
		if (seen?.stamp === stamp) return seen.lock;
		const lock = withIndex(parseLock(file, readFileSync(file, "utf8").replace(/^\ufeff/, "")));
		known.set(file, { stamp, lock });
		return lock;
	} catch (error) {
		if (!(error instanceof Error) || !("code" in error) || !("syscall" in error)) throw error;
		if (error.code === "ENOTDIR") return undefined;
		throw invalidAt(
			{ file, line: 1, column: 1 },
			`it can't be read: ${toErrorSummary(error)}`,
			"correct its permissions",
			error,
		);
	}
}

function withIndex(lock: Lock): IndexedLock {
	return {
		...lock,
		byName: new Map(lock.entries.map(({ name }, index) => [name, index])),
		byPrevious: new Map(lock.entries.flatMap((entry) => entry.previous.map((old) => [old, entry] as const))),
	};
}
