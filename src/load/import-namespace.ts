import { fileOrUrl } from "../base/file-url.ts";
import { builtin } from "../base/runtime.ts";
import { packageType } from "../package/package.ts";
import { ExportedNames } from "../source/exported-names.ts";
import { SourceFiles } from "../source/source-file.ts";
import { importUrl } from "./import-url.ts";

/** By URL: what a module exports does not change once it is loaded. */
const known = new Map<string, boolean>();

/**
 * `import()`, without the one thing that is wrong with it here: its promise takes a module that exports a function `then` for another
 * promise, calls that, and gives what it says, or never ends.
 *
 * @param url of a module that is a file.
 * @returns its namespace, as a property: no promise can hand it over itself.
 */
export async function importNamespace(url: string): Promise<{ readonly namespace: object }> {
	if (!exportsThen(url)) return { namespace: await importUrl(url) };
	const required = requireCommonJs(fileOrUrl(url));
	if (required !== undefined) return { namespace: required };
	const whole = `export * as namespace from ${JSON.stringify(url)};`;
	return (await importUrl(`data:text/javascript,${encodeURIComponent(whole)}`)) as { namespace: object };
}

/**
 * A CommonJS module as `require()` gives it, which no promise is asked for. A loader such as tsx makes one module of it for `require()` and for
 * `import()`, and another one for an import out of a `data:` module.
 *
 * @returns undefined for an ES module.
 */
function requireCommonJs(file: string): object | undefined {
	if (/\.m[jt]s$/.test(file) || (!/\.c[jt]s$/.test(file) && packageType(file) === "module")) return undefined;
	try {
		return builtin("node:module").createRequire(file)(file) as object;
	} catch (error) {
		// An ES module by its text, with a top-level await.
		if ((error as NodeJS.ErrnoException | undefined)?.code === "ERR_REQUIRE_ASYNC_MODULE") return undefined;
		throw error;
	}
}

/** Does a module export a `then`, as its text and those of the modules that it exports again tell? */
export function exportsThen(url: string): boolean {
	let answer = known.get(url);
	if (answer === undefined) {
		answer = url.startsWith("file:") && readsThen(builtin("node:url").fileURLToPath(url));
		known.set(url, answer);
	}
	return answer;
}

function readsThen(file: string): boolean {
	const files = new SourceFiles();
	try {
		// Most modules do neither, and need not be parsed.
		if (!/\bthen\b|\bexport\s*\*/.test(builtin("node:fs").readFileSync(file, "utf8"))) return false;
		const source = files.read(file);
		return source !== undefined && new ExportedNames(files).of(source).has("then");
	} catch {
		// What can't be read does not run either.
		return false;
	}
}
