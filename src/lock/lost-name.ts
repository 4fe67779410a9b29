import { NamesakeError, type Place } from "../base/errors.ts";
import { isExplicitName } from "../base/explicit-name.ts";
import { formatPath, modulePartOf, parseName } from "../base/name.ts";
import { nearest } from "../base/nearest.ts";
import { builtin } from "../base/runtime.ts";
import { basesOf, packagesFor, projectPackages } from "../package/find-package.ts";
import { packageOf } from "../package/package.ts";
import { explicitRoot, rootsWithoutPackage } from "../package/package-root.ts";
import { type LoadOptions, resolveModule } from "../package/resolve.ts";
import { allRecorded, loadChunks, registry } from "../registry/read.ts";
import { codeNames, givesName, writtenNames } from "./code-names.ts";
import { type LockEntry, targetOf } from "./lock.ts";
import { placeOfEntry } from "./parse-lock.ts";
import { type IndexedLock, readLock } from "./read-lock.ts";

/** What is known of a name that leads nowhere by itself. */
export interface LostName {
	/** Where it leads now: `module#export.path`; undefined if that is not known. */
	readonly target?: string | undefined;
	/** Who says so, in words. */
	readonly says: string;
	readonly where?: Place | undefined;
	/** The name of the user's own that what it leads to has. */
	readonly ownName?: string | undefined;
	/** The last name that it had before it was removed, which the code may know as a previous name. */
	readonly removed?: string | undefined;
}

/**
 * What has become of a name: as the bundle says, the lock files of the project's packages, or the options of tasks in their code,
 * in this order. Opens nothing else, whatever the name.
 *
 * @throws NamesakeError `DUPLICATE_NAME` if two claim the name; `LOCK_INVALID`.
 */
export async function findLostName(name: string, options: LoadOptions): Promise<LostName | undefined> {
	if (bundledName(name) === undefined) await loadChunks(name);
	const bundled = bundledName(name);
	if (bundled !== undefined) return bundled;
	if (registry()?.isClosed === true) return undefined;
	const directories = directoriesFor(name, options);
	const locked = inLocks(name, directories);
	if (locked?.ownName !== undefined) return ofOwnName(locked.ownName, locked, directories, options);
	if (locked?.target !== undefined) return locked;
	const names = locked?.removed === undefined ? [name] : [name, locked.removed];
	return names.map((text) => inCode(text, directories, options)).find((found) => found !== undefined) ?? locked;
}

/** The names of the user's own that are most like one that nothing has: of the bundle, the lock files and the code. */
export function nearestOwnNames(name: string, options: LoadOptions): string[] {
	const names = new Set(allRecorded().modules.flatMap(({ aliases = {} }) => Object.keys(aliases)));
	if (registry()?.isClosed !== true) {
		const directories = directoriesFor(name, options);
		for (const lock of directories.flatMap((directory) => readLock(directory) ?? []))
			for (const entry of lock.entries) if (!entry.removed) names.add(entry.name);
		for (const text of writtenNames(directories)) names.add(text);
	}
	return nearest(name, [...names].filter(isExplicitName));
}

/** A name of the user's own stays when the task is moved: where it is now, its code knows better than a lock. */
function ofOwnName(
	ownName: string,
	locked: LostName,
	directories: readonly string[],
	options: LoadOptions,
): LostName | undefined {
	if (locked.target !== undefined && isGivenAt(locked.target, ownName, options)) return locked;
	return inCode(ownName, directories, options) ?? { ...locked, target: undefined };
}

/** Does the code at a place give this name to its task? */
function isGivenAt(target: string, ownName: string, options: LoadOptions): boolean {
	const { moduleName, exportPath } = parseName(target);
	try {
		const [file = ""] = resolveModule(moduleName, options).files;
		return givesName(file, ownName, formatPath(exportPath));
	} catch {
		return false;
	}
}

function bundledName(name: string): LostName | undefined {
	const targets = new Set<string>();
	for (const { aliases, name: moduleName } of allRecorded().modules)
		if (aliases !== undefined && Object.hasOwn(aliases, name)) targets.add(`${moduleName}#${aliases[name]}`);
	return only(
		name,
		[...targets].map((target) => ({ target, says: "the bundle" })),
	);
}

function inLocks(name: string, directories: readonly string[]): LostName | undefined {
	const locks = directories.flatMap((directory) => readLock(directory) ?? []);
	const current = locks.flatMap((lock) => {
		const entry = lock.byPrevious.get(name);
		return entry === undefined ? [] : [lostName(lock, entry, targetOf(entry))];
	});
	const own = locks.flatMap((lock) => {
		const entry = lock.entries[lock.byName.get(name) ?? -1];
		return entry === undefined ? [] : [lostName(lock, entry, entry.at)];
	});
	const found = [...current, ...own];
	return (
		only(
			name,
			found.filter(({ target }) => target !== undefined),
		) ?? found[0]
	);
}

function lostName(lock: IndexedLock, entry: LockEntry, target: string | undefined): LostName {
	const where = placeOfEntry(lock, lock.byName.get(entry.name) ?? 0);
	const says = builtin("node:path").basename(lock.file);
	if (entry.removed) return { says, where, removed: entry.name };
	return { target, says, where, ownName: entry.at === undefined ? undefined : entry.name };
}

function inCode(name: string, directories: readonly string[], options: LoadOptions): LostName | undefined {
	const found = codeNames(name, directories, options);
	return only(
		name,
		found.map(({ target, where }) => ({ target, says: "the code", where })),
	);
}

function only(name: string, found: readonly LostName[]): LostName | undefined {
	const targets = new Set(found.map(({ target }) => target));
	if (targets.size < 2) return found[0];
	throw new NamesakeError("DUPLICATE_NAME", {
		asked: name,
		where: found.flatMap(({ where }) => where ?? []),
		why: `several tasks have it as their name or a previous name: ${[...targets].join(", ")}`,
		fix: "keep it only on the task that should run jobs of this name",
	});
}

/** The folders of the project whose locks and code count: those where {@link LoadOptions} let a name be looked for, no dependencies. */
function directoriesFor(name: string, options: LoadOptions): string[] {
	const bases = basesOf(options);
	const root = explicitRoot(options);
	const found = new Set<string>(root === undefined ? [] : [root]);
	if (name.startsWith("./")) {
		if (root !== undefined) return [...found];
		for (const base of bases) {
			const pkg = packageOf(builtin("node:path").join(base, "package.json"));
			if (pkg?.name === undefined && pkg?.isDependency !== true) found.add(pkg?.dir ?? base);
		}
		for (const directory of rootsWithoutPackage())
			if (packageOf(builtin("node:path").join(directory, "_")) === undefined) found.add(directory);
		return [...found];
	}
	for (const pkg of projectPackages(bases)) if (!pkg.isDependency) found.add(pkg.dir);
	if (name.includes("#"))
		for (const pkg of packagesFor(modulePartOf(name), bases, () => [])) if (!pkg.isDependency) found.add(pkg.dir);
	return [...found];
}
