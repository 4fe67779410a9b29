import { preferredFiles, resolve } from "../module/load.ts";
import { hasFailed, isForeign } from "../module/loaded.ts";
import { fileOf, moduleNameOfFile } from "../module/module-name.ts";
import type { NamingOptions } from "../module/package-root.ts";
import { hrefOf, type Script } from "../origin/script.ts";
import { fileOrUrl } from "../origin/source-map.ts";
import type { Reach } from "./reach.ts";
import { isRepl } from "./repl.ts";
import type { ValuePlace } from "./value-place.ts";

/** The module that a value belongs to. */
export interface OwningModule {
	/** Empty in the REPL and for `node -e`: there is no file that could be loaded. */
	readonly moduleName: string;
	/** The real path of the file that was run; empty where there is none. */
	readonly file: string;
	/** Is this file, loaded as it is, what a name of the module loads? */
	readonly isTheOneThatLoads: boolean;
}

/**
 * The module of a script.
 *
 * @param url a URL, or the path of a CommonJS module.
 * @returns undefined for what is neither a file nor typed into a REPL: `eval`, `data:`, `https:`.
 */
export function owningModule(url: string, options: NamingOptions): OwningModule | undefined {
	const href = hrefOf(url);
	const file = fileOf(href);
	if (file === undefined) return isRepl() ? { moduleName: "", file: "", isTheOneThatLoads: false } : undefined;
	const moduleName = moduleNameOfFile(file, options);
	// A module that was loaded with a query is another one than what a name loads.
	return {
		moduleName,
		file,
		isTheOneThatLoads: !/[?#]/.test(href) && fileOrUrl(href) === file && leadsTo(moduleName, file, options),
	};
}

const leading = new Map<string, boolean>();

/** Would loading the module name load this very file? It is loaded already, so the answer stays what it is. */
function leadsTo(moduleName: string, file: string, options: NamingOptions): boolean {
	const key = [moduleName, file, options.packageRoot, process.env["NAMESAKE_PACKAGE_ROOT"], process.cwd()].join("\0");
	let leads = leading.get(key);
	if (leads === undefined) {
		leads = isPreferred(moduleName, file, options);
		leading.set(key, leads);
	}
	return leads;
}

function isPreferred(moduleName: string, file: string, options: NamingOptions): boolean {
	try {
		return preferredFiles(resolve(moduleName, { ...options, allow: "*" }))[0] === file;
	} catch {
		return false;
	}
}

/** The place of a value that is reached from the exports of its module. */
export function reachedPlace(
	base: Pick<ValuePlace, "moduleName" | "file" | "where">,
	owner: OwningModule,
	script: Script,
	{ path, holds }: Reach,
): ValuePlace {
	const isLoadable = () => owner.isTheOneThatLoads && !hasFailed(script.url) && !isForeign(script) && holds();
	return { ...base, path, isExported: true, isLoadable };
}
