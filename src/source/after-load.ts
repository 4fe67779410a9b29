import { isModuleReference } from "./bindings.ts";
import { keptName } from "./emitted/emitted.ts";
import { isAwaited, isExportedByCommonJs, mayRunAtLoad, runsItsArguments } from "./load-run.ts";
import { ModuleCache } from "./module-cache.ts";
import { type ModuleSource, referencesTo, writesTo } from "./module-source.ts";
import { isClassNode, isFunctionNode, isTransparent, type Node, unwrap } from "./node.ts";
import { functionAround } from "./syntax.ts";

/**
 * Can code run after its module has loaded? It can if one of the functions around it is handed to somebody who may call it then: an export, a method, a
 * callback that is kept. Not so a function that the module's body only calls.
 */
export function mayRunAfterLoad(module: ModuleSource, node: Node): boolean {
	for (let fn = functionAround(module, node); fn !== undefined; fn = functionAround(module, fn))
		if (mayBeKept.of(module, fn)) return true;
	return false;
}

/** Does the body of a module run a node at most once: also in a function that is called at one place only? */
export function isRunOnce(module: ModuleSource, node: Node): boolean {
	let child = node;
	for (let above = module.parents.get(node); above !== undefined && above !== module.body; ) {
		if (LOOPS.has(above.type)) return false;
		if (isFunctionNode(above) || (above.type === "PropertyDefinition" && !above.static && above.value === child)) {
			const uses = usesOf(module, above);
			const [use] = uses ?? [];
			return uses?.length === 1 && use !== undefined && !isRepeatedCall(module, use) && isRunOnce(module, use);
		}
		child = above;
		above = module.parents.get(above);
	}
	return true;
}

const LOOPS: ReadonlySet<string> = new Set([
	"DoWhileStatement",
	"ForInStatement",
	"ForOfStatement",
	"ForStatement",
	"WhileStatement",
]);

/** Does anybody get a function who may call it when the module has loaded? A cycle of functions that call each other is one that nobody else has. */
export const mayBeKept: ModuleCache<ModuleSource, Node, boolean> = new ModuleCache((module, fn) => {
	pending.add(fn);
	try {
		const uses = usesOf(module, fn);
		if (uses === undefined) return true;
		return uses.some(
			(use) =>
				(isFunctionNode(fn) && fn.async && !isAwaited(module, use)) ||
				functionsAround(module, use).some((around) => !pending.has(around) && mayBeKept.of(module, around)),
		);
	} finally {
		pending.delete(fn);
	}
});

const pending = new Set<Node>();

function functionsAround(module: ModuleSource, node: Node): Node[] {
	const found: Node[] = [];
	for (let fn = functionAround(module, node); fn !== undefined; fn = functionAround(module, fn)) found.push(fn);
	return found;
}

/** The calls that run a function, or a field of a class; undefined if it goes anywhere else. */
export function usesOf(module: ModuleSource, fn: Node): readonly Node[] | undefined {
	if (isFunctionNode(fn) && fn.generator) return undefined;
	const parent = module.parents.get(fn);
	if (fn.type === "PropertyDefinition" || (parent?.type === "MethodDefinition" && parent.kind === "constructor")) {
		const body = module.parents.get(fn.type === "PropertyDefinition" ? fn : (parent as Node));
		const owner = body === undefined ? undefined : module.parents.get(body);
		return owner === undefined || !isClassNode(owner) ? undefined : usesOfHolder(module, owner);
	}
	return usesOfHolder(module, fn);
}

function usesOfHolder(module: ModuleSource, made: Node): readonly Node[] | undefined {
	if (made.type === "FunctionDeclaration" || made.type === "ClassDeclaration")
		return made.id === null || isExportedDeclaration(module, made) ? undefined : callsOf(module, made.id.name, made);
	const { above, child } = outOfWrappers(module, made);
	if (above?.type === "CallExpression" || above?.type === "NewExpression")
		return above.callee === child || handsNothingOn(module, above, child) ? [above] : undefined;
	if (above?.type === "VariableDeclarator" && above.init === child && above.id.type === "Identifier")
		return callsOf(module, above.id.name, above);
	return undefined;
}

/** The first node above that gives another value, and its child on the way: parentheses, types and `__name(fn, "name")` of a compiler do not. */
export function outOfWrappers(
	module: ModuleSource,
	node: Node,
): { readonly above: Node | undefined; readonly child: Node } {
	let child = node;
	let above = module.parents.get(node);
	while (above !== undefined && (isTransparent(above) || (keptName(above) !== undefined && isFirst(above, child)))) {
		child = above;
		above = module.parents.get(above);
	}
	return { above, child };
}

function isFirst(call: Node, argument: Node): boolean {
	return call.type === "CallExpression" && call.arguments[0] === argument;
}

function isExportedDeclaration(module: ModuleSource, declaration: Node): boolean {
	return module.parents.get(declaration)?.type === "ExportDefaultDeclaration";
}

/** The calls of a variable; undefined if anything else is done with it. */
function callsOf(module: ModuleSource, name: string, declaration: Node): readonly Node[] | undefined {
	const isOfModule = functionAround(module, declaration) === undefined && module.bindings.has(name);
	if (isOfModule && [...module.exports.bindings.values()].includes(name)) return undefined;
	// Of a local variable each mention of its name counts, whichever variable that is.
	const mentions = isOfModule
		? referencesTo(module, name)
		: (module.mentions.get(name) ?? []).filter(
				(mention) => module.parents.get(mention) !== declaration && !isModuleReference(module, mention as never),
			);
	const calls: Node[] = [];
	for (const mention of mentions) {
		const parent = module.parents.get(mention);
		// `__name(send, "send")` stands behind a declaration.
		if (parent !== undefined && keptName(parent) !== undefined && isFirst(parent, mention)) continue;
		const isCall = parent?.type === "CallExpression" || parent?.type === "NewExpression";
		if (!isCall || isExportedByCommonJs(module, mention)) return undefined;
		if (parent.callee !== mention && !handsNothingOn(module, parent, mention)) return undefined;
		calls.push(parent);
	}
	return calls;
}

type Call = Node & { type: "CallExpression" | "NewExpression" };

/** Does a call run a function that it is given, and keep it no longer than it runs itself? */
function handsNothingOn(module: ModuleSource, call: Call, argument: Node): boolean {
	const callee = unwrap(call.callee);
	const index = call.arguments.indexOf(argument as never);
	if (index < 0) return false;
	const fn = functionOf(module, callee);
	if (fn === undefined) return runsItsArguments(module, call);
	const parameter = isFunctionNode(fn) && !fn.async && !fn.generator ? fn.params[index] : undefined;
	if (parameter?.type !== "Identifier") return false;
	const name = parameter.name;
	return (module.mentions.get(name) ?? [])
		.filter((mention) => mention !== parameter && fn.start <= mention.start && mention.end <= fn.end)
		.every((mention) => {
			const parent = module.parents.get(mention);
			if (parent?.type !== "CallExpression" && parent?.type !== "NewExpression") return false;
			const around = functionAround(module, mention);
			const isDirect =
				around === fn ||
				(around !== undefined && functionAround(module, around) === fn && !mayBeKept.of(module, around));
			return isDirect && (parent.callee === mention || handsNothingOn(module, parent, mention));
		});
}

/** The function that is called: written there, or the only value of a variable of the module. */
export function functionOf(module: ModuleSource, callee: Node): Node | undefined {
	if (isFunctionNode(callee)) return callee;
	if (callee.type !== "Identifier" || !isModuleReference(module, callee as never)) return undefined;
	const [declaration, another] = module.bindings.get(callee.name)?.declarations ?? [];
	if (declaration === undefined || another !== undefined) return undefined;
	let value = declaration.type === "VariableDeclarator" ? declaration.init : declaration;
	while (value !== null && (isTransparent(value) || keptName(value) !== undefined))
		value = isTransparent(value) ? value.expression : ((value as Call).arguments[0] ?? null);
	return value !== null && isFunctionNode(value) ? value : undefined;
}

/** `names.map((name) => …)`: the call stands in no loop, and runs what it is given for each element all the same. */
function isRepeatedCall(module: ModuleSource, call: Node): boolean {
	if (call.type !== "CallExpression") return false;
	const callee = unwrap(call.callee);
	return callee.type === "MemberExpression" && runsItsArguments(module, call) && !isFunctionNode(callee);
}

/** Is a node in a function that is handed to a call? Whether that runs it at once is a guess. */
export function isInCallback(module: ModuleSource, node: Node): boolean {
	return functionsAround(module, node).some((fn) => {
		const { above, child } = outOfWrappers(module, fn);
		return (above?.type === "CallExpression" || above?.type === "NewExpression") && above.callee !== child;
	});
}

/**
 * Is a value what the last call of a function gives its only assignment, at the top level of the module: `setMailer(smtp)`?
 *
 * @param write the target of the assignment.
 */
export function isLastGiven(
	module: ModuleSource,
	write: Node,
	made: Node,
	local: readonly string[] | undefined,
): boolean {
	const assignment = module.parents.get(write);
	const fn = functionAround(module, write);
	if (assignment?.type !== "AssignmentExpression" || assignment.operator !== "=" || fn === undefined) return false;
	const { right } = assignment;
	if (!isFunctionNode(fn) || right.type !== "Identifier") return false;
	const index = fn.params.findIndex((parameter) => parameter.type === "Identifier" && parameter.name === right.name);
	const calls = module.makers.filter(
		(call): call is Call =>
			call.type === "CallExpression" && functionOf(module, unwrap(call.callee)) === fn && mayRunAtLoad(module, call),
	);
	const last = calls.at(-1);
	if (index < 0 || last === undefined) return false;
	if (
		functionAround(module, last) !== undefined ||
		module.parents.get(module.parents.get(last) as Node) !== module.body
	)
		return false;
	const given = last.arguments[index];
	if (given === made) return true;
	return (
		given?.type === "Identifier" &&
		local?.length === 1 &&
		local[0] === given.name &&
		writesTo(module, given.name).length === 0
	);
}
