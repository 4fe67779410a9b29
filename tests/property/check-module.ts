import assert from "node:assert/strict";
import type * as Namesake from "../../src/index.ts";

/** What a run has seen, so that a run that has seen nothing is noticed. */
export interface Tally {
	loadable: number;
	/** Of these, answers that were given while a module was running, and after it was changed. */
	early: number;
	changed: number;
	notLoadable: number;
	refused: Record<string, number>;
	/** Loadable names and a way to reach the value that does not use the library, for a fresh process. */
	readonly names: { readonly name: string; readonly path: readonly string[] }[];
}

type Library = typeof Namesake;

/**
 * Holds the invariants against one loaded module: what is loadable loads the identical value, an answer without looking is the
 * answer with looking, two values never share a loadable name, and every refusal has a code.
 */
export async function checkModule(
	library: Library,
	values: Values,
	moduleName: string,
	tally: Tally,
	names: Map<string, unknown>,
	isTwice: boolean,
): Promise<void> {
	for (const [value, path] of values) {
		const eager = attempt(library, () => library.extractTaskModule(value));
		const sync = attempt(library, () => (value as { lhs?: unknown }).lhs);
		const tracked = value instanceof library.TrackedInstance;
		const found = await attemptLater(library, () => library.findTaskModule(value));
		const proved = tracked
			? await attemptLater(library, () => (value as Namesake.TrackedInstance).findLhs())
			: undefined;
		if (tracked && "value" in sync && proved !== undefined && "value" in proved) assert.equal(sync.value, proved.value);
		const late = attempt(library, () => library.extractTaskModule(value));
		for (const answer of [eager, found, late]) {
			if ("code" in answer) {
				tally.refused[answer.code] = (tally.refused[answer.code] ?? 0) + 1;
				continue;
			}
			const { name, loadable } = answer.value;
			assert.equal(library.formatName(library.parseName(name)), name);
			if (!loadable) {
				tally.notLoadable++;
				continue;
			}
			assert.equal(
				isTwice ? value : await library.load(name),
				value,
				`${name} loads something else than exports.${path.join(".")}`,
			);
			assert.ok(!names.has(name) || names.get(name) === value, `${name} is the name of two values`);
			names.set(name, value);
			if (!name.startsWith("namesake/"))
				assert.equal(answer.value.moduleName, moduleName, `${name}: of another module`);
			tally.loadable++;
			tally.names.push({ name, path });
		}
		if ("value" in eager && "value" in late) assert.equal(eager.value.name, late.value.name);
	}
}

/** What was said while the module was running has to hold when it has run. */
export function checkEarly(early: readonly EarlyAnswer[], values: Values, tally: Tally): void {
	for (const { value, name } of early) {
		const path = values.get(value);
		assert.ok(path, `${name} was loadable while the module was running, and no export leads to it`);
		tally.early++;
		tally.names.push({ name, path });
	}
}

/**
 * After somebody has changed the module: a fresh process has what was there before.
 *
 * @param isTwice whether two files of the module's name are loaded: then `load` refuses here, and in a fresh process it does not.
 */
export async function checkChanged(
	library: Library,
	exports: object,
	before: Values,
	tally: Tally,
	names: Map<string, unknown>,
	isTwice: boolean,
): Promise<void> {
	for (const value of new Set([...before.keys(), ...reachable(exports).keys()])) {
		const answer = attempt(library, () => library.extractTaskModule(value));
		if ("code" in answer || !answer.value.loadable) continue;
		const { name } = answer.value;
		const path = before.get(value);
		// Of the library's own functions, which another object's prototype has brought along.
		if (path === undefined && name.startsWith("namesake/")) continue;
		assert.ok(path, `${name} leads to what was put there after the module had run`);
		assert.equal(isTwice ? value : await library.load(name), value, `${name} loads something else now`);
		assert.ok(!names.has(name) || names.get(name) === value, `${name} is the name of two values`);
		tally.changed++;
		tally.names.push({ name, path });
	}
}

/** An answer that says loadable. */
export interface EarlyAnswer {
	readonly value: object;
	readonly name: string;
}

/** Values with one path to each. */
export type Values = ReadonlyMap<object, readonly string[]>;

type Attempt<T> = { readonly value: T } | { readonly code: string };

function attempt<T>(library: Library, ask: () => T): Attempt<T> {
	try {
		return { value: ask() };
	} catch (error) {
		return refusal(library, error);
	}
}

async function attemptLater<T>(library: Library, ask: () => Promise<T>): Promise<Attempt<T>> {
	try {
		return { value: await ask() };
	} catch (error) {
		return refusal(library, error);
	}
}

function refusal(library: Library, error: unknown): { readonly code: string } {
	if (error instanceof library.NamesakeError) return { code: error.code };
	throw error;
}

/** Every function and tracked value that the exports lead to, with one path to each. */
export function reachable(exports: object): Values {
	const found = new Map<object, readonly string[]>();
	const waiting: [unknown, readonly string[]][] = [[exports, []]];
	const seen = new Set<unknown>();
	for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
		const [value, path] = next;
		if ((typeof value !== "object" && typeof value !== "function") || value === null || seen.has(value)) continue;
		seen.add(value);
		if (path.length > 0 && (typeof value === "function" || "findLhs" in value)) found.set(value, path);
		if (path.length > 5) continue;
		for (const [key, property] of Object.entries(Object.getOwnPropertyDescriptors(value)))
			waiting.push([property.get === undefined || path.length > 0 ? property.value : read(value, key), [...path, key]]);
	}
	return found;
}

function read(exports: object, key: string): unknown {
	return (exports as Record<string, unknown>)[key];
}
