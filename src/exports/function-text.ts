import { memoizeWeak } from "../source/module-cache.ts";
import type { ModuleSource } from "../source/module-source.ts";
import type { Node } from "../source/node.ts";

/* What the text of a function tells of where it was put, where nothing has numbered it. */

/** Was a function written under a key? It has its name then, or its text stands behind the key: `api.send = () => …`. */
export function isOwnKey(source: ModuleSource, fn: () => void, key: string): boolean {
	if (fn.name === key) return true;
	const [first, last] = indexesOf(source, fn) ?? [];
	const before =
		first === undefined || first !== last ? "" : source.text.slice(Math.max(0, first - key.length - 10), first);
	const written = before.replace(/\s*[:=]\s*$/, "").replace(/["'`]?\]?$/, "");
	return written.length < before.length && /[\s.,{[("'`]$/.test(written.slice(0, -key.length)) && written.endsWith(key);
}

/** Where the text of a function stands in its module first, and where last; undefined if it is nowhere. */
function indexesOf(source: ModuleSource, fn: () => void): readonly [first: number, last: number] | undefined {
	const own = Function.prototype.toString.call(fn);
	const known = indexes(source);
	if (!known.has(own)) known.set(own, findText(source.text, own));
	return known.get(own);
}

function findText(text: string, own: string): readonly [first: number, last: number] | undefined {
	let found: readonly [number, number] | undefined;
	for (let at = text.indexOf(own); at >= 0; at = text.indexOf(own, at + 1))
		// `() => 1` is no part of `() => 10`.
		if (!/[\w$]/.test(text[at + own.length] ?? "")) found = [found?.[0] ?? at, at];
	return found;
}

/** Each member of a registry is compared with all of its functions. */
const indexes = memoizeWeak((_source: ModuleSource) => new Map<string, readonly [number, number] | undefined>());

/**
 * Does a function that stands before or behind a tracked value in its object come before or behind it in the text, too? The order of making compares tracked
 * values only.
 *
 * @param distance less than 0 before it, more behind it.
 */
export function isOnItsSide(source: ModuleSource, site: Node, fn: () => void, distance: number): boolean {
	const at = indexesOf(source, fn);
	if (at === undefined) return false;
	return distance < 0 ? at[1] < site.start : at[0] >= site.end;
}
