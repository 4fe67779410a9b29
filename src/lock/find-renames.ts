import { groupedBy } from "../base/grouped-by.ts";
import { formatName, parseName } from "../base/name.ts";
import { distanceOf } from "../source/fingerprint.ts";
import { isTracked } from "../source/kinds.ts";
import type { ExposedName } from "./exposed-name.ts";
import {
	isBeside,
	isNear,
	isPositional,
	isSameKind,
	LITTLE_SIMILAR,
	MANY_WORDS,
	moduleOf,
	pathOf,
	SIMILAR,
} from "./likeness.ts";
import { type LockEntry, targetOf } from "./lock.ts";
import { namedAlike } from "./named-alike.ts";

/** A name that does not exist any more, and its new name. */
export interface Rename<Name extends ExposedName = ExposedName> {
	readonly entry: LockEntry;
	readonly to: Name;
	/**
	 * `declared`: the code says so. `value`: it has its place and its code still, and got, lost or changed an explicit name. `body`: its code is
	 * the same. `place`: its code is similar, and its module or its path is the same. `siblings`: most names of its module, class or object moved to the one that has it
	 * now. `path`: its code is a little similar, or its path says enough, and nothing else ever had its path. `name`: its name has all words of the
	 * other, and its code is a little similar.
	 */
	readonly by: "declared" | "value" | "body" | "place" | "siblings" | "path" | "name";
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
	// Usually nothing is gone, and the indexes below are of all names.
	if (gone.length === 0) return { renamed: [], ambiguous: [] };
	const renamed: Rename<Name>[] = [];
	const ambiguous: { entry: LockEntry; candidates: Name[] }[] = [];
	const open = new Set(gone);
	const free = new Set(fresh);
	const settle = (entry: LockEntry, to: Name, by: Rename["by"]) => {
		renamed.push({ entry, to, by });
		open.delete(entry);
	};
	const declared = groupedBy(names, ({ previously }) => previously);
	const byTarget = groupedBy(names, ({ target }) => [target]);
	const bodies = new Set(names.map(({ body }) => body));
	/** Is the value at the place of an entry still its own? A place leads there whatever it is, an explicit name does not. */
	const isOwn = ({ at, body }: LockEntry, name: Name) =>
		at === undefined ||
		body === undefined ||
		body === name.body ||
		(!bodies.has(body) && distanceOf(body, name.body ?? "") <= SIMILAR);
	for (const entry of gone) {
		const texts = [entry.name, targetOf(entry)];
		const sayers = new Set(texts.flatMap((text) => declared.get(text) ?? []));
		const there = (byTarget.get(targetOf(entry)) ?? []).filter((name) => isOwn(entry, name));
		const claims = [...new Set([...sayers, ...there])];
		const [to] = claims;
		if (claims.length > 1) {
			ambiguous.push({ entry, candidates: claims });
			open.delete(entry);
		} else if (to !== undefined) settle(entry, to, sayers.has(to) ? "declared" : "value");
	}
	for (const { to } of renamed) free.delete(to);
	const undecided = new Map<LockEntry, readonly Name[]>();
	const settleBy = (by: Rename["by"], found: ReadonlyMap<LockEntry, readonly Name[]>) => {
		const entriesOf = groupedBy(found.keys(), (entry) => found.get(entry) ?? []);
		for (const [entry, candidates] of found) {
			const [only] = candidates.length === 1 ? candidates : [partnerOf(entry, candidates, entriesOf)];
			// Several values of one body may have become one; what is only similar may not.
			if (only !== undefined && (by === "body" || entriesOf.get(only)?.length === 1)) settle(entry, only, by);
			else {
				undecided.set(entry, candidates);
				open.delete(entry);
			}
		}
		for (const { to } of renamed) free.delete(to);
	};
	const twins = bodiesOfTasks(names, new Set(kept));
	const isTold = ({ body, target }: Name) => !twins.has(`${moduleOf(target)}\0${body}`);
	settleBy("body", candidatesFor(open, [...free].filter(isTold), SAME_BODY));
	settleBy("place", candidatesFor(open, [...free].filter(isTold), SAME_PLACE));
	const moves = containerMoves(renamed, kept);
	const decided = new Map(
		[...undecided].flatMap(([entry, candidates]) => {
			const beside = candidates.filter((name) => free.has(name) && movedAlong(entry, name, moves));
			return beside.length === 1 ? [[entry, beside] as const] : [];
		}),
	);
	for (const entry of decided.keys()) undecided.delete(entry);
	settleBy("siblings", decided);
	settleBy("siblings", besideSiblings(open, free, moves));
	settleBy("path", withOnlyPath(open, free, [...gone.map(targetOf), ...kept], names));
	settleBy("name", namedAlike(open, free));
	return {
		renamed,
		ambiguous: [...ambiguous, ...[...undecided].map(([entry, candidates]) => ({ entry, candidates }))],
	};
}

/** `[charge, refund] = [pay, back].map((f) => task(f))`: one text makes several tasks of a module, so that it does not tell which of them is which. */
function bodiesOfTasks(names: readonly ExposedName[], kept: ReadonlySet<string>): ReadonlySet<string> {
	const tasks = names.filter(({ kind, target }) => isTracked(kind) && kept.has(target));
	return new Set(tasks.map(({ body, target }) => `${moduleOf(target)}\0${body}`));
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
	entriesOf: ReadonlyMap<Name, readonly LockEntry[]>,
): Name | undefined {
	const rivals = [...new Set(found.flatMap((name) => entriesOf.get(name) ?? []))];
	const paths = new Set(rivals.map((rival) => pathOf(targetOf(rival))));
	const isMove =
		rivals.length === found.length &&
		paths.size === found.length &&
		found.every(({ target }) => paths.has(pathOf(target)));
	return isMove ? found.find(({ target }) => pathOf(target) === pathOf(targetOf(entry))) : undefined;
}

/** What holds names: a module, `a/m#`, and a class or object in it, `a/m#C.prototype`. */
function containersOf(target: string): readonly { readonly container: string; readonly key: string }[] {
	// The index of an element is its place, which is no evidence.
	if (isPositional(target)) return [];
	const { moduleName, exportPath } = parseName(target);
	const module = { container: `${moduleName}#`, key: pathOf(target) };
	if (exportPath.length === 1) return [module];
	const holder = formatName({ moduleName, exportPath: exportPath.slice(0, -1) });
	return [module, { container: holder, key: exportPath.at(-1) ?? "" }];
}

/** The containers most of whose names moved to one other container, with that one. */
function containerMoves(renamed: readonly Rename[], kept: readonly string[]): ReadonlyMap<string, string> {
	const sizes = new Map<string, number>();
	const add = (container: string) => sizes.set(container, (sizes.get(container) ?? 0) + 1);
	const stays = new Set<string>();
	for (const { container } of kept.flatMap(containersOf)) {
		add(container);
		stays.add(container);
	}
	const moved = new Map<string, Map<string, number>>();
	for (const { entry, to } of renamed) {
		const targets = containersOf(to.target);
		for (const [index, { container: from, key }] of containersOf(targetOf(entry)).entries()) {
			add(from);
			const into = targets[index];
			if (into === undefined || into.container === from || into.key !== key) continue;
			const counts = moved.get(from) ?? new Map<string, number>();
			moved.set(from, counts.set(into.container, (counts.get(into.container) ?? 0) + 1));
		}
	}
	const moves = new Map<string, string>();
	for (const [from, counts] of moved)
		for (const [into, number] of counts)
			if (number * 2 > (sizes.get(from) ?? 0) && (number > 1 || !stays.has(from))) moves.set(from, into);
	return moves;
}

/** Has a name the key of an entry in the container to which most of what was beside the entry moved? */
function movedAlong(entry: LockEntry, { target }: ExposedName, moves: ReadonlyMap<string, string>): boolean {
	const now = containersOf(target);
	return containersOf(targetOf(entry)).some(
		(old, index) => now[index]?.key === old.key && now[index].container === moves.get(old.container),
	);
}

/** What moved with its siblings: it has the same key in their new container, or a short body that nothing else has. */
function besideSiblings<Name extends ExposedName>(
	open: ReadonlySet<LockEntry>,
	free: ReadonlySet<Name>,
	moves: ReadonlyMap<string, string>,
): Map<LockEntry, Name[]> {
	const found = new Map<LockEntry, Name[]>();
	if (moves.size === 0) return found;
	const byKey = groupedBy(free, ({ target }) =>
		containersOf(target).map(({ container, key }) => `${container}\0${key}`),
	);
	const byBody = groupedBy(free, ({ body }) => (body === undefined ? [] : [body]));
	const goneByBody = groupedBy(open, ({ body }) => (body === undefined ? [] : [body]));
	for (const entry of open) {
		const candidates = new Set<Name>();
		const sameBody = entry.body === undefined ? [] : (byBody.get(entry.body) ?? []);
		const isOnly = sameBody.length === 1 && goneByBody.get(entry.body ?? "")?.length === 1;
		for (const { container, key } of containersOf(targetOf(entry))) {
			const into = moves.get(container);
			if (into === undefined) continue;
			for (const name of byKey.get(`${into}\0${key}`) ?? []) candidates.add(name);
			if (isOnly)
				for (const name of sameBody)
					if (containersOf(name.target).some((one) => one.container === into)) candidates.add(name);
		}
		const matching = [...candidates].filter((name) => isSameKind(entry, name));
		if (matching.length > 0) found.set(entry, matching);
	}
	return found;
}

/** `sendInvoice`: one word, such as `run` or `default`, is what a module's only function is called anyway. */
const TWO_WORDS = /[\p{Ll}\d](?:\p{Lu}|_)/u;

/** `sendInvoiceReminder` is hardly written twice for two things. */
const THREE_WORDS = /(?:[\p{Ll}\d](?:\p{Lu}|_).*){2}/u;

/** What has a path in another module that no other name of the project has, or had: `run` of one job is not `run` of another. */
function withOnlyPath<Name extends ExposedName>(
	open: Iterable<LockEntry>,
	free: ReadonlySet<Name>,
	before: readonly string[],
	names: readonly Name[],
): Map<LockEntry, Name[]> {
	const old = groupedBy(before, (target) => [pathOf(target)]);
	const now = groupedBy(names, ({ target }) => [pathOf(target)]);
	const found = new Map<LockEntry, Name[]>();
	for (const entry of open) {
		const target = targetOf(entry);
		const path = pathOf(target);
		const [only, ...others] = now.get(path) ?? [];
		if (only === undefined || others.length > 0 || old.get(path)?.length !== 1) continue;
		if (!TWO_WORDS.test(path) || isPositional(target) || !free.has(only) || !isSameKind(entry, only)) continue;
		const isTold = THREE_WORDS.test(path) || isBeside(moduleOf(target), moduleOf(only.target));
		if (isTold || distanceOf(entry.body ?? "", only.body ?? "") <= LITTLE_SIMILAR) found.set(entry, [only]);
	}
	return found;
}
