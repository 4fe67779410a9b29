import { groupedBy } from "../base/grouped-by.ts";
import { distanceOf } from "../source/fingerprint.ts";
import type { ExposedName } from "./exposed-name.ts";
import { isNear, MANY_WORDS, moduleOf, pathOf, SIMILAR } from "./likeness.ts";
import { type LockEntry, targetOf } from "./lock.ts";

/** A name that does not exist any more, and its new name. */
export interface Rename<Name extends ExposedName = ExposedName> {
	readonly entry: LockEntry;
	readonly to: Name;
	/**
	 * `declared`: the code says so, or the value kept its place and got, or lost, an explicit name. `body`: its code is the same. `place`: its
	 * code is similar, and its module or its path is the same. `siblings`: most names of its module moved to the module that has it now.
	 */
	readonly by: "declared" | "body" | "place" | "siblings";
}

export interface Renames<Name extends ExposedName> {
	readonly renamed: readonly Rename<Name>[];
	/** Entries whose names are gone, and that several could be. */
	readonly ambiguous: readonly { readonly entry: LockEntry; readonly candidates: readonly Name[] }[];
}

/**
 * @param gone entries whose names do not exist any more.
 * @param fresh names that are not locked.
 * @param names all names.
 * @param kept the targets of locked names that still exist.
 */
export function findRenames<Name extends ExposedName>(
	gone: readonly LockEntry[],
	fresh: readonly Name[],
	names: readonly Name[],
	kept: readonly string[],
): Renames<Name> {
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
	const settleBy = (by: Rename["by"], found: ReadonlyMap<LockEntry, readonly Name[]>) => {
		for (const [entry, candidates] of found) {
			const [only] = candidates.length === 1 ? candidates : [partnerOf(entry, candidates, found)];
			const rivals = [...found].filter(([, others]) => only !== undefined && others.includes(only));
			// Several values of one body may have become one; what is only similar may not.
			if (only !== undefined && (by === "body" || rivals.length === 1)) settle(entry, only, by);
			else {
				ambiguous.push({ entry, candidates: [...candidates] });
				open.delete(entry);
			}
		}
		for (const { to } of renamed) free.delete(to);
	};
	settleBy("body", candidatesFor(open, free, SAME_BODY));
	settleBy("place", candidatesFor(open, free, SAME_PLACE));
	settleBy("siblings", besideSiblings(open, free, moduleMoves(renamed, kept)));
	return { renamed, ambiguous };
}

interface Evidence {
	/** Only what has one of these in common is looked at. */
	keys(of: { readonly body?: string | undefined; readonly target: string }): readonly string[];
	speaksFor(entry: LockEntry, name: ExposedName): boolean;
}

const SAME_BODY: Evidence = {
	keys: ({ body }) => (body === undefined ? [] : [body]),
	speaksFor: (entry, name) => name.size >= MANY_WORDS || isNear(entry, name.target),
};

const SAME_PLACE: Evidence = {
	keys: ({ target }) => [moduleOf(target), `#${pathOf(target)}`],
	speaksFor: (entry, name) =>
		name.size >= MANY_WORDS && distanceOf(entry.body ?? "", name.body ?? "") <= SIMILAR && isNear(entry, name.target),
};

function candidatesFor<Name extends ExposedName>(
	open: Iterable<LockEntry>,
	free: Iterable<Name>,
	evidence: Evidence,
): Map<LockEntry, Name[]> {
	const byKey = groupedBy(free, (name) => evidence.keys(name));
	const found = new Map<LockEntry, Name[]>();
	for (const entry of open) {
		const keys = evidence.keys({ body: entry.body, target: targetOf(entry) });
		const alike = new Set(keys.flatMap((key) => byKey.get(key) ?? []));
		const matching = [...alike].filter((name) => isSameKind(entry, name) && evidence.speaksFor(entry, name));
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

/** The modules most of whose names moved to one other module, with that module. */
function moduleMoves(renamed: readonly Rename[], kept: readonly string[]): ReadonlyMap<string, string> {
	const sizes = new Map<string, number>();
	const add = (module: string) => sizes.set(module, (sizes.get(module) ?? 0) + 1);
	const stays = new Set(kept.map(moduleOf));
	for (const target of kept) add(moduleOf(target));
	const moved = new Map<string, Map<string, number>>();
	for (const { entry, to } of renamed) {
		const [from, into] = [moduleOf(targetOf(entry)), moduleOf(to.target)];
		add(from);
		if (from === into || pathOf(targetOf(entry)) !== pathOf(to.target)) continue;
		const counts = moved.get(from) ?? new Map<string, number>();
		moved.set(from, counts.set(into, (counts.get(into) ?? 0) + 1));
	}
	const moves = new Map<string, string>();
	for (const [from, counts] of moved)
		for (const [into, number] of counts)
			if (number * 2 > (sizes.get(from) ?? 0) && (number > 1 || !stays.has(from))) moves.set(from, into);
	return moves;
}

/** What moved with its siblings: it has the same path in their new module, or a short body that nothing else has. */
function besideSiblings<Name extends ExposedName>(
	open: ReadonlySet<LockEntry>,
	free: ReadonlySet<Name>,
	moves: ReadonlyMap<string, string>,
): Map<LockEntry, Name[]> {
	const found = new Map<LockEntry, Name[]>();
	if (moves.size === 0) return found;
	const byTarget = groupedBy(free, ({ target }) => [target]);
	const byBody = groupedBy(free, ({ body }) => (body === undefined ? [] : [body]));
	const goneByBody = groupedBy(open, ({ body }) => (body === undefined ? [] : [body]));
	for (const entry of open) {
		const target = targetOf(entry);
		const into = moves.get(moduleOf(target));
		if (into === undefined) continue;
		const samePath = byTarget.get(`${into}#${pathOf(target)}`) ?? [];
		const sameBody = entry.body === undefined ? [] : (byBody.get(entry.body) ?? []);
		const isOnly = sameBody.length === 1 && goneByBody.get(entry.body ?? "")?.length === 1;
		const moved = isOnly ? sameBody.filter((name) => moduleOf(name.target) === into) : [];
		const candidates = [...new Set([...samePath, ...moved])].filter((name) => isSameKind(entry, name));
		if (candidates.length > 0) found.set(entry, candidates);
	}
	return found;
}

function isSameKind(entry: LockEntry, name: ExposedName): boolean {
	return entry.kind === name.kind || name.kind === "value";
}
