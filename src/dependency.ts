import { join } from "node:path";
import { builtin, process } from "./runtime.ts";

/**
 * A dependency of this library that is loaded when it is needed first, synchronously. Bundlers do not follow it: a bundle that
 * has this library inside finds it where the program is installed, if it is there.
 *
 * @throws what `require` throws.
 */
export function dependency(name: string): unknown {
	// There is no such URL in what esbuild makes CommonJS of: https://esbuild.github.io/content-types/#javascript-caveats
	const here = import.meta.url as string | undefined;
	return builtin("node:module").createRequire(here ?? process.argv[1] ?? join(process.cwd(), "_.js"))(name);
}

/** The folder of the file that has this module; undefined in CommonJS that esbuild has made. */
export function ownFolder(): string | undefined {
	const here = import.meta.url as string | undefined;
	if (here === undefined || !here.startsWith("file:")) return undefined;
	return builtin("node:path").dirname(builtin("node:url").fileURLToPath(here));
}
