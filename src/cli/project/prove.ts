import { availableParallelism } from "node:os";
import type { ErrorCode } from "../../base/errors.ts";
import { features } from "../../base/runtime.ts";
import { sanitizeLine } from "../../base/text.ts";
import { isTypeScript } from "../../package/path.ts";
import { type ChildExit, runIsolated } from "../process/isolated-run.ts";
import { receivedError, type SentError } from "../process/sent-error.ts";
import { spareTsx } from "../process/tsx.ts";
import { type Problem, problemOf } from "../render/problem.ts";
import { startProgress } from "../render/progress.ts";
import { shownPath } from "../render/text.ts";
import type { FoundName, MadeName, ModuleProof, ModuleToProve, ProofRequest } from "./prove-child.ts";
import type { ProjectName } from "./reader.ts";

export interface Proof {
	readonly problems: readonly Problem[];
	/** What names lead to, by `module#export.path`, where the text did not show it. */
	readonly made: ReadonlyMap<string, MadeName>;
	/** By the file of a module: the names that were refuted, and by which error. */
	readonly refuted: ReadonlyMap<string, ReadonlyMap<string, ErrorCode>>;
	/** By the file of each module that was loaded: what its exports hold besides its names. */
	readonly found: ReadonlyMap<string, readonly FoundName[]>;
	/** By the file of each module: tasks and instances that its exports hold, and that have no names. */
	readonly nameless: ReadonlyMap<string, readonly SentError[]>;
	/** By file: what has proved all names of a module. */
	readonly complete: ReadonlyMap<string, ModuleProof>;
}

/** A module with the names that are to be proved. */
export interface ModuleToLoad {
	readonly file: string;
	readonly moduleName: string;
	readonly names: readonly Pick<ProjectName, "name" | "target" | "kind" | "line" | "column" | "isClear" | "isOpen">[];
	/** Files that it imports when it is loaded. */
	readonly imports: readonly string[];
	/** Only such a module is loaded. */
	readonly mayHoldNames: boolean;
}

export interface ProofOptions {
	readonly root: string | undefined;
	readonly directory: string;
	/** How long a module may take to load, in milliseconds. */
	readonly timeout: number;
	/** What is known of a module, so that it is not loaded again. */
	readonly known?: ((file: string) => ModuleProof | undefined) | undefined;
}

/** Proves in another process that every name loads its value, and that the value names itself the same. */
export async function prove(modules: readonly ModuleToLoad[], options: ProofOptions): Promise<Proof> {
	const prover = new Prover(modules, options);
	await prover.proveAll(inOrderOfImports(prover.withoutKnown(modules.filter(({ mayHoldNames }) => mayHoldNames))));
	return prover;
}

const CHILD = new URL("./prove-child.js", import.meta.url);

class Prover implements Proof {
	readonly problems: Problem[] = [];
	readonly made: Map<string, MadeName> = new Map();
	readonly refuted: Map<string, ReadonlyMap<string, ErrorCode>> = new Map();
	readonly found: Map<string, readonly FoundName[]> = new Map();
	readonly nameless: Map<string, readonly SentError[]> = new Map();
	readonly complete: Map<string, ModuleProof> = new Map();
	readonly #imports: ReadonlyMap<string, readonly string[]>;
	readonly #options: ProofOptions;
	/** Files that end the process, or do not finish, and why. */
	readonly #fatal = new Map<string, string>();

	constructor(all: readonly ModuleToLoad[], options: ProofOptions) {
		this.#imports = new Map(all.map(({ file, imports }) => [file, imports]));
		this.#options = options;
	}

	withoutKnown(modules: readonly ModuleToLoad[]): ModuleToLoad[] {
		return modules.filter((module) => {
			const proof = this.#options.known?.(module.file);
			if (proof !== undefined) this.#record(module, proof);
			return proof === undefined;
		});
	}

	async proveAll(modules: readonly ModuleToLoad[]): Promise<void> {
		if (modules.length === 0) return;
		const { root, directory, timeout } = this.#options;
		const spare = spareTsx(directory);
		const needsTsx = !features.typeStripping && modules.some(({ file }) => isTypeScript(file));
		const canTryTsx = spare !== undefined && !needsTsx;
		const unread: ModuleToLoad[] = [];
		let done = 0;
		const progress = startProgress((count) => `proving ${count} of ${modules.length} modules`);
		const proveSome = (items: readonly ModuleToLoad[], tsx: string | undefined, keepsUnread: boolean) =>
			runIsolated<ModuleToLoad, ModuleProof>({
				program: CHILD,
				items,
				request: (some) => ({ root, from: directory, modules: some.map(toProve) }) satisfies ProofRequest,
				tsx,
				timeout,
				onAnswer: (module, proof) => {
					progress.update(++done);
					if (proof.isUnread && keepsUnread) unread.push(module);
					else this.#record(module, proof);
				},
				onFailure: (module, exit) => this.#blame(module, exit),
				isSpoilt: (module) => this.#isSpoilt(module),
			});
		try {
			await Promise.all(lanesOf(modules).map((lane) => proveSome(lane, needsTsx ? spare : undefined, canTryTsx)));
			await proveSome(unread, spare, false);
		} finally {
			progress.stop();
		}
	}

	#record({ file, names, moduleName }: ModuleToLoad, proof: ModuleProof): void {
		const { refuted, made, found, nameless } = proof;
		// That a factory of another module has made a function does not change either.
		if (refuted.every(({ error }) => error.code === "NESTED")) this.complete.set(file, proof);
		if (!refuted.some(({ name }) => name === moduleName)) this.found.set(file, found);
		if (nameless.length > 0) this.nameless.set(file, nameless);
		if (refuted.length > 0) this.refuted.set(file, new Map(refuted.map(({ name, error }) => [name, error.code])));
		for (const { name, error } of refuted) {
			const { line = 1, column = 1 } = names.find((one) => one.name === name) ?? {};
			const where = error.where.length > 0 ? error.where : [{ file, line, column }];
			this.problems.push({ ...problemOf(receivedError(error)), name, where });
		}
		for (const one of made) this.made.set(one.target, one);
	}

	#blame(module: ModuleToLoad, { hasBegun, isLate, how, stderr }: ChildExit): void {
		if (!hasBegun) throw new Error(`the process that proves names failed: ${how}\n${stderr}`);
		const seconds = this.#options.timeout / 1000;
		const why = isLate ? `it was still loading after ${seconds} s` : `loading it ends the process (${how})`;
		this.#fatal.set(module.file, why);
		const last = lastLine(stderr);
		this.#fail(
			module,
			`${why}${last === "" ? "" : `; it wrote ${JSON.stringify(sanitizeLine(last))}`}`,
			isLate
				? "don't wait at the top level for something that may never happen, or allow more time with --timeout <seconds>"
				: "let the top level of the module only declare things, and move its work into a function",
		);
	}

	/** Does it import a module that can't be loaded? Then another process would end in the same way. */
	#isSpoilt(module: ModuleToLoad): boolean {
		const culprit = this.#fatal.size === 0 ? undefined : this.#fatalImport(module.file);
		if (culprit === undefined) return false;
		this.#fail(module, `it imports ${shownPath(culprit)}, and ${this.#fatal.get(culprit)}`, "correct that module");
		return true;
	}

	#fail({ file, moduleName }: ModuleToLoad, why: string, fix: string): void {
		this.refuted.set(file, new Map([[moduleName, "MODULE_FAILED"]]));
		this.problems.push({
			code: "MODULE_FAILED",
			name: moduleName,
			where: [{ file, line: 1, column: 1 }],
			why,
			fix,
		});
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
}

/** Fewer modules are proved before another process has started. */
const MANY = 100;

/** Modules for processes that run at the same time: what they share is loaded in each of them. */
function lanesOf(modules: readonly ModuleToLoad[]): (readonly ModuleToLoad[])[] {
	const lanes = Math.max(1, Math.min(availableParallelism(), Math.floor(modules.length / MANY)));
	const size = Math.ceil(modules.length / lanes);
	return Array.from({ length: lanes }, (_, lane) => modules.slice(lane * size, (lane + 1) * size));
}

function toProve({ moduleName, names }: ModuleToLoad): ModuleToProve {
	const clear = names.filter(({ isClear }) => isClear);
	return { moduleName, names: clear.map(({ name, target, kind, isOpen }) => ({ name, target, kind, isOpen })) };
}

/** The last error of a process, or else the last that it wrote. */
function lastLine(stderr: string): string {
	// From Node 22 on it quotes the line that awaits, which the exit code says already.
	const text = stderr.replace(/^Warning: Detected unsettled top-level await at .*\n.*\n *\^+\s*/m, "");
	const error = text.split("\n").find((line) => /^\w*Error\b|^Uncaught\b/.test(line));
	return error ?? text.trim().split("\n").at(-1) ?? "";
}

/** Modules after those that they import, as far as there is no circle: as the program itself would run them. */
function inOrderOfImports(modules: readonly ModuleToLoad[]): ModuleToLoad[] {
	const byFile = new Map(modules.map((module) => [module.file, module]));
	const ordered: ModuleToLoad[] = [];
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
