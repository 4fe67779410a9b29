import { type Difference, isLocked } from "./compare.ts";
import type { ExposedName } from "./exposed-name.ts";
import type { Lock, LockEntry } from "./lock.ts";

/** What an update may say. */
interface UpdateOptions {
	/** Count what has changed as wanted: other parameters, names that are gone. Else only names are added, new and previous ones. */
	readonly accepts: boolean;
}

/**
 * A lock with what has changed since. Nothing that it has said is lost: a name that is gone stays, as removed or as a previous name, and
 * so does what this version does not know.
 */
export function updatedLock<Name extends ExposedName>(
	lock: Lock,
	names: readonly Name[],
	{ renamed, gone, ambiguous, added, swapped, adjusted }: Difference<Name>,
	{ accepts }: UpdateOptions,
): Lock {
	const next = new Map(lock.entries.map((entry) => [entry.name, entry]));
	const locked = new Set([...next.keys(), ...added.map(({ name }) => name)]);
	// An entry that took the new code would make the next comparison find nothing.
	const frozen = new Set(swapped.flatMap(({ to }) => to ?? []));
	const compatible = new Set(adjusted.map(({ to }) => to));
	const origins = new Map<Name, LockEntry[]>();
	for (const { entry, to } of renamed) {
		origins.set(to, [...(origins.get(to) ?? []), entry]);
		next.delete(entry.name);
		locked.add(to.name);
	}
	for (const name of names) {
		if (!locked.has(name.name) || frozen.has(name)) continue;
		const known = next.get(name.name);
		const bases = [...(known === undefined ? [] : [known]), ...(origins.get(name) ?? [])];
		next.set(name.name, entryOf(name, bases, accepts, compatible.has(name)));
	}
	if (accepts)
		for (const entry of [...gone, ...ambiguous.map((one) => one.entry)])
			next.set(entry.name, { ...entry, removed: true });
	const inherited = [...next.values()].map((entry) => ({ ...entry, previous: withHeritage(entry, next) }));
	const previous = new Set(inherited.flatMap((entry) => entry.previous));
	const entries = inherited.filter(({ name, removed }) => !(removed && previous.has(name)));
	return { ...lock, entries };
}

/** A name that was written down as removed, and is a previous name now, brings its own previous names along. */
function withHeritage({ name, previous }: LockEntry, entries: ReadonlyMap<string, LockEntry>): string[] {
	const found = new Set(previous);
	for (const text of found) {
		const entry = entries.get(text);
		if (entry?.removed === true) for (const earlier of entry.previous) found.add(earlier);
	}
	found.delete(name);
	return [...found];
}

function entryOf(name: ExposedName, bases: readonly LockEntry[], accepts: boolean, isCompatible: boolean): LockEntry {
	const [base] = bases;
	const earlier = bases.flatMap((entry) => [...entry.previous, entry.name]);
	const previous = [...new Set([...earlier, ...name.previously])].filter((text) => text !== name.name);
	const keepsKind = base !== undefined && (name.kind === "value" || (!accepts && !base.removed));
	const keepsSignature = keepsKind && base.signature !== undefined && (name.kind === "value" || !isCompatible);
	const isUnknown = base !== undefined && base.kind !== name.kind && !isLocked(base.kind, true);
	return {
		name: name.name,
		at: name.target === name.name ? undefined : name.target,
		kind: keepsKind || isUnknown ? base.kind : name.kind,
		signature: keepsSignature ? base.signature : name.signature,
		body: name.body,
		previous,
		removed: false,
		fields: base?.fields ?? {},
	};
}
