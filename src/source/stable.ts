import { isWrite, outOfPattern } from "./bindings.ts";
import { exportsOneValue } from "./common-js.ts";
import { calledName } from "./constant-text.ts";
import { type Destination, isExports, isExportTarget, isModuleExports, memberKey, returnsItsArgument } from "./flow.ts";
import { memberPathsOf, membersBelow, membersTowards } from "./member-paths.ts";
import { ModuleCache } from "./module-cache.ts";
import { type ModuleSource, referencesTo, writesTo } from "./module-source.ts";
import { isClassNode, isFunctionNode, type Node } from "./node.ts";
import { staticKey } from "./parse.ts";
import { isLeak, writtenValue } from "./reads.ts";
import { functionAround } from "./syntax.ts";

/**
 * What leaves open whether a variable or member holds the value that has gone there: nothing, for a variable that is assigned once, and for a member of
 * an object that its module only reads. Other modules may still write to a member, so callers read the loaded value where they can.
 */
export function doubtsAbout(module: ModuleSource, { root, keys }: Destination): readonly Node[] {
	const evals = evalsIn(module);
	if (evals.length > 0) return evals;
	if (root.kind === "module.exports") return exportDoubts(module, keys, root.assignment);
	const variable = root.kind === "default" ? "default" : root.name;
	const reassigned = root.kind === "default" ? NONE : assignmentDoubts(module, root.name, root.assignment);
	if (keys.length === 0) return reassigned;
	const members = memberDoubts(module, variable, keys, root.kind === "default" ? undefined : root.assignment);
	return reassigned.length === 0 ? members : [...reassigned, ...members];
}

const NONE: readonly Node[] = [];

/** What assigns to a variable besides the one assignment, or makes its members other than plain properties. */
function assignmentDoubts(module: ModuleSource, name: string, assignment: Node): readonly Node[] {
	const writes = writesTo(module, name);
	const declared = module.bindings.get(name)?.declarations ?? NONE;
	if (writes.length === 0 && declared.length === 1 && declared[0] === assignment) return NONE;
	const declarations = declared.filter(
		(node) =>
			// An overload has no body.
			node.type !== "TSDeclareFunction" &&
			(node.type !== "VariableDeclarator" || node.init !== null || isLoopVariable(module, node)),
	);
	if (writes.length === 0 && isMerged(declarations)) return NONE;
	const others = [...declarations, ...writes].filter((node) => !contains(assignment, node));
	const isOwn = others.length < declarations.length + writes.length;
	if (isOwn) return others.filter((other) => !isBefore(module, other, assignment));
	const isProperty = assignment.type === "AssignmentExpression" && makesProperty(module, assignment);
	return isProperty && others.length === 1 ? NONE : [...others, assignment];
}

/** Is a write certainly over when an assignment runs, so that the assignment has the last word? */
function isBefore(module: ModuleSource, write: Node, assignment: Node): boolean {
	if (assignment.type === "FunctionDeclaration") return false;
	if (write.type === "FunctionDeclaration") return true;
	const { above = write } = write.type === "VariableDeclarator" ? {} : outOfPattern(module, write);
	return above.end <= assignment.start && functionAround(module, write) === undefined;
}

/** Is it a namespace, or the function, class or enum that namespaces of the same name add members to? The compiler rejects equal members. */
function isMerged(declarations: readonly Node[]): boolean {
	const others = declarations.filter(({ type }) => type !== "TSModuleDeclaration");
	return (
		others.length < Math.min(2, declarations.length) &&
		others.every(({ type }) => /^(?:Class|Function|TSEnum)Declaration$/.test(type))
	);
}

/** Does an assignment to a member make a plain property: is what holds it written out, and has no setter that would take the value? */
function makesProperty(module: ModuleSource, { left, right }: Node & { type: "AssignmentExpression" }): boolean {
	const key = left.type === "MemberExpression" ? memberKey(left) : undefined;
	if (left.type !== "MemberExpression" || key === undefined) return false;
	const { object } = left;
	const isPrototype = object.type === "MemberExpression" && memberKey(object) === "prototype";
	const holder = writtenValue(module, isPrototype ? object.object : object);
	if (holder === undefined || !takesPlainly(holder, isPrototype ? "" : key) || key === "__proto__") return false;
	// A field that is set after a static block.
	const isReset = (member: Node) =>
		member.type === "PropertyDefinition" && member.start > right.start && staticKey(member) === key;
	return !isClassNode(holder) || !holder.body.body.some(isReset);
}

/** Is it an object, array, function or class without setters, to which an assignment adds a property of this key? */
function takesPlainly(holder: Node, key: string): boolean {
	if (holder.type === "ArrayExpression") return true;
	if (holder.type === "ObjectExpression")
		return holder.properties.every(
			(property) => property.type === "Property" && property.kind === "init" && staticKey(property) !== "__proto__",
		);
	if (OF_FUNCTIONS.has(key)) return false;
	if (isFunctionNode(holder)) return true;
	const isAccessor = (member: Node) => member.type === "MethodDefinition" && /^[gs]et$/.test(member.kind);
	return isClassNode(holder) && holder.superClass === null && !holder.body.body.some(isAccessor);
}

const OF_FUNCTIONS: ReadonlySet<string> = new Set(["arguments", "caller", "length", "name", "prototype"]);

/** `for (var t of …)` assigns without an initialiser. */
function isLoopVariable(module: ModuleSource, declarator: Node): boolean {
	const declaration = module.parents.get(declarator);
	const loop = declaration === undefined ? undefined : module.parents.get(declaration);
	return loop?.type === "ForOfStatement" || loop?.type === "ForInStatement";
}

/**
 * Does the declaration of an export make a value of its own? An export that may be an alias of ours leaves open which name comes
 * first.
 */
export function isDistinct(module: ModuleSource, exportName: string, ours: Node): boolean {
	const variable = module.exports.bindings.get(exportName);
	if (variable === undefined)
		return module.exports.reexports.has(exportName) || module.exports.defaultNode !== undefined;
	const declarations = module.bindings.get(variable)?.declarations ?? [];
	return (
		writesTo(module, variable).length === 0 &&
		declarations.every((declaration) => {
			if (declaration.type !== "VariableDeclarator") return true;
			const { id, init } = declaration;
			return id.type === "Identifier" && init !== null && !contains(ours, init) && MAKES_ITS_VALUE.has(init.type);
		})
	);
}

const MAKES_ITS_VALUE: ReadonlySet<string> = new Set([
	"ArrayExpression",
	"ArrowFunctionExpression",
	"BinaryExpression",
	"ClassExpression",
	"FunctionExpression",
	"Literal",
	"NewExpression",
	"ObjectExpression",
	"TemplateLiteral",
	"UnaryExpression",
]);

function contains(outer: Node, inner: Node): boolean {
	return outer.start <= inner.start && inner.end <= outer.end;
}

/** What may put something else at a path below a variable. */
function memberDoubts(
	module: ModuleSource,
	name: string,
	keys: readonly string[],
	assignment: Node | undefined,
): readonly Node[] {
	const leaks = leaksOf.of(module, name);
	let found = leaks.get(keys.length);
	if (found === undefined) {
		const depth = keys.length;
		found = memberPathsOf(module, name).flatMap((path) => (isLeak(module, name, path, depth) ? [path.node] : []));
		leaks.set(keys.length, found);
	}
	const writes = membersTowards(module, name, keys, true).filter(
		({ node, path }) => path.length > 0 && isWrite(module, node) && !isOverruled(module, node, path, assignment),
	);
	return writes.length === 0 ? found : [...found, ...writes.map(({ node }) => node)];
}

/** By the number of keys, on which alone they depend. */
const leaksOf = new ModuleCache((_module: ModuleSource, _name: string) => new Map<number, readonly Node[]>());

/** Is a write to a path the assignment itself, or one before it to the same place, or to a part of it? */
function isOverruled(
	module: ModuleSource,
	write: Node,
	path: readonly (string | undefined)[],
	assignment: Node | undefined,
): boolean {
	if (assignment === undefined) return false;
	const target = assignment.type === "AssignmentExpression" ? assignment.left : undefined;
	if (target !== undefined && contains(target, write)) return true;
	// A computed key may be another name of the value.
	if (path.includes(undefined)) return false;
	return path.length >= depthOf(target) && isBefore(module, write, assignment);
}

/** How many members below its variable, or below the exports of CommonJS, is what an assignment writes to? Of `this`, that is not known. */
function depthOf(target: Node | undefined): number {
	if (target?.type === "ThisExpression") return Number.POSITIVE_INFINITY;
	if (target?.type !== "MemberExpression") return 0;
	const isWhole = target.object.type === "Identifier" && target.object.name === "module";
	return isWhole ? 0 : depthOf(target.object) + 1;
}

/** What assigns to a path of `module.exports` besides the one assignment, but for a compiler's placeholder before it. */
function exportDoubts(module: ModuleSource, keys: readonly string[], assignment: Node): readonly Node[] {
	const ofModule = membersTowards(module, "module", ["exports", ...keys], true).flatMap(
		({ path: [first, ...path], ...member }) => (first === "exports" ? [{ ...member, path }] : []),
	);
	const ofThis = membersTowards(module, "module.exports", keys, true);
	const doubts = [...membersTowards(module, "exports", keys, true), ...ofModule, ...ofThis].flatMap(({ node, path }) =>
		leavesExport(module, node, path, keys, assignment) ? [] : [node],
	);
	return [...doubts, ...exportLeaks(module, keys)];
}

/** `exports.jobs.reverse()`, `shuffle(module.exports.jobs)` */
function exportLeaks(module: ModuleSource, keys: readonly string[]): readonly Node[] {
	const holder = exportsOneValue(module) ? [] : keys.slice(0, 1);
	if (keys.length === holder.length) return NONE;
	const ofModule = membersBelow(module, "module", ["exports", ...holder]).map(({ path: [, ...path], ...member }) => ({
		...member,
		path,
	}));
	return [
		...(holder.length === 0 ? [] : membersBelow(module, "exports", holder)),
		...ofModule,
		...membersBelow(module, "module.exports", holder),
	].flatMap((member) => (isLeak(module, "module.exports", member, keys.length) ? [member.node] : []));
}

/** Does a reference to `exports`, or to a container of the export, keep the value of its assignment? */
function leavesExport(
	module: ModuleSource,
	node: Node,
	path: readonly (string | undefined)[],
	keys: readonly string[],
	assignment: Node,
): boolean {
	const isHolder = path.length < keys.length && path.every((key, index) => key === keys[index]);
	if (isHolder && !isOnlyReadElsewhere(module, node, keys.slice(path.length))) return false;
	if (!isWrite(module, node) || contains(assignment, node) || isOverruled(module, node, path, assignment)) return true;
	return path.length === 0 && keys.length === 1 && isNewTable(module, node, keys[0] ?? "", assignment);
}

/** Does `module.exports = function () {}`, or `exports = module.exports = {}`, come before an export is added to it? */
function isNewTable(module: ModuleSource, target: Node, key: string, assignment: Node): boolean {
	let top = module.parents.get(target) as Node;
	for (let above = module.parents.get(top); above?.type === "AssignmentExpression"; above = module.parents.get(above))
		top = above;
	let isOfModule = false;
	let value = top;
	for (; value.type === "AssignmentExpression"; value = value.right)
		isOfModule ||= value.operator === "=" && isModuleExports(module, value.left);
	return isOfModule && takesPlainly(value, key) && isBefore(module, target, assignment);
}

/** `__exportStar(require("./x"), exports)`, `Object.defineProperty(exports, "other", …)`: what compilers call adds what is not there. */
function isExportHelper(call: Node & { type: "CallExpression" }, [name]: readonly string[]): boolean {
	const [, key] = call.arguments;
	if (/^_*export(?:Star|s)?$/i.test(calledName(call) ?? "")) return true;
	return calledName(call) === "defineProperty" && key?.type === "Literal" && key.value !== name;
}

/** `const api = module.exports = {}` makes the variable an alias of the exports. */
function isOnlyReadElsewhere(module: ModuleSource, holder: Node, keys: readonly string[]): boolean {
	const parent = module.parents.get(holder);
	if (parent?.type === "CallExpression" && parent.callee !== holder)
		return returnsItsArgument(module, parent)
			? isOnlyReadElsewhere(module, parent, keys)
			: isExportHelper(parent, keys);
	if (parent?.type === "AssignmentExpression" && (parent.left === holder || isExportTarget(module, parent.left)))
		return isOnlyReadElsewhere(module, parent, keys);
	if (parent?.type === "AssignmentExpression") return isExports(module, parent.left);
	if (parent?.type !== "VariableDeclarator" || isExports(module, parent.id)) return true;
	return parent.id.type === "Identifier" && memberDoubts(module, parent.id.name, keys, undefined).length === 0;
}

function evalsIn(module: ModuleSource): readonly Node[] {
	if (!module.mentions.has("eval")) return NONE;
	return referencesTo(module, "eval").filter((mention) => {
		const parent = module.parents.get(mention);
		return parent?.type === "CallExpression" && parent.callee === mention;
	});
}
