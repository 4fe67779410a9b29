import { parseName } from "../../base/name.ts";
import { type CodeNeeds, needsCode } from "../../lock/needs-code.ts";
import { Fingerprints } from "../../source/fingerprint.ts";
import { Imports } from "../../source/imports.ts";
import { isTracked, Kinds } from "../../source/kinds.ts";
import { isClassNode, isFunctionNode, type Node } from "../../source/node.ts";
import { SourceFiles } from "../../source/source-file.ts";
import { StaticResolver } from "../../source/static-resolver.ts";
import type { Code } from "../../source/task-code.ts";
import { taskOptionsOf } from "../../source/task-options.ts";
import { receivedError } from "../process/sent-error.ts";
import { type Problem, problemOf } from "../render/problem.ts";
import type { Acceptance } from "./acceptances.ts";
import { CodeFinder } from "./code-finder.ts";
import { joinNames } from "./joined-names.ts";
import type { ProjectNames } from "./names.ts";
import type { Proof } from "./prove.ts";
import type { FoundName, MadeName } from "./prove-child.ts";
import type { ProjectModule, ProjectName } from "./reader.ts";

/** The names of a project as its modules have them, once they have run. */
export interface LiveNames {
	readonly names: readonly ProjectName[];
	/** What is wrong with values that no name leads to, and with modules. */
	readonly problems: readonly Problem[];
	/** Modules of which not all names are known: their text can't be read, or they can't be loaded. */
	readonly unread: ReadonlySet<string>;
	/** Comments that accept problems. */
	readonly acceptances: readonly Acceptance[];
}

/** Joins what the text says with what the loaded modules have, which counts where they differ. */
export function liveNames(text: ProjectNames, proof: Proof, needs: CodeNeeds): LiveNames {
	const reader = new LiveReader(needs);
	const names = text.modules.flatMap((module) => reader.namesOf(module, proof));
	const failed = text.modules.filter(({ file, mayHoldNames }) => mayHoldNames && !proof.found.has(file));
	const suspected = [...text.read].flatMap(([file, one]) => (proof.found.has(file) ? (one.suspected ?? []) : []));
	const nameless = [...proof.nameless.values()].flat();
	return {
		names,
		problems: [
			...nameless.map(receivedError).map(problemOf),
			...[...text.problems.map(problemOf), ...suspected.map(receivedError).map(problemOf), ...proof.problems].flatMap(
				(problem) => reader.judge(problem) ?? [],
			),
			...reader.problems,
		],
		unread: new Set([...text.unread, ...failed.map(({ moduleName }) => moduleName)]),
		acceptances: text.modules.flatMap(({ acceptances }) => acceptances),
	};
}

class LiveReader {
	readonly problems: Problem[] = [];
	readonly #needs: CodeNeeds;
	readonly #files = new SourceFiles();
	readonly #finder = new CodeFinder(this.#files);
	readonly #fingerprints = new Fingerprints(this.#files);
	readonly #kinds = new Kinds(this.#files);
	readonly #resolver = new StaticResolver(this.#files, new Imports());
	/** What the text makes, and a loaded module holds. */
	readonly #held = new Set<string>();
	/** The code that tasks run which no call of the body makes itself: it is made in a function, a loop or a field of a class. */
	readonly #run = new Set<string>();
	/** Functions of the project that the body of a module has called to make a task. */
	readonly #makers = new Set<string>();
	/** By their names, what becomes of the problems of plain functions and values; undefined where it is no problem. */
	readonly #plain = new Map<string, Partial<Problem> | undefined>();

	constructor(needs: CodeNeeds) {
		this.#needs = needs;
	}

	namesOf(module: ProjectModule, proof: Proof): ProjectName[] {
		const written = module.names.filter(({ isClear }) => isClear);
		if (!proof.found.has(module.file)) return written;
		const { joined, others } = joinNames(module, written, proof);
		const names: ProjectName[] = [];
		for (const { name, made, refutation, isThere } of joined) {
			if (refutation !== undefined && !isTracked(name.kind)) {
				if (refutation === "NESTED" && name.kind === "value") this.#plain.set(name.name, MADE_ELSEWHERE);
				else if (name.isOpen) this.#plain.set(name.name, undefined);
				// Bundled and minified modules keep no plain functions that are jobs.
				else if (refutation === "SOURCE_UNAVAILABLE") this.#plain.set(name.name, { severity: "notice" });
			}
			// A variable with two definitions holds one of them, and what a call makes shows what it is when it is there.
			if (isThere) names.push(made?.place === undefined ? name : this.#nameOf({ ...made, name: name.name }, module));
		}
		// What is wrong with these is said of their texts.
		const unclear = new Set(module.names.flatMap(({ isClear, target }) => (isClear ? [] : target)));
		for (const one of others) {
			if (one.error === undefined) names.push(this.#nameOf(one, module));
			else if (!unclear.has(one.target)) this.#report(one, module);
		}
		return names;
	}

	/** What is left of a problem once the modules have been loaded; undefined if they show that it is none. */
	judge(problem: Problem): Problem | undefined {
		const { name, code } = problem;
		if (!this.#plain.has(name) || code === "MODULE_FAILED") return this.#isHeld(problem) ? undefined : problem;
		const change = this.#plain.get(name);
		return change === undefined ? undefined : { ...problem, ...change };
	}

	/** Does a loaded module hold what the text could not follow? */
	#isHeld({ code, where: [place] }: Problem): boolean {
		if (!SHOWN_BY_TEXT.has(code)) return false;
		if (this.#held.size === 0 && this.#run.size === 0) return false;
		const written = this.#finder.written(place);
		if (written === undefined) return false;
		const { file, node } = written;
		if (this.#held.has(keyOf(file.file, node)) || this.#run.has(this.#codeKey(written) ?? "")) return true;
		// `register("push", send)`, and `register` makes the task of what it gets.
		for (let above = file.source.parents.get(node); above !== undefined; above = file.source.parents.get(above))
			if (this.#makers.has(keyOf(file.file, above))) return true;
		return false;
	}

	/** Finds the text of a value that a module holds: the call that made it, and the function that it runs if it is a task. */
	#hold({ kind, place, code: at }: MadeName): { call?: Code | undefined; code?: Code | undefined; isDirect: boolean } {
		const call = this.#finder.running(place, kind);
		const code = kind === "task" ? this.#finder.running(at, "function") : undefined;
		const isDirect = call !== undefined && (kind !== "task" || this.#kinds.of(call.file, call.node) === "task");
		if (call !== undefined) this.#held.add(keyOf(call.file.file, call.node));
		if (code !== undefined && !isDirect) this.#run.add(keyOf(code.file.file, code.node));
		return { call, code, isDirect };
	}

	#nameOf(found: MadeName & { readonly name: string }, { file }: ProjectModule): ProjectName {
		const { name, target, kind, place } = found;
		const { call, code, isDirect } = this.#hold(found);
		if (call?.node.type === "CallExpression" && !isDirect) {
			const maker = this.#resolver.of(call.file, call.node.callee);
			if (maker?.kind === "node") this.#makers.add(keyOf(maker.file.file, maker.node));
		}
		const isWritten = call !== undefined && (isFunctionNode(call.node) || isClassNode(call.node));
		const isRead = needsCode(this.#needs, { name, target, kind, isWritten });
		const print = () => {
			const path = parseName(target).exportPath;
			const of = ({ file, node }: Code) => this.#fingerprints.of(file, { node, path });
			const shown = call === undefined ? undefined : this.#fingerprints.functionOf(call.file, call.node);
			// In a loop all tasks come from one call, whose text does not show which function each of them runs.
			if (isDirect && code !== undefined && shown !== undefined && !isFunctionNode(shown.node)) return of(code);
			if (code !== undefined && !isDirect) return this.#fingerprints.ofMade(code, call);
			return call === undefined ? undefined : of(call);
		};
		const { line = 1, column = 1 } = place ?? {};
		return {
			name,
			target,
			kind,
			size: 0,
			...(isRead ? print() : {}),
			previously:
				call !== undefined && isDirect && kind === "task"
					? taskOptionsOf(call.node).previously.map(({ text }) => text)
					: [],
			isClear: true,
			isOpen: false,
			file: place?.file ?? file,
			line,
			column,
		};
	}

	/** A task, or an instance, that the exports hold, and that no name leads to. */
	#report({ name, kind, place, error }: FoundName, { file }: ProjectModule): void {
		if (error === undefined || !isTracked(kind)) return;
		const call = this.#finder.running(place, kind);
		if (call !== undefined) this.#held.add(keyOf(call.file.file, call.node));
		this.problems.push({ ...problemOf(receivedError(error)), name, where: [place ?? { file, line: 1, column: 1 }] });
	}

	#codeKey({ file, node }: Code): string | undefined {
		if (node.type !== "CallExpression") return undefined;
		const code = this.#fingerprints.functionOf(file, node);
		return keyOf(code.file.file, code.node);
	}
}

/** `load` gives it, and a queue that is given it refuses it. */
const MADE_ELSEWHERE: Partial<Problem> = {
	severity: "notice",
	why: "a factory of another module has created this function, so the function itself does not tell this name; `load` gives it by the name",
	fix: "if queues or pools are given it, make a task of it: export const send = task(create())",
};

/** What is said of tasks and instances that the text does not follow to an export. */
const SHOWN_BY_TEXT: ReadonlySet<string> = new Set([
	"NAME_MISMATCH",
	"NESTED",
	"NOT_EXPORTED",
	"NO_LHS",
	"EXPORT_NOT_FOUND",
]);

function keyOf(file: string, { start, end }: Node): string {
	return `${file}\0${start}\0${end}`;
}
