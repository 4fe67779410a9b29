import { type ErrorCode, NamesakeError } from "../base/errors.ts";
import { fileOrUrl, hrefOf } from "../base/file-url.ts";
import type { FoundPath } from "../exports/find-export-path.ts";
import { hasFailed, isForeign } from "../exports/loaded.ts";
import { firstReadableFile, resolve } from "../load/preferred-files.ts";
import type { Script } from "../origin/script.ts";
import { isUnreachable } from "../package/find-package.ts";
import { fileOf, moduleNameOfFile } from "../package/module-name.ts";
import type { Package } from "../package/package.ts";
import { type NamingOptions, rootKey } from "../package/package-root.ts";
import { withFsCache } from "../package/path.ts";
import { isRepl } from "./repl.ts";
import type { ValuePlace } from "./value-place.ts";

/** The module that a value belongs to. */
export interface OwningModule {
	/** Empty in the REPL and for `node -e`: there is no file that could be loaded. */
	readonly moduleName: string;
	/** The real path of the file that was run; empty where there is none. */
	readonly file: string;
	/** Why a name of the module does not load this file, as it is loaded here; undefined if it does. */
	readonly reason: ErrorCode | undefined;
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
	if (file === undefined) return isRepl() ? { moduleName: "", file: "", reason: "NOT_EXPORTED" } : undefined;
	const moduleName = moduleNameOfFile(file, options);
	// A module that was loaded with a query is another one than what a name loads.
	const isPlain = !/[?#]/.test(href) && fileOrUrl(href) === file;
	return { moduleName, file, reason: isPlain ? whyNotLoaded(moduleName, file, options) : "DUPLICATE_NAME" };
}

/**
 * Why a process that has loaded nothing yet, started as this one was, would not load this very file by the module name. A package of another project
 * counts as one that it finds: workers may be started where this process was not.
 */
function whyNotLoaded(moduleName: string, file: string, options: NamingOptions): ErrorCode | undefined {
	try {
		const resolved = resolve(moduleName, { ...options, allow: "*" });
		if (firstReadableFile(resolved, file) !== file) return "DUPLICATE_NAME";
		return resolved.pkg !== undefined && isMissed(resolved.pkg, options) ? "MODULE_NOT_FOUND" : undefined;
	} catch (error) {
		if (error instanceof NamesakeError) return error.code;
		throw error;
	}
}

/** To look for the packages of workspaces takes longer than all else here, and a package has many modules. */
const missed = new WeakMap<Package, Map<string, boolean>>();

function isMissed(pkg: Package, options: NamingOptions): boolean {
	const answers = missed.get(pkg) ?? new Map<string, boolean>();
	missed.set(pkg, answers);
	const key = rootKey(options);
	const answer = answers.get(key) ?? isUnreachable(pkg, options);
	answers.set(key, answer);
	return answer;
}

/** The place of a value that is reached from the exports of its module. */
export function reachedPlace(
	where: ValuePlace["where"],
	owner: OwningModule,
	script: Script,
	{ path, holds, isFixed, isAt, reason }: FoundPath,
): ValuePlace {
	const { moduleName, file } = owner;
	const ofModule = () =>
		owner.reason ?? (hasFailed(script.url) ? "MODULE_FAILED" : isForeign(script) ? "DUPLICATE_NAME" : undefined);
	// Then it has run to its end.
	const isSure = isFixed === true && owner.reason === undefined && !isForeign(script);
	const isLoadable = isSure ? holds : () => ofModule() === undefined && holds();
	// Not spread from another object: each copy would have a hidden class of its own, ten times as large as it.
	return {
		moduleName,
		file,
		path,
		isExported: true,
		isLoadable,
		reason: () => (holds() ? (ofModule() ?? reason) : reason),
		isAt,
		where,
	};
}
