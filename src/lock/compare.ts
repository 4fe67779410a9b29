import { parseName } from "../base/name.ts";
import { distanceOf } from "../source/fingerprint.ts";
import type { Kind } from "../source/kinds.ts";
import { type Lock, type LockEntry, targetOf } from "./lock.ts";

/** A name that a project exposes now. */
export interface ExposedName {
	/** `module#export.path`, or the name of the user's own. */
	readonly name: string;
	/** `module#export.path`. */
	readonly target: string;
	readonly kind: Kind;
	readonly signature?: string | undefined;
	readonly body?: string | undefined;
	/** How many words the body has. */
	readonly size: number;
	/** Previous names that its task says itself. */
	readonly previously: readonly string[];
}

/** A name that is there no more, and what it is called now. */
interface Rename<Name extends ExposedName = ExposedName> {
	readonly entry: LockEntry;
	readonly to: Name;
	/**
	 * `declared`: the code says so, or the value is where it was and has got, or lost, a name of the user's own. `body`: its code is the
	 * same. `place`: its code is similar, and its module or its path is the same.
	 */
	readonly by: "declared" | "body" | "place";
}

/** What has changed since a lock was written. */
export interface Difference<Name extends ExposedName = ExposedName> {
	/** Names that the lock does not have, and that nothing has been renamed to, or may have been. */
	readonly added: readonly Name[];
	/** Entries whose names are gone, and that nothing looks like. */
	readonly gone: readonly LockEntry[];
	readonly renamed: readonly Rename<Name>[];
	/** Entries whose names are gone, and that several could be. */
	readonly ambiguous: readonly { readonly entry: LockEntry; readonly candidates: readonly Name[] }[];
	/** Names whose parameters or result are written otherwise, or that are something else: a function that was a task. */
	readonly changed: readonly { readonly entry: LockEntry; readonly to: Name }[];
	/** Names of the user's own, of values that are at another place than the lock says. */
	readonly displaced: readonly { readonly entry: LockEntry; readonly to: Name }[];
}

/**
 * Compares what there is with what there was.
 *
 * @param names all that can be loaded, of every kind.
 * @param unread modules of which nothing is known now: what they had is not gone.
 */
export function compare<Name extends ExposedName>(
	names: readonly Name[],
	{ entries, all }: Pick<Lock, "all" | "entries">,
	unread: ReadonlySet<string> = new Set(),
): Difference<Name> {
	const current = new Map(names.map((name) => [name.name, name]));
	const locked = new Map(entries.map((entry) => [entry.name, entry]));
	const kept = entries.flatMap((entry) => {
		const to = current.get(entry.name);
		return to === undefined ? [] : [{ entry, to }];
	});
	const gone = entries.filter(
		(entry) =>
			!entry.removed && KINDS.has(entry.kind) && !current.has(entry.name) && !unread.has(moduleOf(targetOf(entry))),
	);
	const fresh = names.filter(({ name }) => locked.get(name)?.removed !== false);
	const { renamed, ambiguous } = findRenames(gone, fresh, names);
	const targets = new Set([...renamed.map(({ to }) => to), ...ambiguous.flatMap(({ candidates }) => candidates)]);
	const explained = new Set([...renamed, ...ambiguous].map(({ entry }) => entry));
	return {
		added: fresh.filter((name) => isLocked(name.kind, all) && !targets.has(name)),
		gone: gone.filter((entry) => !explained.has(entry)),
		renamed,
		ambiguous,
		changed: [...kept, ...renamed].filter(({ entry, to }) => hasChanged(entry, to)),
		displaced: kept.filter(({ entry, to }) => !entry.removed && targetOf(entry) !== to.target),
	};
}

/** Is a lock about things of a kind? What a factory makes is a `value` to who has only read the text. */
export function isLocked(kind: Kind, all: boolean): boolean {
	return kind === "task" || kind === "instance" || (all && kind !== "value");
}

function hasChanged(entry: LockEntry, to: ExposedName): boolean {
	if (entry.removed || !KINDS.has(entry.kind) || to.kind === "value") return false;
	return entry.kind !== to.kind || entry.signature !== to.signature;
}

const KINDS: ReadonlySet<string> = new Set(["class", "function", "instance", "task"] satisfies Kind[]);

/** Code of fewer words is found anywhere: it tells no more than that the rest may have changed. */
const MANY_WORDS = 15;
/** Of 64 bits: what has nothing to do with each other differs in 32, give or take 4. */
const SIMILAR = 14;

function findRenames<Name extends ExposedName>(
	gone: readonly LockEntry[],
	fresh: readonly Name[],
	names: readonly Name[],
): Pick<Difference<Name>, "ambiguous" | "renamed"> {
	const renamed: Rename<Name>[] = [];
	const ambiguous: { entry: LockEntry; candidates: Name[] }[] = [];
	const open = new Set(gone);
	const free = new Set(fresh);
	const settle = (entry: LockEntry, to: Name, by: Rename["by"]) => {
		renamed.push({ entry, to, by });
		open.delete(entry);
	};
	const claimed = new Map<string, Set<Name>>();
	for (const name of names)
		for (const text of [...name.previously, name.target]) claimed.set(text, (claimed.get(text) ?? new Set()).add(name));
	for (const entry of gone) {
		const claims = [...new Set([entry.name, targetOf(entry)].flatMap((text) => [...(claimed.get(text) ?? [])]))];
		const [to] = claims;
		if (claims.length > 1) {
			ambiguous.push({ entry, candidates: claims });
			open.delete(entry);
		} else if (to !== undefined) settle(entry, to, "declared");
	}
	for (const { to } of renamed) free.delete(to);
	for (const by of ["body", "place"] as const) {
		const found = candidatesFor(open, free, by === "body" ? SAME_BODY : SAME_PLACE);
		for (const [entry, candidates] of found) {
			const [only] = candidates.length === 1 ? candidates : [partnerOf(entry, candidates, found)];
			const rivals = [...found].filter(([, others]) => only !== undefined && others.includes(only));
			// Several values of one body may have become one; what is only similar may not.
			if (only !== undefined && (by === "body" || rivals.length === 1)) settle(entry, only, by);
			else {
				ambiguous.push({ entry, candidates });
				open.delete(entry);
			}
		}
		for (const { to } of renamed) free.delete(to);
	}
	return { renamed, ambiguous };
}

interface Evidence {
	/** Only what has one of these in common is looked at. */
	keys(of: { readonly body?: string | undefined; readonly target: string }): readonly string[];
	speaksFor(entry: LockEntry, name: ExposedName): boolean;
}

const SAME_BODY: Evidence = {
	keys: ({ body }) => (body === undefined ? [] : [body]),
	speaksFor: (entry, name) => name.size >= MANY_WORDS || isNear(entry, name),
};

const SAME_PLACE: Evidence = {
	keys: ({ target }) => [moduleOf(target), `#${pathOf(target)}`],
	speaksFor: (entry, name) =>
		name.size >= MANY_WORDS && distanceOf(entry.body ?? "", name.body ?? "") <= SIMILAR && isNear(entry, name),
};

function candidatesFor<Name extends ExposedName>(
	open: Iterable<LockEntry>,
	free: Iterable<Name>,
	evidence: Evidence,
): Map<LockEntry, Name[]> {
	const byKey = new Map<string, Name[]>();
	for (const name of free)
		for (const key of evidence.keys(name)) {
			const others = byKey.get(key);
			if (others === undefined) byKey.set(key, [name]);
			else others.push(name);
		}
	const found = new Map<LockEntry, Name[]>();
	for (const entry of open) {
		const keys = evidence.keys({ body: entry.body, target: targetOf(entry) });
		const alike = new Set(keys.flatMap((key) => byKey.get(key) ?? []));
		const matching = [...alike].filter(
			(name) => (entry.kind === name.kind || name.kind === "value") && evidence.speaksFor(entry, name),
		);
		if (matching.length > 0) found.set(entry, matching);
	}
	return found;
}

/** Several of one body have been moved together, so that each has its path still. */
function partnerOf<Name extends ExposedName>(
	entry: LockEntry,
	found: readonly Name[],
	all: ReadonlyMap<LockEntry, readonly Name[]>,
): Name | undefined {
	const rivals = [...all].filter(([, others]) => others.some((other) => found.includes(other)));
	const paths = new Set(rivals.map(([rival]) => pathOf(targetOf(rival))));
	const isMove =
		rivals.length === found.length &&
		paths.size === found.length &&
		found.every(({ target }) => paths.has(pathOf(target)));
	return isMove ? found.find(({ target }) => pathOf(target) === pathOf(targetOf(entry))) : undefined;
}

/** Is the module the same, or the path? */
function isNear(entry: LockEntry, name: ExposedName): boolean {
	const old = targetOf(entry);
	return moduleOf(old) === moduleOf(name.target) || pathOf(old) === pathOf(name.target);
}

function moduleOf(target: string): string {
	return parseName(target).moduleName;
}

function pathOf(target: string): string {
	return target.slice(moduleOf(target).length + 1);
}
