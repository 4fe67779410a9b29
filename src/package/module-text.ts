import { isBuiltin } from "node:module";
import { sep } from "node:path";
import { NamesakeError } from "../base/errors.ts";
import { decodePath } from "../base/name.ts";

/**
 * Refuses what can't be a module name of a project, before anything looks at the disk: names come from queues.
 *
 * @throws NamesakeError `FORBIDDEN_MODULE`, or `INVALID_NAME` for what is no module name at all.
 */
export function checkModuleText(moduleName: string): void {
	const why = forbidden(moduleName);
	if (why !== undefined)
		throw new NamesakeError("FORBIDDEN_MODULE", {
			asked: moduleName,
			why,
			fix: "name a module of the project as package/path/to/source, for example @acme/app/src/jobs/email",
		});
	const invalid =
		moduleName === "" ? "it is empty" : /[\0#]/.test(moduleName) ? "a NUL or # can't stand in it" : undefined;
	if (invalid !== undefined)
		throw new NamesakeError("INVALID_NAME", {
			asked: JSON.stringify(moduleName),
			why: invalid,
			fix: "write a module name as package/path/to/source; a # in a path is written %23",
		});
}

/** The name of the package that npm would install for a module name, and the rest. */
export function splitModuleName(moduleName: string): { readonly packageName: string; readonly path: string } {
	const parts = decodePath(moduleName).split("/");
	const length = moduleName.startsWith("@") ? 2 : 1;
	return { packageName: parts.slice(0, length).join("/"), path: parts.slice(length).join("/") };
}

function forbidden(moduleName: string): string | undefined {
	const path = moduleName.startsWith("./") ? moduleName.slice(2) : moduleName;
	const isUrl = /^[a-z][a-z\d+.-]*:/i.test(moduleName);
	if (isUrl)
		return `it is a URL or a drive (${moduleName.slice(0, moduleName.indexOf(":") + 1)}), not a module of a package`;
	if (/^[/\\]/.test(moduleName)) return "it is an absolute path";
	if (moduleName.startsWith("#")) return "it is an import that only the package itself can use";
	// Elsewhere a backslash is a character of a file name.
	if (sep === "\\" && moduleName.includes("\\")) return "it has a backslash, paths in names have forward slashes";
	if (isBuiltin(moduleName)) return "it is a module of the runtime, not of a package";
	const parts = path.split("/");
	if (moduleName !== "" && parts.some((part) => part === "" || part === "." || part === ".."))
		return 'it has a "..", a "." or an empty part';
	if (parts.some((part) => part.toLowerCase() === "node_modules")) return "it leads into node_modules";
	return undefined;
}
