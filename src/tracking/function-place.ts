import { NamesakeError } from "../base/errors.ts";
import { ANONYMOUS } from "../base/name.ts";
import { builtin } from "../base/runtime.ts";
import { findExportPath } from "../exports/find-export-path.ts";
import { loadedExports } from "../exports/loaded.ts";
import { type Definition, definitionOf } from "../origin/definition.ts";
import type { NamingOptions } from "../package/package-root.ts";
import { exportPathsOf } from "../source/export-paths.ts";
import { nestedPath } from "../source/nested.ts";
import { functionAround } from "../source/syntax.ts";
import { requireNoBundle } from "./bundle.ts";
import { type OwningModule, owningModule, reachedPlace } from "./owning-module.ts";
import { sequenceOf } from "./record.ts";
import { recordedOr } from "./recorded-place.ts";
import { learnSiblings } from "./siblings.ts";
import type { ValuePlace } from "./value-place.ts";

/**
 * The place of a function or class.
 *
 * @throws NamesakeError `BOUND_FUNCTION`, `NATIVE_FUNCTION`, `CANNOT_LOCATE`, `SOURCE_UNAVAILABLE`, `OUTSIDE_ROOT`,
 *   `UNNAMEABLE`, `NAME_MISMATCH`.
 */
export function placeOfFunction(fn: object, options: NamingOptions): ValuePlace {
	return recordedOr(fn, () => seenPlace(fn, options));
}

function seenPlace(fn: object, options: NamingOptions): ValuePlace {
	const definition = definitionOf(fn);
	const { module, node } = definition;
	const where = definition.where;
	requireNoBundle(module.script.url, module, { asked: definition.describe(), where });
	const owner = owningModule(module.script.url, options);
	if (owner === undefined) throw noFile(definition);
	const { moduleName, file } = owner;
	const exportPaths = exportPathsOf(module.source, node);
	const around = functionAround(module.source, node);
	const base = { moduleName, file, where };

	if (moduleName === "") return replPlace(base, definition);

	const live = loadedExports(module, () => fn);
	learnSiblings(definition, live);
	const textCanTell = (module.script.isModule || live !== undefined) && !builtin("node:util").types.isProxy(fn);
	const found = findExportPath({ value: fn, node, exportPaths }, module.source, live, { textCanTell, sequenceOf });
	if (typeof found !== "string") return reachedPlace(where, owner, module.script, found);
	if (around !== undefined)
		return { ...base, ...nestedPath(module.source, node), isExported: false, isLoadable: () => false };
	const [best] = exportPaths.paths;
	if (best !== undefined && found === "not exported") throw replaced(definition, owner, best.path);
	const path = best?.path ?? exportPaths.local;
	if (path === undefined) throw withoutVariable(definition, live?.isComplete === true);
	return { ...base, path, isExported: false, isLoadable: () => false };
}

/** In a program without files a function goes by its own name. */
function replPlace(
	base: Pick<ValuePlace, "moduleName" | "file" | "where">,
	{ fn, module, node }: Definition,
): ValuePlace {
	const { local } = exportPathsOf(module.source, node);
	const name = "name" in fn && typeof fn.name === "string" && fn.name !== "" ? fn.name : undefined;
	if (functionAround(module.source, node) !== undefined)
		return { ...base, ...nestedPath(module.source, node), isExported: false, isLoadable: () => false };
	return { ...base, path: local ?? [name ?? ANONYMOUS], isExported: false, isLoadable: () => false };
}

function noFile(definition: Definition): NamesakeError {
	return new NamesakeError("UNNAMEABLE", {
		asked: definition.describe(),
		why: `it comes from \`${definition.module.script.url || "eval or new Function"}\`, which is not a file`,
		fix: "write the function in a module of the project",
	});
}

function replaced(definition: Definition, owner: OwningModule, path: readonly string[]): NamesakeError {
	return new NamesakeError("NAME_MISMATCH", {
		asked: definition.describe(),
		where: definition.where(),
		why: `the source defines it as \`${path.join(".")}\` of ${owner.moduleName}, which now holds another value`,
		fix: "assign the variable once, or export this function under its own name",
	});
}

function withoutVariable(definition: Definition, seesAll: boolean): NamesakeError {
	return new NamesakeError("UNNAMEABLE", {
		asked: definition.describe(),
		where: definition.where(),
		why: seesAll
			? "no variable and no export of its module holds it"
			: "the source does not show which export holds it, and the exports can't be seen: the module awaits at its top level, or is still loading",
		fix: "give it a name and export it: export const send = …",
	});
}
