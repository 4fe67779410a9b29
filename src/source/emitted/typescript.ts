import { isTransparent, type Node, type Syntax, statementOf } from "../node.ts";

/**
 * `let C = (() => { … return class {} })()`: the arrow function around a class with decorators runs once, and gives the class.
 * https://github.com/microsoft/TypeScript/blob/v5.9.2/src/compiler/transformers/esDecorators.ts
 *
 * @returns the call of the function `node`, if it is such a one.
 */
export function decoratedClassCall(syntax: Syntax, node: Node): Node | undefined {
	if (node.type !== "ArrowFunctionExpression" || node.params.length > 0) return undefined;
	let callee: Node = node;
	let parent = syntax.parents.get(callee);
	while (parent !== undefined && isTransparent(parent)) {
		callee = parent;
		parent = syntax.parents.get(callee);
	}
	if (parent?.type !== "CallExpression" || parent.callee !== callee) return undefined;
	return /\b__esDecorate\(/.test(syntax.text.slice(node.start, node.end)) ? parent : undefined;
}

/**
 * `exports.a = exports.b = void 0`, before the statements that assign the values.
 * https://github.com/microsoft/TypeScript/blob/v5.9.2/src/compiler/transformers/module/module.ts
 *
 * @param assigned an assignment, or the value of one.
 */
export function isPlaceholder(assigned: Node): boolean {
	let value = assigned;
	while (value.type === "AssignmentExpression") value = value.right;
	return value.type === "UnaryExpression" && value.operator === "void";
}

/**
 * TypeScript keeps an export equal to its variable by statements of its own: `exports.b = x` directly behind the declaration of `x`, and for a
 * function before all other statements. `export const a = x` becomes the same statement. Where it follows at once, the text does not tell the two
 * apart: behind a `const` all of them count, as these exports are equal for ever; behind a `let` the first one.
 * https://github.com/microsoft/TypeScript/blob/v5.9.2/src/compiler/transformers/module/module.ts (appendExportsOfDeclaration)
 *
 * @param maker the function, class or expression that gives the variable its value.
 * @param mention the variable in `exports.b = x`.
 */
export function isLiveExport(syntax: Syntax, maker: Node, mention: Node): boolean {
	const statements = bodyOf(syntax);
	const at = statements.indexOf(statementOf(syntax, mention));
	if (maker.type === "FunctionDeclaration") return statements.slice(0, at).every(isExpressionStatement);
	const declaration = statementOf(syntax, maker);
	// Behind `exports.b = x = new A()` nothing more comes.
	if (isExpressionStatement(declaration)) return false;
	const between = statements.slice(statements.indexOf(declaration) + 1, at);
	const isConstant = declaration.type !== "VariableDeclaration" || declaration.kind === "const";
	return isConstant ? between.every(isExpressionStatement) : between.length === 0;
}

function isExpressionStatement({ type }: Node): boolean {
	return type === "ExpressionStatement";
}

function bodyOf({ body }: Syntax): readonly Node[] {
	if (body.type === "Program" || body.type === "BlockStatement") return body.body;
	return [];
}
