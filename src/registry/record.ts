/**
 * What the plugin and the preload put before and behind the statements of a module. It becomes a part of every bundle, so it
 * imports nothing and looks at nothing: who asks for a name reads what was recorded. See read.ts.
 */

/** A module that has begun to run. */
export interface RecordedModule {
	readonly name: string;
	/** Its file: of a module with a file of its own the path, of one in a bundle the source, relative to its package, with forward slashes. */
	readonly file: string;
	/**
	 * `bundle`: many modules are in one file, and only what is recorded can be loaded. `watched`: the same, of a bundler that builds again as
	 * files change, so that the last counts. `module`: each has a file of its own; the last counts, too.
	 */
	readonly kind: "bundle" | "watched" | "module";
	/** How many tracked instances there were before its first statement. */
	readonly made: number;
	/** Its stack begins in the file that runs. */
	readonly at: Error;
	/** Other names of what it exports, with the paths to it: previous names, and names of the user's own. */
	readonly aliases?: Aliases | undefined;
}

export type Aliases = Readonly<Record<string, string>>;

/** What one variable of a module held at the end, or at the first moment at which it is complete. */
export interface Recorded {
	readonly module: RecordedModule;
	readonly value: unknown;
	/** The exports that show the variable, in the order of the naming rules; `undefined`: this is `module.exports`. */
	readonly names: readonly string[] | undefined;
	/** Functions and classes that are written in this module, by their paths from the variable; `[]` is the variable itself. */
	readonly paths: readonly (readonly string[])[];
	/** What is at these paths: another module may put something else there later. */
	readonly held: readonly unknown[];
	/** For each of {@link paths}, all paths to its value by the source; 0 where these are no others than that below {@link names}. */
	readonly sources?: readonly (readonly SourcePath[] | 0)[] | undefined;
	/** How many tracked instances there were when the module began, and how many there were then. */
	readonly after: number;
	readonly made: number;
}

/**
 * A path from the exports of a module, as its source has it: what the export shows (0: the variable that gets the value, by its own name, 1: by
 * another, 2: another variable), flags (1: the source alone tells that the value is there; 2: a call or `new` gives the value), and the keys.
 */
export type SourcePath = readonly [shows: number, flags: number, ...keys: string[]];

/** A part of a program that is loaded when it is needed. */
export interface RecordedChunk {
	/** Their names, and the other names of what they export. */
	readonly modules: readonly string[];
	readonly load: () => Promise<unknown>;
}

export interface Registry {
	/** Counts tracked instances, as they are made. */
	made: number;
	readonly modules: RecordedModule[];
	readonly values: Recorded[];
	readonly chunks: RecordedChunk[];
	/** The last module of each name where modules are loaded again, and how often one has taken the place of another. */
	last?: Map<string, RecordedModule>;
	replaced?: number;
	/** Files of bundles of which a module was there, before a bundler that watches has built it again. */
	formerFiles?: Set<string>;
	/** The program is one file: no name leads out of it. */
	isClosed?: boolean;
	/** How a host that loads modules by itself, such as Vite's development server, imports a file. */
	importFile?: (file: string) => Promise<object>;
	/** These functions, for CommonJS modules under the preload. */
	api?: { readonly begin: typeof begin; readonly record: typeof record };
}

/** One for all copies of this library, and for all bundles, in a program. */
export const REGISTRY: unique symbol = Symbol.for("namesake.registry/1") as never;

/** How a CommonJS module gets hold of these functions without `require`; it runs without them, too. */
export const API: string = `globalThis[Symbol.for("namesake.registry/1")]?.api??{begin(){},record(){}}`;

/** Makes the registry, if there is none. Where none can be shared, a module runs as it would without. */
export function registry(): Registry {
	const found = sharedRegistry() ?? { made: 0, modules: [], values: [], chunks: [] };
	const holder = globalThis as { [REGISTRY]?: Registry };
	try {
		holder[REGISTRY] ??= found;
	} catch {
		// The host allows no new globals.
	}
	return found;
}

/** The registry, if there is one that can be used: another version of this library, or anybody, may have put something else there. */
export function sharedRegistry(): Registry | undefined {
	try {
		const found = (globalThis as { [REGISTRY]?: Registry })[REGISTRY];
		return found !== undefined && isRegistry(found) ? found : undefined;
	} catch {
		return undefined;
	}
}

function isRegistry(found: Registry): boolean {
	return (
		typeof found.made === "number" &&
		Object.isExtensible(found) &&
		isList(found.modules) &&
		isList(found.values) &&
		isList(found.chunks) &&
		(found.last === undefined || found.last instanceof Map) &&
		(found.formerFiles === undefined || found.formerFiles instanceof Set)
	);
}

function isList(list: unknown): boolean {
	return Array.isArray(list) && Object.isExtensible(list);
}

/** Says that a module begins to run. */
export function begin(name: string, file: string, kind: RecordedModule["kind"], aliases?: Aliases): RecordedModule {
	const all = registry();
	const module = { name, file, kind, made: all.made, at: new Error(name), aliases };
	if (kind !== "bundle") replace(all, module);
	all.modules.push(module);
	return module;
}

/** What a development server has loaded again is not kept alive: a name leads to the last module that has it. */
function replace(all: Registry, module: RecordedModule): void {
	all.last ??= new Map();
	const earlier = all.last.get(module.name);
	all.last.set(module.name, module);
	if (earlier === undefined) return;
	// What is left of a bundle that was built before still says which file is a bundle, until somebody asks: see read.ts.
	if (module.kind === "module") all.modules.splice(all.modules.indexOf(earlier), 1);
	const kept = all.values.filter((recorded) => recorded?.module !== earlier);
	all.values.splice(0, all.values.length, ...kept);
	all.replaced = (all.replaced ?? 0) + 1;
}

/**
 * Records what a variable holds.
 *
 * @param value what it holds; of a CommonJS module, `module`.
 * @param after the module once more: a minifier would move the call that begins it to its only mention, behind what the module
 *   has made meanwhile.
 * @param isAnonymous whether it is a default export without a name, which the language calls `default`: the plugin had to
 *   call it something else.
 * @param sources see {@link Recorded}.
 * @returns the value.
 */
export function record<Value>(
	module: RecordedModule,
	value: Value,
	names: Recorded["names"],
	paths: Recorded["paths"],
	after: RecordedModule,
	isAnonymous?: boolean | 0,
	sources?: Recorded["sources"],
): Value {
	const { made, values } = registry();
	const isCommonJs = names === undefined;
	const root = isCommonJs ? (value as NodeModule).exports : value;
	const held = paths.map((path) => (isCommonJs && isWhole(root, path) ? path.slice(1) : path).reduce(own, root));
	values.push({ module, value: root, names, paths, held, sources, after: after.made, made });
	if (isAnonymous === true && typeof value === "function")
		Object.defineProperty(value, "name", { value: "default", configurable: true });
	return value;
}

/** Does the path begin with what is `module.exports` as a whole? */
function isWhole(root: unknown, [first]: readonly string[]): boolean {
	return first === "default" && (typeof root !== "object" || root === null || !Object.hasOwn(root, first));
}

/** An own property that holds a value; no getter is run. */
function own(holder: unknown, key: string): unknown {
	const property = holder === null || holder === undefined ? undefined : Object.getOwnPropertyDescriptor(holder, key);
	return property !== undefined && Object.hasOwn(property, "value") ? property.value : undefined;
}

/** Lets CommonJS modules get hold of these functions. */
export function share(): void {
	registry().api ??= { begin, record };
}

/** Says how files are imported in a host that loads modules by itself. */
export function importWith(importFile: (file: string) => Promise<object>): void {
	registry().importFile = importFile;
}

/** Says which modules come with a chunk. */
export function chunk(load: RecordedChunk["load"], modules: RecordedChunk["modules"]): void {
	registry().chunks.push({ modules, load });
}
