import { NamesakeError } from "../../base/errors.ts";
import { exportPathsOf } from "../../source/export-paths.ts";
import { isAssign, memberKey, returnsItsArgument } from "../../source/flow.ts";
import type { Entry } from "../../source/inventory.ts";
import type { Kinds } from "../../source/kinds.ts";
import type { ModuleSource } from "../../source/module-source.ts";
import { isTransparent, type Node } from "../../source/node.ts";
import { placeAt, type SourceFile } from "../../source/source-file.ts";
import { functionAround } from "../../source/syntax.ts";

/** A task or tracked instance that no name leads to, as far as the text shows. */
export interface Unreachable {
	readonly error: NamesakeError;
	/** Does only the loaded module show whether an export holds it: is it the argument of a call whose result a variable has? */
	readonly isOpen: boolean;
}

/**
 * Tasks and tracked instances that the text makes and that go nowhere. Inside of a function these are tasks that it neither gives back nor puts
 * into an object; at the top level, what neither a variable nor a member of one receives.
 */
export function unreachableInstances(
	file: SourceFile,
	entries: readonly Entry[],
	kinds: Kinds,
	moduleName: string,
): Unreachable[] {
	const { source } = file;
	const listed = new Set(entries.map(({ node }) => node));
	return source.makers.flatMap((node) => {
		if ((node.type !== "CallExpression" && node.type !== "NewExpression") || listed.has(node)) return [];
		const isInFunction = functionAround(source, node) !== undefined;
		if (isInFunction && (node.type === "NewExpression" || isGivenBack(source, node))) return [];
		const kind = kinds.of(file, node);
		if (kind !== "task" && kind !== "instance") return [];
		if (isInFunction) return { error: nested(file, node, moduleName), isOpen: false };
		const { paths, local } = exportPathsOf(source, node);
		if (paths.length > 0 || local !== undefined) return [];
		return { error: withoutVariable(file, node, kind, moduleName), isOpen: !isStatement(file, node) };
	});
}

/**
 * `return task(fn)`, `() => task(fn)`: a factory, of which the caller has the variable. `jobs[name] = task(fn)`: what holds the object has it. The same goes
 * for a variable of the function, `const job = task(fn)`.
 */
function isGivenBack(source: ModuleSource, node: Node, seen = new Set<Node>()): boolean {
	let child = node;
	for (
		let parent = source.parents.get(node);
		parent !== undefined;
		child = parent, parent = source.parents.get(parent)
	) {
		if (parent.type === "ReturnStatement") return true;
		if (parent.type === "ArrowFunctionExpression") return parent.body === child;
		if (parent.type === "AssignmentExpression" && parent.left.type === "MemberExpression") return true;
		if (parent.type === "VariableDeclarator" && parent.id.type === "Identifier") {
			// `var a = b, b = a` has no end.
			if (seen.has(parent)) return false;
			seen.add(parent);
			return mentionsOf(source, parent.id).some((mention) => isGivenBack(source, mention, seen));
		}
		if (parent.type === "CallExpression" && parent.callee !== child && PUTS.has(memberKey(parent.callee) ?? ""))
			return true;
		// `Object.assign(job, { retries: 3 })`
		const isSame =
			parent.type === "CallExpression" &&
			parent.arguments[0] === child &&
			(isAssign(source, parent) || returnsItsArgument(source, parent));
		if (!isSame && !isTransparent(parent) && !PASSED_THROUGH.has(parent.type)) return false;
	}
	return false;
}

const PUTS: ReadonlySet<string> = new Set(["push", "set", "unshift"]);

/** The mentions of a variable in the function that declares it. */
function mentionsOf(source: ModuleSource, id: Node & { type: "Identifier" }): readonly Node[] {
	const around = functionAround(source, id);
	return (source.mentions.get(id.name) ?? []).filter(
		(mention) => mention !== id && functionAround(source, mention) === around,
	);
}

const PASSED_THROUGH: ReadonlySet<string> = new Set([
	"ArrayExpression",
	"AssignmentExpression",
	"ConditionalExpression",
	"LogicalExpression",
	"ObjectExpression",
	"Property",
]);

/** Does the statement that makes it declare and assign nothing? */
function isStatement({ source }: SourceFile, node: Node): boolean {
	for (let parent = source.parents.get(node); parent !== undefined; parent = source.parents.get(parent)) {
		if (parent.type === "ExpressionStatement") return true;
		if (parent.type === "AssignmentExpression" || /(?:Declaration|Declarator|Definition)$/.test(parent.type))
			return false;
	}
	return false;
}

function nested(file: SourceFile, node: Node, moduleName: string): NamesakeError {
	return new NamesakeError("NESTED", {
		asked: `a task in ${moduleName}`,
		where: placeAt(file, node.start),
		why: "each call of the function around it creates a new one, so no name leads to it",
		fix: "create it at the top level of the module, and export it",
	});
}

function withoutVariable(file: SourceFile, node: Node, kind: "instance" | "task", moduleName: string): NamesakeError {
	return new NamesakeError("NO_LHS", {
		asked: `${kind === "task" ? "a task" : "a tracked instance"} in ${moduleName}`,
		where: placeAt(file, node.start),
		why: "nothing that the module exports holds it",
		fix: "export it: export const x = …, or put it into an exported object, array or class",
	});
}
