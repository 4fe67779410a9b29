import { move as moveIt, transferableSymbol, valueSymbol } from "piscina";

/** What {@link move} gives: the value by `valueSymbol`, what is moved by `transferableSymbol`. */
interface Movable {
	readonly [key: symbol]: unknown;
}

/** Piscina keeps the mark to itself: https://github.com/piscinajs/piscina/blob/v5.3.2/src/symbols.ts */
const [MARK] = Object.getOwnPropertySymbols(moveIt(new ArrayBuffer(0)));

/**
 * Moves a value to the other thread instead of copying it: as an argument, or as the result of a task. It is piscina's own `move`,
 * with the type of the value.
 *
 * @param value an ArrayBuffer, a view of one, a MessagePort, or what implements piscina's `Transferable`.
 * @example
 * ```ts
 * const small = await pool.run(resize, move(bytes), 200);
 * ```
 */
export function move<Value extends object>(value: Value): Value {
	return moveIt(value as never) as unknown as Value;
}

/** @returns the value, and what is to be moved with it. */
export function unwrap(value: unknown): { readonly value: unknown; readonly transferList: readonly unknown[] } {
	if (!isMovable(value)) return { value, transferList: [] };
	return { value: value[key(valueSymbol)], transferList: [value[key(transferableSymbol)]].flat() };
}

function isMovable(value: unknown): value is Movable {
	return MARK !== undefined && typeof value === "object" && value !== null && Object.hasOwn(value, MARK);
}

/** {@link unwrap} of arguments: their values, and what is to be moved with them besides what is given. */
export function unwrapAll(
	args: readonly unknown[],
	moved: readonly unknown[] = [],
): { readonly values: readonly unknown[]; readonly transferList: readonly unknown[] } {
	if (!args.some(isMovable)) return { values: args, transferList: moved };
	const unwrapped = args.map(unwrap);
	return {
		values: unwrapped.map(({ value }) => value),
		transferList: [...moved, ...unwrapped.flatMap(({ transferList }) => transferList)],
	};
}

/** What piscina takes apart in the worker: the answer is sent, and these things in it are moved. */
export function movedWith(answer: object, transferList: readonly unknown[]): object {
	return move({ [key(transferableSymbol)]: transferList, [key(valueSymbol)]: answer });
}

function key(symbol: unknown): symbol {
	return symbol as symbol;
}
