import { isWrite } from "./bindings.ts";
import { isFree, memberKey } from "./flow.ts";
import { mayRunAtLoad } from "./load-run.ts";
import { memberPathOf } from "./member-paths.ts";
import { ModuleCache } from "./module-cache.ts";
import { type ModuleSource, referencesTo } from "./module-source.ts";
import type { Node } from "./node.ts";
import { functionAround } from "./syntax.ts";

/**
 * Can a function that runs only after the module has loaded put something else at a path below a variable: through the variable itself, or through another
 * one that was made with it?
 *
 * @param keys the path from what the variable holds to the value.
 */
export function isWrittenLate(module: ModuleSource, variable: string, keys: readonly string[]): boolean {
	return lateMentions
		.of(module, variable)
		.some(({ reference, isAlias }) => mayWrite(module, reference, isAlias ? undefined : keys));
}

interface LateMention {
	readonly reference: Node;
	/** Of another variable: where the value is below that is not known. */
	readonly isAlias: boolean;
}

const lateMentions = new ModuleCache((module: ModuleSource, variable: string): readonly LateMention[] => {
	const found: LateMention[] = [];
	const variables = new Set([variable]);
	for (const name of variables)
		for (const reference of referencesTo(module, name)) {
			if (!mayRunAtLoad(module, reference)) found.push({ reference, isAlias: name !== variable });
			else if (functionAround(module, reference) === undefined)
				for (const alias of receivers(module, reference)) variables.add(alias);
		}
	return found;
});

/** The variables that are made with a mention: `const alias = jobs`, `const both = { jobs }`, `[first] = wrap(jobs)`. */
function receivers(module: ModuleSource, mention: Node): string[] {
	let child = mention;
	for (let above = module.parents.get(mention); above !== undefined; child = above, above = module.parents.get(above)) {
		if (above.type === "VariableDeclarator" && above.init === child) return namesIn(above.id);
		if (above.type === "AssignmentExpression" && above.right === child) {
			const target = above.left.type === "MemberExpression" ? rootOf(above.left) : above.left;
			return namesIn(target);
		}
	}
	return [];
}

function rootOf(member: Node): Node {
	let node = member;
	while (node.type === "MemberExpression") node = node.object;
	return node;
}

function namesIn(pattern: Node): string[] {
	switch (pattern.type) {
		case "Identifier":
			return [pattern.name];
		case "AssignmentPattern":
			return namesIn(pattern.left);
		case "RestElement":
			return namesIn(pattern.argument);
		case "ObjectPattern":
			return pattern.properties.flatMap((property) =>
				namesIn(property.type === "Property" ? property.value : property),
			);
		case "ArrayPattern":
			return pattern.elements.flatMap((element) => (element === null ? [] : namesIn(element)));
		default:
			return [];
	}
}

const MUTATORS: ReadonlySet<string> = new Set([
	...[
		"add",
		"clear",
		"copyWithin",
		"delete",
		"fill",
		"pop",
		"push",
		"reverse",
		"set",
		"shift",
		"sort",
		"splice",
		"unshift",
	],
]);

/** @param keys undefined if the value may be anywhere below. */
function mayWrite(module: ModuleSource, reference: Node, keys: readonly string[] | undefined): boolean {
	const { node, path } = memberPathOf(module, reference);
	if (keys !== undefined && path.some((key, index) => key !== undefined && index < keys.length && key !== keys[index]))
		return isMutatorCall(module, node, path.length - 1, keys);
	if (isWrite(module, node)) return keys === undefined || path.length <= keys.length;
	if (isMutatorCall(module, node, path.length - 1, keys)) return true;
	return (keys === undefined || path.length < keys.length) && isHandedOn(module, node);
}

/** `jobs.list.reverse()`: a method that changes a container of the value. */
function isMutatorCall(module: ModuleSource, node: Node, depth: number, keys: readonly string[] | undefined): boolean {
	const parent = module.parents.get(node);
	if (parent?.type !== "CallExpression" || parent.callee !== node || (keys !== undefined && depth >= keys.length))
		return false;
	const key = memberKey(node);
	if (key !== undefined && !MUTATORS.has(key)) return false;
	return (
		keys === undefined ||
		memberPathOf(module, rootOf(node))
			.path.slice(0, depth)
			.every((step, index) => step === undefined || step === keys[index])
	);
}

/** Does somebody get the container who may write to it: a function, or a variable of that function? */
function isHandedOn(module: ModuleSource, node: Node): boolean {
	const parent = module.parents.get(node);
	switch (parent?.type) {
		case "CallExpression":
		case "NewExpression":
			return parent.callee !== node && !isReader(module, parent.callee);
		case "VariableDeclarator":
			return parent.id.type === "Identifier";
		case "AssignmentExpression":
			return parent.right === node;
		default:
			return false;
	}
}

/** `Object.values`, `JSON.stringify`, `console.log`, … */
function isReader(module: ModuleSource, callee: Node): boolean {
	if (callee.type !== "MemberExpression") return false;
	const key = memberKey(callee) ?? "";
	if (["Array", "JSON", "Promise", "console"].some((name) => isFree(module, callee.object, name))) return true;
	return isFree(module, callee.object, "Object") && !/^(?:assign|define|setPrototypeOf)/.test(key);
}
