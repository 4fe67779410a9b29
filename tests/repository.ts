import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** Tests are run at the root of the repository. Where they are themselves does not tell: they run from build/tests. */
export const repository: string = process.cwd();

/** The path of a file of the repository. */
export function inRepository(...path: string[]): string {
	return join(repository, ...path);
}

/** The URL of a compiled module of the library, for programs that import more than its index: `package/module-name`. */
export function libraryUrl(module = "index"): string {
	return pathToFileURL(inRepository("dist", `${module}.js`)).href;
}
