import { isClass } from "../base/is-class.ts";
import { ownProperty } from "../base/own.ts";
import { ABSENT, attempt, type ExportView } from "./export-view.ts";

/**
 * The exports of a CommonJS module by the naming rules: `module.exports = { send }` exports `send`, and so does a function that
 * has `send` as a property; any other value of `module.exports`, a class or an instance, is `default` with its members.
 */
export function exportsOfCommonJs(
	moduleExports: unknown,
	isLoaded: boolean,
	runsGetters: boolean,
	isCurrent?: () => boolean,
): ExportView {
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
	if (typeof moduleExports === "function") return !isClass(moduleExports);
	if (typeof moduleExports !== "object" || moduleExports === null) return false;
	const prototype: unknown = Object.getPrototypeOf(moduleExports);
	return prototype === null || Object.getPrototypeOf(prototype) === null;
}
