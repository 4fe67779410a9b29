import type { Node, Syntax } from "../node.ts";
import { keyText } from "../parse.ts";

/* The helpers: https://github.com/evanw/esbuild/blob/02b41877c3af9dcce4ed89fc246f0ad3c09e88af/internal/runtime/runtime.go */

/**
 * `__export(x, { send: () => send }); module.exports = __toCommonJS(x)`: the exports of an ES module as CommonJS. A bundle has such
 * an object for each of its other modules, too.
 *
 * @returns export names with the variables that they show.
 */
export function emittedExports(syntax: Syntax, expression: Node): [string, string][] {
	if (expression.type !== "CallExpression" || expression.callee.type !== "Identifier") return [];
	const [holder, table] = expression.arguments;
	if (!/^__export\d*$/.test(expression.callee.name) || table?.type !== "ObjectExpression") return [];
	if (holder?.type !== "Identifier" || !becomesExports(syntax, holder.name)) return [];
	return table.properties.flatMap((property): [string, string][] => {
		if (property.type !== "Property" || property.value.type !== "ArrowFunctionExpression") return [];
		const name = keyText(property.key, property.computed);
		const { body } = property.value;
		return name !== undefined && body.type === "Identifier" ? [[name, body.name]] : [];
	});
}

/** Is it `exports`, or is `module.exports` made of it? */
function becomesExports(syntax: Syntax, name: string): boolean {
	if (name === "exports") return true;
	return (syntax.mentions.get(name) ?? []).some((mention) => {
		const call = syntax.parents.get(mention);
		const assignment = call === undefined ? undefined : syntax.parents.get(call);
		return (
			call?.type === "CallExpression" &&
			call.callee.type === "Identifier" &&
			/^__toCommonJS\d*$/.test(call.callee.name) &&
			assignment?.type === "AssignmentExpression" &&
			assignment.left.type === "MemberExpression" &&
			keyText(assignment.left.property, assignment.left.computed) === "exports"
		);
	});
}

/** `__name(value, "name")` of `keepNames`, which tsx switches on: the call returns its first argument. */
export function keptName(call: Node): string | undefined {
	if (call.type !== "CallExpression" || call.callee.type !== "Identifier" || call.callee.name !== "__name")
		return undefined;
	const [, name] = call.arguments;
	return name?.type === "Literal" && typeof name.value === "string" ? name.value : undefined;
}

/**
 * `__name(same2, "same")`, a statement beside the function: esbuild has renamed a local function that has the name of an outer one.
 *
 * @returns the name that the source has.
 */
export function renamedFrom(syntax: Syntax, name: string, fn: Node): string | undefined {
	const scope = syntax.parents.get(fn);
	for (const mention of syntax.mentions.get(name) ?? []) {
		const call = syntax.parents.get(mention);
		const statement = call === undefined ? undefined : syntax.parents.get(call);
		if (call?.type === "CallExpression" && call.arguments[0] === mention && statement !== undefined)
			if (syntax.parents.get(statement) === scope) return keptName(call);
	}
	return undefined;
}

/**
 * The comments with the path of each module, `// src/a.ts`. Bun's bundler writes them, too.
 * https://github.com/evanw/esbuild/blob/60cacfe27e90b4f0aeb92dcdd2a4c505eb3ee52d/internal/linker/linker.go
 */
export const ESBUILD_MODULE: RegExp = /^\/\/ (?:\.{0,2}\/)*[\w@./-]+\.[cm]?[jt]sx?$/gm;
