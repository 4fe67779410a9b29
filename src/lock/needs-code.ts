import type { Kind } from "../source/kinds.ts";
import { isLocked } from "./compare.ts";
import { type Lock, targetOf } from "./lock.ts";

/** A name that a project exposes, before its code has been looked at. */
export interface Exposed {
	readonly name: string;
	/** `module#export.path`. */
	readonly target: string;
	readonly kind: Kind;
	/** It is a function or class itself, and no call that may turn out to be a task, once it is loaded. */
	readonly isWritten: boolean;
}

/**
 * Tells of which names the code has to be known, so that a project can be compared with a lock: of those that it has, and of those that
 * may be what a name of their kind has become. To read the code of all functions takes as long as to parse it.
 */
export function needsCode({ entries, all }: Pick<Lock, "all" | "entries">): (exposed: Exposed) => boolean {
	const names = new Set(entries.flatMap((entry) => [entry.name, targetOf(entry)]));
	const kinds = new Set<Kind>(entries.map(({ kind }) => kind));
	return ({ name, target, kind, isWritten }) =>
		!isWritten || isLocked(kind, all) || kinds.has(kind) || names.has(name) || names.has(target);
}
