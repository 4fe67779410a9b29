import { mayRunAfterLoad, outOfWrappers } from "./after-load.ts";
import { isModuleReference, isWrite } from "./bindings.ts";
import { isExports, memberKey, returnsItsArgument } from "./flow.ts";
import { holderOf, outermostFunction } from "./load-run.ts";
import { type ModuleSource, referencesTo, writesTo } from "./module-source.ts";
import { nodesNear } from "./near.ts";
import { isFunctionNode, type Node, unwrap } from "./node.ts";
import { declarationAround, type Place, type Root } from "./place.ts";
import { keyOf } from "./place-keys.ts";
import { functionAround } from "./syntax.ts";

/**
 * The places at which the module itself, while it loads and not later, has a value in its hands: where it is made, and where the variable that holds it is
 * mentioned.
 *
 * @param local the path from the variable, if there is one.
 * @param root the variable whose members are asked for: only places from which that can be reached count.
 */
export function placesOf(
	module: ModuleSource,
	made: Node,
	local: readonly string[] | undefined,
	root: Root,
): readonly Place[] {
	const [variable, ...keys] = local ?? [];
	const mentions =
		variable === undefined || variable === root.variable || writesTo(module, variable).length > 1
			? []
			: referencesTo(module, variable).filter((mention) => !isWrite(module, mention));
	const places = [
		...[made, ...localMentions(module, made)].map((node) => ({ node, key: undefined })),
		...mentions.map((node) => ({ node, key: keys.at(-1) })),
	];
	return places.filter(
		({ node }) => !mayRunAfterLoad(module, node) && isBeside(module, node, root) && isTowards(module, node, root),
	);
}

/** The mentions of a variable of a function or block that holds a value: `const send = …; return { send }`. */
function localMentions(module: ModuleSource, made: Node): readonly Node[] {
	const isDeclared = made.type === "FunctionDeclaration" || made.type === "ClassDeclaration";
	const declaration = isDeclared ? made : outOfWrappers(module, made).above;
	if (!isDeclared && declaration?.type !== "VariableDeclarator") return [];
	const { id } = declaration as Node & { id: Node | null };
	if (id?.type !== "Identifier" || module.bindings.get(id.name)?.declarations.includes(declaration as Node) === true)
		return [];
	const around = functionAround(module, made);
	return (module.mentions.get(id.name) ?? []).filter(
		(mention) =>
			mention !== id && !isModuleReference(module, mention as never) && functionAround(module, mention) === around,
	);
}

/** Is an export within reach where a place is: in the same declaration or statement, or in a function that this calls? */
function isBeside(module: ModuleSource, place: Node, root: Root): boolean {
	const near = nodesNear(module, root);
	if (near === undefined) return true;
	const isIn = ({ start, end }: Node) => near.some((node) => start <= node.start && node.start < end);
	if (isIn(declarationAround(module, place))) return true;
	const outermost = outermostFunction(module, place);
	const holder = outermost === undefined ? undefined : holderOf(module, outermost);
	if (holder === undefined || holder === "called") return false;
	return referencesTo(module, holder).some(
		(mention) => outermostFunction(module, mention) === undefined && isIn(declarationAround(module, mention)),
	);
}

/** Not where the text puts the value, or the object that will hold it, under another key: `{ users: makeRepo() }` for `api.posts.find`. */
function isTowards(module: ModuleSource, place: Node, root: Root): boolean {
	let child = place;
	let isOther = false;
	for (let above = module.parents.get(place); above !== undefined && above !== module.body; ) {
		if (isFunctionNode(above) || above.type === "VariableDeclarator") return !isOther;
		// What is handed to a call may get another key: `define({ value: send })`.
		if (above.type === "CallExpression" || above.type === "NewExpression")
			if (above.callee !== child && !(above.type === "CallExpression" && returnsItsArgument(module, above)))
				return isCalledTowards(module, above.callee, root);
		const key = keyOf(module, above, child);
		if (key !== undefined && !root.path.includes(key) && root.isOther(key)) isOther = true;
		child = above;
		above = module.parents.get(above);
	}
	return !isOther;
}

/** `pool.free.push(worker)` puts nothing into `pool.busy`. */
function isCalledTowards(module: ModuleSource, callee: Node, { path, variable }: Root): boolean {
	const members: (string | undefined)[] = [];
	let node = unwrap(callee);
	while (node.type === "MemberExpression") {
		members.unshift(memberKey(node));
		node = unwrap(node.object);
	}
	if (isExports(module, node)) members.unshift(undefined);
	else if (node.type !== "Identifier" || node.name !== variable || !isModuleReference(module, node)) return true;
	const keys = isExports(module, node) ? ["exports", ...path] : path.slice(1);
	return members.slice(0, -1).every((key, at) => key === undefined || key === keys[at]);
}
