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
			fix: "use a module of the project: package/path/to/source, for example @acme/app/src/jobs/email",
		});
	const invalid = moduleName === "" ? "it is empty" : /[\0#]/.test(moduleName) ? "it contains a NUL or a #" : undefined;
	if (invalid !== undefined)
		throw new NamesakeError("INVALID_NAME", {
			asked: JSON.stringify(moduleName),
			why: invalid,
			fix: "write the module name as package/path/to/source, and a # in the path as %23",
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
		return `it is a URL or a drive (${moduleName.slice(0, moduleName.indexOf(":") + 1)}), not a module of the project`;
	if (/^[/\\]/.test(moduleName)) return "it is an absolute path";
	if (moduleName.startsWith("#")) return "it is a subpath import, which only its own package can use";
	// Elsewhere a backslash is a character of a file name.
	if (sep === "\\" && moduleName.includes("\\")) return "it contains a backslash; paths in names have forward slashes";
	if (isBuiltin(moduleName)) return "it is a built-in module of the runtime";
	const parts = path.split("/");
	if (moduleName !== "" && parts.some((part) => part === "" || part === "." || part === ".."))
		return 'its path contains "..", "." or an empty part';
	if (parts.some((part) => part.toLowerCase() === "node_modules")) return "its path leads into node_modules";
	return undefined;
}
