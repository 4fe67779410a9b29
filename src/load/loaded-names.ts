import type { NameParts } from "../base/name.ts";
import { ownOption } from "../base/own.ts";
import type { ExportView } from "../exports/export-view.ts";
import { rootKey } from "../package/package-root.ts";
import type { LoadOptions } from "../package/resolve.ts";
import { registry } from "../registry/read.ts";

/** A name of which the module has been found and has run. */
export interface LoadedName {
	readonly parts: NameParts;
	readonly live: ExportView;
	readonly file: string;
}

/**
 * Names that were loaded, by what decides where they lead. A name leads to the same module for as long as the process runs, as an
 * import does; what the module holds is looked at each time.
 */
const contexts = new Map<string, Map<string, LoadedName>>();
const MAX_KEPT = 10_000;

/** @param who names that strangers write are looked up by other rules than a program's own. */
export function loadedName(who: "program" | "strangers", name: string, options: LoadOptions): LoadedName | undefined {
	// What is recorded may come later, and counts first.
	if (registry() !== undefined) return undefined;
	const found = contexts.get(contextOf(who, options))?.get(name);
	return found?.live.isCurrent?.() === false ? undefined : found;
}

/** To be called only if no other file has the module name: which of several counts depends on what is loaded, and that may change. */
export function rememberName(
	who: "program" | "strangers",
	name: string,
	options: LoadOptions,
	loaded: LoadedName,
): void {
	const context = contextOf(who, options);
	let names = contexts.get(context);
	if (names === undefined || names.size >= MAX_KEPT) {
		names = new Map();
		contexts.set(context, names);
	}
	names.set(name, loaded);
}

function contextOf(who: string, options: LoadOptions): string {
	const from = ownOption(options, "from");
	const allow = ownOption(options, "allow");
	const given =
		from === undefined && allow === undefined ? "" : JSON.stringify([from === undefined ? 0 : String(from), allow]);
	return `${who}\0${rootKey(options)}\0${given}`;
}
