import { types } from "node:util";
import { NamesakeError, type Place } from "../../base/errors.ts";
import { isClass } from "../../base/is-class.ts";
import { toErrorSummary } from "../../base/text.ts";
import type { ExportView } from "../../exports/export-view.ts";
import { type Member, walkMembers } from "../../exports/members.ts";
import { load, loadModule } from "../../load/load.ts";
import { definitionOf } from "../../origin/definition.ts";
import { isTracked, type Kind } from "../../source/kinds.ts";
import { extractTaskModule, findTaskModule } from "../../tracking/extract-task-module.ts";
import { moduleOfInstance } from "../../tracking/instance-place.ts";
import { requireLoadable } from "../../tracking/loadable.ts";
import { originOf } from "../../tracking/record.ts";
import { isTask } from "../../tracking/task.ts";
import type { TaskModule } from "../../tracking/task-module.ts";
import { claimOf } from "../../tracking/value-place.ts";
import { type Message, receive, send } from "../process/isolated-child.ts";
import { raiseJitThreshold } from "../process/jit.ts";
import { type SentError, sentError } from "../process/sent-error.ts";
import { isUnreadSource } from "../process/tsx.ts";

/* The process in which `namesake check` loads the modules of a project by their names. */

/** Modules, in the order in which they are to be loaded. */
export interface ProofRequest {
	readonly root: string | undefined;
	/** The folder from which names are looked for. */
	readonly from: string;
	readonly modules: readonly ModuleToProve[];
}

export interface ModuleToProve {
	readonly moduleName: string;
	readonly names: readonly NameToProve[];
}

export interface NameToProve {
	readonly name: string;
	readonly target: string;
	readonly kind: Kind;
	/** Does only the running module tell which value it leads to? */
	readonly isOpen: boolean;
}

export interface ModuleProof {
	readonly refuted: readonly { readonly name: string; readonly error: SentError }[];
	/** What names lead to that are tasks or instances, which the text did not show, or that the text leaves open. */
	readonly made: readonly MadeName[];
	/** What the exports hold besides these names. */
	readonly found: readonly FoundName[];
	/** Tasks and instances of the module in exported Maps and Sets, whose elements have no names. */
	readonly nameless: readonly SentError[];
	/** The runtime could not read the text, so that nothing has run: another loader may. */
	readonly isUnread: boolean;
}

/** A name of which only the running module tells what it leads to. */
export interface MadeName {
	readonly target: string;
	readonly kind: Kind;
	/** The function that a task runs. */
	readonly code: Place | undefined;
	/** Where the body of the module made it, or where it is written. */
	readonly place: Place | undefined;
}

/** A value that the text does not show, or not by this name. */
export interface FoundName extends MadeName {
	readonly name: string;
	/** Why no other process can load it. */
	readonly error: SentError | undefined;
}

type Refuted = ModuleProof["refuted"][number];

raiseJitThreshold();
const request = receive() as ProofRequest;
const options = { packageRoot: request.root, from: request.from };

/** Loads the names of a module. @returns what proves them, once all modules that are loaded with it are there. */
async function loadNames({ moduleName, names }: ModuleToProve): Promise<() => Promise<ModuleProof>> {
	let read: (name: string) => unknown;
	let live: ExportView;
	try {
		({ read, live } = await loadModule(moduleName, options));
	} catch (error) {
		const isUnread = error instanceof NamesakeError && isUnreadSource(error);
		return async () => ({ refuted: [refutation(moduleName, error)], made: [], found: [], nameless: [], isUnread });
	}
	const refuted: Refuted[] = [];
	const values: (NameToProve & { readonly value: object; readonly actual: Kind })[] = [];
	for (const one of names) {
		const { name, target, kind } = one;
		try {
			const value = name === target ? read(name) : await load(name, options);
			const actual = kindOf(value) ?? kind;
			if (actual !== "value") values.push({ ...one, value: value as object, actual });
		} catch (error) {
			refuted.push(refutation(name, error));
		}
	}
	return async () => {
		const known = new Set<unknown>();
		const made: MadeName[] = [];
		for (const { name, target, value, kind, actual, isOpen } of values) {
			try {
				await proveName(value, name, target);
				known.add(value);
			} catch (error) {
				refuted.push(refutation(name, error));
			}
			if (actual !== kind || isOpen)
				made.push({ target, kind: actual, code: codeOf(value), place: claimOf(name, value)?.where() });
		}
		for (const { name, target, kind } of names)
			if (kind === "value") refuted.push(...nestedFunction(name, read, target));
		return { refuted, made, ...(await otherNames(moduleName, live, known)), isUnread: false };
	};
}

/** What belongs to a module and is held by its exports, besides what is known. */
async function otherNames(
	moduleName: string,
	live: ExportView,
	known: Set<unknown>,
): Promise<Pick<ModuleProof, "found" | "nameless">> {
	const found: FoundName[] = [];
	const nameless: SentError[] = [];
	const collections = new Set<unknown>();
	const look = async (roots: readonly Member[], isInCollection: boolean): Promise<void> => {
		const elements: Member[] = [];
		for (const { value } of walkMembers(roots, isTask)) {
			if (!collections.has(value)) elements.push(...elementsOf(value));
			collections.add(value);
			const kind = kindOf(value) ?? (typeof value === "function" ? (isClass(value) ? "class" : "function") : undefined);
			if (kind === undefined || known.has(value) || (isInCollection && !isTracked(kind))) continue;
			known.add(value);
			try {
				const named = await moduleOf(value as object);
				if (named.moduleName !== moduleName || named.functionName.includes("/")) continue;
				const target = `${moduleName}#${named.functionName}`;
				const place = claimOf(named.name, value as object)?.where();
				found.push({ name: named.name, target, kind, place, code: codeOf(value), error: refusalOf(named) });
			} catch (error) {
				// What is left without a name is built in or bound, and no module is to blame.
				if (isInCollection && isNameless(value as object, moduleName, error))
					nameless.push(sentError(withoutPath(kind, moduleName, error)));
			}
		}
		if (elements.length > 0) await look(elements, true);
	};
	await look(
		live.names.map((name) => ({ path: [name], value: live.read(name) })),
		false,
	);
	return { found, nameless };
}

/** What a Map or Set holds, read without running anything of the project. */
function elementsOf(value: unknown): Member[] {
	const elements: unknown[] = [];
	if (types.isMap(value)) Map.prototype.forEach.call(value, (element, key) => elements.push(key, element));
	else if (types.isSet(value)) Set.prototype.forEach.call(value, (element) => elements.push(element));
	return elements.map((element) => ({ path: [], value: element }));
}

function isNameless(value: object, moduleName: string, error: unknown): error is NamesakeError {
	const origin = originOf(value);
	if (origin === undefined || !(error instanceof NamesakeError) || error.code !== "NO_LHS") return false;
	return moduleOfInstance(value, origin, { packageRoot: request.root }) === moduleName;
}

function withoutPath(kind: Kind, moduleName: string, { where }: NamesakeError): NamesakeError {
	return new NamesakeError("NO_LHS", {
		asked: `${kind === "task" ? "a task" : "a tracked instance"} in ${moduleName}`,
		where,
		why: "it is in a Map or Set, whose elements have no names",
		fix: "put it into an exported object: export const jobs = { send: … }",
	});
}

/** Where the function is written that a task runs. */
function codeOf(value: unknown): Place | undefined {
	let fn: object | undefined;
	for (let next = originOf(value)?.wrapped; next !== undefined; next = originOf(next)?.wrapped) fn = next;
	try {
		return fn === undefined ? undefined : definitionOf(fn).where();
	} catch {
		// A bound or native function has no code in a module.
		return undefined;
	}
}

function refusalOf(named: TaskModule): SentError | undefined {
	try {
		requireLoadable(named);
		return undefined;
	} catch (error) {
		return refutation(named.name, error).error;
	}
}

/** A function that a factory has made is loaded by the export, and calls itself by the factory: as a task it would be refused. */
function nestedFunction(name: string, read: (name: string) => unknown, target: string): Refuted[] {
	try {
		const value = read(target);
		if (typeof value !== "function" || isTask(value)) return [];
		requireLoadable(extractTaskModule(value, { packageRoot: request.root }));
		return [];
	} catch (error) {
		return error instanceof NamesakeError && error.code === "NESTED" ? [refutation(name, error)] : [];
	}
}

/** What a factory makes shows its kind only when it is there. */
function kindOf(value: unknown): Kind | undefined {
	if (isTask(value)) return "task";
	// `instanceof` throws at a proxy that was revoked.
	return originOf(value)?.kind === "instance" ? "instance" : undefined;
}

async function proveName(value: object, name: string, target: string): Promise<void> {
	const found = await moduleOf(value);
	if (found.name !== name)
		throw new NamesakeError("NAME_MISMATCH", {
			asked: name,
			why: `it loads a value whose name is ${found.name}`,
			fix: "use that name, or export the value under one name only",
		});
	if (!found.loadable)
		throw new NamesakeError("NOT_EXPORTED", {
			asked: name,
			why: `another process could not load this value as ${target}`,
			fix: "export it in its own variable",
		});
}

function moduleOf(value: object): TaskModule | Promise<TaskModule> {
	const naming = { packageRoot: request.root };
	try {
		return extractTaskModule(value, naming);
	} catch (error) {
		if (error instanceof NamesakeError && error.code === "LHS_UNPROVEN") return findTaskModule(value, naming);
		throw error;
	}
}

function refutation(name: string, error: unknown): Refuted {
	if (error instanceof NamesakeError) return { name, error: sentError(error) };
	const why = `reading the value threw ${toErrorSummary(error)}`;
	return {
		name,
		error: sentError(
			new NamesakeError("MODULE_FAILED", { asked: name, why, fix: "correct the getter or proxy that threw" }),
		),
	};
}

/**
 * How many modules are loaded before their values are named: after each new script, naming makes V8 list all scripts, and hash the text of each.
 * The first batch is one module, so that each process has an answer before the next module may end it.
 */
const GROWTH = 8;
const MOST = 500;
/** Each message wakes the parent process, and too long a silence is a timeout. */
const SENT_AT_ONCE = 10;

for (let start = 0, size = 1; start < request.modules.length; ) {
	const batch: { readonly index: number; readonly prove: () => Promise<ModuleProof> }[] = [];
	for (const [offset, module] of request.modules.slice(start, start + size).entries()) {
		send({ begins: start + offset });
		batch.push({ index: start + offset, prove: await loadNames(module) });
	}
	const ends: Message<ModuleProof>[] = [];
	for (const { index, prove } of batch) {
		ends.push({ ends: index, answer: await prove() });
		if (ends.length >= SENT_AT_ONCE) send(...ends.splice(0));
	}
	send(...ends);
	start += size;
	size = Math.min(GROWTH * size, MOST);
}
// What modules have left open would keep the process.
process.exit(0);
