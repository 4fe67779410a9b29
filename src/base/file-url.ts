import { builtin } from "./runtime.ts";

/** The values of a module are asked about one after the other, and to read a URL takes longer than to find out all else. */
let last = { url: "", file: "" };

/** The path of a `file:` URL without query and hash; any other URL, and one that is no path here, as it is. */
export function fileOrUrl(url: string): string {
	if (!url.startsWith("file:")) return url;
	if (last.url !== url) last = { url, file: pathOf(url) };
	return last.file;
}

function pathOf(url: string): string {
	try {
		return builtin("node:url").fileURLToPath(url);
	} catch {
		return url;
	}
}

/** A stack frame names a CommonJS module by its path; the inspector uses a URL for both. */
export function hrefOf(fileOrUrl: string): string {
	return builtin("node:path").isAbsolute(fileOrUrl) ? builtin("node:url").pathToFileURL(fileOrUrl).href : fileOrUrl;
}
