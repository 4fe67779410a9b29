import { readFileSync } from "node:fs";
import { inWords, NamesakeError } from "../errors.ts";
import { load } from "../module/load.ts";
import type { Kind } from "../source/kinds.ts";
import { findTaskModule } from "../tracking/extract-task-module.ts";
import { isTask } from "../tracking/task.ts";
import { TrackedInstance } from "../tracking/tracked-instance.ts";
import { say } from "./conversation.ts";
import { isUnreadSource } from "./hand-over.ts";
import type { ModuleToProve, ProofLine, ProofRequest, Refutation } from "./prove-protocol.ts";

/*
 * The process in which `namesake check` loads the modules of a project by their names. Any of them may end it, or block it: so it says
 * what it is about to do, and writes synchronously.
 */

const request = JSON.parse(readFileSync(0, "utf8")) as ProofRequest;
const options = { packageRoot: request.root, from: request.from };

type Proof = Omit<Extract<ProofLine, { ends: number }>, "ends">;

async function prove({ moduleName, names }: ModuleToProve): Promise<Proof> {
	const refuted: Refutation[] = [];
	const kinds: { target: string; kind: Kind }[] = [];
	for (const { name, target, kind } of names) {
		try {
			const value = await load(name, options);
			const actual = kindOf(value) ?? kind;
			if (actual !== kind) kinds.push({ target, kind: actual });
			if (actual !== "value") await proveName(value as object, name, target);
		} catch (error) {
			const isWhole = error instanceof NamesakeError && MODULE_CODES.has(error.code);
			refuted.push(refutationOf(error, isWhole ? moduleName : name));
			// The other names of the module are as far away.
			if (isWhole) return { refuted, kinds, isUnread: isUnreadSource(error) };
		}
	}
	return { refuted, kinds, isUnread: false };
}

const MODULE_CODES: ReadonlySet<string> = new Set(["FORBIDDEN_MODULE", "MODULE_FAILED", "MODULE_NOT_FOUND"]);

/** What a factory makes shows its kind only when it is there. */
function kindOf(value: unknown): Kind | undefined {
	if (isTask(value)) return "task";
	return value instanceof TrackedInstance ? "instance" : undefined;
}

async function proveName(value: object, name: string, target: string): Promise<void> {
	const found = await findTaskModule(value, { packageRoot: request.root });
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

function refutationOf(error: unknown, name: string): Refutation {
	if (!(error instanceof NamesakeError))
		return {
			code: "MODULE_FAILED",
			name,
			where: [],
			why: `looking at it threw ${inWords(error)}`,
			fix: "mend the value",
		};
	return { code: error.code, name, where: error.where, why: error.why, fix: error.fix };
}

for (const [index, module] of request.modules.entries()) {
	say({ begins: index } satisfies ProofLine);
	say({ ends: index, ...(await prove(module)) } satisfies ProofLine);
}
// What modules have left open would keep the process.
process.exit(0);
