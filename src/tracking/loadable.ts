import { type ErrorCode, NamesakeError } from "../base/errors.ts";
import { isExplicitName } from "../base/explicit-name.ts";
import { firstReadableFile, resolve } from "../load/preferred-files.ts";
import { extractTaskModule, findTaskModule } from "./extract-task-module.ts";
import type { TaskModule } from "./task-module.ts";

/**
 * Where another thread or process finds a value again.
 *
 * @param byFile whether the module is loaded by its file, so that nobody has to find it by its name.
 * @returns at once where the source settles it; else a promise, while the module of the value is looked into.
 * @throws NamesakeError what {@link findTaskModule} throws; the `reason` if the value has a name but can't be loaded by it.
 */
export function loadableModule(value: object, byFile = false): TaskModule | Promise<TaskModule> {
	let found: TaskModule;
	try {
		found = extractTaskModule(value);
	} catch (error) {
		if (!isUnproven(error)) throw error;
		return findTaskModule(value).then(
			(later) => requireLoadable(later, byFile),
			(later) => {
				throw isUnproven(later) ? notLoadable(later.asked, "LHS_UNPROVEN") : later;
			},
		);
	}
	return requireLoadable(found, byFile);
}

function isUnproven(error: unknown): error is NamesakeError {
	return error instanceof NamesakeError && error.code === "LHS_UNPROVEN";
}

/** @throws NamesakeError the `reason` if the name can't be loaded in another process. */
export function requireLoadable(found: TaskModule, byFile = false): TaskModule {
	const { name, moduleName, functionName, loadable } = found;
	const reason = found.reason ?? (functionName.includes("/") ? "NESTED" : "NOT_EXPORTED");
	if (moduleName !== "" && (loadable || (byFile && reason === "MODULE_NOT_FOUND"))) return found;
	if (moduleName === "")
		throw new NamesakeError(reason, {
			asked: name,
			why: "the code is not in a file that another process can load (a REPL, `node -e`)",
			fix: "move it to the top level of a module, and export it",
		});
	if (isExplicitName(name) && reason === "NOT_EXPORTED") throw hiddenName(name, `${moduleName}#${functionName}`);
	throw reason === "DUPLICATE_NAME" ? ofAnotherFile(found) : notLoadable(name, reason);
}

/** Which file a process that has loaded nothing yet would take instead. */
function ofAnotherFile({ name, moduleName, fullPath }: TaskModule): NamesakeError {
	let other: string | undefined;
	try {
		other = firstReadableFile(resolve(moduleName, { allow: "*" }), fullPath);
	} catch {
		// Which one it is helps; that there is one is known.
	}
	if (other === undefined || other === fullPath) return notLoadable(name, "DUPLICATE_NAME");
	return new NamesakeError("DUPLICATE_NAME", {
		asked: name,
		where: [fullPath, other].map((file) => ({ file, line: 1, column: 1 })),
		why: `another process loads ${other} by this name, and the value here is of ${fullPath}`,
		fix: "rename one of the files or remove it, or import the one that is loaded by the name",
	});
}

/** What the caller can do where a name can't be loaded. */
const ADVICE: Readonly<Partial<Record<ErrorCode, { readonly why: string; readonly fix: string }>>> = {
	DUPLICATE_NAME: {
		why: "another process loads a different file by this name (a build, a file with another extension, the other half of a dual package), or another instance of the module",
		fix: "keep one file of this name, and import it without a query",
	},
	LHS_UNPROVEN: {
		why: "the source does not show which export leads to it, and its module may still be loading",
		fix: "export it as a const of its own (`export const x = …`), or do this after its module has loaded",
	},
	MODULE_FAILED: {
		why: "its module threw an error while it was loading",
		fix: "fix the error in the module",
	},
	MODULE_NOT_FOUND: {
		why: "a process that starts where this one did finds no module of this name: the package is not a workspace, or a folder is hidden",
		fix: "add its package to the workspaces, or move the file into a folder that is not hidden",
	},
	NAME_MISMATCH: {
		why: "another process may find another value by this name: this one was put there after its module had loaded, or replaced",
		fix: "export it as a const of its own, and pass the current export of the module",
	},
	NESTED: {
		why: "it is written inside another function, and each call of that creates a new one",
		fix: "move it to the top level of its module and export it; if a factory of another module has created it, make a task of it: export const send = task(create())",
	},
	UNNAMEABLE: {
		why: "it has a method `then`, which a promise would call when it resolves to the value",
		fix: "export a function without a method `then`, and pass that",
	},
};

function notLoadable(name: string, reason: ErrorCode): NamesakeError {
	const {
		why = "no export of its module leads to it, so no other process can load it",
		fix = "move it to the top level of its module, and export it",
	} = ADVICE[reason] ?? {};
	return new NamesakeError(reason, { asked: name, why, fix });
}

function hiddenName(name: string, target: string): NamesakeError {
	return new NamesakeError("NOT_EXPORTED", {
		asked: name,
		why: `another process finds ${target} by this name only if it is exported, and its call has the name as a literal`,
		fix: 'export it, and write the name as a literal: task(fn, { name: "send-email" })',
	});
}
