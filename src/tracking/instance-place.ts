import { NamesakeError, type Place } from "../base/errors.ts";
import { fileOrUrl, hrefOf } from "../base/file-url.ts";
import { formatPath } from "../base/name.ts";
import { builtin, features } from "../base/runtime.ts";
import type { ExportView } from "../exports/export-view.ts";
import { findExportPath } from "../exports/find-export-path.ts";
import { commonJsExports, isForeign, knownNamespace, loadedExports, rememberNamespace } from "../exports/loaded.ts";
import { exportsOfNamespace } from "../exports/namespace.ts";
import { importLoaded } from "../load/import-file.ts";
import { type BodyCall, bodyCallOf } from "../origin/body-call.ts";
import type { Frame } from "../origin/call-site.ts";
import { definitionOf } from "../origin/definition.ts";
import { offsetIn, type ScriptModule } from "../origin/module-of.ts";
import { placeOf } from "../origin/source-map.ts";
import type { NamingOptions } from "../package/package-root.ts";
import { outOfWrappers } from "../source/after-load.ts";
import { type ExportPaths, exportPathsOf } from "../source/export-paths.ts";
import { type Node, statementAt } from "../source/node.ts";
import { requireNoBundle } from "./bundle.ts";
import type { Origin } from "./origin.ts";
import { type OwningModule, owningModule, reachedPlace } from "./owning-module.ts";
import { originOf, sequenceOf } from "./record.ts";
import { findRecordedOr, recordedOr, recordedPlace } from "./recorded-place.ts";
import { className } from "./unnameable.ts";
import { nameOf, type ValuePlace } from "./value-place.ts";

const { clearTimeout, setTimeout } = builtin("node:timers");

/** What is known of an instance before anybody asks for its variable. */
interface Made {
	readonly call: BodyCall;
	readonly owner: OwningModule;
	readonly where: () => Place;
}

/** @throws NamesakeError `CREATED_AT_RUNTIME`, `OUTSIDE_ROOT`, `UNNAMEABLE`. */
function madeBy(value: object, origin: Origin, options: NamingOptions): Made {
	const call = origin.bodyCall();
	if (call === undefined)
		throw new NamesakeError("CREATED_AT_RUNTIME", {
			asked: describe(origin, value),
			why: `a request, a timer or a test created it, not the top level of a module${features.showsEveryBody ? "" : "; or it was created in a function that runs where it is defined, or that awaits, where Bun does not show the module"}`,
			fix: "create it at the top level of a module, and export it",
		});
	const where = () => placeOfCall(call);
	requireNoBundle(call.file, call.module, { asked: describe(origin, value), where });
	const owner = owningModule(call.file, options);
	if (owner === undefined)
		throw new NamesakeError("UNNAMEABLE", {
			asked: describe(origin, value),
			where: where(),
			why: `\`${call.file}\` created it, which is not a file`,
			fix: "create it in a module of the project",
		});
	return { call, owner, where };
}

/** The module in which an instance was made. */
export function moduleOfInstance(value: object, origin: Origin, options: NamingOptions): string {
	return recordedPlace(value)?.moduleName ?? madeBy(value, origin, options).owner.moduleName;
}

/**
 * The place of a tracked instance, task or wrapper, from what can be seen without loading anything.
 *
 * @throws NamesakeError `CREATED_AT_RUNTIME`, `NO_LHS`, `LHS_UNPROVEN`, `SOURCE_UNAVAILABLE`, `OUTSIDE_ROOT`.
 */
export function placeOfInstance(value: object, origin: Origin, options: NamingOptions): ValuePlace {
	return recordedOr(value, () =>
		visiblePlace(value, origin, madeBy(value, origin, options), [
			"the exports of the module can't be read synchronously here",
			"await findTaskModule(value) or its findLhs(), which read the loaded module; or write `export const x = …`",
		]),
	);
}

/** @throws NamesakeError `NO_LHS`, `LHS_UNPROVEN`, `SOURCE_UNAVAILABLE`. */
function visiblePlace(value: object, origin: Origin, made: Made, [why, fix]: readonly [string, string]): ValuePlace {
	const place = find(value, origin, made, visibleExports(origin, made.call));
	if (place !== "unproven") return place;
	throw new NamesakeError("LHS_UNPROVEN", { asked: describe(origin, value), where: made.where(), why, fix });
}

/** For callers that already tried to read the loaded module: advice to do so would be no help. */
const UNREAD = [
	"the exports of the module can't be read: it is still loading, or its loader hides them",
	"ask for the name after the module has loaded, or write `export const x = …`",
] as const;

/**
 * {@link placeOfInstance}, with a look at the loaded module where that is needed: waits until the module has loaded.
 *
 * @throws NamesakeError as that does; `LHS_UNPROVEN` only when the module that made the instance is waiting for the answer.
 */
export async function findPlaceOfInstance(
	value: object,
	origin: Origin,
	options: NamingOptions,
	waiting: readonly Frame[],
): Promise<ValuePlace> {
	return findRecordedOr(value, () => readPlace(value, origin, options, waiting));
}

async function readPlace(
	value: object,
	origin: Origin,
	options: NamingOptions,
	waiting: readonly Frame[],
): Promise<ValuePlace> {
	const made = madeBy(value, origin, options);
	// The module's own body asks, or something that it awaits: to import it would wait for ever.
	if (waiting.some((frame) => bodyCallOf([frame], Date.now())?.file === made.call.file))
		return visiblePlace(value, origin, made, UNREAD);
	origin.namespace ??= knownNamespace(made.call.file);
	const seen = visibleExports(origin, made.call);
	if (seen?.isComplete === true) return visiblePlace(value, origin, made, UNREAD);
	// To import what the program has loaded by itself would run the file once more.
	if (
		!hrefOf(made.call.file).startsWith("file:") ||
		(made.call.module !== undefined && isForeign(made.call.module.script))
	)
		return visiblePlace(value, origin, made, UNREAD);
	const isLoading = waiting.some((frame) => bodyCallOf([frame], Date.now()) !== undefined);
	const importing = importExports(origin, made.call);
	const live = await (isLoading ? patiently(importing) : importing);
	if (live === undefined) return visiblePlace(value, origin, made, UNREAD);
	const place = find(value, origin, made, live);
	if (place === "unproven") throw noLhs(value, origin, made);
	return place;
}

/** @throws NamesakeError `NOT_EXPORTED`: to prove a variable is to find it among the exports. */
export function requireExported(place: ValuePlace): ValuePlace {
	if (place.isExported) return place;
	throw new NamesakeError("NOT_EXPORTED", {
		asked: nameOf(place),
		where: place.where(),
		why: `\`${formatPath(place.path)}\` is a variable that the module does not export, so no other process can load it`,
		fix: `export it: export { ${place.path[0]} }`,
	});
}

/** In milliseconds: a module that has run is there after a few. */
const PATIENCE = 2000;

/** A module body that waits for the answer may be what the other module waits for, in a cycle of imports: then none comes. */
async function patiently<T>(promise: Promise<T>): Promise<T | undefined> {
	let timer: NodeJS.Timeout | undefined;
	const timeout = new Promise<undefined>((resolve) => {
		timer = setTimeout(resolve, PATIENCE, undefined);
	});
	try {
		return await Promise.race([promise, timeout]);
	} finally {
		clearTimeout(timer);
	}
}

/** The URL as the frame has it, with its query: this module, which is loaded, and no other instance of it. */
async function importExports(origin: Origin, call: BodyCall): Promise<ExportView | undefined> {
	// To import a CommonJS module that is not in the cache would run it again.
	if (call.file !== hrefOf(call.file)) return commonJsExports(call.file);
	const { namespace } = await importLoaded(call.file);
	origin.namespace = namespace;
	rememberNamespace(call.file, namespace);
	return exportsOfNamespace(namespace);
}

/** The exports of the module as far as they can be seen without waiting. */
function visibleExports(origin: Origin, { module }: BodyCall): ExportView | undefined {
	if (origin.namespace !== undefined) return exportsOfNamespace(origin.namespace);
	return module === undefined ? undefined : loadedExports(module, () => ownFunction(origin, module));
}

/** A function that was written in the module, through which its variables can be seen: what the task or wrapper stands for. */
function ownFunction(origin: Origin, module: ScriptModule): object | undefined {
	for (let fn = origin.wrapped; fn !== undefined; fn = originOf(fn)?.wrapped) {
		try {
			if (definitionOf(fn).module === module) return fn;
		} catch {
			// A bound or native function shows nothing.
		}
	}
	return undefined;
}

/** `task(() => …)`: a call in a function or class tells more of its value than the statement that has called this. */
function callAround({ wrapped }: Origin, module: ScriptModule): Node | undefined {
	if (typeof wrapped !== "function" || originOf(wrapped) !== undefined) return undefined;
	try {
		const definition = definitionOf(wrapped);
		if (definition.module !== module) return undefined;
		const { above, child } = outOfWrappers(module.source, definition.node);
		return above?.type === "CallExpression" && above.arguments[0] === child ? above : undefined;
	} catch {
		return undefined;
	}
}

const NOWHERE: ExportPaths = { paths: [], local: undefined, isClosed: false, isCaptured: true };

function find(value: object, origin: Origin, made: Made, live: ExportView | undefined): ValuePlace | "unproven" {
	const { call, owner, where } = made;
	const { module } = call;
	const base = { moduleName: owner.moduleName, file: owner.file, where };
	if (module === undefined) throw unavailable(value, origin, call);
	const node = isMaking(call, origin) && origin.isOf(value) ? call.node : undefined;
	const exportPaths = node === undefined ? NOWHERE : exportPathsOf(module.source, node);
	const { paths, local } = exportPaths;
	if (owner.moduleName === "") {
		if (local === undefined) throw noLhs(value, origin, made);
		return { ...base, path: local, isExported: false, isLoadable: () => false };
	}
	const textCanTell = module.script.isModule || live !== undefined;
	const madeIn = call.node ?? statementAt(module.source, offsetIn(module, call.line, call.column));
	const callOfWrapped = () => callAround(origin, module);
	const written = { value, node, madeIn, callOfWrapped, exportPaths };
	const found = findExportPath(written, module.source, live, { textCanTell, sequenceOf });
	if (typeof found !== "string") return reachedPlace(where, owner, module.script, found);
	if (found === "not exported" && paths.length === 0 && local !== undefined)
		return { ...base, path: local, isExported: false, isLoadable: () => false };
	// The text of a direct call shows that nothing receives it.
	if (found === "not exported" || (node !== undefined && paths.length === 0 && isStatement(module, node)))
		throw noLhs(value, origin, made);
	return "unproven";
}

function isStatement(module: ScriptModule, node: Node): boolean {
	return module.source.parents.get(node)?.type === "ExpressionStatement";
}

/** Is the expression of the body the one that gives this value? */
function isMaking(call: BodyCall, origin: Origin): boolean {
	return call.isDirect && call.node?.type === (origin.kind === "instance" ? "NewExpression" : "CallExpression");
}

function placeOfCall(call: BodyCall): Place {
	if (call.module === undefined) return { file: fileOrUrl(call.file), line: call.line + 1, column: call.column + 1 };
	return placeOf(call.module.script, offsetIn(call.module, call.line, call.column));
}

function noLhs(value: object, origin: Origin, made: Made): NamesakeError {
	return new NamesakeError("NO_LHS", {
		asked: describe(origin, value),
		where: made.where(),
		why: `no export of ${made.owner.moduleName || "this program"} leads to it`,
		fix: "export it: export const x = …, or put it into an exported object, array or class",
	});
}

function unavailable(value: object, origin: Origin, call: BodyCall): NamesakeError {
	return new NamesakeError("SOURCE_UNAVAILABLE", {
		asked: describe(origin, value),
		where: placeOfCall(call),
		why: "the source that created it can't be read: a loader changed it, or several scripts have this file name",
		fix: "run without the loader, or where the inspector is available",
	});
}

function describe(origin: Origin, value: object): string {
	switch (origin.kind) {
		case "task":
			return "a task";
		case "wrapper":
			return "a wrapped function";
		default:
			return `a tracked instance of ${className(value) ?? "an anonymous class"}`;
	}
}
