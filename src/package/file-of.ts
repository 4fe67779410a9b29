import { basename, isAbsolute } from "node:path";
import { fileURLToPath, type URL } from "node:url";
import { hasOwn } from "../base/own.ts";
import { absolutePath, isDirectory, isFile, realPath } from "./path.ts";

/** What stands for a module: its URL or path, `import.meta`, or the `module` of CommonJS. */
export type ModuleLike =
	| string
	| URL
	| { readonly url: string }
	| { readonly filename: string | null | undefined }
	| { readonly url?: string | undefined; readonly filename?: string | null | undefined };

/** How Node calls code that has no file: `[eval]`, `[eval1]`, `[stdin]`, `[worker eval]`, `<repl>`, `REPL1`. */
const NO_FILE = /^(?:\[(?:worker )?(?:eval|stdin)\d*\]|<repl>|REPL\d+)$/;

/**
 * The real path of a module's file. A relative path is taken from the working directory.
 *
 * @returns undefined for what is no file: `data:` and `node:` URLs, the REPL, `node -e`, a folder. A file that is not there
 * has a path all the same, if the path is absolute: the sources of outputs need not be installed.
 */
export function fileOf(mod: ModuleLike): string | undefined {
	if (typeof mod === "string") return /^[a-z][a-z\d+.-]+:/i.test(mod) ? fileOfUrl(mod) : fileOfPath(mod);
	if (hasOwn(mod, "url") && typeof mod.url === "string") return fileOfUrl(mod.url);
	if (hasOwn(mod, "filename") && typeof mod.filename === "string") return fileOfPath(mod.filename);
	// Not instanceof: under jsdom, URL is another class.
	return "href" in mod && typeof mod.href === "string" ? fileOfUrl(mod.href) : undefined;
}

/** `fileURLToPath` reads the path of the URL alone: a query (`?v=2`) and a hash are no part of it. */
function fileOfUrl(url: string): string | undefined {
	if (!/^file:/i.test(url)) return undefined;
	try {
		return fileOfPath(fileURLToPath(url));
	} catch {
		// A host, or an escaped slash: Node loads no module from there either.
		return undefined;
	}
}

function fileOfPath(path: string): string | undefined {
	if (path === "") return undefined;
	const absolute = absolutePath(path);
	if (isFile(absolute)) return realPath(absolute);
	if (!isAbsolute(path) || isDirectory(absolute) || NO_FILE.test(basename(absolute))) return undefined;
	return realPath(absolute);
}
