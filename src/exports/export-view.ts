import { ownProperty } from "../base/own.ts";
import type { ExportPath } from "../source/export-path.ts";

/** There is nothing, or nothing yet, or what there is may not be looked at. */
export const ABSENT: unique symbol = Symbol("absent");

/** The exports of a loaded module, with what they hold at this moment. Reading them runs nothing of anybody's. */
export interface ExportView {
	/** In any order. */
	readonly names: readonly string[];
	/** False if there may be more exports than can be seen from here: what is not here may be there all the same. */
	readonly isComplete: boolean;
	readonly read: (name: string) => unknown;
	/** The names under which there is a value, in any order: it is asked of every value of a module. */
	readonly holding?: (value: unknown) => string[];
	/** Only the module itself can put something else there: these are the variables of an ES module, as the engine shows them. */
	readonly areVariables?: boolean;
	/** The namespace itself, if it is one. */
	readonly namespace?: object;
	/** What an export shows, where that is known without the text. */
	readonly shows?: (name: string) => ExportPath["shows"];
	/** What a path leads to that begins with an export which is not there: a bundle has left it out, and holds the value under another path. */
	readonly readLeftOut?: (path: readonly string[]) => unknown;
	/** Are these still the exports of the module: has a CommonJS module not been dropped from the cache, or loaded again? */
	readonly isCurrent?: (() => boolean) | undefined;
}

/** What reading an export gives; ABSENT if that throws, as a variable does that has not been initialised. */
export function attempt(read: () => unknown): unknown {
	try {
		return read();
	} catch {
		return ABSENT;
	}
}

/** What a path leads to: own properties that hold a value, no getters, nothing inherited. */
export function readPath(live: ExportView, path: readonly string[]): unknown {
	const [name, ...keys] = path;
	let value = name === undefined ? ABSENT : live.read(name);
	if (value === ABSENT) return live.readLeftOut?.(path) ?? ABSENT;
	for (const key of keys) {
		if (value === ABSENT) return ABSENT;
		value = readOwn(value, key);
	}
	return value;
}

/** An own property that holds a value; ABSENT for a getter, for what is inherited, and for the ways back to a class. */
export function readOwn(holder: unknown, key: string): unknown {
	if ((typeof holder !== "object" && typeof holder !== "function") || holder === null) return ABSENT;
	if (key === "__proto__" || key === "constructor") return ABSENT;
	return attempt(() => {
		const descriptor = ownProperty(holder, key);
		return descriptor !== undefined && "value" in descriptor ? descriptor.value : ABSENT;
	});
}

/** Can it have members? */
export function isHolder(value: unknown): value is object {
	return (typeof value === "object" && value !== null) || typeof value === "function";
}

const OF_FUNCTIONS: ReadonlySet<string> = new Set(["length", "name", "arguments", "caller"]);

/** The own keys under which there may be a member to be named. */
export function memberKeys(holder: unknown): string[] {
	if (!isHolder(holder) || ArrayBuffer.isView(holder)) return [];
	try {
		const keys = Object.getOwnPropertyNames(holder);
		if (typeof holder !== "function") return keys;
		return keys.filter((key) => !OF_FUNCTIONS.has(key));
	} catch {
		return [];
	}
}

/** Is a key one of {@link memberKeys}? */
export function hasMember(holder: unknown, key: string): boolean {
	if (!isHolder(holder) || ArrayBuffer.isView(holder)) return false;
	if (typeof holder === "function" && OF_FUNCTIONS.has(key)) return false;
	return attempt(() => ownProperty(holder, key) !== undefined) === true;
}
