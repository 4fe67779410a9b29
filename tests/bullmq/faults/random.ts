/** What a run chooses by chance: the same seed makes the same choices, though not at the same moments of the programs. */
export interface Random {
	/** A whole number from `low` up to `high`, which can be itself. */
	between(low: number, high: number): number;
	/** Undefined if there is nothing to choose from. */
	oneOf<Item>(items: readonly Item[]): Item | undefined;
}

/** https://en.wikipedia.org/wiki/Linear_congruential_generator, with the numbers of Numerical Recipes; the upper bits are taken. */
export function randomFrom(seed: number): Random {
	let state = seed >>> 0;
	const between = (low: number, high: number) => {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		return low + Math.floor((state / 2 ** 32) * (high - low + 1));
	};
	return { between, oneOf: (items) => items[between(0, items.length - 1)] };
}
