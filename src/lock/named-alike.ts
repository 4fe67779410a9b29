import { groupedBy } from "../base/grouped-by.ts";
import { parseName } from "../base/name.ts";
import { distanceOf } from "../source/fingerprint.ts";
import { isTracked } from "../source/kinds.ts";
import type { ExposedName } from "./exposed-name.ts";
import { folderOf, isPositional, isSameKind, LITTLE_SIMILAR, moduleOf, pathOf } from "./likeness.ts";
import { type LockEntry, targetOf } from "./lock.ts";

/** Of 64 bits: one of a hundred pairs of unrelated codes is nearer. */
const NEARER = 22;

/**
 * Which function or class has a name with the same words and more, or fewer, and somewhat similar code: `body` is now `rawBody`. Within a module the same words, written
 * otherwise, are enough: `toURL` is now `toUrl`. Beside the module one word says too little, and so does the same path: each job may have its `run`.
 */
export function namedAlike<Name extends ExposedName>(
	open: ReadonlySet<LockEntry>,
	free: ReadonlySet<Name>,
): Map<LockEntry, Name[]> {
	const found = new Map<LockEntry, Name[]>();
	if (open.size === 0) return found;
	const byKey = groupedBy(free, ({ target }) => {
		const module = moduleOf(target);
		return keysOf(target, [`in ${folderOf(module)}`, module]);
	});
	for (const entry of open) {
		const target = targetOf(entry);
		const old = moduleOf(target);
		const keys = keysOf(target, [`in ${folderOf(old)}`, `in ${old}`, folderOf(old)]);
		const matching = [...new Set(keys.flatMap((key) => byKey.get(key) ?? []))].filter((name) => {
			const now = moduleOf(name.target);
			const isHere = old === now;
			const isSamePath = plain(pathOf(target)) === plain(pathOf(name.target));
			// At the same place, its explicit name has changed, and its code with it.
			if (name.target === target || !isSameKind(entry, name)) return false;
			if (!isNamedAlike(target, name.target, isHere ? 1 : 2)) return false;
			if (isSamePath) return isHere;
			// Beside `deleteUser`, which is gone, `deleteUserFiles` is another job: nothing may run it for what waits.
			if (isTracked(entry.kind)) return false;
			return distanceOf(entry.body ?? "", name.body ?? "") <= (isHere ? LITTLE_SIMILAR : NEARER);
		});
		if (matching.length === 1) found.set(entry, matching);
	}
	return found;
}

/** Each place with the start of each word of the last key: what two names that are alike have in common. */
function keysOf(target: string, places: readonly string[]): string[] {
	const starts = wordsOf(parseName(target).exportPath.at(-1) ?? "").map((word) => word.slice(0, SHORTEST_STEM));
	return places.flatMap((place) => starts.map((start) => `${place}\0${start}`));
}

/** A path without upper case and underscores. */
function plain(path: string): string {
	return path.replaceAll("_", "").toLowerCase();
}

/** Has one of two paths all words of the other, and its last key all words of the last key? @param least how many words these are at least. */
function isNamedAlike(one: string, other: string, least: number): boolean {
	if (isPositional(one) || isPositional(other)) return false;
	const [first, second] = [parseName(one).exportPath, parseName(other).exportPath];
	const [last = "", otherLast = ""] = [first.at(-1), second.at(-1)];
	// What was inlined into a method is not renamed to it.
	const isSameLevel = first.length === second.length && haveSameWords(last, otherLast, 1);
	return (last === otherLast || isSameLevel) && haveSameWords(first.join(" "), second.join(" "), least);
}

function haveSameWords(one: string, other: string, least: number): boolean {
	const [fewer = [], more = []] = [wordsOf(one), wordsOf(other)].sort((a, b) => a.length - b.length);
	return fewer.length >= least && fewer.every((word) => more.some((longer) => isSameWord(word, longer)));
}

function wordsOf(text: string): string[] {
	return text
		.split(/[^\p{L}\d]+|(?<=[\p{Ll}\d])(?=\p{Lu})/u)
		.filter((word) => word !== "")
		.map((word) => word.toLowerCase());
}

/** In letters. */
const SHORTEST_STEM = 4;

/** `handle` and `handler` are one word. */
function isSameWord(one: string, other: string): boolean {
	return (
		one === other ||
		(Math.min(one.length, other.length) >= SHORTEST_STEM && (one.startsWith(other) || other.startsWith(one)))
	);
}
