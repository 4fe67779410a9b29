import { ownProperty } from "../base/own.ts";
import { builtin } from "../base/runtime.ts";
import type { ExportPath } from "../source/export-path.ts";

/** There is nothing, or nothing yet, or what there is may not be looked at. */
export const ABSENT: unique symbol = Symbol("absent");

/** The exports of a loaded module, with what they hold at this moment. Reading them runs nothing of anybody's. */
export interface LiveExports {
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

/** A namespace has the same names for ever. */
const ofNamespaces = new WeakMap<object, LiveExports>();

/** The exports of an ES module. */
export function exportsOfNamespace(namespace: object): LiveExports {
	let live = ofNamespaces.get(namespace);
	if (live === undefined) {
		// Vite's is an object like any other, which may grow.
		const areVariables = builtin("node:util").types.isModuleNamespaceObject(namespace);
		live = { ...readNamespace(namespace), areVariables };
		if (areVariables) ofNamespaces.set(namespace, live);
	}
	return live;
}

function readNamespace(namespace: object): LiveExports {
	return {
		namespace,
		names: Object.keys(namespace).filter((name) => name !== "__esModule" && name !== "module.exports"),
		isComplete: true,
		// A variable that has not been initialised throws.
		read: (name) =>
			attempt(() => (Object.hasOwn(namespace, name) ? (namespace as Record<string, unknown>)[name] : ABSENT)),
	};
}

/**
 * The exports of a CommonJS module by the naming rules: `module.exports = { send }` exports `send`, and so does a function that
 * has `send` as a property; any other value of `module.exports`, a class or an instance, is `default` with its members.
 */
export function exportsOfCommonJs(
	moduleExports: unknown,
	isLoaded: boolean,
	runsGetters: boolean,
	isCurrent?: () => boolean,
): LiveExports {
	const named = () =>
		isTable(moduleExports) ? Object.keys(moduleExports).filter((key) => key !== "default" && key !== "__esModule") : [];
	const hasDefault =
		typeof moduleExports === "object" && isTable(moduleExports) && isEnumerable(moduleExports, "default");
	const read = (name: string): unknown => {
		if (name === "default" && !hasDefault) return moduleExports;
		if (!isTable(moduleExports) || !Object.hasOwn(moduleExports, name)) return ABSENT;
		const getter = ownProperty(moduleExports, name)?.get;
		if (getter !== undefined && !runsGetters && !isCompiled(getter)) return ABSENT;
		return attempt(() => (moduleExports as Record<string, unknown>)[name]);
	};
	let names: string[] | undefined;
	return {
		// Lazy: only a search for something that is no export needs them.
		get names() {
			names ??= [...named(), "default"];
			return names;
		},
		isComplete: isLoaded,
		read,
		isCurrent,
		holding: (value) => {
			const found = named().filter((name) => {
				const property = Object.getOwnPropertyDescriptor(moduleExports, name);
				return property !== undefined && Object.hasOwn(property, "value")
					? property.value === value
					: read(name) === value;
			});
			return read("default") === value ? [...found, "default"] : found;
		},
	};
}

function isEnumerable(object: object, key: string): boolean {
	return Object.prototype.propertyIsEnumerable.call(object, key);
}

/**
 * Compilers write exports as getters of a variable or of another module's export: `() => send`, `function () { return m.send; }`, and SWC
 * `get send () { return send; }`.
 * Any other getter may do anything, load a module for example: naming does not run it.
 */
function isCompiled(getter: () => unknown): boolean {
	const text = Function.prototype.toString.call(getter);
	return /^(?:(?:function|get)\s*[\w$]*\s*\(\)\s*\{\s*return\s+[\w$.[\]]+;?\s*\}|\(\)\s*=>\s*[\w$.[\]]+)$/.test(text);
}

/** A plain object, or a function that is no class. */
function isTable(moduleExports: unknown): moduleExports is object {
	if (typeof moduleExports === "function") return !/^class\b/.test(Function.prototype.toString.call(moduleExports));
	if (typeof moduleExports !== "object" || moduleExports === null) return false;
	const prototype: unknown = Object.getPrototypeOf(moduleExports);
	return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** The exports of an ES module as far as they can be seen in the variables of its scope. */
export function exportsOfScope(
	scope: ReadonlyMap<string, unknown>,
	bindings: ReadonlyMap<string, string>,
): LiveExports {
	return {
		names: [...bindings.keys()],
		isComplete: false,
		read: (name) => {
			const variable = bindings.get(name);
			return variable !== undefined && scope.has(variable) ? scope.get(variable) : ABSENT;
		},
	};
}

function attempt(read: () => unknown): unknown {
	try {
		return read();
	} catch {
		return ABSENT;
	}
}

/** What a path leads to: own properties that hold a value, no getters, nothing inherited. */
export function readPath(live: LiveExports, path: readonly string[]): unknown {
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

/** The own keys under which there may be a member to be named. */
export function memberKeys(holder: unknown): string[] {
	if (!isHolder(holder) || ArrayBuffer.isView(holder)) return [];
	try {
		const keys = Object.getOwnPropertyNames(holder);
		if (typeof holder !== "function") return keys;
		return keys.filter((key) => !["length", "name", "arguments", "caller"].includes(key));
	} catch {
		return [];
	}
}
