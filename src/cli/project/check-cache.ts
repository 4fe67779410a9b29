import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { glob } from "tinyglobby";
import { ownFolder } from "../../base/dependency.ts";
import { groupedBy } from "../../base/grouped-by.ts";
import { compareText } from "../../base/text.ts";
import { relativePosix } from "../../package/path.ts";
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
const FORMAT = 1;

/**
 * What the last run has read and proved, in `node_modules/.cache/namesake`. It holds for a file while neither that nor anything that it imports has changed,
 * nor what all files depend on: settings, versions, installed packages, data files, the variables of the environment that they read.
 */
export class CheckCache {
	readonly #file: string;
	readonly #key: string;
	readonly #directory: string;
	/** The text and the hash of each source. */
	readonly #sources = new Map<string, { readonly text: string; readonly hash: string }>();
	readonly #last: Contents | undefined;
	#kept: ReadonlyMap<string, Kept> = new Map();

	private constructor(file: string, key: string, directory: string, files: readonly string[]) {
		this.#file = file;
		this.#key = key;
		this.#directory = directory;
		for (const path of files) {
			const text = textOf(path);
			if (text !== undefined) this.#sources.set(path, { text, hash: hashOf(text) });
		}
		this.#last = contentsOf(file, key);
	}

	/**
	 * @param files the sources of the project.
	 * @param use the command and its options: each combination has its own cache file.
	 * @param settings everything else that answers depend on, as text.
	 * @returns undefined where nothing is installed, so that there is no place for it.
	 */
	static async open(
		directory: string,
		files: readonly string[],
		use: string,
		settings: string,
	): Promise<CheckCache | undefined> {
		const modules = join(directory, "node_modules");
		if (!existsSync(modules)) return undefined;
		const file = join(modules, ".cache", "namesake", `check-${hashOf(use).slice(0, 16)}.json`);
		const paths = files.map((path) => relativePosix(directory, path)).join("\n");
		const key = hashOf([FORMAT, use, settings, ...versions(), paths, await environmentOf(directory)].join("\0"));
		return new CheckCache(file, key, directory, files);
	}

	/** What still holds, by file. */
	kept(): ReadonlyMap<string, Kept> {
		const last = this.#last;
		if (last === undefined) return new Map();
		const entries = new Map(
			Object.entries(last.entries).map(([path, entry]) => [join(this.#directory, path), entry] as const),
		);
		const isChanged = ([path, { hash }]: readonly [string, { readonly hash: string }]) =>
			entries.get(path)?.hash !== hash;
		const changed = new Set([...this.#sources].filter(isChanged).map(([path]) => path));
		const env = [...new Set([...entries.values()].flatMap((entry) => entry.env))];
		// Which file reads which variable is not looked at: they hardly ever change.
		if (environmentHash(env) !== last.env) return new Map();
		if (changed.size > 0) for (const [path, { isOpen }] of entries) if (isOpen) changed.add(path);
		const dependents = groupedBy(entries, ([, { read }]) => read.module?.imports ?? []);
		for (const path of changed) for (const [dependent] of dependents.get(path) ?? []) changed.add(dependent);
		this.#kept = new Map([...entries].filter(([path]) => this.#sources.has(path) && !changed.has(path)));
		return this.#kept;
	}

	/** Keeps what a run has found out. A cache that can't be written is none. */
	write(found: ReadonlyMap<string, Kept>): void {
		const isKept = ([path, { read, proof }]: readonly [string, Kept]) => {
			const kept = this.#kept.get(path);
			return kept?.read === read && kept.proof === proof;
		};
		if (found.size === this.#kept.size && [...found].every(isKept)) return;
		const entries: Record<string, Entry> = {};
		for (const [path, { read, proof }] of found) {
			const source = this.#sources.get(path);
			if (source === undefined || !this.#knows(read.module?.imports ?? [])) continue;
			const { text, hash } = source;
			const entry = { hash, isOpen: OPEN.test(text), env: variablesIn(text), read, proof };
			entries[relativePosix(this.#directory, path)] = entry;
		}
		const env = environmentHash([...new Set(Object.values(entries).flatMap((entry) => entry.env))]);
		try {
			writeWhole(this.#file, JSON.stringify({ key: this.#key, env, entries } satisfies Contents));
		} catch {
			// The folder is read-only.
		}
	}

	/** Are all imported files checked for changes? Files of other projects are not. */
	#knows(imports: readonly string[]): boolean {
		return imports.every((file) => this.#sources.has(file) || /[\\/]node_modules[\\/]/.test(file));
	}
}

/** What makes a module depend on files that it does not import statically. */
const OPEN = /\brequire\b|\bimport\s*\(|\bimport\.meta\.(?:glob|resolve)|\b(?:readdir|opendir|glob)\w*\s*\(/;
const ENV =
	/\b(?:process|Bun|Deno|import\.meta)\s*\.\s*env\b(?:\s*\.\s*([A-Za-z_]\w*)|\s*\[\s*["'](\w+)["']\s*\]|\.get\(\s*["'](\w+)["'])?/g;

function variablesIn(text: string): string[] {
	return [...new Set([...text.matchAll(ENV)].map(([, dotted, quoted, got]) => dotted ?? quoted ?? got ?? "*"))];
}

function environmentHash(variables: readonly string[]): string {
	const names = variables.includes("*") ? Object.keys(process.env) : variables;
	return hashOf(JSON.stringify([...names].sort(compareText).map((name) => [name, process.env[name]])));
}

/** Node, this library, and what decides how modules are read. */
function versions(): string[] {
	const own = [fileURLToPath(import.meta.url), join(ownFolder() ?? "", "core.js")].map((file) => {
		const { mtimeMs = 0, size = 0 } = statSync(file, { throwIfNoEntry: false }) ?? {};
		return `${file} ${mtimeMs} ${size}`;
	});
	return [
		process.version,
		JSON.stringify(process.execArgv),
		...own,
		...["NODE_OPTIONS", "NODE_ENV", "NODE_PATH", "NAMESAKE_PACKAGE_ROOT", "TSX_TSCONFIG_PATH"].map(
			(name) => `${name}=${process.env[name]}`,
		),
	];
}

/** What is installed, by the files in which package managers write that down. */
const INSTALLED = [
	"node_modules/.package-lock.json",
	"node_modules/.modules.yaml",
	"node_modules/.yarn-state.yml",
	"package-lock.json",
	"npm-shrinkwrap.json",
	"pnpm-lock.yaml",
	"yarn.lock",
	"bun.lock",
	"bun.lockb",
	"deno.lock",
	".pnp.cjs",
];

/** In bytes: data that modules read when they are loaded is smaller. */
const MAX_DATA = 1_000_000;

/** Everything in a project that is no source, and what is installed for it. */
async function environmentOf(directory: string): Promise<string> {
	const data = await glob(["**/*"], {
		cwd: directory,
		absolute: true,
		dot: true,
		followSymbolicLinks: false,
		ignore: ["**/node_modules/**", "**/.*/**", "**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs,map,log}", "**/namesake.lock.json"],
	});
	const hash = createHash("sha256");
	for (const file of data.sort(compareText)) {
		const { size, mtimeMs } = statSync(file, { throwIfNoEntry: false }) ?? { size: 0, mtimeMs: 0 };
		hash.update(`${file}\0${size > MAX_DATA ? `${size} ${mtimeMs}` : textOf(file)}\0`);
	}
	for (let folder = directory; ; folder = dirname(folder)) {
		for (const name of INSTALLED) {
			const text = textOf(join(folder, name));
			if (text !== undefined) hash.update(`${folder}/${name}\0${text}\0`);
		}
		if (folder === dirname(folder)) return hash.digest("hex");
	}
}

function contentsOf(file: string, key: string): Contents | undefined {
	try {
		const contents = JSON.parse(readFileSync(file, "utf8")) as Contents;
		return contents.key === key ? contents : undefined;
	} catch {
		return undefined;
	}
}

function hashOf(text: string): string {
	return createHash("sha256").update(text).digest("hex");
}

function textOf(file: string): string | undefined {
	try {
		return readFileSync(file, "latin1");
	} catch {
		return undefined;
	}
}
