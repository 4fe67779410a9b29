import { isModuleName, isWrite } from "./bindings.ts";
import { emittedExports } from "./emitted/emitted.ts";
import { isExportTarget, memberKey, returnsItsArgument } from "./flow.ts";
import { memberPathOf } from "./member-paths.ts";
import { memoizeWeak } from "./module-cache.ts";
import { type ModuleSource, referencesTo } from "./module-source.ts";
import { isFunctionNode, type Node, unwrap } from "./node.ts";
import { functionAround } from "./syntax.ts";

/**
 * Which code of a module may run while the module loads: its body, and the functions that the body may call. The other functions run when
 * somebody calls them afterwards, and in another process perhaps never.
 */

/** May the code around a node run while the module loads? */
export function mayRunAtLoad(module: ModuleSource, node: Node): boolean {
	const outermost = outermostFunction(module, node);
	return outermost === undefined || loadRunFunctions(module).has(outermost);
}

/** Is a node in a function that nothing in the module's own text may run while it loads, whatever the functions do that it hands others to? */
export function runsOnlyLater(module: ModuleSource, node: Node): boolean {
	const outermost = outermostFunction(module, node);
	return outermost !== undefined && !possiblyRun(module).has(outermost);
}

/** The function of the module's body that a node is in, at any depth. */
export function outermostFunction(module: ModuleSource, node: Node): Node | undefined {
	let found: Node | undefined;
	for (let fn = functionAround(module, node); fn !== undefined; fn = functionAround(module, fn)) found = fn;
	return found;
}

/** Functions that the body calls, or hands to a call that runs them before it returns. */
const loadRunFunctions = memoizeWeak((module: ModuleSource) => functionsRun(module, false));

/** These, and functions that whoever gets them might call at once. */
const possiblyRun = memoizeWeak((module: ModuleSource) => functionsRun(module, true));

/** @param orHandedOn whether every call counts that gets a function, not only those that are known to run it. */
function functionsRun(module: ModuleSource, orHandedOn: boolean): ReadonlySet<Node> {
	const functions = [...module.parents.keys()].filter(
		(node) =>
			(isFunctionNode(node) || isInstanceField(node)) &&
			functionAround(module, node) === undefined &&
			node !== module.wrapper,
	);
	const found = new Set<Node>();
	const waiting = new Map<string, Node[]>();
	for (const fn of functions) {
		const holder = holderOf(module, fn, orHandedOn);
		if (holder === "called" || (orHandedOn && holder !== undefined && !isModuleName(module, holder, fn))) found.add(fn);
		else if (holder !== undefined) waiting.set(holder, [...(waiting.get(holder) ?? []), fn]);
	}
	// A function that may run calls what it mentions, until nothing more is found.
	for (let isFound = true; isFound; ) {
		isFound = false;
		for (const [name, held] of waiting) {
			const uses = referencesTo(module, name).filter((mention) => isUse(module, mention, found, orHandedOn));
			const isAwaitedOnce = uses.some((mention) => isAwaited(module, mention));
			const started = held.filter((fn) => uses.length > 0 && (orHandedOn || isAwaitedOnce || !isAsync(fn)));
			if (started.length === 0) continue;
			waiting.delete(name);
			for (const fn of started) found.add(fn);
			isFound = true;
		}
	}
	return found;
}

/** Its value is made with each instance. */
function isInstanceField(node: Node): boolean {
	return node.type === "PropertyDefinition" && !node.static;
}

/**
 * The variable through which a function of the body can be called; `called` if the body itself calls it, or hands it to a call; undefined if
 * nobody here can: `export default () => {}`, `exports.send = () => {}`.
 */
export function holderOf(module: ModuleSource, fn: Node, orHandedOn = false): string | "called" | undefined {
	if (fn.type === "FunctionDeclaration") return fn.id?.name;
	let child = fn;
	for (let above = module.parents.get(fn); above !== undefined && above !== module.body; ) {
		switch (above.type) {
			case "CallExpression":
				// Getters of a compiler's: to read one runs nothing else.
				if (isExportTable(module, above)) return undefined;
				// `__name(fn, "fn")`, as esbuild keeps names.
				if (returnsItsArgument(module, above) && above.callee !== child) break;
				if (orHandedOn) return "called";
				return runsAtOnce(module, above, child) && (!isAsync(fn) || isAwaited(module, above)) ? "called" : undefined;
			case "NewExpression":
				return orHandedOn || runsAtOnce(module, above, child) ? "called" : undefined;
			case "TaggedTemplateExpression":
			case "Decorator":
				return "called";
			case "VariableDeclarator":
				return above.id.type === "Identifier" ? above.id.name : "called";
			case "ClassDeclaration":
				return above.id?.name;
			case "AssignmentExpression":
				if (child !== above.right) return orHandedOn ? "called" : undefined;
				if (above.left.type === "Identifier") return above.left.name;
				return orHandedOn ? rootOf(module, above) : undefined;
			case "ExportDefaultDeclaration":
				return undefined;
		}
		child = above;
		above = module.parents.get(above);
	}
	return "called";
}

/** `jobs` of the statement `jobs.send = () => {}` */
function rootOf(module: ModuleSource, assignment: Node & { type: "AssignmentExpression" }): string {
	let target: Node = assignment.left;
	while (target.type === "MemberExpression") target = target.object;
	const isStatement = module.parents.get(assignment)?.type === "ExpressionStatement";
	return isStatement && target.type === "Identifier" ? target.name : "called";
}

type Call = Node & { type: "CallExpression" | "NewExpression" };

/**
 * Does a call run a function before it returns: as what is called, or as an argument of a function of this module, of a method that calls it for
 * elements, or of `new Promise`? Whoever else gets it may keep it for later: a timer, an event, a promise.
 */
function runsAtOnce(module: ModuleSource, call: Call, part: Node): boolean {
	if (call.callee === part || !call.arguments.includes(part as never)) return true;
	const callee = unwrap(call.callee);
	if (callee.type !== "MemberExpression" && callee.type !== "Identifier") return true;
	if (callee.type === "Identifier" && (module.bindings.get(callee.name)?.kind ?? "import") !== "import") return true;
	return runsItsArguments(module, call);
}

/** Does a call of what is not written in this module run the functions that it is given, and keep none of them? */
export function runsItsArguments(module: ModuleSource, call: Call): boolean {
	const callee = unwrap(call.callee);
	if (callee.type === "MemberExpression") return AT_ONCE.test(memberKey(callee) ?? "");
	if (callee.type !== "Identifier") return false;
	return AT_ONCE.test(callee.name) || (callee.name === "Promise" && !module.bindings.has(callee.name));
}

/** What runs its argument while it runs itself: methods of arrays, and functions of libraries that are called as these are. */
const AT_ONCE =
	/^(?:apply|call|each|every|filter|find\w*|flatMap|for\w*|from\w*|group\w*|map\w*|partition|reduce\w*|replace\w*|some|sort\w*|times|toSorted)$/i;

/** What comes behind the first `await` of an async function runs later, unless the module waits for it. */
function isAsync(fn: Node): boolean {
	return isFunctionNode(fn) && fn.async;
}

/** Does the code around a node wait for what it gives? */
export function isAwaited(module: ModuleSource, node: Node): boolean {
	for (
		let above = module.parents.get(node);
		above !== undefined && above !== module.body;
		above = module.parents.get(above)
	) {
		if (above.type === "AwaitExpression") return true;
		if (isFunctionNode(above)) return false;
	}
	return false;
}

/** `exports.send = send`, `module.exports = { send }` */
export function isExportedByCommonJs(module: ModuleSource, value: Node): boolean {
	const parent = module.parents.get(value);
	if (parent?.type === "AssignmentExpression")
		return parent.right === value && (isExportTarget(module, parent.left) || isExportedByCommonJs(module, parent));
	if (parent?.type !== "Property" || parent.value !== value) return false;
	const table = module.parents.get(parent);
	return table?.type === "ObjectExpression" && isExportedByCommonJs(module, table);
}

const exportTables = new WeakMap<Node, boolean>();

function isExportTable(module: ModuleSource, call: Node): boolean {
	const answer = exportTables.get(call) ?? emittedExports(module, call).length > 0;
	exportTables.set(call, answer);
	return answer;
}

/** Does a mention of a variable let the code around it call what the variable holds? Not so `export { send }`, and what stands in functions that do not run. */
function isUse(module: ModuleSource, mention: Node, running: ReadonlySet<Node>, orHandedOn: boolean): boolean {
	const parent = module.parents.get(mention);
	if (parent?.type === "ExportSpecifier" || parent?.type === "ExportDefaultDeclaration") return false;
	const isNamed = parent?.type === "CallExpression" && returnsItsArgument(module, parent);
	if (isNamed && module.parents.get(parent)?.type === "ExpressionStatement") return false;
	if (isExportedByCommonJs(module, mention) && !(orHandedOn && readsExports(module))) return false;
	const isHandedOn = parent?.type === "CallExpression" || parent?.type === "NewExpression";
	if (isHandedOn && !orHandedOn && !runsAtOnce(module, parent, mention)) return false;
	// What is assigned to an export has no setter.
	const isOfExports = mention.type === "Identifier" && /^(?:exports|module)$/.test(mention.name);
	if (orHandedOn && isOfExports && isWrite(module, memberPathOf(module, mention).node)) return false;
	const outermost = outermostFunction(module, mention);
	return outermost === undefined || running.has(outermost);
}

/** Does CommonJS use its own exports, by which it can call them? */
const readsExports = memoizeWeak((module: ModuleSource): boolean =>
	["exports", "module"].some((root) =>
		referencesTo(module, root).some((mention) => {
			const { node } = memberPathOf(module, mention);
			const parent = module.parents.get(node);
			const [, key] = parent?.type === "CallExpression" ? parent.arguments : [];
			const isMark = key?.type === "Literal" && key.value === "__esModule";
			return !isWrite(module, node) && !isMark && !(parent?.type === "CallExpression" && isExportTable(module, parent));
		}),
	),
);
