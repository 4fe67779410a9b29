import { isWrite } from "./bindings.ts";
import { exportsOneValue } from "./common-js.ts";
import type { ExportPath } from "./export-path.ts";
import { membersTowards } from "./member-paths.ts";
import type { ModuleSource } from "./module-source.ts";
import type { Node } from "./node.ts";
import { areAlternatives, functionAround } from "./syntax.ts";

/**
 * Does a later statement at the top level of the module assign another value to an export path? Assignments in functions are not
 * counted: the text does not tell whether they run.
 */
export function isReassigned(
	module: ModuleSource,
	node: Node,
	{ path, stable, assignment = node }: ExportPath,
): boolean {
	if (stable) return false;
	const [name = "", ...keys] = path;
	const variable = module.exports.bindings.get(name);
	if (variable !== undefined) return isWrittenAfter(module, assignment, variable, keys);
	if (module.exports.isModule) return false;
	// There `default` is `module.exports` itself.
	const ofWhole = name === "default" && (path.length === 1 || exportsOneValue(module)) ? keys : path;
	return (
		isWrittenAfter(module, assignment, "exports", ofWhole, ofWhole.length === 0 ? 1 : 0) ||
		isWrittenAfter(module, assignment, "module", ["exports", ...ofWhole], 1)
	);
}

/** @param least the fewest keys that make the target an export: `module = …` is none. */
function isWrittenAfter(
	module: ModuleSource,
	node: Node,
	variable: string,
	keys: readonly string[],
	least = 0,
): boolean {
	return membersTowards(module, variable, keys).some(
		({ reference, node: target, path }) =>
			reference.start >= node.end &&
			path.length >= least &&
			functionAround(module, reference) === undefined &&
			isWrite(module, target) &&
			!areAlternatives(module, node, target),
	);
}
