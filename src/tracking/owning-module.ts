import { fileOrUrl, hrefOf } from "../base/file-url.ts";
import { hasFailed, isForeign } from "../exports/loaded.ts";
import { firstReadableFile, resolve } from "../load/preferred-files.ts";
import type { Script } from "../origin/script.ts";
import { fileOf, moduleNameOfFile } from "../package/module-name.ts";
import { type NamingOptions, rootKey } from "../package/package-root.ts";
import { withFsCache } from "../package/path.ts";
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

/** By what decides the names, then by script. Answers stay what they are: the module is loaded already. */
const owners = new Map<string, Map<string, OwningModule>>();
/** A development server loads a module again and again, each time with another query. */
const MAX_KEPT = 50_000;

/**
 * The module of a script.
 *
 * @param url a URL, or the path of a CommonJS module.
 * @returns undefined for what is neither a file nor typed into a REPL: `eval`, `data:`, `https:`.
 */
export function owningModule(url: string, options: NamingOptions): OwningModule | undefined {
	const key = rootKey(options);
	let byUrl = owners.get(key);
	if (byUrl === undefined || byUrl.size > MAX_KEPT) {
		byUrl = new Map();
		owners.set(key, byUrl);
	}
	let owner = byUrl.get(url);
	if (owner === undefined) {
		owner = withFsCache(() => findOwner(url, options));
		if (owner !== undefined && owner.file !== "") byUrl.set(url, owner);
	}
	return owner;
}

function findOwner(url: string, options: NamingOptions): OwningModule | undefined {
	const href = hrefOf(url);
	const file = fileOf(href);
	if (file === undefined) return isRepl() ? { moduleName: "", file: "", isTheOneThatLoads: false } : undefined;
	const moduleName = moduleNameOfFile(file, options);
	// A module that was loaded with a query is another one than what a name loads.
	const isPlain = !/[?#]/.test(href) && fileOrUrl(href) === file;
	return { moduleName, file, isTheOneThatLoads: isPlain && isPreferred(moduleName, file, options) };
}

/**
 * Would another process, which has loaded nothing yet, load this very file by the module name? Its package counts as one that the other process
 * finds: a worker may be started where this process was not.
 */
function isPreferred(moduleName: string, file: string, options: NamingOptions): boolean {
	try {
		return firstReadableFile(resolve(moduleName, { ...options, allow: "*" }), file) === file;
	} catch {
		return false;
	}
}

/** The place of a value that is reached from the exports of its module. */
export function reachedPlace(
	where: ValuePlace["where"],
	owner: OwningModule,
	script: Script,
	{ path, holds, isFixed, isAt }: Reach,
): ValuePlace {
	const { moduleName, file } = owner;
	// Then it has run to its end.
	const isSure = isFixed === true && owner.isTheOneThatLoads && !isForeign(script);
	const isLoadable = isSure
		? holds
		: () => owner.isTheOneThatLoads && !hasFailed(script.url) && !isForeign(script) && holds();
	// Not spread from another object: each copy would have a hidden class of its own, ten times as large as it.
	return { moduleName, file, path, isExported: true, isLoadable, isAt, where };
}
