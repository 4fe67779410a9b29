/* What a text really does: this process runs it. */

let runs = 0;

/** Runs a text as a module, and gives what it exports. Its free names are variables of the global object. */
export async function runText(text: string, type: "module" | "commonjs"): Promise<object> {
	// Each time anew: Node keeps a module by its URL.
	if (type === "module") return import(`data:text/javascript,${encodeURIComponent(`${text}\n//${runs++}`)}`);
	const module = { exports: {} as object };
	const whole = new Function("exports", "require", "module", "__filename", "__dirname", text);
	whole.call(module.exports, module.exports, undefined, module, "m.cjs", ".");
	return module.exports;
}

/** Runs something with these global variables, which are gone afterwards. */
export async function withGlobals<T>(values: Readonly<Record<string, unknown>>, run: () => Promise<T>): Promise<T> {
	const before = new Map(Object.keys(values).map((key) => [key, Object.getOwnPropertyDescriptor(globalThis, key)]));
	Object.assign(globalThis, values);
	try {
		return await run();
	} finally {
		for (const [key, descriptor] of before) {
			delete (globalThis as Record<string, unknown>)[key];
			if (descriptor !== undefined) Object.defineProperty(globalThis, key, descriptor);
		}
	}
}

/** What a path leads to, by own properties; of `module.exports` that is no table, `default` is the whole. */
export function valueAt(exports: object, path: readonly string[]): unknown {
	if (path[0] === "default" && !Object.hasOwn(exports, "default")) return valueBelow(exports, path.slice(1));
	return valueBelow(exports, path);
}

function valueBelow(holder: unknown, path: readonly string[]): unknown {
	let value = holder;
	for (const key of path) {
		if (value === null || value === undefined || !Object.hasOwn(Object(value), key)) return undefined;
		value = (value as Record<string, unknown>)[key];
	}
	return value;
}

/** All paths of some steps at most from the exports of a module to a value. */
export function pathsTo(exports: object, wanted: (value: unknown) => boolean, steps: number): string[][] {
	const found: string[][] = [];
	const waiting: { readonly value: unknown; readonly path: string[] }[] = [{ value: exports, path: [] }];
	for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
		const { value, path } = next;
		if (path.length > 0 && wanted(value)) found.push(path);
		if (path.length >= steps || value === null || (typeof value !== "object" && typeof value !== "function")) continue;
		for (const key of Object.getOwnPropertyNames(value)) {
			const { get, value: inner } = Object.getOwnPropertyDescriptor(value, key) ?? {};
			if (get === undefined && !(typeof value === "function" && key === "constructor"))
				waiting.push({ value: inner, path: [...path, key] });
		}
	}
	return found;
}
