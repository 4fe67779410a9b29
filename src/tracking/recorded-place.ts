import { NamesakeError, type Place } from "../base/errors.ts";
import { formatName, formatPath } from "../base/name.ts";
import { exportsOfCommonJs } from "../exports/common-js.ts";
import { isHolder, readPath } from "../exports/export-view.ts";
import { findMember, walkMembers } from "../exports/members.ts";
import {
	allRecorded,
	currentModule,
	exportPathsFrom,
	fileOfRecorded,
	isCallResult,
	recordedExports,
	registry,
} from "../registry/read.ts";
import type { Recorded, RecordedModule } from "../registry/record.ts";
import { compareExportPaths, type ExportPath, exportOf } from "../source/export-path.ts";
import type { Origin } from "./origin.ts";
import { originOf } from "./record.ts";
import type { ValuePlace } from "./value-place.ts";

interface Owner {
	readonly module: RecordedModule;
	/** The paths of the source; none of a value that was only found there. */
	readonly paths: readonly ExportPath[];
	/** Was it there when that was recorded? Others are found when somebody asks, and may have been put there since. */
	readonly wasThere: boolean;
}

/** The first module that has recorded a value owns it: modules run after those that they import. */
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
		const path = value === undefined || owner === undefined ? undefined : recordedPath(value, owner);
		if (value !== undefined && owner !== undefined && path !== undefined) yield { module: owner.module, path, value };
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

export interface RecordedPlace extends ValuePlace {
	/** Did the module itself put the value there while it was loading? In bundles, and where a host runs texts of its own, only the record can tell. */
	readonly isProven: boolean;
}

/**
 * The place of a value that the plugin or the preload has recorded.
 *
 * @throws NamesakeError `DUPLICATE_NAME` if the program has its module twice, `NAME_MISMATCH` if something else is there now.
 */
export function recordedPlace(value: object): RecordedPlace | undefined {
	if (registry() === undefined) return undefined;
	readRecords();
	const owner = owners.get(value);
	if (owner === undefined) return undefined;
	const { module } = owner;
	const path = currentModule(module.name) === module ? recordedPath(value, owner) : undefined;
	if (path === undefined) {
		// Where modules have files of their own, these tell what has become of it.
		if (module.kind === "module") return undefined;
		throw replaced(module, owner.paths[0]?.path);
	}
	const isWritten = owner.paths.some((known) => formatPath(known.path) === formatPath(path));
	return {
		isProven: module.kind !== "module" || isReloaded(module) || (owner.wasThere && isWritten),
		moduleName: module.name,
		file: fileOfRecorded(module),
		path,
		isExported: true,
		isLoadable: () => currentModule(module.name) === module && readRecorded(module, path) === value,
		reason: () => "NAME_MISMATCH",
		isLatest: isReloaded(module),
		where: () => placeOf(module),
	};
}

/** The place that was recorded, if the module itself has put the value there; else the one that the rules for any program find, where the host lets them see. */
export function recordedOr(value: object, find: () => ValuePlace): ValuePlace {
	const recorded = recordedPlace(value);
	if (recorded?.isProven === true) return recorded;
	try {
		return seenOr(recorded, find());
	} catch (error) {
		return insteadOf(error, recorded);
	}
}

/** {@link recordedOr}, where to find it takes time. */
export async function findRecordedOr(value: object, find: () => Promise<ValuePlace>): Promise<ValuePlace> {
	const recorded = recordedPlace(value);
	if (recorded?.isProven === true) return recorded;
	try {
		return seenOr(recorded, await find());
	} catch (error) {
		return insteadOf(error, recorded);
	}
}

/** Not every host lets the call stack, the source and the exports of a module be read. */
function seenOr(recorded: RecordedPlace | undefined, found: ValuePlace): ValuePlace {
	const isUnseen = recorded !== undefined && !found.isLoadable() && found.reason?.() === "LHS_UNPROVEN";
	return isUnseen ? recorded : found;
}

function insteadOf(error: unknown, recorded: RecordedPlace | undefined): ValuePlace {
	if (recorded === undefined || !(error instanceof NamesakeError) || error.code === "NAME_MISMATCH") throw error;
	return recorded;
}

/** The path at which the exports of its module hold a value now, by the order of the naming rules. */
function recordedPath(value: object, { module, paths }: Owner): readonly string[] | undefined {
	const live = recordedExports(module.name)?.live;
	if (live === undefined) return undefined;
	const held = paths.filter(({ path }) => readPath(live, path) === value);
	// What a module assigns to `module.exports` may be somebody else's by now; what its variables held was recorded when it had run.
	const isWritten = held.length > 0;
	if (!isWritten || live.areVariables === true)
		for (const name of live.names)
			if (live.read(name) === value && !held.some(({ path }) => path.length === 1 && path[0] === name))
				held.push({ path: [name], shows: isWritten ? "alias" : (live.shows?.(name) ?? "alias"), stable: false });
	const [best] = held.sort(compareExportPaths);
	// A function that is at none of its paths was replaced; of what is tracked it is known that the module has made it, wherever it is.
	return (
		best?.path ?? (paths.length > 0 && originOf(value) === undefined ? undefined : findMember(live, value, module))
	);
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

function replaced(module: RecordedModule, path: readonly string[] | undefined): NamesakeError {
	return new NamesakeError("NAME_MISMATCH", {
		asked:
			path === undefined
				? `a value of ${module.name}`
				: `an earlier value of ${formatName({ moduleName: module.name, exportPath: path })}`,
		where: placeOf(module),
		why: isReloaded(module) ? "its module changed and was loaded again" : "the export now holds another value",
		fix: isReloaded(module)
			? "use the current export of the module"
			: "assign the variable once, or export this value under its own name",
	});
}

function index(recorded: Recorded): void {
	const { module, value, names, paths, held, sources, after, made } = recorded;
	const isMadeMeanwhile = ({ sequence = 0 }: Origin) => sequence > after && sequence <= made;
	const own = (found: object, known: readonly ExportPath[], wasThere: boolean) => {
		const owner = owners.get(found);
		if (owner === undefined) owned.push(new WeakRef(found));
		// Where its text has it says more than where it was found.
		if (owner === undefined || (owner.paths.length === 0 && known.length > 0))
			owners.set(found, { module, paths: known, wasThere });
		else if (owner.module === module)
			owners.set(found, { module, paths: merged(owner.paths, known), wasThere: owner.wasThere || wasThere });
	};
	const whole = names === undefined ? exportsOfCommonJs(value, true, true) : undefined;
	for (const [at, path] of paths.entries()) {
		// Compilers write exports as getters.
		const found = held[at] ?? (whole === undefined ? undefined : readPath(whole, path));
		if (!isHolder(found)) continue;
		const origin = originOf(found);
		const source = sources?.[at] ?? 0;
		if (origin === undefined ? isCallResult(source) : !isMadeMeanwhile(origin)) continue;
		const list = exportPathsFrom(source);
		own(found, list.length > 0 ? list : writtenPaths(names, path), held[at] === found);
	}
	if (after === made) return;
	const roots =
		whole === undefined
			? [{ path: names?.slice(0, 1) ?? [], value }]
			: whole.names.map((name) => ({ path: [name], value: whole.read(name) }));
	// What a task runs is not a member of the task.
	for (const { value: found } of walkMembers(roots, (holder) => originOf(holder)?.kind === "task")) {
		const origin = isHolder(found) ? originOf(found) : undefined;
		if (origin !== undefined && isMadeMeanwhile(origin)) own(found as object, [], false);
	}
}

function merged(paths: readonly ExportPath[], more: readonly ExportPath[]): readonly ExportPath[] {
	const known = new Set(paths.map(({ path }) => formatPath(path)));
	return [...paths, ...more.filter(({ path }) => !known.has(formatPath(path)))];
}

/** The paths to a value that is at `path` of a variable. The first of the variable's names is its own if it has one: see {@link Recorded.names}. */
function writtenPaths(names: Recorded["names"], path: readonly string[]): ExportPath[] {
	if (names === undefined) return [{ path, shows: "binding", stable: true }];
	return names.map((name) => ({ ...exportOf(name, names[0]), path: [name, ...path] }));
}
