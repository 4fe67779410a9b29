import { builtin } from "../base/runtime.ts";
import { ABSENT, attempt, type ExportView } from "./export-view.ts";

/** A namespace has the same names for ever. */
const ofNamespaces = new WeakMap<object, ExportView>();

/** The exports of an ES module. */
export function exportsOfNamespace(namespace: object): ExportView {
	let live = ofNamespaces.get(namespace);
	if (live === undefined) {
		// Vite's is an object like any other, which may grow.
		const areVariables = builtin("node:util").types.isModuleNamespaceObject(namespace);
		live = { ...readNamespace(namespace), areVariables };
		if (areVariables) ofNamespaces.set(namespace, live);
	}
	return live;
}

function readNamespace(namespace: object): ExportView {
	return {
		namespace,
		names: Object.keys(namespace).filter((name) => name !== "__esModule" && name !== "module.exports"),
		isComplete: true,
		// A variable that has not been initialised throws.
		read: (name) =>
			attempt(() => (Object.hasOwn(namespace, name) ? (namespace as Record<string, unknown>)[name] : ABSENT)),
	};
}

/** The exports of an ES module as far as they can be seen in the variables of its scope. */
export function exportsOfScope(scope: ReadonlyMap<string, unknown>, bindings: ReadonlyMap<string, string>): ExportView {
	return {
		names: [...bindings.keys()],
		isComplete: false,
		read: (name) => {
			const variable = bindings.get(name);
			return variable !== undefined && scope.has(variable) ? scope.get(variable) : ABSENT;
		},
	};
}
