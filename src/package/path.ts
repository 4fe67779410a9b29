import { existsSync, realpathSync, type Stats, statSync } from "node:fs";
import { isAbsolute, join, parse, relative, resolve, sep } from "node:path";

/** The extensions that a module name does not carry, in the order in which a source is looked for. */
export const SOURCE_EXTENSIONS = [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"] as const;

/** The lookbehind keeps a file whose whole name is `.js` as it is: what follows its only dot is no extension. */
const SOURCE_EXTENSION = /(?<=[^/])\.(?:[jt]sx?|[cm][jt]s)$/;
const TYPESCRIPT_EXTENSION = /(?<=[^/])\.(?:tsx?|[cm]ts)$/;

/** A POSIX path without its last extension, if that is one of {@link SOURCE_EXTENSIONS}. */
export function stemOf(path: string): string {
	return path.replace(SOURCE_EXTENSION, "");
}

export function hasSourceExtension(path: string): boolean {
	return SOURCE_EXTENSION.test(path);
}

export function isTypeScript(path: string): boolean {
	return TYPESCRIPT_EXTENSION.test(path);
}

/** What was seen of the disk, by path. */
interface Glance {
	readonly stats: Map<string, Stats | undefined>;
	readonly realPaths: Map<string, string>;
}

let glance: Glance | undefined;

/** Asks the disk once for each path, for the time of one answer, which may ask for a path many times. */
export function withFsCache<Answer>(find: () => Answer): Answer {
	if (glance !== undefined) return find();
	glance = { stats: new Map(), realPaths: new Map() };
	try {
		return find();
	} finally {
		glance = undefined;
	}
}

/** The real path of a file, also of one that is not there: then its nearest existing folder is made real. */
export function realPath(path: string): string {
	const seen = glance?.realPaths.get(path);
	if (seen !== undefined) return seen;
	const real = findRealPath(path);
	glance?.realPaths.set(path, real);
	return real;
}

function findRealPath(path: string): string {
	try {
		return realpathSync.native(path);
	} catch {
		return realPathOfMissing(path);
	}
}

function realPathOfMissing(path: string): string {
	const existing = existingPart(path);
	try {
		return join(realpathSync.native(existing || "."), path.slice(existing.length));
	} catch {
		return path;
	}
}

/**
 * What of a path is there. It is looked for from the root down, to the first folder that is not there: a path may come from anywhere, and
 * have thousands of them.
 */
export function existingPart(path: string): string {
	if (isThere(path)) return path;
	let existing = parse(path).root;
	for (let end = existing.length; ; ) {
		const next = path.indexOf(sep, end);
		const part = next === -1 ? path : path.slice(0, next);
		if (!isThere(part) || next === -1) return existing;
		existing = part;
		end = next + 1;
	}
}

function isThere(path: string): boolean {
	return glance === undefined ? existsSync(path) : statOf(path) !== undefined;
}

/** From the working directory on. Where that has been deleted, a relative path leads nowhere and stays what it is. */
export function absolutePath(path: string): string {
	try {
		return resolve(path);
	} catch {
		return path;
	}
}

/** Whether `path` is `directory` or below it; both absolute. */
export function isInside(directory: string, path: string): boolean {
	const way = relative(directory, path);
	return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** The way from a folder to a file in it, with forward slashes. */
export function relativePosix(directory: string, file: string): string {
	return toPosix(relative(directory, file));
}

/** Only Windows separates with a backslash; elsewhere it is a character that a file name may have. */
export function toPosix(path: string): string {
	return sep === "\\" ? path.replaceAll("\\", "/") : path;
}

/** The rest of a POSIX path below a folder (`""` is the root), or undefined if it is not below it. */
export function restBelow(directory: string, path: string): string | undefined {
	if (directory === "") return path;
	return path.startsWith(`${directory}/`) ? path.slice(directory.length + 1) : undefined;
}

/** Joins a folder (`""` is the root) and a path, both POSIX. */
export function below(directory: string, path: string): string {
	return directory === "" ? path : path === "" ? directory : `${directory}/${path}`;
}

export function isFile(path: string): boolean {
	return statOf(path)?.isFile() ?? false;
}

export function isDirectory(path: string): boolean {
	return statOf(path)?.isDirectory() ?? false;
}

/** `throwIfNoEntry` covers ENOENT and ENOTDIR only: a name that is too long, or has a loop of links, is not there either. */
export function statOf(path: string): Stats | undefined {
	if (glance === undefined) return findStat(path);
	const { stats } = glance;
	if (!stats.has(path)) stats.set(path, findStat(path));
	return stats.get(path);
}

function findStat(path: string): Stats | undefined {
	try {
		return statSync(path, { throwIfNoEntry: false });
	} catch {
		return undefined;
	}
}
