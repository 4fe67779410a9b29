import { groupedBy } from "../base/grouped-by.ts";
import { distanceOf } from "../source/fingerprint.ts";
import type { ExposedName } from "./exposed-name.ts";
import { isNear, isSameArray, isSameKind, MANY_WORDS, moduleOf, SIMILAR } from "./likeness.ts";
import { type LockEntry, targetOf } from "./lock.ts";

/** A locked name whose jobs would run other code than before, because code went from one name to another. */
export interface Swap<Name extends ExposedName = ExposedName> {
	readonly entry: LockEntry;
	/** What has the name now; undefined if nothing does. */
	readonly to: Name | undefined;
	/** The entries whose code the name has now. */
	readonly takes: readonly LockEntry[];
	/** The names that have the code of the entry now. */
	readonly holders: readonly Name[];
}

/** A locked name that still exists. */
export interface KeptName<Name extends ExposedName = ExposedName> {
	readonly entry: LockEntry;
	readonly to: Name;
}

/** What is compared. */
export interface SwapInput<Name extends ExposedName> {
	readonly kept: readonly KeptName<Name>[];
	readonly gone: readonly LockEntry[];
	/** Names that are not locked. */
	readonly fresh: readonly Name[];
	/** Does the code of the first name refer to the second? Then the first still does what it did. */
	readonly refersTo: (from: Name, to: Name) => boolean;
}

/** Code that went from a locked name to another name, which exists. */
interface Move<Name extends ExposedName> {
	readonly from: LockEntry;
	readonly to: Name;
}

/** Finds locked names that have the code of another locked name, or whose code went to another name. */
export function findSwaps<Name extends ExposedName>(input: SwapInput<Name>): Swap<Name>[] {
	const rewritten = input.kept.filter(
		({ entry, to }) => entry.body !== undefined && to.body !== undefined && entry.body !== to.body,
	);
	const exact = exactMoves(rewritten, input);
	const explained = new Set(exact.map(({ to }) => to));
	const rest = rewritten.filter(({ to }) => !explained.has(to));
	const near = nearMoves(rest, rewritten, exact, input);
	const moves = [...exact, ...near, ...shortCrossings(rewritten, [...exact, ...near])];
	return swapsOf([...moves, ...handedOn(input, moves)], input);
}

/** Code that is unchanged at another name. */
function exactMoves<Name extends ExposedName>(
	rewritten: readonly KeptName<Name>[],
	{ kept, gone, fresh, refersTo }: SwapInput<Name>,
): Move<Name>[] {
	if (rewritten.length === 0) return [];
	const now = new Map(rewritten.map(({ entry, to }) => [entry, to]));
	const lostByBody = groupedBy([...now.keys(), ...gone], ({ body }) => (body === undefined ? [] : [body]));
	const sizes = groupedBy([...kept.map(({ entry }) => entry), ...gone], ({ body }) => [body]);
	const isOnly = ({ body }: LockEntry) => sizes.get(body)?.length === 1;
	const moves: Move<Name>[] = [];
	const short: Move<Name>[] = [];
	for (const { entry, to } of rewritten)
		for (const from of lostByBody.get(to.body ?? "") ?? []) {
			if (from === entry || !isSameKind(from, to)) continue;
			const isTold = to.size >= MANY_WORDS || isSameArray(targetOf(from), to.target);
			(isTold ? moves : short).push({ from, to });
		}
	for (const to of fresh)
		for (const from of lostByBody.get(to.body ?? "") ?? []) {
			const holder = now.get(from);
			if (holder === undefined || !isSameKind(from, to)) continue;
			if (isSameArray(targetOf(from), to.target) || (to.size >= MANY_WORDS && !refersTo(holder, to)))
				moves.push({ from, to });
		}
	const cycles = inCycles([...moves, ...short], new Map(rewritten.map(({ entry, to }) => [to, entry])));
	for (const move of short) {
		if (cycles.has(move) || (isNear(move.from, move.to.target) && move.to.size >= SHORT.words && isOnly(move.from)))
			moves.push(move);
	}
	return moves;
}

/** Those moves after which each name that takes code has also lost its own to one that takes code. */
function inCycles<Name extends ExposedName>(
	moves: readonly Move<Name>[],
	entryOf: ReadonlyMap<Name, LockEntry>,
): ReadonlySet<Move<Name>> {
	const left = new Set(moves);
	for (let size = -1; size !== left.size; ) {
		size = left.size;
		const [losing, taking] = [new Set<LockEntry>(), new Set<LockEntry | undefined>()];
		for (const { from, to } of left) {
			losing.add(from);
			taking.add(entryOf.get(to));
		}
		for (const move of left) {
			const taker = entryOf.get(move.to);
			if (taker === undefined || !losing.has(taker) || !taking.has(move.from)) left.delete(move);
		}
	}
	return left;
}

/** Where code went only one way: the members of a class are often like each other. */
const FIRM = { similar: 10, margin: 12 } as const;
/** How much nearer, in bits, a body is to the old code of another name than to the old code of its own. */
const MARGIN = 6;
/** Of bodies of few words, which an edit changes more: of five words an edit of one changes some 16 of 64 bits. */
const SHORT = { similar: 22, gain: 16, words: 3 } as const;

/** Code that was edited a little, too. */
function nearMoves<Name extends ExposedName>(
	rest: readonly KeptName<Name>[],
	rewritten: readonly KeptName<Name>[],
	exact: readonly Move<Name>[],
	{ gone, fresh }: SwapInput<Name>,
): Move<Name>[] {
	const placed = new Set(exact.map(({ from }) => from));
	const losses = [
		...rewritten.map(({ entry, to }) => ({ from: entry, left: bits(entry, to) })),
		...gone.map((from) => ({ from, left: 64 })),
	].filter(({ from }) => !placed.has(from));
	const moves: Move<Name>[] = [];
	const weak: Move<Name>[] = [];
	for (const { entry, to } of rest) {
		if (to.size < MANY_WORDS) continue;
		const own = bits(entry, to);
		const found = losses.flatMap(({ from, left }) => {
			if (from === entry || !isSameKind(from, to)) return [];
			const distance = bits(from, to);
			const gain = Math.min(own, left) - distance;
			const isFirm = distance <= FIRM.similar && gain >= FIRM.margin;
			const isNear = distance <= SIMILAR && gain >= MARGIN && moduleOf(targetOf(from)) === moduleOf(to.target);
			return isFirm || isNear ? [{ from, to, distance, isFirm: isFirm || isSameArray(targetOf(from), to.target) }] : [];
		});
		const least = Math.min(...found.map(({ distance }) => distance));
		for (const { distance, isFirm, ...move } of found) if (distance === least) (isFirm ? moves : weak).push(move);
	}
	const cycles = inCycles([...exact, ...moves, ...weak], new Map(rewritten.map(({ entry, to }) => [to, entry])));
	moves.push(...weak.filter((move) => cycles.has(move)));
	for (const to of fresh) {
		if (to.size < MANY_WORDS) continue;
		for (const { from, left } of losses)
			if (left < 64 && isSameArray(targetOf(from), to.target) && isSameKind(from, to)) {
				const distance = bits(from, to);
				if (distance <= SIMILAR && left >= distance + MARGIN) moves.push({ from, to });
			}
	}
	return moves;
}

/** Two names of one module, each of which has the short code of the other, or nearly. */
function shortCrossings<Name extends ExposedName>(
	rewritten: readonly KeptName<Name>[],
	moves: readonly Move<Name>[],
): Move<Name>[] {
	const known = groupedBy(moves, ({ to }) => [to]);
	const isKnown = (from: LockEntry, to: Name) => known.get(to)?.some((move) => move.from === from) === true;
	/** By how many bits the code of the first is nearer to what the second had; 0 if it is not near. */
	const gain = (one: KeptName<Name>, other: KeptName<Name>) => {
		if (isKnown(other.entry, one.to)) return SHORT.gain;
		if (known.has(one.to) || !isSameKind(other.entry, one.to)) return 0;
		const distance = bits(other.entry, one.to);
		return distance <= SHORT.similar ? bits(one.entry, one.to) - distance : 0;
	};
	const crosses = (one: KeptName<Name>, other: KeptName<Name>) => {
		const [first, second] = [gain(one, other), gain(other, one)];
		return first >= MARGIN && second >= MARGIN && first + second >= SHORT.gain;
	};
	const long = rewritten.filter(({ to }) => to.size >= SHORT.words);
	return [...groupedBy(long, ({ to }) => [moduleOf(to.target)]).values()].flatMap((members) =>
		members.flatMap((one, index) =>
			members
				.slice(index + 1)
				.filter((other) => crosses(one, other))
				.flatMap((other) => [
					{ from: one.entry, to: other.to },
					{ from: other.entry, to: one.to },
				]),
		),
	);
}

/** Explicit names that another value has now, while the value that had them still exists. */
function handedOn<Name extends ExposedName>(
	{ kept, fresh }: SwapInput<Name>,
	moves: readonly Move<Name>[],
): Move<Name>[] {
	const displaced = kept.filter(({ entry, to }) => entry.at !== undefined && entry.at !== to.target);
	if (displaced.length === 0) return [];
	const known = new Set(moves.map(({ from }) => from));
	const byTarget = new Map([...kept.map(({ to }) => to), ...fresh].map((name) => [name.target, name]));
	return displaced.flatMap(({ entry, to }) => {
		const holder = byTarget.get(entry.at ?? "");
		if (holder === undefined || known.has(entry)) return [];
		const isMoved =
			entry.body !== undefined &&
			(entry.body === to.body || (entry.body !== holder.body && bits(entry, to) <= SIMILAR));
		return isMoved ? [] : [{ from: entry, to: holder }];
	});
}

function swapsOf<Name extends ExposedName>(
	moves: readonly Move<Name>[],
	{ kept, gone }: SwapInput<Name>,
): Swap<Name>[] {
	const entryOf = new Map(kept.map(({ entry, to }) => [to, entry]));
	const holders = groupedBy(moves, ({ from }) => [from]);
	const takes = groupedBy(moves, ({ to }) => {
		const entry = entryOf.get(to);
		return entry === undefined ? [] : [entry];
	});
	const all: { readonly entry: LockEntry; readonly to: Name | undefined }[] = [
		...kept,
		...gone.map((entry) => ({ entry, to: undefined })),
	];
	return all
		.filter(({ entry }) => holders.has(entry) || takes.has(entry))
		.map(({ entry, to }) => ({
			entry,
			to,
			takes: [...new Set(takes.get(entry)?.map(({ from }) => from))],
			holders: [...new Set(holders.get(entry)?.map((move) => move.to))],
		}));
}

function bits(entry: LockEntry, name: ExposedName): number {
	return distanceOf(entry.body ?? "", name.body ?? "");
}
