import { ModuleCache } from "./module-cache.ts";
import { isFunctionNode, isTransparent, type Node, type Syntax } from "./node.ts";
import { childrenOf } from "./parse.ts";

type BindingKind = "const" | "let" | "var" | "using" | "function" | "class" | "import" | "namespace" | "enum";

/** A variable of the module's own scope. */
export interface Binding {
	readonly name: string;
	readonly kind: BindingKind;
	/** The declarators, functions, classes and specifiers that declare it: more than one for a redeclared `var`. */
	readonly declarations: readonly Node[];
}

/** The variables of the module's own scope, by name. */
export function moduleBindings(syntax: Syntax): ReadonlyMap<string, Binding> {
	const bindings = new Map<string, Binding & { declarations: Node[] }>();
	const add = (name: string, kind: BindingKind, declaration: Node) => {
		const known = bindings.get(name);
		if (known === undefined) bindings.set(name, { name, kind, declarations: [declaration] });
		else known.declarations.push(declaration);
	};
	for (const statement of statementsOf(syntax.body)) declare(statement, add, true);
	return bindings;
}

/** The variables that a statement declares in the scope that it stands in. */
export function declaredNames(statement: Node): string[] {
	const names: string[] = [];
	declare(statement, (name) => names.push(name), true);
	return names;
}

type Declare = (name: string, kind: BindingKind, declaration: Node) => unknown;

/** What one statement declares in the scope that it stands in; `var` reaches out of blocks. */
function declare(statement: Node, add: Declare, lexical: boolean): void {
	switch (statement.type) {
		case "ExportNamedDeclaration":
		case "ExportDefaultDeclaration":
			if (statement.declaration !== null && statement.declaration !== undefined)
				declare(statement.declaration, add, lexical);
			return;
		case "ImportDeclaration":
			for (const specifier of statement.specifiers) add(specifier.local.name, "import", specifier);
			return;
		case "TSImportEqualsDeclaration":
			add(statement.id.name, "import", statement);
			return;
		case "VariableDeclaration":
			if (!lexical && statement.kind !== "var") return;
			for (const declarator of statement.declarations)
				for (const name of patternNames(declarator.id))
					add(name, statement.kind === "await using" ? "using" : statement.kind, declarator);
			return;
		case "FunctionDeclaration":
		case "TSDeclareFunction":
			if (lexical && statement.id !== null) add(statement.id.name, "function", statement);
			return;
		case "ClassDeclaration":
			if (lexical && statement.id !== null) add(statement.id.name, "class", statement);
			return;
		case "TSEnumDeclaration":
			add(statement.id.name, "enum", statement);
			return;
		case "TSModuleDeclaration":
			if (statement.kind !== "global")
				for (const name of namespaceNames(statement.id)) add(name, "namespace", statement);
			return;
		default:
			// `var` is declared by statements; expressions are not looked into.
			if (HOLDS_STATEMENTS.has(statement.type)) for (const child of childrenOf(statement)) declare(child, add, false);
	}
}

/** The variable that a namespace is kept in: `A` of `namespace A.B`; none of `declare module "lib"`. */
function namespaceNames(id: Node): string[] {
	if (id.type === "TSQualifiedName") return namespaceNames(id.left);
	return id.type === "Identifier" ? [id.name] : [];
}

const HOLDS_STATEMENTS: ReadonlySet<string> = new Set([
	"BlockStatement",
	"CatchClause",
	"DoWhileStatement",
	"ForInStatement",
	"ForOfStatement",
	"ForStatement",
	"IfStatement",
	"LabeledStatement",
	"SwitchCase",
	"SwitchStatement",
	"TryStatement",
	"WhileStatement",
	"WithStatement",
]);

/** The statements of a program, a function with a body, a block. */
export function statementsOf(node: Node): readonly Node[] {
	if (
		node.type === "Program" ||
		node.type === "BlockStatement" ||
		node.type === "StaticBlock" ||
		node.type === "TSModuleBlock"
	)
		return node.body;
	if (isFunctionNode(node) && node.body !== null) return statementsOf(node.body);
	if (node.type === "SwitchStatement") return node.cases.flatMap((clause) => clause.consequent);
	return [];
}

/** The names that a pattern declares. */
function patternNames(pattern: Node): string[] {
	switch (pattern.type) {
		case "Identifier":
			return [pattern.name];
		case "ObjectPattern":
			return pattern.properties.flatMap((property) =>
				patternNames(property.type === "RestElement" ? property.argument : property.value),
			);
		case "ArrayPattern":
			return pattern.elements.flatMap((element) => (element === null ? [] : patternNames(element)));
		case "AssignmentPattern":
			return patternNames(pattern.left);
		case "RestElement":
			return patternNames(pattern.argument);
		case "TSParameterProperty":
			return patternNames(pattern.parameter);
		default:
			return [];
	}
}

/** Does an identifier refer to the variable of the module: is it no key, no label, and no local variable? */
export function isModuleReference(syntax: Syntax, mention: Node & { readonly name: string }): boolean {
	return isVariable(syntax, mention) && isModuleName(syntax, mention.name, mention);
}

/** Does a name refer to the variable of the module at a node? */
export function isModuleName(syntax: Syntax, name: string, at: Node): boolean {
	return localScope(syntax, name, at) === undefined;
}

/** The innermost scope around a node that declares a name, below the module's own. */
export function localScope(syntax: Syntax, name: string, at: Node): Node | undefined {
	let child = at;
	for (let scope = syntax.parents.get(at); scope !== undefined; child = scope, scope = syntax.parents.get(scope)) {
		if (scope === syntax.body) return undefined;
		// The scope of a `switch` begins behind its discriminant.
		if (scope.type === "SwitchStatement" && scope.discriminant === child) continue;
		if (SCOPE.has(scope.type) && localNames.of(syntax, scope).has(name)) return scope;
	}
	return undefined;
}

function isVariable(syntax: Syntax, mention: Node): boolean {
	const parent = syntax.parents.get(mention);
	switch (parent?.type) {
		case "MemberExpression":
			return parent.object === mention || parent.computed;
		case "Property":
		case "PropertyDefinition":
		case "MethodDefinition":
		case "AccessorProperty":
		case "TSAbstractPropertyDefinition":
		case "TSAbstractMethodDefinition":
		case "TSAbstractAccessorProperty":
			return parent.value === mention || parent.computed;
		case "ExportSpecifier": {
			const statement = syntax.parents.get(parent);
			return parent.local === mention && statement?.type === "ExportNamedDeclaration" && statement.source === null;
		}
		case "TSImportEqualsDeclaration":
			return parent.moduleReference === mention;
		case "ExportAllDeclaration":
		case "ImportAttribute":
		case "ImportSpecifier":
		case "ImportDefaultSpecifier":
		case "ImportNamespaceSpecifier":
		case "LabeledStatement":
		case "BreakStatement":
		case "ContinueStatement":
		case "MetaProperty":
		case "TSQualifiedName":
		case "TSPropertySignature":
		case "TSMethodSignature":
		case "TSEnumMember":
		case "TSTypeReference":
			return false;
		default:
			return true;
	}
}

/** Nodes that are scopes. */
const SCOPE: ReadonlySet<string> = new Set([
	"ArrowFunctionExpression",
	"BlockStatement",
	"CatchClause",
	"ClassExpression",
	"ForInStatement",
	"ForOfStatement",
	"ForStatement",
	"FunctionDeclaration",
	"FunctionExpression",
	"Program",
	"StaticBlock",
	"SwitchStatement",
	"TSDeclareFunction",
	"TSEmptyBodyFunctionExpression",
	"TSModuleBlock",
]);

/** The names that a scope below the module's declares. */
const localNames = new ModuleCache(
	(syntax: Syntax, scope: Node): ReadonlySet<string> => new Set(collectLocalNames(syntax, scope)),
);

function collectLocalNames(syntax: Syntax, scope: Node): string[] {
	switch (scope.type) {
		case "FunctionExpression":
			return [...scope.params.flatMap(patternNames), ...(scope.id === null ? [] : [scope.id.name])];
		case "ArrowFunctionExpression":
		case "FunctionDeclaration":
		case "TSDeclareFunction":
		case "TSEmptyBodyFunctionExpression":
			return scope.params.flatMap(patternNames);
		case "ClassExpression":
			return scope.id === null ? [] : [scope.id.name];
		case "CatchClause":
			return scope.param === null ? [] : patternNames(scope.param);
		case "ForStatement":
			return scope.init === null ? [] : lexicalNames(scope.init);
		case "ForInStatement":
		case "ForOfStatement":
			return lexicalNames(scope.left);
		default: {
			const parent = syntax.parents.get(scope);
			const keepsVars =
				scope.type === "StaticBlock" ||
				scope.type === "TSModuleBlock" ||
				// Parameters do not see the variables of the body.
				(parent !== undefined && isFunctionNode(parent));
			return statementsOf(scope).flatMap(keepsVars ? declaredNames : lexicalNames);
		}
	}
}

/** The variables that a statement declares in the block that it stands in: no `var`, which is declared further out. */
function lexicalNames(statement: Node): string[] {
	const isLexical =
		statement.type === "VariableDeclaration" ? statement.kind !== "var" : !HOLDS_STATEMENTS.has(statement.type);
	return isLexical ? declaredNames(statement) : [];
}

/** Is a reference the target of an assignment, alone or in a pattern? The pattern of a declaration is none. */
export function isWrite(syntax: Syntax, mention: Node): boolean {
	const { above, child } = outOfPattern(syntax, mention);
	switch (above?.type) {
		case "AssignmentExpression":
		case "ForInStatement":
		case "ForOfStatement":
			return above.left === child;
		case "UpdateExpression":
			return true;
		case "UnaryExpression":
			return above.operator === "delete";
		default:
			return false;
	}
}

/**
 * The first node above that is no part of a pattern, and its child on the way: from `x` in `const [{ a: x }] = …` to the
 * declarator.
 */
export function outOfPattern(syntax: Syntax, node: Node): { readonly above: Node | undefined; readonly child: Node } {
	let child = node;
	let above = syntax.parents.get(child);
	while (above !== undefined && isPartOfPattern(above, child)) {
		child = above;
		above = syntax.parents.get(child);
	}
	return { above, child };
}

function isPartOfPattern(node: Node, child: Node): boolean {
	if (isTransparent(node)) return true;
	switch (node.type) {
		case "ArrayPattern":
		case "ObjectPattern":
		case "RestElement":
			return true;
		case "Property":
			return node.value === child;
		case "AssignmentPattern":
			return node.left === child;
		default:
			return false;
	}
}
