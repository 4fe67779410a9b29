import { isTracked, type Kind } from "../source/kinds.ts";
import type { ExposedName } from "./exposed-name.ts";
import { findRenames, type Rename } from "./find-renames.ts";
import { findSwaps, type KeptName, type Swap } from "./find-swaps.ts";
import { moduleOf } from "./likeness.ts";
import { type Lock, type LockEntry, targetOf } from "./lock.ts";
import { changeOfSignature } from "./signature-change.ts";

/** What has changed since a lock was written. */
export interface Difference<Name extends ExposedName = ExposedName> {
	/** Names that the lock does not have, and that nothing has been renamed to, or may have been. */
	readonly added: readonly Name[];
	/** Entries whose names are gone, and that nothing looks like. */
	readonly gone: readonly LockEntry[];
	readonly renamed: readonly Rename<Name>[];
	/** Entries whose names are gone, and that several could be. */
	readonly ambiguous: readonly { readonly entry: LockEntry; readonly candidates: readonly Name[] }[];
	/** Locked names whose jobs would run other code: until somebody accepts it, their entries stay as they are. */
	readonly swapped: readonly Swap<Name>[];
	/** Names whose waiting jobs have other arguments, or that are another kind of value: a function that was a task. */
	readonly changed: readonly KeptName<Name>[];
	/** Names whose signature is written differently, and still takes the arguments of waiting jobs. */
	readonly adjusted: readonly KeptName<Name>[];
	/** Explicit names of values that are at another place than the lock says. */
	readonly displaced: readonly KeptName<Name>[];
}

/**
 * Compares what there is with what there was.
 *
 * @param names all that can be loaded, of every kind.
 * @param unread modules of which nothing is known now: what they had is not gone.
 * @param refersTo whether the code of the first name refers to the second.
 */
export function compare<Name extends ExposedName>(
	names: readonly Name[],
	{ entries, all }: Pick<Lock, "all" | "entries">,
	unread: ReadonlySet<string> = new Set(),
	refersTo: (from: Name, to: Name) => boolean = () => false,
): Difference<Name> {
	const current = new Map(names.map((name) => [name.name, name]));
	const locked = new Map(entries.map((entry) => [entry.name, entry]));
	const kept = entries.flatMap((entry) => {
		const to = current.get(entry.name);
		return to === undefined || entry.removed ? [] : [{ entry, to }];
	});
	const gone = entries.filter(
		(entry) =>
			!entry.removed && KINDS.has(entry.kind) && !current.has(entry.name) && !unread.has(moduleOf(targetOf(entry))),
	);
	const fresh = names.filter(({ name }) => locked.get(name)?.removed !== false);
	const found = swapsIn(kept, gone, fresh, refersTo);
	const taken = new Set(found.flatMap(({ to, holders }) => [...holders, ...(to === undefined ? [] : [to])]));
	const involved = new Set(found.map(({ entry }) => entry));
	const { renamed: recognised, ambiguous } = findRenames(
		gone.filter((entry) => !involved.has(entry)),
		fresh.filter((name) => !taken.has(name)),
		names,
		kept.map(({ entry }) => targetOf(entry)),
	);
	const { swapped, renamed } = withDeclared(found, recognised);
	const targets = new Set([
		...renamed.map(({ to }) => to),
		...ambiguous.flatMap(({ candidates }) => candidates),
		...swapped.flatMap(({ to, holders }) => [...holders, ...(to === undefined ? [] : [to])]),
	]);
	const explained = new Set([...renamed, ...ambiguous, ...swapped].map(({ entry }) => entry));
	const others = kept.filter(({ entry }) => !explained.has(entry));
	const changes = [...others, ...renamed].map((one) => ({ one, change: changeOf(one) }));
	return {
		added: fresh.filter((name) => isLocked(name.kind, all) && !targets.has(name)),
		gone: gone.filter((entry) => !explained.has(entry)),
		renamed,
		ambiguous,
		swapped,
		changed: changes.filter(({ change }) => change === "breaking").map(({ one }) => one),
		adjusted: changes.filter(({ change }) => change === "compatible").map(({ one }) => one),
		displaced: others.filter(({ entry, to }) => targetOf(entry) !== to.target),
	};
}

function swapsIn<Name extends ExposedName>(
	all: readonly KeptName<Name>[],
	gone: readonly LockEntry[],
	fresh: readonly Name[],
	refersTo: (from: Name, to: Name) => boolean,
): Swap<Name>[] {
	// A place still leads to the value there, also when that has got an explicit name.
	const byPlace = new Map(fresh.map((name) => [name.target, name]));
	const led = gone.flatMap((entry) => {
		const to = byPlace.get(entry.name);
		return to === undefined ? [] : [{ entry, to }];
	});
	const [entries, names] = [new Set(led.map(({ entry }) => entry)), new Set(led.map(({ to }) => to))];
	return findSwaps({
		kept: [...all.filter(({ entry }) => KINDS.has(entry.kind)), ...led],
		gone: gone.filter((entry) => !entries.has(entry)),
		fresh: fresh.filter((name) => !names.has(name)),
		refersTo,
	});
}

/** A name that is declared to be renamed to one that has swapped its code is a part of the swap. */
function withDeclared<Name extends ExposedName>(
	found: readonly Swap<Name>[],
	all: readonly Rename<Name>[],
): { readonly swapped: readonly Swap<Name>[]; readonly renamed: readonly Rename<Name>[] } {
	const swapping = new Set(found.flatMap(({ to }) => to ?? []));
	const part = all.filter(({ to }) => swapping.has(to));
	return {
		renamed: all.filter((rename) => !part.includes(rename)),
		swapped: [
			...found.map((swap) => ({
				...swap,
				takes: [...new Set([...swap.takes, ...part.filter(({ to }) => to === swap.to).map(({ entry }) => entry)])],
			})),
			...part.map(({ entry, to }) => ({ entry, to: undefined, takes: [], holders: [to] })),
		],
	};
}

/** Is a lock about things of a kind? What a factory makes is a `value` to who has only read the text. */
export function isLocked(kind: Kind, all: boolean): boolean {
	return isTracked(kind) || (all && kind !== "value");
}

function changeOf({ entry, to }: KeptName): "breaking" | "compatible" | undefined {
	if (!KINDS.has(entry.kind) || to.kind === "value") return undefined;
	return entry.kind === to.kind ? changeOfSignature(entry.signature, to.signature) : "breaking";
}

const KINDS: ReadonlySet<string> = new Set(["class", "function", "instance", "task"] satisfies Kind[]);
