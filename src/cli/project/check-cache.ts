import { readFileSync } from "node:fs";
import { groupedBy } from "../../base/grouped-by.ts";
import { hashOf } from "./content-hashes.ts";
import { environmentHash, type ProjectState, variablesIn } from "./project-state.ts";
import type { ModuleProof } from "./prove-child.ts";
import type { ReadModule } from "./reader.ts";
import { writeWhole } from "./write-whole.ts";

/** What a run has found out about a file. */
export interface Kept {
	readonly read: ReadModule;
	/** Undefined if the module was not loaded, or not all of its names were proved: they are proved again. */
	readonly proof: ModuleProof | undefined;
}

/** As it is written. */
interface Entry extends Kept {
	readonly hash: string;
	/** Depends on more files than it imports: it looks for files itself, or imports when it runs. */
	readonly isOpen: boolean;
	/** Variables of the environment that it reads; `*` for any. */
	readonly env: readonly string[];
}

interface Contents {
	readonly key: string;
	readonly env: string;
	/** By the path from the folder of the lock. */
	readonly entries: Readonly<Record<string, Entry>>;
}

/** Another format has another number. */
const FORMAT = 2;

/**
 * What the last run has read and proved, in `node_modules/.cache/namesake`. It holds for a file while neither that nor anything that it imports has changed,
 * nor what all files depend on: settings, versions, installed packages, data files, the variables of the environment that they read.
 */
export class CheckCache {
	readonly #file: string;
	readonly #key: string;
	readonly #state: ProjectState;
	readonly #files: ReadonlySet<string>;
	readonly #last: Contents | undefined;
	#kept: ReadonlyMap<string, Kept> = new Map();

	/**
	 * @param use the command and its options: each combination has its own cache file.
	 * @param settings everything else that answers depend on, as text.
	 */
	constructor(state: ProjectState, use: string, settings: string) {
		this.#file = state.cacheFile("check", use);
		this.#key = hashOf([FORMAT, use, settings, state.surroundings].join("\0"));
		this.#state = state;
		this.#files = new Set(state.files);
		this.#last = contentsOf(this.#file, this.#key);
	}

	/** What still holds, by file. */
	kept(): ReadonlyMap<string, Kept> {
		const last = this.#last;
		if (last === undefined) return new Map();
		const entries = new Map(
			Object.entries(last.entries).map(([path, entry]) => [this.#state.directory + path, entry] as const),
		);
		const changed = new Set<string>();
		for (const file of this.#files) if (entries.get(file)?.hash !== this.#state.hashes.of(file)) changed.add(file);
		// Which file reads which variable is not looked at: they hardly ever change.
		if (environmentHash(variablesOf(last.entries)) !== last.env) return new Map();
		if (changed.size > 0) {
			for (const [path, { isOpen }] of entries) if (isOpen) changed.add(path);
			const dependents = groupedBy(entries, ([, { read }]) => read.module?.imports ?? []);
			for (const path of changed) for (const [dependent] of dependents.get(path) ?? []) changed.add(dependent);
		}
		this.#kept = new Map([...entries].filter(([path]) => this.#files.has(path) && !changed.has(path)));
		return this.#kept;
	}

	/**
	 * Keeps what a run has found out. A cache that can't be written is none.
	 *
	 * @returns the variables of the environment on which it depends; undefined if the next run has to read some file once more.
	 */
	write(found: ReadonlyMap<string, Kept>): readonly string[] | undefined {
		const isKept = ([path, { read, proof }]: readonly [string, Kept]) => {
			const kept = this.#kept.get(path);
			return kept?.read === read && kept.proof === proof;
		};
		const isNew = found.size !== this.#kept.size || ![...found].every(isKept);
		const { entries } = isNew || this.#last === undefined ? this.#write(found) : this.#last;
		const variables = variablesOf(entries);
		return Object.keys(entries).length === found.size ? variables : undefined;
	}

	#write(found: ReadonlyMap<string, Kept>): Contents {
		const { directory, hashes } = this.#state;
		const entries: Record<string, Entry> = {};
		for (const [path, { read, proof }] of found) {
			const hash = hashes.of(path);
			const text = hashes.textOf(path);
			if (hash === undefined || text === undefined || !this.#knows(read.module?.imports ?? [])) continue;
			entries[path.slice(directory.length)] = { hash, isOpen: OPEN.test(text), env: variablesIn(text), read, proof };
		}
		const contents: Contents = { key: this.#key, env: environmentHash(variablesOf(entries)), entries };
		try {
			writeWhole(this.#file, JSON.stringify(contents));
		} catch {
			// The folder is read-only.
		}
		return contents;
	}

	/** Are all imported files checked for changes? Files of other projects are not. */
	#knows(imports: readonly string[]): boolean {
		return imports.every((file) => this.#files.has(file) || /[\\/]node_modules[\\/]/.test(file));
	}
}

/** What makes a module depend on files that it does not import statically. */
const OPEN = /[rR]equire\b|\bimport\s*\(|\bimport\.meta\.(?:glob|resolve)|\b(?:readdir|opendir|glob)\w*\s*\(/;

function variablesOf(entries: Contents["entries"]): string[] {
	return [...new Set(Object.values(entries).flatMap(({ env }) => env))];
}

function contentsOf(file: string, key: string): Contents | undefined {
	try {
		const contents = JSON.parse(readFileSync(file, "utf8")) as Contents;
		return contents.key === key ? contents : undefined;
	} catch {
		return undefined;
	}
}
