import { memberKey } from "./flow.ts";
import { ModuleCache } from "./module-cache.ts";
import { type ModuleSource, referencesTo } from "./module-source.ts";
import type { Node } from "./node.ts";

/** A mention of a variable, with the members that are taken out of it there: `jobs.mail.send`. */
export interface MemberPath {
	readonly reference: Node;
	/** The whole expression. */
	readonly node: Node;
	/** `mail`, `send`; undefined where a key is computed. */
	readonly path: readonly (string | undefined)[];
}

/** The members that are taken out of an expression where it stands. */
export function memberPathOf(module: ModuleSource, reference: Node): MemberPath {
	const path: (string | undefined)[] = [];
	let node = reference;
	for (let above = module.parents.get(node); above?.type === "MemberExpression" && above.object === node; ) {
		path.push(memberKey(above));
		node = above;
		above = module.parents.get(node);
	}
	return { reference, node, path };
}

/** The mentions of a variable by their paths: each value of a module asks for those that lead to it, and there may be as many of both. */
interface Tree {
	readonly here: MemberPath[];
	readonly below: Map<string | undefined, Tree>;
}

/** The mentions of a variable that reach as far as `keys` or less: `jobs` and `jobs.mail` for `["mail"]`, not `jobs.other`. */
export function membersTowards(module: ModuleSource, variable: string, keys: readonly string[]): MemberPath[] {
	const found: MemberPath[] = [];
	collect(trees.of(module, variable), keys, 0, false, found);
	return found;
}

/** The same, and those of which a computed key may be one of these: `jobs[name]`. */
export function membersPerhapsTowards(module: ModuleSource, variable: string, keys: readonly string[]): MemberPath[] {
	const found: MemberPath[] = [];
	collect(trees.of(module, variable), keys, 0, true, found);
	return found;
}

function collect(
	tree: Tree | undefined,
	keys: readonly string[],
	depth: number,
	orComputed: boolean,
	found: MemberPath[],
): void {
	if (tree === undefined) return;
	for (const mention of tree.here) found.push(mention);
	if (depth === keys.length) return;
	collect(tree.below.get(keys[depth]), keys, depth + 1, orComputed, found);
	if (orComputed) collect(tree.below.get(undefined), keys, depth + 1, orComputed, found);
}

const trees = new ModuleCache((module: ModuleSource, variable: string): Tree => {
	const tree: Tree = { here: [], below: new Map() };
	for (const reference of referencesTo(module, variable)) put(tree, memberPathOf(module, reference));
	return tree;
});

function put(root: Tree, mention: MemberPath): void {
	let tree = root;
	for (const key of mention.path) {
		let next = tree.below.get(key);
		if (next === undefined) {
			next = { here: [], below: new Map() };
			tree.below.set(key, next);
		}
		tree = next;
	}
	tree.here.push(mention);
}
