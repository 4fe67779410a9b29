import { NamesakeError } from "../../base/errors.ts";
import { toErrorSummary } from "../../base/text.ts";
import { load, loadModule } from "../../load/load.ts";
import type { Kind } from "../../source/kinds.ts";
import { extractTaskModule, findTaskModule } from "../../tracking/extract-task-module.ts";
import { isTask } from "../../tracking/task.ts";
import type { TaskModule } from "../../tracking/task-module.ts";
import { TrackedInstance } from "../../tracking/tracked-instance.ts";
import { readRequest, say } from "../process/conversation.ts";
import { compileLess } from "../process/jit.ts";
import { isUnreadSource } from "../process/tsx.ts";
import type { ModuleToProve, ProofLine, ProofRequest, Refutation } from "./prove-protocol.ts";

/*
 * The process in which `namesake check` loads the modules of a project by their names. Any of them may end it, or block it: so it says
 * what it is about to do, and writes synchronously.
 */

compileLess();
const request = readRequest() as ProofRequest;
const options = { packageRoot: request.root, from: request.from };

type Proof = Omit<Extract<ProofLine, { ends: number }>, "ends">;

/** A module that has been loaded, with what its names lead to. */
interface Loaded {
	readonly index: number;
	readonly proof: {
		readonly refuted: Refutation[];
		readonly kinds: { readonly target: string; readonly kind: Kind }[];
		isUnread: boolean;
	};
	readonly values: { readonly name: string; readonly target: string; readonly value: object }[];
}

async function loadNames(index: number, { moduleName, names }: ModuleToProve): Promise<Loaded> {
	const loaded: Loaded = { index, proof: { refuted: [], kinds: [], isUnread: false }, values: [] };
	const { proof, values } = loaded;
	let read: (name: string) => unknown;
	try {
		read = await loadModule(moduleName, options);
	} catch (error) {
		proof.refuted.push(refutationOf(error, moduleName));
		proof.isUnread = error instanceof NamesakeError && isUnreadSource(error);
		return loaded;
	}
	for (const { name, target, kind } of names) {
		try {
			const value = name === target ? read(name) : await load(name, options);
			const actual = kindOf(value) ?? kind;
			if (actual !== kind) proof.kinds.push({ target, kind: actual });
			if (actual !== "value") values.push({ name, target, value: value as object });
		} catch (error) {
			proof.refuted.push(refutationOf(error, name));
		}
	}
	return loaded;
}

async function proveNames({ proof, values }: Loaded): Promise<Proof> {
	for (const { name, target, value } of values) {
		try {
			await proveName(value, name, target);
		} catch (error) {
			proof.refuted.push(refutationOf(error, name));
		}
	}
	return proof;
}

/** What a factory makes shows its kind only when it is there. */
function kindOf(value: unknown): Kind | undefined {
	if (isTask(value)) return "task";
	return value instanceof TrackedInstance ? "instance" : undefined;
}

async function proveName(value: object, name: string, target: string): Promise<void> {
	const found = await moduleOf(value);
	if (found.name !== name)
		throw new NamesakeError("NAME_MISMATCH", {
			asked: name,
			why: `it loads a value that calls itself ${found.name}`,
			fix: "use that name, or export the value by one name only",
		});
	if (!found.loadable)
		throw new NamesakeError("NOT_EXPORTED", {
			asked: name,
			why: `it loads a value that another process could not load as ${target}`,
			fix: "export it by a variable of its own",
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

function refutationOf(error: unknown, name: string): Refutation {
	if (!(error instanceof NamesakeError))
		return {
			code: "MODULE_FAILED",
			name,
			where: [],
			why: `looking at it threw ${toErrorSummary(error)}`,
			fix: "mend the value",
		};
	return { code: error.code, name, where: error.where, why: error.why, fix: error.fix };
}

/**
 * V8 is asked for all scripts where one is new, and hashes the text of each: so many modules are loaded before what they have made is asked
 * for its names, which runs nothing of theirs. The first is done with before the next one may end the process, so that each process gets
 * further.
 */
const GROWTH = 8;
const MOST = 500;
/** To write wakes who reads; to be silent for long is to be late. */
const SAID_AT_ONCE = 10;

for (let start = 0, size = 1; start < request.modules.length; ) {
	const batch: Loaded[] = [];
	for (const [offset, module] of request.modules.slice(start, start + size).entries()) {
		say({ begins: start + offset } satisfies ProofLine);
		batch.push(await loadNames(start + offset, module));
	}
	const ends: ProofLine[] = [];
	for (const loaded of batch) {
		ends.push({ ends: loaded.index, ...(await proveNames(loaded)) });
		if (ends.length >= SAID_AT_ONCE) say(...ends.splice(0));
	}
	say(...ends);
	start += size;
	size = Math.min(GROWTH * size, MOST);
}
// What modules have left open would keep the process.
process.exit(0);
