import { formatPath } from "../base/name.ts";
import { builtin } from "../base/runtime.ts";
import { emittedExports } from "../source/emitted/emitted.ts";
import type { ExportPaths } from "../source/export-paths.ts";
import { isExports, memberKey } from "../source/flow.ts";
import { isWrittenLate } from "../source/late-writes.ts";
import { mayRunAtLoad, mayRunLater } from "../source/load-run.ts";
import { memberPathOf, membersTowards } from "../source/member-paths.ts";
import { memoizeWeak } from "../source/module-cache.ts";
import { type ModuleSource, referencesTo, writesTo } from "../source/module-source.ts";
import { isClassNode, isFunctionNode, type Node, unwrap } from "../source/node.ts";
import { staticKey } from "../source/parse.ts";
import { functionAround } from "../source/syntax.ts";
import { exportedValues } from "../source/values.ts";
import { type ExportView, readPath } from "./export-view.ts";

/** What the text says of a value: the expression, function or class that gives it, and where that goes. */
export interface WrittenValue {
	readonly value: object;
	/** Undefined if the text does not show it: a factory made the value. */
	readonly node: Node | undefined;
	readonly exportPaths: ExportPaths;
}

/**
 * Could the module itself, while it was loading, have put a value at a path at which the exports hold it now, and which the text does not give it?
 * If not, a call, another module or a mock has put it there since, and another process has something else there.
 */
export function mayComeFromLoading(
	source: ModuleSource,
	path: readonly string[],
	written: WrittenValue,
	live: ExportView,
): boolean {
	const [name = ""] = path;
	const variable = source.exports.bindings.get(name);
	// Nobody but its module writes to a variable of an ES module, nor to one that a getter of a compiler's shows; an eval may write to any.
	if (path.length === 1 && variable !== undefined)
		return [...writesTo(source, variable), ...referencesTo(source, "eval")].every((write) =>
			mayRunAtLoad(source, write),
		);
	if (!isExportedAtLoad(source, name)) return false;
	// The text did not tell that `module.exports` is one value, whose members are below `default`.
	if (name === "default" && hasPath(written, path.slice(1))) return true;
	return (
		!hasMoved(written, live) &&
		!isTakenByText(source, path, written) &&
		mayEscapeAtLoad(source, written) &&
		(path.length === 1 || isFilledAtLoad(source, name)) &&
		!isWrittenAfterwards(source, path) &&
		!(path.length > 1 && isMadeByExportedFactory(source, written)) &&
		!isElsewhereInLiteral(source, path, written)
	);
}

/** Does a literal that the module itself leaves as it is show that the value is made for another member of it? */
function isElsewhereInLiteral(
	source: ModuleSource,
	[name = "", ...keys]: readonly string[],
	{ node }: WrittenValue,
): boolean {
	const variable = exportedValues(source).find((exported) => exported.name === name)?.variable;
	const [declaration] = variable === undefined ? [] : (source.bindings.get(variable)?.declarations ?? []);
	if (node === undefined || variable === undefined || declaration?.type !== "VariableDeclarator") return false;
	if (referencesTo(source, variable).some((mention) => isFilling(source, mention))) return false;
	let literal = declaration.init === null ? undefined : unwrap(declaration.init);
	for (const key of keys) {
		const member = literal === undefined ? undefined : memberAround(literal, node);
		if (member === undefined) return false;
		if (member.key !== key) return true;
		literal = unwrap(member.value);
	}
	return false;
}

/** The member of a literal in whose text a node is; undefined if its key is not known. */
function memberAround(literal: Node, node: Node): { readonly key: string; readonly value: Node } | undefined {
	const isAround = (outer: Node) => outer.start <= node.start && node.end <= outer.end;
	if (literal.type === "ArrayExpression") {
		if (literal.elements.some((element) => element?.type === "SpreadElement")) return undefined;
		const index = literal.elements.findIndex((element) => element !== null && isAround(element));
		const value = literal.elements[index];
		return value === undefined || value === null ? undefined : { key: String(index), value };
	}
	if (literal.type !== "ObjectExpression") return undefined;
	const property = literal.properties.find(isAround);
	const key = property?.type === "Property" ? staticKey(property) : undefined;
	return key === undefined || property?.type !== "Property" ? undefined : { key, value: property.value };
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

/** Others may have had it made since, and have put it there: of several closures of one factory the text does not tell which is which. */
function isMadeByExportedFactory(source: ModuleSource, { node }: WrittenValue): boolean {
	return node !== undefined && mayRunLater(source, node);
}

/** Several values at such paths may have changed places, and the text does not tell which of them was where. */
function isWrittenAfterwards(source: ModuleSource, [name = "", ...keys]: readonly string[]): boolean {
	const variable = exportedValues(source).find((exported) => exported.name === name)?.variable;
	if (variable !== undefined && isWrittenLate(source, variable, keys)) return true;
	if (source.exports.isModule) return false;
	const path = name === "default" ? keys : [name, ...keys];
	return isWrittenLate(source, "exports", path) || isWrittenLate(source, "module", ["exports", ...path]);
}

/** Was the function or class written in a function that runs only when somebody calls it after the module has loaded? */
export function isMadeLater(source: ModuleSource, { node }: WrittenValue): boolean {
	return node !== undefined && !mayRunAtLoad(source, node);
}

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

/** Can an exported variable hold members that its own literal does not show, once the module has loaded? */
function isFilledAtLoad(source: ModuleSource, name: string): boolean {
	const variable = source.exports.bindings.get(name);
	// The whole of CommonJS exports, or `export default`.
	if (variable === undefined) return true;
	const binding = source.bindings.get(variable);
	const isLiteral = binding?.declarations.every(
		(declaration) => declaration.type === "VariableDeclarator" && isClosedLiteral(source, declaration.init),
	);
	return isLiteral !== true || referencesTo(source, variable).some((mention) => isFilling(source, mention));
}

/** A mention that may put something in, or hand the object to somebody who does, while the module loads. */
function isFilling(source: ModuleSource, mention: Node): boolean {
	const parent = source.parents.get(mention);
	return parent?.type !== "ExportSpecifier" && mayRunAtLoad(source, mention);
}

/** An object or array literal of which the text shows all members: no spread, no computed key, no value that some call makes. */
function isClosedLiteral(source: ModuleSource, node: Node | null): boolean {
	if (node?.type === "ObjectExpression")
		return node.properties.every(
			(property) => property.type === "Property" && !property.computed && isShown(source, property.value),
		);
	if (node?.type === "ArrayExpression")
		return node.elements.every(
			(element) => element === null || (element.type !== "SpreadElement" && isShown(source, element)),
		);
	return false;
}

/** What an identifier holds may have members of its own: only a declared function or class is seen whole. */
function isShown(source: ModuleSource, node: Node): boolean {
	if (node.type === "Identifier") return /^(?:function|class)$/.test(source.bindings.get(node.name)?.kind ?? "");
	return isFunctionNode(node) || isClassNode(node) || node.type === "Literal" || isClosedLiteral(source, node);
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
