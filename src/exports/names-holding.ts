import { ModuleCache } from "../source/module-cache.ts";
import { type ModuleSource, referencesTo, writesTo } from "../source/module-source.ts";
import type { ExportView } from "./export-view.ts";

/** Of fewer exports each is looked at as fast as their index. */
const FEW = 32;

/**
 * The exports that hold a value, in any order. It is asked of every value of a module, about each of its exports: of the many that large
 * modules have, those that can't change are looked up.
 */
export function namesHolding(live: ExportView, value: unknown, source: ModuleSource): string[] {
	if (live.holding !== undefined) return live.holding(value);
	const { names, namespace, areVariables } = live;
	if (namespace === undefined || areVariables !== true) return names.filter((name) => live.read(name) === value);
	const exports = namespace as Readonly<Record<string, unknown>>;
	if (names.length <= FEW || !source.exports.isModule) return held(exports, names, value);
	const { byValue, others } = indexes.of(source, exports);
	const found = byValue.get(value);
	// What is no export that can't change may be any other one.
	if (found === undefined) return held(exports, names, value);
	return [...held(exports, found, value), ...held(exports, others, value)];
}

function held(exports: Readonly<Record<string, unknown>>, names: readonly string[], value: unknown): string[] {
	const found: string[] = [];
	for (const name of names)
		try {
			if (exports[name] === value) found.push(name);
		} catch {
			// A variable that has not been initialised.
		}
	return found;
}

interface Index {
	/** Of the exports that always hold what they hold. */
	readonly byValue: ReadonlyMap<unknown, readonly string[]>;
	/** What they hold may change. */
	readonly others: readonly string[];
}

const indexes = new ModuleCache((source: ModuleSource, exports: Readonly<Record<string, unknown>>): Index => {
	const byValue = new Map<unknown, string[]>();
	const others: string[] = [];
	for (const name of Object.keys(exports))
		try {
			const value = exports[name];
			const same = byValue.get(value);
			if (!isFixedExport(source, name)) others.push(name);
			else if (same === undefined) byValue.set(value, [name]);
			else same.push(name);
		} catch {
			others.push(name);
		}
	return { byValue, others };
});

/** Does the text tell that nothing is put into an export once it is there? */
export function isFixedExport(source: ModuleSource, name: string): boolean {
	const variable = source.exports.bindings.get(name);
	if (variable === undefined) return name === "default" && source.exports.defaultNode !== undefined;
	const binding = source.bindings.get(variable);
	if (binding?.kind === "const") return true;
	return binding !== undefined && writesTo(source, variable).length === 0 && referencesTo(source, "eval").length === 0;
}
