import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { OpenModule } from "./project.ts";
import { type Reading, readName } from "./reference.ts";

/** What a name has to lead to. */
export type Expected =
	| { readonly value: unknown; readonly runs: readonly string[] }
	| { readonly codes: readonly string[]; readonly runs: readonly string[] };

/**
 * Says what a name leads to, without anything of the library: from a list of modules, and by plain access to what `import()` gives.
 */
export class Oracle {
	readonly #modules: ReadonlyMap<string, OpenModule>;
	readonly #folder: string;

	constructor(app: string, modules: readonly OpenModule[]) {
		this.#folder = app;
		this.#modules = new Map(modules.map((module) => [module.moduleName, module]));
	}

	/** Asked before the name is loaded: looks at nothing. */
	before(text: string): { readonly reading: Reading | undefined; readonly module: OpenModule | undefined } {
		const reading = readName(text);
		return { reading, module: reading === undefined ? undefined : this.#modules.get(reading.moduleName) };
	}

	/** Asked after that: the module may be looked at, if it is one. */
	async after({ reading, module }: ReturnType<Oracle["before"]>): Promise<Expected> {
		if (reading === undefined) return { codes: ["INVALID_NAME"], runs: [] };
		if (module === undefined) {
			// A function inside of another one is never loaded: whether its file is a module need not be looked at.
			const isUnread = reading.scopes.length > 1 && reading.moduleName === "@acme/app/credentials";
			return { codes: ["FORBIDDEN_MODULE", "MODULE_NOT_FOUND", ...(isUnread ? ["NESTED"] : [])], runs: [] };
		}
		const [path = [], ...nested] = reading.scopes;
		if (nested.length > 0) return { codes: ["NESTED"], runs: [] };
		const { runs } = module;
		if (module.fails !== undefined) return { codes: [module.fails], runs };
		const found = await this.#follow(module, path);
		if (found === undefined) return { codes: ["EXPORT_NOT_FOUND", "NOT_EXPORTED"], runs };
		return isThenable(found.value) ? { codes: ["UNNAMEABLE"], runs } : { value: found.value, runs };
	}

	async #follow(module: OpenModule, [first = "", ...keys]: readonly string[]): Promise<{ value: unknown } | undefined> {
		let held: { value: unknown } | undefined =
			module.isCommonJs === true ? this.#ofCommonJs(module, first) : await this.#ofNamespace(module, first);
		for (const key of keys) {
			if (held === undefined || key === "__proto__" || key === "constructor") return undefined;
			const { value } = held;
			if ((typeof value !== "object" && typeof value !== "function") || value === null) return undefined;
			try {
				const property = Object.getOwnPropertyDescriptor(value, key);
				held = property !== undefined && "value" in property ? { value: property.value } : undefined;
			} catch {
				return undefined;
			}
		}
		return held;
	}

	async #ofNamespace({ file }: OpenModule, name: string): Promise<{ value: unknown } | undefined> {
		// A module that exports `then` can't be had by import() alone.
		const text = `export * as namespace from ${JSON.stringify(pathToFileURL(join(this.#folder, file)).href)};`;
		const { namespace } = (await import(`data:text/javascript,${encodeURIComponent(text)}`)) as {
			namespace: Record<string, unknown>;
		};
		return Object.keys(namespace).includes(name) ? { value: namespace[name] } : undefined;
	}

	#ofCommonJs({ file }: OpenModule, name: string): { value: unknown } | undefined {
		const exports = createRequire(join(this.#folder, "x.js"))(join(this.#folder, file)) as Record<string, unknown>;
		try {
			return Object.hasOwn(exports, name) ? { value: exports[name] } : undefined;
		} catch {
			return undefined;
		}
	}
}

function isThenable(value: unknown): boolean {
	try {
		const isObject = (typeof value === "object" && value !== null) || typeof value === "function";
		return isObject && typeof (value as { then?: unknown }).then === "function";
	} catch {
		return true;
	}
}
