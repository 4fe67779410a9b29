import { functionOf, outOfWrappers } from "./after-load.ts";
import { isWrite, statementsOf } from "./bindings.ts";
import { commonJsExports, isRequired } from "./common-js.ts";
import { isEmittedImport } from "./emitted/emitted.ts";
import { isExportTarget, isModuleExports, memberKey } from "./flow.ts";
import { membersTowards } from "./member-paths.ts";
import type { ModuleSource } from "./module-source.ts";
import { isFunctionNode, type Node, statementOf, unwrap } from "./node.ts";
import { staticKey } from "./parse.ts";
import type { Place, Root } from "./place.ts";

/* Values that a call makes, or is given, as far as the text shows them. */

/** Is a value made by a call of a function of another module? Its text is not looked into. */
export function isMadeElsewhere(module: ModuleSource, call: Node): boolean {
	if (call.type !== "CallExpression" && call.type !== "NewExpression") return false;
	let callee = unwrap(call.callee);
	if (callee.type === "SequenceExpression") callee = callee.expressions.at(-1) ?? callee;
	while (callee.type === "MemberExpression") callee = callee.object;
	if (callee.type !== "Identifier") return false;
	const binding = module.bindings.get(callee.name);
	const [declaration] = binding?.declarations ?? [];
	if (declaration?.type !== "VariableDeclarator" || declaration.init === null) return binding?.kind === "import";
	const given = unwrap(declaration.init.type === "AwaitExpression" ? declaration.init.argument : declaration.init);
	return given.type === "ImportExpression" || isEmittedImport(given) || isRequired(module, given);
}

/** The exports that a statement assigns, in the order of the text. */
export function exportsGivenIn(module: ModuleSource, node: Node): readonly string[] {
	const { start, end } = statementOf(module, node);
	return commonJsExports(module)
		.filter(({ at }) => start <= at.start && at.end <= end)
		.map(({ name }) => name);
}

/** The texts of the elements of the literal array that a value is an element of, and its index there. */
export function literalAround(
	module: ModuleSource,
	node: Node,
): { readonly index: number; readonly texts: readonly string[] } | undefined {
	const { above: array, child } = outOfWrappers(module, node);
	if (array?.type !== "ArrayExpression" || array.elements.some((element) => element?.type === "SpreadElement"))
		return undefined;
	const texts = array.elements.map((element) =>
		element === null ? "" : module.text.slice(unwrap(element).start, unwrap(element).end),
	);
	return { index: array.elements.indexOf(child as never), texts };
}

/** Is a value handed to code that is not in this module, which may put it anywhere? */
export function isHandedOut(module: ModuleSource, { node: place }: Place): boolean {
	const { above: call, child } = outOfWrappers(module, place);
	if ((call?.type !== "CallExpression" && call?.type !== "NewExpression") || call.callee === child) return false;
	const { callee } = call;
	return callee.type !== "Identifier" || (module.bindings.get(callee.name)?.kind ?? "import") === "import";
}

/**
 * `exports.mail = makeJob()`: does an assignment to this very export, or the declaration of its variable, contain a node?
 *
 * @param isWhole whether the node is the value: then it may also be in a pattern, or beside the assignment in one statement.
 */
export function isGivenTo(module: ModuleSource, node: Node, { path, variable }: Root, isWhole: boolean): boolean {
	const [name = ""] = path;
	for (
		let above: Node | undefined = node;
		above !== undefined && above !== module.body;
		above = module.parents.get(above)
	) {
		if (isFunctionNode(above) && above !== node) return false;
		if (above.type === "VariableDeclarator") {
			if (above.id.type === "Identifier") return above.id.name === variable;
			return (
				isWhole &&
				variable !== undefined &&
				declaredTogether(module, variable) !== undefined &&
				module.bindings.get(variable)?.declarations.includes(above) === true
			);
		}
		if (above.type === "AssignmentExpression" && isExportTarget(module, above.left) && memberKey(above.left) === name)
			return !isModuleExports(module, above.left);
	}
	if (!isWhole) return false;
	const { start, end } = statementOf(module, node);
	return membersTowards(module, "exports", [name]).some(
		(mention) =>
			mention.path.length === 1 &&
			start <= mention.node.start &&
			mention.node.end <= end &&
			isWrite(module, mention.node),
	);
}

/** The variables that one pattern declares with a variable; undefined if it is declared alone. */
export function declaredTogether(module: ModuleSource, variable: string): readonly string[] | undefined {
	const [declaration] = module.bindings.get(variable)?.declarations ?? [];
	if (declaration?.type !== "VariableDeclarator" || declaration.id.type === "Identifier") return undefined;
	return [...module.bindings].flatMap(([name, { declarations }]) => (declarations.includes(declaration) ? [name] : []));
}

/** Where a function that is called there makes each member of the object that it gives: `() => ({ first: task(…), second })`. */
export function membersMadeBy(module: ModuleSource, call: Node): ReadonlyMap<string, number> | undefined {
	const fn = call.type === "CallExpression" ? functionOf(module, unwrap(call.callee)) : undefined;
	if (fn === undefined || !isFunctionNode(fn) || fn.body === null) return undefined;
	const last = fn.body.type === "BlockStatement" ? fn.body.body.at(-1) : undefined;
	const given = last?.type === "ReturnStatement" ? last.argument : fn.body;
	const object = given === null ? undefined : unwrap(given);
	if (object?.type !== "ObjectExpression") return undefined;
	const found = new Map<string, number>();
	for (const property of object.properties) {
		const key = property.type === "Property" ? staticKey(property) : undefined;
		if (property.type !== "Property" || key === undefined) continue;
		const value = unwrap(property.value);
		const declared =
			value.type === "Identifier"
				? statementsOf(fn)
						.flatMap((statement) => (statement.type === "VariableDeclaration" ? statement.declarations : []))
						.find(({ id }) => id.type === "Identifier" && id.name === value.name)
				: value;
		if (declared !== undefined) found.set(key, declared.start);
	}
	return found;
}
