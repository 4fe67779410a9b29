/** Items by their keys, of which an item may have several or none. */
export function groupedBy<Key, Item>(
	items: Iterable<Item>,
	keysOf: (item: Item) => readonly Key[],
): ReadonlyMap<Key, readonly Item[]> {
	const groups = new Map<Key, Item[]>();
	for (const item of items)
		for (const key of keysOf(item)) {
			const others = groups.get(key);
			if (others === undefined) groups.set(key, [item]);
			else others.push(item);
		}
	return groups;
}
