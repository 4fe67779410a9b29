import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ownFolder } from "../../base/dependency.ts";
import { compareText } from "../../base/text.ts";
import { LOCK_FILE } from "../../lock/lock.ts";
import { hasSourceExtension } from "../../package/path.ts";
import { ContentHashes, hashOf } from "./content-hashes.ts";
import { filesBelow } from "./files-below.ts";
import type { ProjectFiles } from "./project-files.ts";

/** What the results of a run depend on, besides its options. */
export class ProjectState {
	readonly hashes: ContentHashes;
	/** Everything but the contents of the sources and the environment: versions, which files there are, data files, what is installed. */
	readonly surroundings: string;
	readonly directory: string;
	readonly files: readonly string[];

	private constructor(directory: string, { files, excluded }: ProjectFiles, folder: string) {
		this.directory = directory;
		this.files = files;
		this.hashes = new ContentHashes(join(folder, "hashes.json"));
		const paths = [files, excluded].map((some) => some.map((path) => path.slice(directory.length)).join("\n"));
		this.surroundings = hashOf([...versions(), ...paths, ...surroundingsOf(directory, this.hashes)].join("\0"));
	}

	/** @returns undefined where nothing is installed, so that there is no folder for what a run keeps. */
	static of(directory: string, files: ProjectFiles): ProjectState | undefined {
		if (!existsSync(join(directory, "node_modules"))) return undefined;
		return new ProjectState(directory, files, cacheFolder(directory));
	}

	/** A file in which runs of one `use`, a command with its options, keep something. */
	cacheFile(kind: string, use: string): string {
		return join(cacheFolder(this.directory), `${kind}-${hashOf(use).slice(0, 16)}.json`);
	}
}

function cacheFolder(directory: string): string {
	return join(directory, "node_modules", ".cache", "namesake");
}

const ENV =
	/\b(?:process|Bun|Deno|import\.meta)\s*\.\s*env\b(?:\s*\.\s*([A-Za-z_]\w*)|\s*\[\s*["'](\w+)["']\s*\]|\.get\(\s*["'](\w+)["'])?/g;

/** The whole environment under a name of its own: `import { env } from "node:process"`. */
const OWN_ENV =
	/\{[^{}]*\benv\b[^{}]*\}\s*(?:from\s*["'](?:node:)?process["']|=\s*(?:globalThis\s*\.\s*)?(?:process|Bun|import\.meta)\b(?!\s*\.)|=\s*require\(\s*["'](?:node:)?process["'])|\bprocess\s*\[/;

/** Variables of the environment that a text reads; `*` for any. */
export function variablesIn(text: string): string[] {
	const named = [...text.matchAll(ENV)].map(([, dotted, quoted, got]) => dotted ?? quoted ?? got ?? "*");
	return [...new Set(OWN_ENV.test(text) ? [...named, "*"] : named)];
}

export function environmentHash(variables: readonly string[]): string {
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
	// In folders above the project: which packages belong to it, and what its tsconfig extends.
	"package.json",
	"pnpm-workspace.yaml",
	"tsconfig.json",
	"tsconfig.base.json",
];

/** In bytes: data that modules read when they are loaded is smaller. */
const MAX_DATA = 1_000_000;

/** Everything in a project that is no source, and what is installed for it. */
function surroundingsOf(directory: string, hashes: ContentHashes): string[] {
	const data = filesBelow(directory).filter(isData).sort(compareText);
	const found = data.map((file) => `${file} ${hashes.of(file, MAX_DATA)}`);
	for (let folder = directory; ; folder = dirname(folder)) {
		for (const name of INSTALLED) {
			const file = join(folder, name);
			found.push(`${file} ${hashes.of(file)}`);
		}
		found.push(...manifestsIn(join(folder, "node_modules"), hashes));
		if (folder === dirname(folder)) return found;
	}
}

/** Of packages that somebody installed, linked or deleted by hand, which no package manager writes down. */
function manifestsIn(folder: string, hashes: ContentHashes): string[] {
	return namesIn(folder)
		.flatMap((name) => (name.startsWith("@") ? namesIn(join(folder, name)).map((own) => join(name, own)) : [name]))
		.map((name) => join(folder, name, "package.json"))
		.map((file) => `${file} ${hashes.of(file)}`);
}

/** Without hidden ones, such as `.cache`. */
function namesIn(folder: string): string[] {
	try {
		return readdirSync(folder)
			.filter((name) => !name.startsWith("."))
			.sort(compareText);
	} catch {
		return [];
	}
}

function isData(file: string): boolean {
	return !hasSourceExtension(file) && !/\.(?:map|log)$/.test(file) && basename(file) !== LOCK_FILE;
}
