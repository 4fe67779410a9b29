import type { Random } from "../bullmq/faults/random.ts";
import { Coverage } from "./coverage.ts";

export interface Guide {
	readonly random: Random;
	/** What is known to be worth a try. */
	readonly seeds: readonly string[];
	/** Pieces that are put in somewhere. */
	readonly words: readonly string[];
	/** What is to be covered. */
	readonly isWanted: (url: string) => boolean;
	readonly longest: number;
	/** Throws if the text is not treated as it has to be. */
	readonly check: (text: string) => void;
	/** When it is enough, in milliseconds. */
	readonly time: number;
}

export interface Guided {
	readonly texts: number;
	/** Texts that ran something that none before them did, so that they were kept, to be changed further. */
	readonly kept: number;
	readonly percent: number;
	readonly failures: readonly string[];
	readonly slowestMs: number;
}

/** To ask V8 costs more than most texts do: so many are tried between two questions, and all of them kept if there is news. */
const BATCH = 25;

/** Tries texts, and goes on from those that reached code that none had reached. */
export function fuzzGuided({ random, seeds, words, isWanted, longest, check, time }: Guide): Guided {
	using coverage = new Coverage(isWanted);
	const corpus = [...seeds];
	const failures: string[] = [];
	let slowestMs = 0;
	const attempt = (text: string) => {
		const start = performance.now();
		try {
			check(text);
		} catch (error) {
			if (failures.length < 20)
				failures.push(
					`${JSON.stringify(text.slice(0, 2000))}: ${error instanceof Error ? (error.stack ?? error.message).slice(0, 600) : String(error)}`,
				);
		}
		slowestMs = Math.max(slowestMs, performance.now() - start);
	};
	for (const seed of seeds) attempt(seed);
	coverage.news();
	let texts = seeds.length;
	for (const end = performance.now() + time; performance.now() < end; ) {
		const batch = Array.from({ length: BATCH }, () =>
			mutate(random, one(random, corpus), corpus, words).slice(0, longest),
		);
		for (const text of batch) attempt(text);
		texts += batch.length;
		if (coverage.news() > 0) corpus.push(...batch);
	}
	return { texts, kept: corpus.length - seeds.length, percent: coverage.percent, failures, slowestMs };
}

function mutate(random: Random, text: string, corpus: readonly string[], words: readonly string[]): string {
	for (let changes = random.between(1, 4); changes > 0; changes--) text = change(random, text, corpus, words);
	return text;
}

function change(random: Random, text: string, corpus: readonly string[], words: readonly string[]): string {
	const at = boundary(random, text);
	const end = Math.min(text.length, at + random.between(0, 40));
	switch (random.between(0, 7)) {
		case 0:
			return text.slice(0, at) + text.slice(end);
		case 1:
			return text.slice(0, end) + text.slice(at, end) + text.slice(end);
		case 2:
		case 3:
			return text.slice(0, at) + one(random, words) + text.slice(at);
		case 4: {
			const other = one(random, corpus);
			const from = boundary(random, other);
			return text.slice(0, at) + other.slice(from, from + random.between(1, 200)) + text.slice(at);
		}
		case 5:
			return text.slice(0, at) + one(random, words) + text.slice(end);
		case 6: {
			const word = /[\p{L}$_][\p{L}\p{N}$_]*/u.exec(text.slice(at))?.[0];
			return word === undefined ? text : text.replaceAll(word, one(random, words));
		}
		default:
			return text.slice(0, at) + text.slice(end, end + 40) + text.slice(at, end) + text.slice(end + 40);
	}
}

/** Three times of four before or after a word: what is cut in the middle is seldom a program. */
function boundary(random: Random, text: string): number {
	const at = random.between(0, text.length);
	if (random.between(0, 3) === 0) return at;
	const next = /\b/.exec(text.slice(at));
	return next === null ? at : at + next.index;
}

function one<Item>(random: Random, items: readonly Item[]): Item {
	return random.oneOf(items) as Item;
}
