import { memberKey } from "./flow.ts";
import { type ModuleSource, writesTo } from "./module-source.ts";
import { type Node, unwrap } from "./node.ts";
import { staticKey } from "./parse.ts";

/* Texts that the module's own text shows: literals, and variables that hold one. */

/** The texts of an argument, and of the members of an object. */
export function textsIn(module: ModuleSource, argument: Node, except: Node): string[] {
	if (argument === except && argument.type !== "ObjectExpression") return [];
	if (argument.type === "ObjectExpression")
		return argument.properties.flatMap((property) =>
			property.type === "Property" ? (textOf(module, property.value) ?? []) : [],
		);
	return [textOf(module, argument) ?? []].flat();
}

/** The text that an expression gives, as far as the module shows it: a literal, a constant, a member of an object or an enum. */
export function textOf(module: ModuleSource, expression: Node, steps = 0): string | undefined {
	const node = unwrap(expression);
	if (node.type === "Literal" && typeof node.value === "string") return node.value;
	if (node.type === "TemplateLiteral" && node.expressions.length === 0)
		return node.quasis[0]?.value.cooked ?? undefined;
	if (steps > MAX_STEPS) return undefined;
	if (node.type === "Identifier") {
		const value = constant(module, node.name);
		return value === undefined ? undefined : textOf(module, value, steps + 1);
	}
	const key = node.type === "MemberExpression" ? memberKey(node) : undefined;
	if (node.type !== "MemberExpression" || key === undefined || node.object.type !== "Identifier") return undefined;
	const owner = constant(module, node.object.name);
	const members = owner?.type === "TSEnumDeclaration" ? owner.body.members : [];
	const member = members.find(({ id }) => (id.type === "Identifier" ? id.name : textOf(module, id, steps + 1)) === key);
	if (member !== undefined)
		return member.initializer === null ? undefined : textOf(module, member.initializer, steps + 1);
	const property =
		owner?.type === "ObjectExpression"
			? owner.properties.find((candidate) => candidate.type === "Property" && staticKey(candidate) === key)
			: undefined;
	return property?.type === "Property" ? textOf(module, property.value, steps + 1) : undefined;
}

export const MAX_STEPS = 5;

export function constant(module: ModuleSource, name: string): Node | undefined {
	const [declaration, another] = module.bindings.get(name)?.declarations ?? [];
	if (declaration === undefined || another !== undefined || writesTo(module, name).length > 0) return undefined;
	if (declaration.type !== "VariableDeclarator") return declaration;
	if (declaration.id.type !== "Identifier" || declaration.init === null) return undefined;
	const value = unwrap(declaration.init);
	// `Object.freeze({ … })`
	const [argument] = value.type === "CallExpression" && value.arguments.length === 1 ? value.arguments : [];
	return argument?.type === "ObjectExpression" ? argument : value;
}

export function calledName(call: Node): string | undefined {
	if (call.type !== "CallExpression" && call.type !== "NewExpression") return undefined;
	let callee = unwrap(call.callee);
	// `(0, register)(…)`
	if (callee.type === "SequenceExpression") callee = callee.expressions.at(-1) ?? callee;
	return callee.type === "Identifier" ? callee.name : memberKey(callee);
}
