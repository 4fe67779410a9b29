import { NamesakeError } from "../base/errors.ts";
import { builtin } from "../base/runtime.ts";
import { toErrorSummary } from "../base/text.ts";
import { moduleNameOfFile } from "../package/module-name.ts";
import type { NamingOptions } from "../package/package-root.ts";
import { absolutePath, isFile, realPath } from "../package/path.ts";
import { exportsThen } from "./import-namespace.ts";
import { importUrl } from "./import-url.ts";

/** The exports of a module, as `import()` gives them. */
export type ModuleNamespace = Readonly<Record<string, unknown>>;

/**
 * Imports a module from a file: the module that is loaded already, when it is.
 *
 * @param moduleName the name that the module is expected to have.
 * @param file the path of the file, from the working directory on if it is relative.
 * @throws NamesakeError `MODULE_NOT_FOUND` if there is no such file, `NAME_MISMATCH` if it is another module, `MODULE_FAILED`
 *   with the cause if it throws while loading, `UNNAMEABLE` if it exports `then`, which a promise would call.
 * @example
 * ```ts
 * const email = await importModuleFromFile("@acme/app/src/jobs/email", "src/jobs/email.ts");
 * ```
 */
export async function importModuleFromFile(
	moduleName: string,
	file: string,
	options: NamingOptions = {},
): Promise<ModuleNamespace> {
	const path = realPath(absolutePath(file));
	if (!isFile(path))
		throw new NamesakeError("MODULE_NOT_FOUND", {
			asked: moduleName,
			why: `there is no file ${absolutePath(file)}`,
			fix: "correct the path; a relative path starts at the working directory",
		});
	const name = moduleNameOfFile(path, options);
	if (name !== moduleName)
		throw new NamesakeError("NAME_MISMATCH", {
			asked: moduleName,
			where: { file: path, line: 1, column: 1 },
			why: `the file is the module ${name}`,
			fix: `pass the name ${name}, or the file of ${moduleName}`,
		});
	const url = builtin("node:url").pathToFileURL(path).href;
	if (exportsThen(url))
		throw new NamesakeError("UNNAMEABLE", {
			asked: moduleName,
			where: { file: path, line: 1, column: 1 },
			why: "the module exports `then`, which a promise would call if it resolved to the module",
			fix: "rename the export `then`, or load the other exports by their names",
		});
	try {
		return (await importUrl(url)) as ModuleNamespace;
	} catch (cause) {
		throw new NamesakeError("MODULE_FAILED", {
			asked: moduleName,
			where: { file: path, line: 1, column: 1 },
			why: `loading it threw ${toErrorSummary(cause)}`,
			fix: "correct this error in the module",
			cause,
		});
	}
}
