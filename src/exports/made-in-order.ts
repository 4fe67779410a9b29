import { isHolder, memberKeys, readOwn } from "./export-view.ts";
import type { SequenceOf } from "./written-value.ts";

/* Tracked values that were put somewhere one after the other stand there in the order in which they were made, each once. */

export function areInOrder(values: readonly unknown[], sequenceOf: SequenceOf): boolean {
	return firstOutOfOrder(values, sequenceOf) === undefined;
}

/** The indexes of a value and of the one before it that was made later, or is the same. */
function firstOutOfOrder(values: readonly unknown[], sequenceOf: SequenceOf): readonly [number, number] | undefined {
	let last = Number.NEGATIVE_INFINITY;
	let before = -1;
	for (const [index, value] of values.entries()) {
		const sequence = sequenceOf(value);
		if (sequence === undefined) continue;
		if (sequence <= last) return [before, index];
		last = sequence;
		before = index;
	}
	return undefined;
}

interface Order {
	/** Where each value stood when all members were in order, but for the last one: what is put behind it decides. */
	readonly keys: WeakMap<object, string>;
	readonly isAlone: boolean;
}

const ordered = new WeakMap<object, Order>();
/** Two members that were not. */
const disordered = new WeakMap<object, readonly { readonly key: string; readonly value: WeakRef<object> }[]>();

/**
 * Are the members of an object in order, while one of them is at its key? A registry is looked at once, not for each of its members: one that stood where it
 * stands now when all were in order was put there in that order, and two that were not speak against the others as long as they stay.
 *
 * @returns `isLast`: nothing that is tracked stands behind it, so somebody may have put it under another key since; `isAlone`: there are no functions beside
 *   it that have no number. Undefined: they are not in order.
 */
export function placeInOrder(
	holder: object,
	key: string,
	value: object,
	sequenceOf: SequenceOf,
): { readonly isLast: boolean; readonly isAlone: boolean } | undefined {
	const known = ordered.get(holder);
	if (known?.keys.get(value) === key) return { isLast: false, isAlone: known.isAlone };
	const pair = disordered.get(holder);
	if (pair?.every((member) => readOwn(holder, member.key) === member.value.deref()) === true) return undefined;
	const keys = memberKeys(holder);
	const values = keys.map((other) => readOwn(holder, other));
	const found = firstOutOfOrder(values, sequenceOf);
	if (found !== undefined) {
		const member = (index: number) => ({ key: keys[index] ?? "", value: new WeakRef(values[index] as object) });
		disordered.set(holder, found.map(member));
		return undefined;
	}
	const places = new WeakMap<object, string>();
	const last = values.findLastIndex((other) => sequenceOf(other) !== undefined);
	for (const [index, other] of values.slice(0, last).entries())
		if (sequenceOf(other) !== undefined) places.set(other as object, keys[index] ?? "");
	const isAlone = !values.some((other) => isUnnumbered(other, sequenceOf));
	ordered.set(holder, { keys: places, isAlone });
	disordered.delete(holder);
	return { isLast: !places.has(value), isAlone };
}

/** The members of an object that are functions without a number. */
export function unnumberedMembers(holder: unknown, sequenceOf: SequenceOf): readonly (readonly [string, unknown])[] {
	if (!isHolder(holder)) return [];
	return memberKeys(holder).flatMap((key) => {
		const value = readOwn(holder, key);
		return isUnnumbered(value, sequenceOf) ? [[key, value] as const] : [];
	});
}

/** Is it a function that is not tracked? */
export function isUnnumbered(value: unknown, sequenceOf: SequenceOf): value is () => void {
	return typeof value === "function" && sequenceOf(value) === undefined;
}
