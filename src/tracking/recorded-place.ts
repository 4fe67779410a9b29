import { NamesakeError, type Place } from "../base/errors.ts";
import { formatName } from "../base/name.ts";
import { exportsOfCommonJs, isHolder, memberKeys, readOwn, readPath } from "../exports/live-exports.ts";
import { allRecorded, currentModule, fileOfRecorded, recordedExports, registry } from "../registry/read.ts";
import type { Recorded, RecordedModule } from "../registry/record.ts";
import { originOf } from "./record.ts";
import type { ValuePlace } from "./value-place.ts";

interface Owner {
	readonly module: RecordedModule;
	readonly path: readonly string[];
	/** The text says that it is written there; else it was found there. */
	readonly isWritten: boolean;
}

const owners = new WeakMap<object, Owner>();
/** What has an owner, in the order in which it was recorded. */
let owned: WeakRef<object>[] = [];
let read = 0;
let readReplaced = 0;

/** Everything that was recorded, with the paths by which it goes, while it is there. */
export function* recordedValues(): Generator<{
	readonly module: RecordedModule;
	readonly path: readonly string[];
	readonly value: object;
}> {
	readRecords();
	for (const reference of owned) {
		const value = reference.deref();
		const owner = value === undefined ? undefined : owners.get(value);
		if (value === undefined || owner === undefined || readRecorded(owner.module, owner.path) !== value) continue;
		yield { module: owner.module, path: owner.path, value };
	}
}

function readRecords(): void {
	const { values, replaced: times } = allRecorded();
	if (times !== readReplaced) {
		readReplaced = times;
		read = 0;
		owned = owned.filter((reference) => reference.deref() !== undefined);
	}
	for (; read < values.length; read++) index(values[read] as Recorded);
}

/**
 * The place of a value that the plugin or the preload has recorded.
 *
 * @throws NamesakeError `DUPLICATE_NAME` if the program has its module twice, `NAME_MISMATCH` if something else is there now.
 */
export function recordedPlace(value: object): ValuePlace | undefined {
	if (registry() === undefined) return undefined;
	readRecords();
	const owner = owners.get(value);
	if (owner === undefined) return undefined;
	const { module, path } = owner;
	const holds = () => currentModule(module.name) === module && readRecorded(module, path) === value;
	if (!holds()) {
		// Where modules have files of their own, these tell what has become of it.
		if (module.kind === "module") return undefined;
		throw replaced(module, path);
	}
	return {
		moduleName: module.name,
		file: fileOfRecorded(module),
		path,
		isExported: true,
		isLoadable: holds,
		isLatest: isReloaded(module),
		where: () => placeOf(module),
	};
}

/** Does its host run the module again as its file changes? What the preload records is loaded twice by two specifiers, which is another thing. */
function isReloaded({ kind }: RecordedModule): boolean {
	return kind === "watched" || (kind === "module" && registry()?.importFile !== undefined);
}

function readRecorded(module: RecordedModule, path: readonly string[]): unknown {
	const recorded = recordedExports(module.name);
	return recorded === undefined ? undefined : readPath(recorded.live, path);
}

function placeOf(module: RecordedModule): Place {
	return { file: fileOfRecorded(module) || module.file, line: 1, column: 1 };
}

function replaced(module: RecordedModule, path: readonly string[]): NamesakeError {
	return new NamesakeError("NAME_MISMATCH", {
		asked: `what was ${formatName({ moduleName: module.name, exportPath: path })}`,
		where: placeOf(module),
		why: isReloaded(module) ? "its module has been loaded again since, as it changed" : "something else is there now",
		fix: isReloaded(module)
			? "use what the module exports now"
			: "assign it once, or export this value by a name of its own",
	});
}

/** Whoever is first, owns it: modules run after those that they import. */
function index(recorded: Recorded): void {
	const { module, value, names, paths, held, after, made } = recorded;
	const own = (found: unknown, path: readonly string[], isWritten: boolean) => {
		if (!isHolder(found)) return;
		const known = owners.get(found);
		if (known === undefined) owned.push(new WeakRef(found));
		if (known === undefined || (isWritten && !known.isWritten) || isBetter(known, path, module))
			owners.set(found, { module, path, isWritten });
	};
	const whole = names === undefined ? exportsOfCommonJs(value, true, true) : undefined;
	for (const [at, path] of paths.entries())
		if (whole === undefined) own(held[at], [...(names ?? []).slice(0, 1), ...path], true);
		// Compilers write exports as getters.
		else own(held[at] ?? readPath(whole, path), path, true);
	const roots =
		whole === undefined
			? [{ name: names?.[0] ?? "", value }]
			: whole.names.map((name) => ({ name, value: whole.read(name) }));
	for (const root of roots)
		for (const { path, found } of trackedValues(root.value, after, made)) own(found, [root.name, ...path], false);
}

/** In one module an export comes before a member. */
function isBetter(known: Owner, path: readonly string[], module: RecordedModule): boolean {
	return known.module === module && path.length < known.path.length;
}

/** A program's exports hold its whole data at times: what is not found among so many values is not looked for further. */
const MAX_VISITED = 10_000;
const MAX_DEPTH = 8;

/** The tracked values that were made while the module was running, nearest first. */
function* trackedValues(
	value: unknown,
	after: number,
	until: number,
): Generator<{ readonly path: readonly string[]; readonly found: object }> {
	// Nothing was made meanwhile.
	if (after === until) return;
	const visited = new Set<unknown>();
	let level: { readonly path: readonly string[]; readonly found: unknown }[] = [{ path: [], found: value }];
	for (let depth = 0; depth <= MAX_DEPTH && level.length > 0; depth++) {
		const next: typeof level = [];
		for (const { path, found } of level) {
			if (!isHolder(found) || visited.has(found) || visited.size > MAX_VISITED) continue;
			visited.add(found);
			const origin = originOf(found);
			const sequence = origin?.sequence ?? 0;
			if (sequence > after && sequence <= until) yield { path, found };
			// What a task runs is not a member of the task.
			if (origin?.kind === "task") continue;
			for (const key of memberKeys(found)) next.push({ path: [...path, key], found: readOwn(found, key) });
		}
		level = next;
	}
}
