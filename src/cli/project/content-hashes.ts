import { createHash } from "node:crypto";
import { readFileSync, type Stats, statSync } from "node:fs";
import { writeWhole } from "./write-whole.ts";

interface Known {
	readonly hash: string;
	/** Undefined if the file was so new that it could change once more without another stamp. */
	readonly stamp: string | undefined;
}

/**
 * Hashes of the contents of files. A file is only read if its stamp (size, times, inode) is another than when it was hashed last, as Git does it.
 * The change time is a part of it, which no program can set: `cp -p`, `touch -d` and archives that restore an old modification time are seen.
 * What was changed less than two seconds before it was hashed gets no stamp, as the clock of some file systems ticks no faster:
 * https://git-scm.com/docs/racy-git
 */
export class ContentHashes {
	readonly #file: string;
	readonly #last: Readonly<Record<string, Known>>;
	readonly #now = new Map<string, Known>();
	readonly #texts = new Map<string, string>();

	/** @param file where they are kept. */
	constructor(file: string) {
		this.#file = file;
		this.#last = keptIn(file);
	}

	/** @returns undefined if the file can't be read; its stamp if it has more than `most` bytes. */
	of(path: string, most: number = Number.POSITIVE_INFINITY): string | undefined {
		const known = this.#now.get(path);
		if (known !== undefined) return known.hash;
		const stat = statOf(path);
		if (stat === undefined) return undefined;
		const stamp = stampOf(stat);
		if (stat.size > most) return stamp;
		const last = this.#last[path];
		if (last?.stamp === stamp) {
			this.#now.set(path, last);
			return last.hash;
		}
		const text = this.textOf(path);
		if (text === undefined) return undefined;
		const hash = hashOf(text, "latin1");
		this.#now.set(path, { hash, stamp: isSettled(stat) ? stamp : undefined });
		return hash;
	}

	/** The bytes of a file as characters. */
	textOf(path: string): string | undefined {
		const text = this.#texts.get(path) ?? readText(path);
		if (text !== undefined) this.#texts.set(path, text);
		return text;
	}

	/** Keeps the hashes of this run, if they can be written. */
	write(): void {
		const kept = Object.fromEntries([...this.#now].map(([path, known]) => [path, settled(path, known)] as const));
		const isSame = ([path, { hash, stamp }]: readonly [string, Known]) =>
			this.#last[path]?.hash === hash && this.#last[path].stamp === stamp;
		const entries = Object.entries(kept);
		if (entries.length === Object.keys(this.#last).length && entries.every(isSame)) return;
		try {
			writeWhole(this.#file, JSON.stringify(kept));
		} catch {
			// The folder is read-only.
		}
	}
}

export function hashOf(text: string, encoding: "latin1" | "utf8" = "utf8"): string {
	return createHash("sha256").update(text, encoding).digest("hex");
}

/** The stamp of a file that was too new when it was hashed, if it has grown old since, and is still the same. */
function settled(path: string, known: Known): Known {
	const stat = known.stamp === undefined ? statOf(path) : undefined;
	if (stat === undefined || !isSettled(stat)) return known;
	const text = readText(path);
	return text !== undefined && hashOf(text, "latin1") === known.hash
		? { hash: known.hash, stamp: stampOf(stat) }
		: known;
}

/** In milliseconds: FAT has times of two seconds. */
const COARSEST = 2000;

function isSettled({ mtimeMs, ctimeMs }: Stats): boolean {
	return Date.now() - Math.max(mtimeMs, ctimeMs) > COARSEST;
}

function stampOf({ size, mtimeMs, ctimeMs, ino }: Stats): string {
	return `${size} ${mtimeMs} ${ctimeMs} ${ino}`;
}

function statOf(path: string): Stats | undefined {
	try {
		return statSync(path, { throwIfNoEntry: false });
	} catch {
		return undefined;
	}
}

function readText(path: string): string | undefined {
	try {
		return readFileSync(path, "latin1");
	} catch {
		return undefined;
	}
}

function keptIn(file: string): Readonly<Record<string, Known>> {
	try {
		return JSON.parse(readFileSync(file, "utf8")) as Record<string, Known>;
	} catch {
		return {};
	}
}
