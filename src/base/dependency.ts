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
	const { createRequire } = builtin("node:module");
	const require = createRequire(here ?? process.argv[1] ?? join(process.cwd(), "_.js"));
	try {
		return require(name);
	} catch (error) {
		if (!isNotInstalled(error)) throw error;
		const own = installed(require);
		if (own === undefined) throw error;
		return createRequire(own)(name);
	}
}

/** What is installed for this library alone, as by pnpm, is not to be seen from a bundle, but from where the library is. */
function installed(require: NodeJS.Require): string | undefined {
	try {
		return require.resolve("namesake/package.json");
	} catch {
		return undefined;
	}
}

/** Is it the error of a `require` that has found nothing of that name? */
export function isNotInstalled(error: unknown): boolean {
	return (error as NodeJS.ErrnoException | null | undefined)?.code === "MODULE_NOT_FOUND";
}

/** The folder of the file that has this module; undefined in CommonJS that esbuild has made. */
export function ownFolder(): string | undefined {
	const here = import.meta.url as string | undefined;
	if (here === undefined || !here.startsWith("file:")) return undefined;
	return builtin("node:path").dirname(builtin("node:url").fileURLToPath(here));
}
