import { isWrite } from "./bindings.ts";
import { exportsOneValue } from "./common-js.ts";
import type { ExportPath } from "./export-paths.ts";
import { membersTowards } from "./member-paths.ts";
import type { ModuleSource } from "./module-source.ts";
import type { Node } from "./node.ts";
import { areAlternatives, functionAround } from "./syntax.ts";

/**
 * Does the text put something else where a value has gone, further down at the top level of its module? What a function
 * does when it is called is not known.
 *
 * @param exportPath a path that led to the value; of a stable one the text has excluded this already.
 */
export function isReassigned(
	module: ModuleSource,
	node: Node,
	{ path, stable, assignment = node }: ExportPath,
): boolean {
	if (stable) return false;
	const [name = "", ...keys] = path;
	const variable = module.exports.bindings.get(name);
	if (variable !== undefined) return isWrittenAfter(module, node, variable, keys);
	if (module.exports.isModule) return false;
	// `default` is the whole of `module.exports` then.
	const ofWhole = name === "default" && (path.length === 1 || exportsOneValue(module)) ? keys : path;
	return (
		isWrittenAfter(module, assignment, "exports", ofWhole, ofWhole.length === 0 ? 1 : 0) ||
		isWrittenAfter(module, assignment, "module", ["exports", ...ofWhole], 1)
	);
}

/** @param least so many keys, at least, of what is written to: `module = …` is no export. */
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
