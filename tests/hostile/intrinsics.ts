/** What the language itself has made: no name may lead to it, and nothing of it may change. */
export class Intrinsics {
	readonly #objects: ReadonlyMap<unknown, number>;
	readonly #before: ReadonlyMap<unknown, string>;

	constructor() {
		this.#objects = new Map([...reachable()].map((object, index) => [object, index]));
		this.#before = this.#shapes();
	}

	has(value: unknown): boolean {
		return this.#objects.has(value);
	}

	/** The properties that are not as they were, in words. */
	changes(): string[] {
		const now = this.#shapes();
		return [...this.#before].flatMap(([object, before]) => difference(before, now.get(object) ?? ""));
	}

	#shapes(): Map<unknown, string> {
		return new Map([...this.#objects.keys()].map((object) => [object, this.#shapeOf(object as object)]));
	}

	#shapeOf(object: object): string {
		const word = (value: unknown) => {
			const isObject = (typeof value === "object" && value !== null) || typeof value === "function";
			return isObject ? `object ${this.#objects.get(value) ?? "of somebody"}` : `${typeof value} ${String(value)}`;
		};
		return Reflect.ownKeys(object)
			.map((key) => {
				const { value, get, set, ...rest } = Object.getOwnPropertyDescriptor(object, key) ?? {};
				return `${String(key)}: ${word(value)}, ${word(get)}, ${word(set)}, ${JSON.stringify(rest)}`;
			})
			.join("\n");
	}
}

function difference(before: string, now: string): string[] {
	if (before === now) return [];
	const [old, current] = [new Set(before.split("\n")), new Set(now.split("\n"))];
	return [
		...[...current].filter((line) => !old.has(line)).map((line) => `+ ${line}`),
		...[...old].filter((line) => !current.has(line)).map((line) => `- ${line}`),
	];
}

// biome-ignore format: a list
const NAMES = [
	"Object", "Function", "Array", "String", "Number", "Boolean", "Symbol", "BigInt", "Error", "TypeError", "RangeError", "Promise", "Map",
	"Set", "WeakMap", "WeakSet", "WeakRef", "Date", "RegExp", "Proxy", "Reflect", "JSON", "Math", "Atomics", "ArrayBuffer",
	"SharedArrayBuffer", "DataView", "Uint8Array", "Float64Array", "Intl", "WebAssembly", "eval", "parseInt", "isNaN", "decodeURI",
	"encodeURI",
];

function reachable(): Set<object> {
	const found = new Set<object>();
	const add = (value: unknown) => {
		if (((typeof value !== "object" || value === null) && typeof value !== "function") || found.has(value)) return;
		found.add(value);
		add(Object.getPrototypeOf(value));
		for (const { value: held, get, set } of Object.values(Object.getOwnPropertyDescriptors(value)))
			for (const next of [held, get, set]) add(next);
	};
	for (const name of NAMES) add((globalThis as Record<string, unknown>)[name]);
	const functions = [() => {}, async () => {}, function* () {}, async function* () {}];
	for (const fn of functions) add(Object.getPrototypeOf(fn));
	return found;
}
