import type { Kind } from "../source/kinds.ts";

/** What the file is called, in the folder of the package. */
export const LOCK_FILE = "namesake.lock.json";

/** The format that this version writes. */
export const LOCK_VERSION = 1;

/** One name that a project exposes, or has exposed. */
export interface LockEntry {
	/** `module#export.path`, or a name of the user's own: see {@link LockEntry.at}. */
	readonly name: string;
	/** Where a value is that has a name of the user's own: `module#export.path`. */
	readonly at?: string | undefined;
	/** Another text than these is kept, and not compared with anything. */
	readonly kind: Kind;
	/** Parameters and result as they are written; undefined for what is not called. */
	readonly signature?: string | undefined;
	/** Tells the same code again: see `fingerprint.ts`. */
	readonly body?: string | undefined;
	/** The names that it had before. */
	readonly previous: readonly string[];
	/** It was there, and is there no more. */
	readonly removed: boolean;
	/** What the file says, with the fields that this version does not know. */
	readonly fields: Readonly<Record<string, unknown>>;
}

/** A lock file. */
export interface Lock {
	/** Absolute path. */
	readonly file: string;
	/** As it was read; empty for one that is not there yet. */
	readonly text: string;
	/** Are plain functions and classes in it, too? */
	readonly all: boolean;
	readonly entries: readonly LockEntry[];
	/** The fields of the file that this version does not know. */
	readonly fields: Readonly<Record<string, unknown>>;
}

/** The lock of a project that has none. */
export function emptyLock(file: string): Lock {
	return { file, text: "", all: false, entries: [], fields: {} };
}

/** Where a name leads: `module#export.path`. */
export function targetOf({ name, at }: LockEntry): string {
	return at ?? name;
}
