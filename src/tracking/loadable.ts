import { NamesakeError } from "../base/errors.ts";
import { isExplicitName } from "../base/explicit-name.ts";
import { extractTaskModule, findTaskModule } from "./extract-task-module.ts";
import type { TaskModule } from "./task-module.ts";

/**
 * Where another thread or process finds a value again.
 *
 * @returns at once where the source settles it; else a promise, while the module of the value is looked into.
 * @throws NamesakeError what {@link findTaskModule} throws; `NESTED` or `NOT_EXPORTED` if the value has a name but can't be
 *   loaded by it.
 */
export function loadableModule(value: object): TaskModule | Promise<TaskModule> {
	let found: TaskModule;
	try {
		found = extractTaskModule(value);
	} catch (error) {
		if (!(error instanceof NamesakeError) || error.code !== "LHS_UNPROVEN") throw error;
		return findTaskModule(value).then(requireLoadable);
	}
	return requireLoadable(found);
}

/** @throws NamesakeError `NESTED` or `NOT_EXPORTED` if the name can't be loaded in another process. */
export function requireLoadable(found: TaskModule): TaskModule {
	const { name, moduleName, functionName, loadable } = found;
	if (loadable && moduleName !== "") return found;
	if (isExplicitName(name) && moduleName !== "") throw hiddenName(name, `${moduleName}#${functionName}`);
	throw new NamesakeError(functionName.includes("/") ? "NESTED" : "NOT_EXPORTED", {
		asked: name,
		why:
			moduleName === ""
				? "the program has no file that another process could load (a REPL, `node -e`)"
				: "no export of its module leads to it, so another process can't load it",
		fix: "move it to the top level of its module, and export it",
	});
}

function hiddenName(name: string, target: string): NamesakeError {
	return new NamesakeError("NOT_EXPORTED", {
		asked: name,
		why: `another process finds ${target} by this name only if an export leads to it, and the text of its call shows the name`,
		fix: 'export it, and write the name as a literal: task(fn, { name: "send-email" })',
	});
}
