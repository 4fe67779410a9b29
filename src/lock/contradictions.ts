import type { ExposedName } from "./exposed-name.ts";
import type { Lock } from "./lock.ts";

/** Two values that claim one name. */
export interface Contradiction<Name extends ExposedName = ExposedName> {
	/** The name. */
	readonly text: string;
	/** `name`: it is the name of both. `previous`: it was the name of both. `again`: it was the name of the first, and is that of the second. */
	readonly by: "again" | "name" | "previous";
	readonly between: readonly [Name, Name];
}

/** What nobody can decide but the author: names that the code or the lock give to two values. */
export function contradictions<Name extends ExposedName>(
	names: readonly Name[],
	{ entries }: Pick<Lock, "entries">,
): Contradiction<Name>[] {
	const found: Contradiction<Name>[] = [];
	const owners = new Map<string, Name>();
	for (const name of names) {
		const other = owners.get(name.name);
		if (other === undefined) owners.set(name.name, name);
		else found.push({ text: name.name, by: "name", between: [other, name] });
	}
	// A value with a name of the user's own is still found where it is.
	for (const name of names) if (!owners.has(name.target)) owners.set(name.target, name);
	const previous = new Map<string, Name>();
	const locked = new Map(entries.map((entry) => [entry.name, entry]));
	for (const name of names) {
		const claims = new Set([...name.previously, ...(locked.get(name.name)?.previous ?? [])]);
		for (const text of claims) {
			const owner = owners.get(text);
			const other = previous.get(text);
			if (owner !== undefined && owner !== name) found.push({ text, by: "again", between: [name, owner] });
			if (other !== undefined) found.push({ text, by: "previous", between: [other, name] });
			previous.set(text, name);
		}
	}
	return found;
}
