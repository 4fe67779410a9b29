import { availableParallelism } from "node:os";
import { ERROR_CODES } from "../../base/errors.ts";
import { features } from "../../base/runtime.ts";
import { sanitizeLine } from "../../base/text.ts";
import { isTypeScript } from "../../package/path.ts";
import type { Kind } from "../../source/kinds.ts";
import { converse, type Ending } from "../process/conversation.ts";
import { spareTsx } from "../process/tsx.ts";
import type { Problem } from "../render/problem.ts";
import { startProgress } from "../render/progress.ts";
import { shownPath } from "../render/text.ts";
import type { ProofLine, ProofRequest } from "./prove-protocol.ts";
import type { ProjectModule, ProjectName } from "./reader.ts";

export interface Proof {
	readonly problems: readonly Problem[];
	/** The kinds of names, by `module#export.path`, where the text did not show them. */
	readonly kinds: ReadonlyMap<string, Kind>;
}

export interface ProofOptions {
	readonly root: string | undefined;
	readonly directory: string;
	/** How long a module may take to load, in milliseconds. */
	readonly timeout: number;
}

/**
 * Proves in another process that every name loads its value, and that the value names itself the same. A module that ends that process,
 * or never finishes, costs a process and that time; the others are proved in another one.
 */
export async function prove(modules: readonly ProjectModule[], options: ProofOptions): Promise<Proof> {
	const run = new Run(inOrderOfImports(modules.filter(({ names }) => names.length > 0)), modules, options);
	await run.all();
	return run;
}

const CHILD = new URL("./prove-child.js", import.meta.url);

/** What a factory makes shows what it is only when it is there. */
export function withKinds(names: readonly ProjectName[], { kinds }: Proof): ProjectName[] {
	return names.map((name) => ({ ...name, kind: kinds.get(name.target) ?? name.kind }));
}

/** Fewer modules are proved before a second process has started. */
const MANY = 200;

/** Modules for processes that run at the same time: what they share is loaded in each of them. */
function lanesOf(indexes: readonly number[]): (readonly number[])[] {
	if (indexes.length < MANY || availableParallelism() < 2) return [indexes];
	const half = Math.ceil(indexes.length / 2);
	return [indexes.slice(0, half), indexes.slice(half)];
}

class Run implements Proof {
	readonly problems: Problem[] = [];
	readonly kinds: Map<string, Kind> = new Map();
	readonly #modules: readonly ProjectModule[];
	readonly #imports: ReadonlyMap<string, readonly string[]>;
	readonly #options: ProofOptions;
	/** Files that end the process, or do not finish, and why. */
	readonly #fatal = new Map<string, string>();
	readonly #unread: number[] = [];
	#done = 0;

	constructor(modules: readonly ProjectModule[], all: readonly ProjectModule[], options: ProofOptions) {
		this.#modules = modules;
		this.#imports = new Map(all.map(({ file, imports }) => [file, imports]));
		this.#options = options;
	}

	async all(): Promise<void> {
		const progress = startProgress((done) => `proving ${done} of ${this.#modules.length} modules`);
		try {
			const spare = spareTsx(this.#options.directory);
			const needs = !features.typeStripping && this.#modules.some(({ file }) => isTypeScript(file));
			const loader = needs ? spare : undefined;
			const keepsUnread = spare !== undefined && !needs;
			await Promise.all(
				lanesOf([...this.#modules.keys()]).map((lane) => this.#each(lane, loader, keepsUnread, progress)),
			);
			const unread = this.#unread.splice(0);
			if (unread.length > 0) await this.#each(unread, spare, false, progress);
		} finally {
			progress.stop();
		}
	}

	/** @param keepsUnread whether what can't be read is left for another loader. */
	async #each(
		indexes: readonly number[],
		tsx: string | undefined,
		keepsUnread: boolean,
		progress: { update(done: number): void },
	): Promise<void> {
		let suspect: number | undefined;
		for (let rest = indexes; rest.length > 0; ) {
			const open = rest.filter((index) => !this.#isSpoilt(index));
			if (open.length === 0) return;
			const { left, stuck, end } = await this.#inOneProcess(open, tsx, keepsUnread, progress);
			if (stuck === undefined) return;
			const others = left.filter((index) => index !== stuck);
			// Another one, that was loaded before, may have set a timer that ends the process. The first one is to blame.
			const isSuspect = !end.isLate && stuck !== open[0] && stuck !== suspect;
			if (isSuspect) suspect = stuck;
			else this.#blame(stuck, end);
			rest = isSuspect ? [stuck, ...others] : others;
		}
	}

	/** Does it import a module that can't be loaded? Then another process would end in the same way. */
	#isSpoilt(index: number): boolean {
		const { file, moduleName } = this.#modules[index] as ProjectModule;
		const culprit = this.#fatal.size === 0 ? undefined : this.#fatalImport(file);
		if (culprit === undefined) return false;
		this.problems.push({
			code: "MODULE_FAILED",
			name: moduleName,
			where: [{ file, line: 1, column: 1 }],
			message: `the module could not be loaded: it imports ${shownPath(culprit)}, and ${this.#fatal.get(culprit)}`,
			fix: "mend that module",
		});
		return true;
	}

	#fatalImport(file: string): string | undefined {
		const visited = new Set<string>();
		const waiting = [...(this.#imports.get(file) ?? [])];
		for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
			if (this.#fatal.has(next)) return next;
			if (visited.has(next)) continue;
			visited.add(next);
			waiting.push(...(this.#imports.get(next) ?? []));
		}
		return undefined;
	}

	/** @returns the modules that are not done with, and the one at which the process has ended before its time. */
	async #inOneProcess(
		indexes: readonly number[],
		tsx: string | undefined,
		keepsUnread: boolean,
		progress: { update(done: number): void },
	): Promise<{ readonly left: readonly number[]; readonly stuck: number | undefined; readonly end: Ending }> {
		const request: ProofRequest = {
			root: this.#options.root,
			from: this.#options.directory,
			modules: indexes.map((index) => {
				const { file, moduleName, names } = this.#modules[index] as ProjectModule;
				return {
					file,
					moduleName,
					names: names.filter(({ isClear }) => isClear).map(({ name, target, kind }) => ({ name, target, kind })),
				};
			}),
		};
		let begun = -1;
		let done = 0;
		const end = await converse<ProofLine>({ program: CHILD, request, tsx, timeout: this.#options.timeout }, (line) => {
			if ("begins" in line) {
				begun = line.begins;
				return;
			}
			done += 1;
			progress.update(this.#done++);
			this.#hear(line, indexes[line.ends] as number, keepsUnread);
		});
		const left = indexes.slice(done);
		if (begun === -1 && left.length > 0)
			throw new Error(`the process that proves names failed: ${end.how}\n${end.stderr}`);
		return { left, stuck: left.length === 0 ? undefined : (indexes[begun] ?? left[0]), end };
	}

	#hear({ refuted, kinds, isUnread }: Extract<ProofLine, { ends: number }>, index: number, keepsUnread: boolean): void {
		if (isUnread && keepsUnread) {
			this.#unread.push(index);
			return;
		}
		for (const { code, name, where, why, fix } of refuted)
			this.problems.push({
				code,
				name,
				where: this.#placed(where, index, name),
				message: `${ERROR_CODES[code]}: ${why}`,
				fix,
			});
		for (const { target, kind } of kinds) this.kinds.set(target, kind);
	}

	#placed(where: Problem["where"], index: number, name: string): Problem["where"] {
		if (where.length > 0) return where;
		const { file, names } = this.#modules[index] as ProjectModule;
		const found = names.find((one) => one.name === name);
		return [{ file, line: found?.line ?? 1, column: found?.column ?? 1 }];
	}

	#blame(index: number, { isLate, how, stderr }: Ending): void {
		const { file, moduleName } = this.#modules[index] as ProjectModule;
		const seconds = this.#options.timeout / 1000;
		const why = isLate ? `it has not finished loading after ${seconds} s` : `loading it ends the process (${how})`;
		this.#fatal.set(file, why);
		// From Node 22 on it quotes the line that awaits: `how` says that already.
		const written = stderr.replace(/^Warning: Detected unsettled top-level await at .*\n.*\n *\^+\s*/m, "");
		const last =
			written.split("\n").find((line) => /^\w*Error\b|^Uncaught\b/.test(line)) ??
			written.trim().split("\n").at(-1) ??
			"";
		this.problems.push({
			code: "MODULE_FAILED",
			name: moduleName,
			where: [{ file, line: 1, column: 1 }],
			message: `the module could not be loaded: ${why}${last === "" ? "" : `; it has written ${JSON.stringify(sanitizeLine(last))}`}`,
			fix: isLate
				? "wait for nothing at its top level that may never come; --timeout <seconds> lets it have more time"
				: "let a module that others load only declare things; what is to be done goes into a function",
		});
	}
}

/** Modules after those that they import, as far as there is no circle: as the program itself would run them. */
function inOrderOfImports(modules: readonly ProjectModule[]): ProjectModule[] {
	const byFile = new Map(modules.map((module) => [module.file, module]));
	const ordered: ProjectModule[] = [];
	const entered = new Set<string>();
	for (const start of modules) {
		// A list, not recursion: chains of imports may be long.
		const waiting: { readonly file: string; readonly isLeft: boolean }[] = [{ file: start.file, isLeft: false }];
		for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
			const module = byFile.get(next.file);
			if (module === undefined) continue;
			if (next.isLeft) ordered.push(module);
			else if (!entered.has(next.file)) {
				entered.add(next.file);
				waiting.push({ file: next.file, isLeft: true });
				for (const file of module.imports) if (!entered.has(file)) waiting.push({ file, isLeft: false });
			}
		}
	}
	return ordered;
}
