import { NamesakeError } from "../base/errors.ts";
import { fileOrUrl } from "../base/file-url.ts";
import { exportsOfCommonJs } from "../exports/common-js.ts";
import { ABSENT, type ExportView, readOwn } from "../exports/export-view.ts";
import { framesOf } from "../origin/call-site.ts";
import { type ExportPath, SHOWN } from "../source/export-path.ts";
import {
	type Recorded,
	type RecordedChunk,
	type RecordedModule,
	type Registry,
	type SourcePath,
	sharedRegistry,
} from "./record.ts";

/** @returns what the plugin or the preload has recorded; undefined in a program without either. Of its entries see {@link allRecorded}. */
export function registry(): Registry | undefined {
	return sharedRegistry();
}

/** Counts one more tracked instance, where anybody wants to know. */
export function countMade(): number {
	const known = registry();
	return known === undefined ? ++madeBefore : ++known.made;
}

/** While nothing is recorded the numbers are less than any that a module's record has. */
let madeBefore = -(2 ** 30);

interface Index {
	readonly replaced: number;
	readonly modules: Map<string, RecordedModule[]>;
	readonly values: Map<RecordedModule, Recorded[]>;
	/** In the order in which they were recorded. */
	readonly allModules: RecordedModule[];
	readonly allValues: Recorded[];
	readModules: number;
	readValues: number;
}

let current: Index | undefined;

/** What has come since the last question is put into the index; where modules were replaced, it is made anew. */
function indexed(): Index | undefined {
	const source = registry();
	if (source === undefined) return undefined;
	if (current?.replaced !== (source.replaced ?? 0)) {
		forgetFormer(source);
		current = {
			replaced: source.replaced ?? 0,
			modules: new Map(),
			values: new Map(),
			allModules: [],
			allValues: [],
			readModules: 0,
			readValues: 0,
		};
	}
	for (; current.readModules < source.modules.length; current.readModules++) {
		const module = source.modules[current.readModules];
		if (!isReadable(module, isModule)) continue;
		add(current.modules, module.name, module);
		current.allModules.push(module);
	}
	for (; current.readValues < source.values.length; current.readValues++) {
		const value = source.values[current.readValues];
		if (!isReadable(value, isValue)) continue;
		add(current.values, value.module, value);
		current.allValues.push(value);
	}
	return current;
}

/**
 * Of a module that a bundler has built again since, nothing is kept but its file: the stack that tells the file holds the functions
 * that were running, and through them everything that was loaded then.
 */
function forgetFormer(source: Registry): void {
	const { modules, last } = source;
	const former = new Set(
		modules.filter(
			(module) => isReadable(module, isModule) && module.kind === "watched" && last?.get(module.name) !== module,
		),
	);
	if (former.size === 0) return;
	source.formerFiles ??= new Set();
	for (const module of former) source.formerFiles.add(fileOfRecorded(module));
	modules.splice(0, modules.length, ...modules.filter((module) => !former.has(module)));
	// Other copies of this library have counted how many of them they have read.
	source.replaced = (source.replaced ?? 0) + 1;
}

/** What was recorded that this version can read, in the order in which it was recorded. The lists become longer. */
export function allRecorded(): {
	readonly replaced: number;
	readonly modules: readonly RecordedModule[];
	readonly values: readonly Recorded[];
} {
	const index = indexed();
	if (index === undefined) return { replaced: 0, modules: [], values: [] };
	return { replaced: index.replaced, modules: index.allModules, values: index.allValues };
}

/** A chunk of the program may have been built with another version of this library, which records something else. */
function isReadable<Entry extends object>(entry: unknown, check: (entry: Partial<Entry>) => boolean): entry is Entry {
	try {
		return typeof entry === "object" && entry !== null && check(entry);
	} catch {
		return false;
	}
}

function isModule({ name, file, kind, made, at, aliases }: Partial<RecordedModule>): boolean {
	return (
		typeof name === "string" &&
		typeof file === "string" &&
		(kind === "bundle" || kind === "watched" || kind === "module") &&
		typeof made === "number" &&
		typeof at === "object" &&
		at !== null &&
		(aliases === undefined || (typeof aliases === "object" && aliases !== null))
	);
}

function isValue({ module, names, paths, held, sources, after, made }: Partial<Recorded>): boolean {
	const isPath = (path: unknown) => Array.isArray(path) && path.every((key) => typeof key === "string");
	return (
		isReadable(module, isModule) &&
		(names === undefined || isPath(names)) &&
		Array.isArray(paths) &&
		paths.every(isPath) &&
		Array.isArray(held) &&
		held.length === paths.length &&
		(sources === undefined || (Array.isArray(sources) && sources.every(isSource))) &&
		typeof after === "number" &&
		typeof made === "number"
	);
}

function isSource(list: unknown): boolean {
	return (
		list === 0 ||
		(Array.isArray(list) &&
			list.every(
				(source) =>
					Array.isArray(source) &&
					SHOWN[source[0]] !== undefined &&
					typeof source[1] === "number" &&
					source.length > 2 &&
					source.slice(2).every((key) => typeof key === "string"),
			))
	);
}

function add<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
	const list = lists.get(key);
	if (list === undefined) lists.set(key, [value]);
	else list.push(value);
}

/** Is a part of the program a bundle that was made with the plugin? */
export function isBundle(): boolean {
	return allRecorded().modules.some(isBundled);
}

function isBundled({ kind }: RecordedModule): boolean {
	return kind !== "module";
}

const files = new WeakMap<RecordedModule, string>();

/** The path of the file that runs the module: in a bundle, that of the chunk; empty if the host does not tell. */
export function fileOfRecorded(module: RecordedModule): string {
	if (module.kind === "module") return module.file;
	let file = files.get(module);
	if (file === undefined) {
		const frames = framesOf(module.at) ?? [];
		// The first is the function that has recorded it, which may be in another chunk.
		file = fileOrUrl(frames[1]?.file ?? "");
		files.set(module, file);
	}
	return file;
}

/** Is a file a chunk of a bundle, as far as what is recorded tells? */
export function isChunk(file: string): boolean {
	return (
		allRecorded().modules.some((module) => isBundled(module) && fileOfRecorded(module) === file) ||
		registry()?.formerFiles?.has(file) === true
	);
}

/** Does a bundle have modules of this package, so that the package's files are not to be asked? */
export function isInBundle(moduleName: string): boolean {
	const packageName = packageOfName(moduleName);
	return allRecorded().modules.some((module) => isBundled(module) && packageOfName(module.name) === packageName);
}

function packageOfName(moduleName: string): string {
	return moduleName.split("/", moduleName.startsWith("@") ? 2 : 1).join("/");
}

/** What is known of a recorded module. */
export interface RecordedExports {
	readonly live: ExportView;
	/** Undefined for a module in a bundle, which has no file of its own. */
	readonly file: string | undefined;
}

/**
 * The exports of a recorded module; those that a bundle has dropped, because nothing uses them, are not among them.
 *
 * @returns undefined if there is no such module in the registry, or not yet: where modules have files of their own, what they
 *   export is recorded when they have run.
 * @throws NamesakeError `DUPLICATE_NAME` if a program has the module twice.
 */
export function recordedExports(moduleName: string): RecordedExports | undefined {
	const module = currentModule(moduleName);
	if (module === undefined) return undefined;
	const values = indexed()?.values.get(module) ?? [];
	if (module.kind === "module")
		return values.length === 0 ? undefined : { live: exportsOf(values), file: fileOfRecorded(module) };
	return { live: exportsOf(values), file: undefined };
}

/** The module of that name that counts: where modules are loaded again as they change, the last. */
export function currentModule(moduleName: string): RecordedModule | undefined {
	const modules = indexed()?.modules.get(moduleName) ?? [];
	const bundled = modules.filter(({ kind }) => kind === "bundle");
	if (bundled.length > 1)
		throw new NamesakeError("DUPLICATE_NAME", {
			asked: moduleName,
			where: bundled.map((module) => ({ file: fileOfRecorded(module), line: 1, column: 1 })),
			why: "two loaded bundles contain the module, and each created its own values",
			fix: "share the module between the bundles with code splitting, or load only one bundle",
		});
	return modules.at(-1);
}

function exportsOf(values: readonly Recorded[]): ExportView {
	const whole = values.findLast(({ names }) => names === undefined);
	if (whole !== undefined) return exportsOfCommonJs(whole.value, true, true);
	const byName = new Map<string, Recorded>();
	for (const value of values) for (const name of value.names ?? []) byName.set(name, value);
	return {
		names: [...byName.keys()],
		isComplete: true,
		read: (name) => (byName.has(name) ? byName.get(name)?.value : ABSENT),
		areVariables: true,
		shows: (name) => (byName.get(name)?.names?.[0] === name ? "binding" : "renamed binding"),
		readLeftOut: (path) => readLeftOut(values, path),
	};
}

/** What the source put at a path whose variable a bundle has left out, if the bundle has kept the value for another variable that leads to it. */
function readLeftOut(values: readonly Recorded[], path: readonly string[]): unknown {
	for (const { held, sources } of values)
		for (const [at, list] of sources?.entries() ?? [])
			for (const { path: known, stable } of exportPathsFrom(list))
				if (stable && known.every((key, index) => key === path[index]))
					return path.slice(known.length).reduce(readOwn, held[at] ?? ABSENT);
	return ABSENT;
}

/** All paths of the source to the value that is at one of the {@link Recorded.paths}, if they were recorded. */
export function exportPathsFrom(list: readonly SourcePath[] | 0): ExportPath[] {
	return (list === 0 ? [] : list).map(([shows, flags, ...path]) => ({
		path,
		shows: SHOWN[shows] ?? "alias",
		stable: (flags & 1) !== 0,
	}));
}

/** Does a call or `new` give the value, which may then be what another module has made? */
export function isCallResult(list: readonly SourcePath[] | 0): boolean {
	return list !== 0 && list.some(([, flags]) => (flags & 2) !== 0);
}

/** Loads the chunks that have a module. */
export async function loadChunks(moduleName: string): Promise<void> {
	for (const chunk of registry()?.chunks ?? [])
		if (isReadable<RecordedChunk>(chunk, hasModules) && chunk.modules.includes(moduleName)) await chunk.load();
}

function hasModules({ modules, load }: Partial<RecordedChunk>): boolean {
	return Array.isArray(modules) && typeof load === "function";
}
