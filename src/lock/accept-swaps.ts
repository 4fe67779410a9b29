import { type Difference, isLocked } from "./compare.ts";
import type { ExposedName } from "./exposed-name.ts";
import type { Lock } from "./lock.ts";

/**
 * A difference in which some names run other code on purpose.
 *
 * @param accepts whether a locked name may run the code that it has now.
 */
export function acceptSwaps<Name extends ExposedName>(
	difference: Difference<Name>,
	{ all }: Pick<Lock, "all">,
	accepts: (name: string) => boolean,
): Difference<Name> {
	const accepted = difference.swapped.filter(({ entry }) => accepts(entry.name));
	const swapped = difference.swapped.filter((swap) => !accepted.includes(swap));
	const held = new Set(swapped.flatMap(({ holders }) => holders));
	const kept = new Set(difference.swapped.flatMap(({ to }) => to ?? []));
	const gone = accepted.filter(({ to }) => to === undefined);
	// The jobs of a place run what is there, which has got an explicit name.
	const named = accepted.flatMap(({ entry, to }) =>
		to === undefined || to.name === entry.name ? [] : [{ entry, to, by: "value" as const }],
	);
	const free = accepted.flatMap(({ holders }) => holders).filter((name) => !held.has(name) && !kept.has(name));
	return {
		...difference,
		swapped,
		added: [...difference.added, ...new Set(free.filter(({ kind }) => isLocked(kind, all)))],
		// The jobs of a name that is gone run its own code where that is now.
		renamed: [
			...difference.renamed,
			...named,
			...gone.flatMap(({ entry, holders: [to, ...others] }) =>
				to === undefined || others.length > 0 ? [] : [{ entry, to, by: "body" as const }],
			),
		],
		gone: [...difference.gone, ...gone.filter(({ holders }) => holders.length !== 1).map(({ entry }) => entry)],
	};
}
