import { isWrite } from "./bindings.ts";
import { isPlaceholder } from "./emitted/emitted.ts";
import { type Destination, isExports, isExportTarget, memberKey } from "./flow.ts";
import { memberPathOf, membersTowards } from "./member-paths.ts";
import { ModuleCache } from "./module-cache.ts";
import { type ModuleSource, referencesTo, writesTo } from "./module-source.ts";
import { type ClassNode, isClassNode, isFunctionNode, type Node } from "./node.ts";
import { staticKey } from "./parse.ts";

/**
 * Does the text alone decide what a variable or member holds? It does for a variable that is assigned once, and for a member of an
 * object that its module only reads. Other modules may still write to a member, so callers read the loaded value where they can.
 */
export function isStable(module: ModuleSource, destination: Destination): boolean {
	const { root, keys } = destination;
	if (mentionsEval(module)) return false;
	if (root.kind === "default") return true;
	if (root.kind === "module.exports") return isOnlyExport(module, keys, root.assignment);
	return (
		isAssignedOnce(module, root.name, root.assignment) && (keys.length === 0 || isOnlyRead(module, root.name, keys))
	);
}

function isAssignedOnce(module: ModuleSource, name: string, assignment: Node): boolean {
	const binding = module.bindings.get(name);
	if (binding === undefined) return false;
	const declarations = binding.declarations.filter(
		(node) =>
			// An overload has no body.
			node.type !== "TSDeclareFunction" &&
			(node.type !== "VariableDeclarator" || node.init !== null || isLoopVariable(module, node)),
	);
	const writes = writesTo(module, name);
	if (declarations.length === 1 && writes.length === 0)
		return declarations[0] === assignment || isFunctionNode(assignment) || isClassNode(assignment);
	return declarations.length === 0 && writes.length === 1 && writes[0] !== undefined && contains(assignment, writes[0]);
}

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

/** Methods of arrays and maps that keep existing members where they are. Any other method may change its object. */
const READS: ReadonlySet<string> = new Set([
	...["at", "concat", "entries", "every", "filter", "find", "flat", "flatMap", "forEach", "get", "has", "includes"],
	...["indexOf", "join", "keys", "map", "push", "reduce", "set", "slice", "some", "toSorted", "values"],
]);

/** How often each static member of a class is defined, and how many static blocks may assign one. */
interface Statics {
	readonly times: ReadonlyMap<string, number>;
	readonly blocks: number;
}

const statics = new ModuleCache((module: ModuleSource, name: string): readonly Statics[] =>
	(module.bindings.get(name)?.declarations ?? []).flatMap((declaration) => {
		const owner = declaration.type === "VariableDeclarator" ? declaration.init : declaration;
		return owner !== null && isClassNode(owner) ? [staticsOf(module, owner)] : [];
	}),
);

function staticsOf(module: ModuleSource, owner: ClassNode): Statics {
	const times = new Map<string, number>();
	let blocks = 0;
	for (const member of owner.body.body) {
		if (member.type === "StaticBlock") {
			if (module.text.slice(member.start, member.end).includes("this")) blocks++;
		} else if (member.type !== "TSIndexSignature" && member.static) {
			const key = staticKey(member);
			if (key !== undefined) times.set(key, (times.get(key) ?? 0) + 1);
		}
	}
	return { times, blocks };
}

/** Is a static member defined twice, or by `this.key = …` in a static block? */
function isStaticTwice(module: ModuleSource, name: string, key: string): boolean {
	return statics.of(module, name).some(({ times, blocks }) => (times.get(key) ?? 0) + blocks > 1);
}

const onlyReadTo = new ModuleCache((_module: ModuleSource, _name: string) => new Map<number, boolean>());

function isOnlyRead(module: ModuleSource, name: string, keys: readonly string[]): boolean {
	if (isStaticTwice(module, name, keys[0] ?? "")) return false;
	// The answer depends on the number of keys alone.
	const known = onlyReadTo.of(module, name);
	const answer = known.get(keys.length) ?? isOnlyReadTo(module, name, keys.length);
	known.set(keys.length, answer);
	return answer;
}

/** Does the module only read the variable's members, and never leak an intermediate container of that depth? */
function isOnlyReadTo(module: ModuleSource, name: string, least: number): boolean {
	return referencesTo(module, name).every((reference) => {
		const { node, path } = memberPathOf(module, reference);
		const depth = path.length;
		if (isWrite(module, node)) return false;
		const parent = module.parents.get(node);
		const isCalled = parent?.type === "CallExpression" && parent.callee === node;
		// A method gets its object as `this`.
		if (isCalled) return depth > least || READS.has(memberKey(node) ?? "");
		// Reads as deep as the value leak no container of it.
		if (depth >= least) return true;
		return parent !== undefined && isHarmless(module, parent, node, least - depth);
	});
}

/** Exports the object or inspects it, but passes it to no code that may change it. */
function isHarmless(module: ModuleSource, parent: Node, node: Node, left: number): boolean {
	switch (parent.type) {
		case "ExportSpecifier":
		case "ExportDefaultDeclaration":
		case "UnaryExpression":
		case "BinaryExpression":
		case "IfStatement":
		case "ForInStatement":
			return true;
		case "ForOfStatement":
			return left === 1;
		case "AssignmentExpression":
			return parent.right === node && isExportTarget(module, parent.left);
		default:
			return false;
	}
}

/** Is this the one assignment to a path of `module.exports`, but for a compiler's placeholder before it? */
function isOnlyExport(module: ModuleSource, keys: readonly string[], assignment: Node): boolean {
	return (
		membersTowards(module, "exports", keys, true).every(({ node, path }) =>
			leavesExport(module, node, path, keys, assignment),
		) &&
		membersTowards(module, "module", ["exports", ...keys], true).every(
			({ node, path: [first, ...path] }) => first !== "exports" || leavesExport(module, node, path, keys, assignment),
		)
	);
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
	if (!isWrite(module, node) || contains(assignment, node)) return true;
	const parent = module.parents.get(node);
	return parent?.type === "AssignmentExpression" && isPlaceholder(parent) && parent.start < assignment.start;
}

/** `const api = module.exports = {}` makes the variable an alias of the exports. */
function isOnlyReadElsewhere(module: ModuleSource, holder: Node, keys: readonly string[]): boolean {
	const parent = module.parents.get(holder);
	if (parent?.type === "AssignmentExpression" && (parent.left === holder || isExportTarget(module, parent.left)))
		return isOnlyReadElsewhere(module, parent, keys);
	if (parent?.type === "AssignmentExpression") return isExports(module, parent.left);
	if (parent?.type !== "VariableDeclarator" || isExports(module, parent.id)) return true;
	return parent.id.type === "Identifier" && isOnlyRead(module, parent.id.name, keys);
}

function mentionsEval(module: ModuleSource): boolean {
	return referencesTo(module, "eval").some((mention) => {
		const parent = module.parents.get(mention);
		return parent?.type === "CallExpression" && parent.callee === mention;
	});
}
