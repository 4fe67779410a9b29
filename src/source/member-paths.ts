import { memberKey } from "./flow.ts";
import { ModuleCache } from "./module-cache.ts";
import { type ModuleSource, referencesTo } from "./module-source.ts";
import type { Node } from "./node.ts";

/** A reference to a variable, with the members that are read from it: `jobs.mail.send`. */
export interface MemberPath {
	readonly reference: Node;
	/** The whole expression. */
	readonly node: Node;
	/** `mail`, `send`; undefined where a key is computed. */
	readonly path: readonly (string | undefined)[];
}

/** The members that are read from an expression. */
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

/** The references to a variable, as a tree of their paths: a search for each value through a list of them would be quadratic. */
interface Tree {
	readonly here: MemberPath[];
	readonly below: Map<string | undefined, Tree>;
}

/**
 * The references to a variable that read as far as `keys` or less: `jobs` and `jobs.mail` for `["mail"]`, not `jobs.other`.
 *
 * @param orComputed `jobs[name]`, too.
 */
export function membersTowards(
	module: ModuleSource,
	variable: string,
	keys: readonly string[],
	orComputed = false,
): MemberPath[] {
	let level = [trees.of(module, variable)];
	const found = level.flatMap(({ here }) => here);
	for (const key of keys) {
		const next = orComputed ? [key, undefined] : [key];
		level = level.flatMap(({ below }) => next.flatMap((step) => below.get(step) ?? []));
		for (const { here } of level) for (const path of here) found.push(path);
	}
	return found;
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
