import type { Kind } from "../source/kinds.ts";
import { isLocked } from "./compare.ts";
import { type Lock, targetOf } from "./lock.ts";

/** Of which names the code has to be known: of all, of none, or of those of some kinds, and some others. */
export type CodeNeeds = "all" | "none" | { readonly kinds: ReadonlySet<Kind>; readonly names: ReadonlySet<string> };

const KINDS: readonly Kind[] = ["class", "function", "instance", "task", "value"];

/**
 * Of which names the code has to be known, so that a project can be compared with a lock: of those that it has, and of those that may be
 * what a name of their kind has become. To read the code of all functions takes as long as to parse it.
 */
export function codeNeeds({ entries, all }: Pick<Lock, "all" | "entries">): CodeNeeds {
	return {
		kinds: new Set([...entries.map(({ kind }) => kind), ...KINDS.filter((kind) => isLocked(kind, all))]),
		names: new Set(entries.flatMap((entry) => [entry.name, targetOf(entry)])),
	};
}

/** A name that a project exposes, before its code has been looked at. */
interface Exposed {
	readonly name: string;
	/** `module#export.path`. */
	readonly target: string;
	readonly kind: Kind;
	/** It is a function or class itself, and no call that may turn out to be a task, once it is loaded. */
	readonly isWritten: boolean;
}

export function needsCode(needs: CodeNeeds, { name, target, kind, isWritten }: Exposed): boolean {
	if (needs === "all" || needs === "none") return needs === "all";
	return !isWritten || needs.kinds.has(kind) || needs.names.has(name) || needs.names.has(target);
}
