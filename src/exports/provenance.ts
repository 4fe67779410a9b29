import { formatPath } from "../base/name.ts";
import { builtin } from "../base/runtime.ts";
import { isInCallback, isLastGiven, mayRunAfterLoad } from "../source/after-load.ts";
import { isWrite } from "../source/bindings.ts";
import { emittedExports } from "../source/emitted/emitted.ts";
import type { ExportPath } from "../source/export-path.ts";
import { isExports, memberKey } from "../source/flow.ts";
import { mayRunAtLoad } from "../source/load-run.ts";
import { memberPathOf, membersTowards } from "../source/member-paths.ts";
import { memoizeWeak } from "../source/module-cache.ts";
import { type ModuleSource, referencesTo, writesTo } from "../source/module-source.ts";
import { isClassNode, isFunctionNode, type Node } from "../source/node.ts";
import { firstValueAt } from "../source/reads.ts";
import { isReassigned } from "../source/reassigned.ts";
import { areAlternatives, functionAround } from "../source/syntax.ts";
import { exportedValues } from "../source/values.ts";
import { type ExportView, readPath } from "./export-view.ts";
import { isPutThere } from "./put-there.ts";
import type { SequenceOf, WrittenValue } from "./written-value.ts";

/**
 * Could the module itself, while it was loading, have put a value at a path at which the exports hold it now, and which the text does not give it?
 * If not, a call, another module or a mock has put it there since, and another process has something else there.
 */
export function mayComeFromLoading(
	source: ModuleSource,
	path: readonly string[],
	written: WrittenValue,
	live: ExportView,
	sequenceOf: SequenceOf,
): boolean {
	const [name = ""] = path;
	const variable = source.exports.bindings.get(name);
	// Nobody but its module writes to a variable of an ES module, nor to one that a getter of a compiler's shows; an eval may write to any.
	if (path.length === 1 && variable !== undefined) {
		const writes = [...writesTo(source, variable), ...referencesTo(source, "eval")];
		return (
			writes.every((write) => mayRunAtLoad(source, write)) &&
			(!writes.some((write) => mayRunAfterLoad(source, write)) || isSetAtLoad(source, variable, written))
		);
	}
	if (!isExportedAtLoad(source, name)) return false;
	// The text did not tell that `module.exports` is one value, whose members are below `default`.
	const isLater = written.node !== undefined && mayRunAfterLoad(source, written.node);
	if (name === "default" && !isLater && hasPath(written, path.slice(1))) return true;
	if (hasMoved(written, live) || isTakenByText(source, path, written)) return false;
	if (path.length === 1 && (source.exports.isModule || name === "default")) return mayEscapeAtLoad(source, written);
	return isPutThere(source, path, written, live, sequenceOf);
}

/** Does the text export the name, or hand the exports of CommonJS to somebody who may? Anybody can add to them later. */
function isExportedAtLoad(source: ModuleSource, name: string): boolean {
	if (source.exports.isModule || name === "default" || source.exports.reexports.has(name)) return true;
	return areExportsOpen(source) || mentionsExport(source, name);
}

function mentionsExport(source: ModuleSource, name: string): boolean {
	if (exportedValues(source).some((exported) => exported.name === name)) return true;
	return (
		membersTowards(source, "exports", [name]).some(({ path }) => path.length > 0) ||
		membersTowards(source, "module", ["exports", name]).some(({ path }) => path.length > 1)
	);
}

/** Can the module, while it loads, export names that its text does not show? */
const areExportsOpen = memoizeWeak(
	(source: ModuleSource): boolean =>
		referencesTo(source, "eval").length > 0 ||
		[...source.parents.keys()].some(
			(node) => node.type === "ThisExpression" && functionAround(source, node) === undefined,
		) ||
		["exports", "module"].some((root) =>
			referencesTo(source, root).some((mention) => mayRunAtLoad(source, mention) && !isClosedMention(source, mention)),
		),
);

/** `exports.send`, `module.exports = { send }`, the statements of compilers */
function isClosedMention(source: ModuleSource, mention: Node): boolean {
	const { node, path } = memberPathOf(source, mention);
	const isExportsItself = isExports(source, mention);
	if (!isExportsItself && path[0] !== "exports") return path[0] !== undefined;
	const [key] = isExportsItself ? path : path.slice(1);
	if (path.length > (isExportsItself ? 0 : 1)) return key !== undefined;
	const parent = source.parents.get(node);
	if (parent?.type === "AssignmentExpression") return parent.left === node && isClosedTable(parent.right);
	if (parent?.type !== "CallExpression") return false;
	const [, name] = parent.arguments;
	return emittedExports(source, parent).length > 0 || (name?.type === "Literal" && name.value === "__esModule");
}

function isClosedTable(value: Node): boolean {
	if (value.type === "AssignmentExpression") return isClosedTable(value.right);
	if (value.type === "ObjectExpression")
		return value.properties.every((property) => property.type === "Property" && !property.computed);
	return isFunctionNode(value) || isClassNode(value);
}

/** `export let mailer; export function use(next) { mailer = next; } use(smtp)`: it is what the last call of the body gives, if nobody calls it later. */
function isSetAtLoad(
	source: ModuleSource,
	variable: string,
	{ node, madeIn = node, exportPaths }: WrittenValue,
): boolean {
	const [write, another] = writesTo(source, variable);
	if (write === undefined || another !== undefined || referencesTo(source, "eval").length > 0) return false;
	return madeIn !== undefined && isLastGiven(source, write, madeIn, exportPaths.local);
}

/**
 * Does the module, while it loads, put something else at a path that the text gives a value? Then that it holds the value now does not tell which of the two
 * came last.
 */
export function isReplacedAtLoad(source: ModuleSource, { node }: WrittenValue, known: ExportPath): boolean {
	if (known.stable || node === undefined) return false;
	const [name = "", ...keys] = known.path;
	const isVariable = source.exports.bindings.has(name);
	if (isVariable && isReassigned(source, node, known)) return true;
	if (!isVariable && isAssignedAgain(source, node, known)) return true;
	const variable = keys.length === 0 ? source.exports.bindings.get(name) : undefined;
	return (
		variable !== undefined &&
		writesTo(source, variable).some(
			(write) =>
				functionAround(source, write) !== undefined && mayRunAtLoad(source, write) && !isInCallback(source, write),
		)
	);
}

/** `exports.send = …` behind it, at the top level. That the whole of the exports is replaced is seen by looking at it. */
function isAssignedAgain(source: ModuleSource, node: Node, { path, assignment = node }: ExportPath): boolean {
	return [...membersTowards(source, "exports", path), ...membersTowards(source, "module", ["exports", ...path])].some(
		(mention) =>
			mention.path.length - (mention.path[0] === "exports" ? 1 : 0) === path.length &&
			mention.reference.start >= assignment.end &&
			isWrite(source, mention.node) &&
			(mention.path[0] === "exports" || isExports(source, mention.reference)) &&
			functionAround(source, mention.node) === undefined &&
			!areAlternatives(source, assignment, mention.node),
	);
}

/**
 * Was the function or class written in a function that runs only when somebody calls it after the module has loaded? Where that may run both then and before,
 * what the text puts at the path first tells that the function need not have replaced it yet.
 */
export function isMadeLater(source: ModuleSource, { node, exportPaths }: WrittenValue): boolean {
	if (node === undefined || !mayRunAtLoad(source, node)) return node !== undefined;
	return mayRunAfterLoad(source, node) && exportPaths.paths.some((known) => isSetOver(source, node, known));
}

function isSetOver(source: ModuleSource, node: Node, { path, stable }: ExportPath): boolean {
	// The writes to a variable are looked at one by one.
	if (stable || (path.length === 1 && source.exports.bindings.has(path[0] ?? ""))) return false;
	const first = firstValueAt(source, path);
	return first !== undefined && first !== node && MAKES_A_VALUE.test(first.type);
}

const MAKES_A_VALUE = /Function|Class|^(?:Call|New)Expression$|^(?:Method|Property)Definition$/;

/** A proxy of a function is not that function: mocks are proxies. One of a class is what a decorator made of it. */
export function isProxy({ value, node }: WrittenValue): boolean {
	return node !== undefined && !isClassNode(node) && builtin("node:util").types.isProxy(value);
}

/** Is the value gone from a path at which the text alone says that it stays? */
function hasMoved(written: WrittenValue, live: ExportView): boolean {
	const { value, exportPaths } = written;
	return (
		!builtin("node:util").types.isProxy(value) &&
		exportPaths.paths.some(({ stable, path }) => stable && readPath(live, path) !== value)
	);
}

/** Does the text put another function or class at the path? A proxy of it counts as another one: mocks are proxies. */
function isTakenByText(source: ModuleSource, path: readonly string[], written: WrittenValue): boolean {
	const { node } = written;
	const isMock = isProxy(written) && hasPath(written, path);
	if (isMock || path.length > 1) return isMock;
	const variable = source.exports.bindings.get(path[0] ?? "");
	if (variable !== undefined && writesTo(source, variable).some((write) => mayRunAtLoad(source, write))) return false;
	const there = exportedValues(source).find(({ name }) => name === path[0])?.node;
	if (there === undefined || !(isFunctionNode(there) || isClassNode(there))) return false;
	return there !== node || isProxy(written);
}

function hasPath({ exportPaths }: WrittenValue, path: readonly string[]): boolean {
	return path.length > 0 && exportPaths.paths.some((known) => formatPath(known.path) === formatPath(path));
}

/** Does the value go anywhere that was not followed, while the module loads? */
function mayEscapeAtLoad(source: ModuleSource, { node, exportPaths }: WrittenValue): boolean {
	if (node === undefined || !exportPaths.isClosed || functionAround(source, node) !== undefined) return true;
	// `identity(new A())`: what becomes of it is not known.
	if (exportPaths.paths.length === 0 && exportPaths.local === undefined) return true;
	if (isAssignedToComputedKey(source, node)) return true;
	const [variable] = exportPaths.local ?? [];
	return (
		exportPaths.isCaptured &&
		variable !== undefined &&
		referencesTo(source, variable).some(
			(mention) => functionAround(source, mention) !== undefined && mayRunAtLoad(source, mention),
		)
	);
}

/** `const x = exports[key] = new A()` */
function isAssignedToComputedKey(source: ModuleSource, node: Node): boolean {
	let child = node;
	for (let above = source.parents.get(node); above !== undefined; child = above, above = source.parents.get(above)) {
		if (above.type !== "AssignmentExpression" || above.right !== child) return false;
		if (above.left.type === "MemberExpression" && memberKey(above.left) === undefined) return true;
	}
	return false;
}
