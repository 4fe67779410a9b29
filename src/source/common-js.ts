import { isPlaceholder } from "./emitted/emitted.ts";
import { assignmentsToExports, isExports, isFree, isModuleExports, memberKey } from "./flow.ts";
import { memberPathOf } from "./member-paths.ts";
import { memoizeWeak } from "./module-cache.ts";
import type { ModuleSource } from "./module-source.ts";
import type { Node } from "./node.ts";
import { staticKey } from "./parse.ts";
import { functionAround } from "./syntax.ts";

/** One thing that a CommonJS module puts into its exports. */
export interface CommonJsExport {
	/** `default` for the whole of `module.exports`. */
	readonly name: string;
	readonly value: Node;
	/** Where the name is written. */
	readonly at: Node;
}

/** The exports that the text of a CommonJS module assigns, in its order; none for an ES module. */
export const commonJsExports: (source: ModuleSource) => readonly CommonJsExport[] = memoizeWeak((source) => {
	if (source.exports.isModule) return [];
	const mentions = ["exports", "module"].flatMap((name) => source.mentions.get(name) ?? []);
	const found = new Map<Node, CommonJsExport[]>();
	for (const mention of mentions) {
		const assignment = assignmentTo(source, mention);
		if (assignment === undefined || found.has(assignment) || functionAround(source, assignment) !== undefined) continue;
		found.set(assignment, exportsOf(source, assignment));
	}
	const isTable = !exportsOneValue(source);
	return [...found]
		.sort(([a], [b]) => a.start - b.start)
		.filter(([assignment]) => isTable || isModuleExports(source, (assignment as Assignment).left))
		.flatMap(([, exports]) => exports)
		.filter(({ value }) => !isPlaceholder(value));
});

/** Is `module.exports` a class, an array or an instance? It is one value then, and its members are members of `default`. */
export const exportsOneValue: (source: ModuleSource) => boolean = memoizeWeak((source) =>
	assignmentsToExports(source).some(({ right }) => isOneValue(source, right)),
);

/** `a = b`, `b = a` has no end. */
const MAX_STEPS = 20;

function isOneValue(source: ModuleSource, value: Node, steps = 0): boolean {
	switch (value.type) {
		case "ClassExpression":
		case "ArrayExpression":
		case "NewExpression":
			return true;
		case "AssignmentExpression":
			return isOneValue(source, value.right, steps);
		case "CallExpression":
			return isMadeFromPrototype(source, value);
		case "Identifier": {
			const [declaration] = source.bindings.get(value.name)?.declarations ?? [];
			if (declaration?.type !== "VariableDeclarator") return declaration?.type === "ClassDeclaration";
			return declaration.init !== null && steps < MAX_STEPS && isOneValue(source, declaration.init, steps + 1);
		}
		default:
			return false;
	}
}

/** `Object.create(Base.prototype)`; with `null` and `Object.prototype` the object is as plain as a literal. */
function isMadeFromPrototype(
	source: ModuleSource,
	{ callee, arguments: [prototype] }: Node & { type: "CallExpression" },
): boolean {
	const isCreate =
		callee.type === "MemberExpression" && memberKey(callee) === "create" && isFree(source, callee.object, "Object");
	if (!isCreate || prototype === undefined || prototype.type === "Literal") return false;
	return !(memberKey(prototype) === "prototype" && isFree(source, (prototype as { object: Node }).object, "Object"));
}

type Assignment = Node & { type: "AssignmentExpression" };

/** The assignment whose target the reference is, or is in. */
function assignmentTo(source: ModuleSource, mention: Node): Assignment | undefined {
	const { node } = memberPathOf(source, mention);
	const parent = source.parents.get(node);
	return parent?.type === "AssignmentExpression" && parent.left === node && parent.operator === "="
		? (parent as Assignment)
		: undefined;
}

function exportsOf(source: ModuleSource, { left, right }: Assignment): CommonJsExport[] {
	let value: Node = right;
	while (value.type === "AssignmentExpression") value = value.right;
	if (isModuleExports(source, left)) return membersOfWhole(value, left);
	if (left.type !== "MemberExpression") return [];
	const name = memberKey(left);
	const isOwn = isExports(source, left.object) || isModuleExports(source, left.object);
	return name === undefined || !isOwn ? [] : [{ name, value, at: left.property }];
}

/** What `module.exports = value`, and `export = value` in TypeScript, export. */
export function membersOfWhole(value: Node, at: Node): CommonJsExport[] {
	if (value.type !== "ObjectExpression") return [{ name: "default", value, at }];
	return value.properties.flatMap((property) => {
		if (property.type !== "Property" || property.kind !== "init") return [];
		const name = staticKey(property);
		return name === undefined ? [] : [{ name, value: property.value, at: property.key }];
	});
}

/** The text behind `require("…")`. */
export function requiredSpecifier(source: ModuleSource, node: Node): string | undefined {
	if (node.type !== "CallExpression" || node.callee.type !== "Identifier" || node.callee.name !== "require")
		return undefined;
	const [argument] = node.arguments;
	return argument?.type === "Literal" && typeof argument.value === "string" && !source.bindings.has("require")
		? argument.value
		: undefined;
}

/** Does an expression re-export: `require("./x")`, `require("./x").y`, or a variable that holds one? */
export function isRequired(source: ModuleSource, node: Node): boolean {
	if (requiredSpecifier(source, node) !== undefined) return true;
	if (node.type === "MemberExpression") return isRequired(source, node.object);
	if (node.type !== "Identifier") return false;
	const binding = source.bindings.get(node.name);
	const [declaration] = binding?.declarations ?? [];
	if (binding?.kind === "import") return true;
	return (
		binding?.kind === "const" &&
		declaration?.type === "VariableDeclarator" &&
		declaration.init !== null &&
		declaration.init !== node &&
		isRequired(source, declaration.init)
	);
}
