import { formatPath } from "../base/name.ts";
import { givesName } from "../lock/code-names.ts";
import { allRecorded } from "../registry/read.ts";
import { originOf } from "./record.ts";

/** The name of the user's own that a task was given. */
export function explicitNameOf(value: object): string | undefined {
	const origin = originOf(value);
	return origin?.isOf(value) === true ? origin.ownName : undefined;
}

const shown = new WeakSet<object>();

/**
 * Can another process find a task by the name of the user's own that it was given? It reads the name from the text, so the text of the
 * file must show it: what runs may have been made from it by a compiler, which puts texts together. True for what has no such name.
 */
export function showsExplicitName(
	value: object,
	{ file, path }: { readonly file: string; readonly path: readonly string[] },
): boolean {
	const name = explicitNameOf(value);
	if (name === undefined || shown.has(value)) return true;
	const isBundled = allRecorded().modules.some(({ aliases }) => aliases !== undefined && Object.hasOwn(aliases, name));
	const isShown = isBundled || givesName(file, name, formatPath(path));
	if (isShown) shown.add(value);
	return isShown;
}
