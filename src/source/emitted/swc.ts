import type { Node, Syntax } from "../node.ts";
import { keyText } from "../parse.ts";

/**
 * SWC writes the exports of an ES module as CommonJS getters: one by `Object.defineProperty(exports, "send", { enumerable: true, get: function () { return
 * send; } })`, several by `_export(exports, { get send () { return send; } })`; older versions by `_export(exports, { send: function () { return send; } })`.
 * https://github.com/swc-project/swc/blob/581aafb4dfbbcf9b834e3b578cad83fec452a062/crates/swc_ecma_transforms_module/src/common_js.rs
 *
 * @returns export names with the variables that they show; not those that show another module.
 */
export function exportedGetters(syntax: Syntax, expression: Node): [string, string][] {
	return gettersIn(expression).flatMap(({ name, getter }): [string, string][] => {
		const local = shownBy(getter);
		return name === undefined || local === undefined || holdsModule(syntax, local) ? [] : [[name, local]];
	});
}

interface Getter {
	readonly name: string | undefined;
	readonly getter: Node;
}

function gettersIn(expression: Node): Getter[] {
	if (expression.type !== "CallExpression") return [];
	const { callee } = expression;
	const [holder, second, third] = expression.arguments;
	if (holder?.type !== "Identifier" || holder.name !== "exports") return [];
	if (callee.type === "Identifier" && /^_export\d*$/.test(callee.name)) return propertiesOf(second);
	if (!isDefineProperty(callee)) return [];
	const name = second?.type === "Literal" && typeof second.value === "string" ? second.value : undefined;
	return propertiesOf(third).flatMap((property) => (property.name === "get" ? { ...property, name } : []));
}

function propertiesOf(table: Node | undefined): Getter[] {
	if (table?.type !== "ObjectExpression") return [];
	return table.properties.flatMap((property) =>
		property.type === "Property"
			? { name: keyText(property.key, property.computed), getter: property.value as Node }
			: [],
	);
}

function isDefineProperty(callee: Node): boolean {
	return (
		callee.type === "MemberExpression" &&
		callee.object.type === "Identifier" &&
		callee.object.name === "Object" &&
		keyText(callee.property, callee.computed) === "defineProperty"
	);
}

/** The variable in `function () { return send; }` or `() => send`. */
function shownBy(getter: Node): string | undefined {
	let value: Node | null | undefined;
	if (getter.type === "ArrowFunctionExpression") value = getter.body;
	else if (getter.type === "FunctionExpression") value = getter.body;
	if (value?.type === "BlockStatement") {
		const [statement, another] = value.body;
		if (another !== undefined) return undefined;
		value = statement?.type === "ReturnStatement" ? statement.argument : undefined;
	}
	return value?.type === "Identifier" ? value.name : undefined;
}

/** `const _ns = _interop_require_wildcard(require("./ns"))` */
function holdsModule(syntax: Syntax, variable: string): boolean {
	return (syntax.mentions.get(variable) ?? []).some((mention) => {
		const declarator = syntax.parents.get(mention);
		if (declarator?.type !== "VariableDeclarator" || declarator.id !== mention) return false;
		let init = declarator.init;
		while (init?.type === "CallExpression") {
			if (init.callee.type === "Identifier" && init.callee.name === "require") return true;
			const [first] = init.arguments;
			init = first?.type === "SpreadElement" ? null : (first ?? null);
		}
		return false;
	});
}
