/*
 * The look-up of a package's `exports`, under some conditions and over all of them at once, and its reverse over all: a file has one name, whoever
 * asks for it (`import`, `require`, `-C development`).
 * https://nodejs.org/docs/latest-v22.x/api/esm.html#resolution-algorithm-specification
 */

/** `exports` as a map from subpaths. */
type Entries = readonly (readonly [subpath: string, target: unknown])[];

/**
 * The subpath that a file of a package is imported by.
 *
 * @param exports the `exports` of its package.json.
 * @param path relative to the package, with forward slashes.
 * @returns `"."`, `"./sub"`, …; if several lead there `"."`, else the shortest, else the first in alphabetical order;
 * undefined if none does.
 */
export function subpathOf(exports: unknown, path: string): string | undefined {
	const entries = entriesOf(exports);
	const subpaths = entries.flatMap(([key, target]) =>
		targetsOf(target).flatMap((text) => {
			const subpath = reverse(key, text, path);
			return subpath !== undefined && entryFor(entries, subpath)?.[0] === key ? [subpath] : [];
		}),
	);
	return subpaths.sort((a, b) => a.length - b.length || (a < b ? -1 : 1))[0];
}

/** The files that a subpath leads to under any condition, relative to the package, with forward slashes. */
export function filesOfSubpath(exports: unknown, subpath: string): string[] {
	const entry = entryFor(entriesOf(exports), subpath);
	return entry === undefined ? [] : targetsOf(entry[1]).map((text) => fileOfTarget(entry[0], text, subpath));
}

/**
 * The file that a subpath leads to under some conditions, relative to the package, with forward slashes.
 *
 * @returns null if the package excludes it there; undefined if it does not say anything of it.
 */
export function fileOfSubpath(
	exports: unknown,
	subpath: string,
	conditions: ReadonlySet<string>,
): string | null | undefined {
	const entry = entryFor(entriesOf(exports), subpath);
	const text = entry === undefined ? undefined : targetUnder(entry[1], conditions);
	return entry === undefined || typeof text !== "string"
		? (text as null | undefined)
		: fileOfTarget(entry[0], text, subpath);
}

function fileOfTarget(key: string, text: string, subpath: string): string {
	const star = key.indexOf("*");
	const matched = star === -1 ? "" : subpath.slice(star, subpath.length - (key.length - star - 1));
	return (star === -1 ? text : text.replaceAll("*", () => matched)).slice(2);
}

/** PACKAGE_TARGET_RESOLVE. What is invalid excludes like null: an array goes on behind it, a condition does not. */
function targetUnder(target: unknown, conditions: ReadonlySet<string>): string | null | undefined {
	if (typeof target === "string") return isValidTarget(target) ? decode(target) : null;
	if (typeof target !== "object" || target === null) return null;
	if (Array.isArray(target)) {
		const found = target.map((one) => targetUnder(one, conditions)).filter((one) => one !== undefined);
		return found.find((one) => one !== null) ?? (found.length > 0 || target.length === 0 ? null : undefined);
	}
	for (const [condition, value] of Object.entries(target)) {
		if (condition !== "default" && !conditions.has(condition)) continue;
		const found = targetUnder(value, conditions);
		if (found !== undefined) return found;
	}
	return undefined;
}

function entriesOf(exports: unknown): Entries {
	if (exports === undefined || exports === null) return [];
	const isMap = typeof exports === "object" && Object.keys(exports).some((key) => key.startsWith("."));
	if (!isMap) return [[".", exports]];
	// A key that ends with a slash is what Node dropped in 17; more than one star was never allowed.
	return Object.entries(exports).filter(([key]) => !key.endsWith("/") && key.split("*").length <= 2);
}

/** The entry that Node takes: the exact one, else the pattern with the longest text before its star, then in all. */
function entryFor(entries: Entries, subpath: string): Entries[number] | undefined {
	const exact = entries.find(([key]) => key === subpath && !key.includes("*"));
	if (exact !== undefined) return exact;
	const patterns = entries.filter(([key]) => matches(key, subpath));
	return patterns.sort(([a], [b]) => b.indexOf("*") - a.indexOf("*") || b.length - a.length)[0];
}

function matches(key: string, subpath: string): boolean {
	const [before = "", after] = key.split("*");
	return after !== undefined && subpath.length >= key.length && subpath.startsWith(before) && subpath.endsWith(after);
}

/** Every file that can be meant: of an array only what comes before, and is, its first text, as Node never goes on from there. */
function targetsOf(target: unknown): string[] {
	if (typeof target === "string") return isValidTarget(target) ? [decode(target)] : [];
	if (typeof target !== "object" || target === null) return [];
	const found: string[] = [];
	for (const [condition, value] of Object.entries(target)) {
		// No runtime loads a declaration file.
		if (!Array.isArray(target) && /^types(?:$|@)/.test(condition)) continue;
		found.push(...targetsOf(value));
		const isText = typeof value === "string";
		if (Array.isArray(target) ? isText && isValidTarget(value) : condition === "default" && (isText || value === null))
			break;
	}
	return found;
}

function isValidTarget(target: string): boolean {
	if (!target.startsWith("./")) return false;
	const parts = target.slice(2).split(/[/\\]/);
	return !parts.some((part) => /^(?:|\.|\.\.|node_modules)$/i.test(decode(part)));
}

/** Targets are parts of a URL. */
function decode(target: string): string {
	try {
		return decodeURIComponent(target);
	} catch {
		return target;
	}
}

/** The subpath with which `key: target` leads to the file. */
function reverse(key: string, target: string, path: string): string | undefined {
	const file = `./${path}`;
	if (!key.includes("*")) return target === file ? key : undefined;
	const stars = target.split("*").length - 1;
	// A pattern without a star in its target has endless subpaths for one file.
	if (stars === 0) return undefined;
	const start = target.indexOf("*");
	const matched = file.slice(start, start + (file.length - target.length + stars) / stars);
	if (matched === "" || target.replaceAll("*", () => matched) !== file) return undefined;
	return key.replace("*", () => matched);
}
