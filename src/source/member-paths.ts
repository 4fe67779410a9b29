import { flowsOf, memberKey, memberOfThis, ownerOf } from "./flow.ts";
import { ModuleCache, memoizeWeak } from "./module-cache.ts";
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
 * @param orComputed `jobs[name]`, too, and `jobs.length`, with which a list loses its elements.
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
		const next = orComputed ? [key, undefined, "length"] : [key];
		level = level.flatMap(({ below }) => next.flatMap((step) => below.get(step) ?? []));
		for (const { here } of level) for (const path of here) found.push(path);
	}
	return found;
}

/** The references to a variable that read what is at `keys`, or a member of that. */
export function membersBelow(module: ModuleSource, variable: string, keys: readonly string[]): MemberPath[] {
	let tree: Tree | undefined = trees.of(module, variable);
	for (const key of keys) tree = tree?.below.get(key);
	const found: MemberPath[] = [];
	const waiting = tree === undefined ? [] : [tree];
	for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
		found.push(...next.here);
		waiting.push(...next.below.values());
	}
	return found;
}

const trees = new ModuleCache((module: ModuleSource, variable: string): Tree => {
	const tree: Tree = { here: [], below: new Map() };
	for (const path of memberPathsOf(module, variable)) put(tree, path);
	return tree;
});

/** The references to what a variable holds: by its name, and by `this` in the methods of the literal or class that it holds. */
export function memberPathsOf(module: ModuleSource, variable: string): MemberPath[] {
	const named = referencesTo(module, variable).map((reference) => memberPathOf(module, reference));
	const own = selfReferences(module).get(variable);
	return own === undefined ? named : [...named, ...own];
}

/** `this` and `super`, by the variable that holds what they are, `default` or `module.exports`. */
const selfReferences = memoizeWeak((module: ModuleSource): ReadonlyMap<string, readonly MemberPath[]> => {
	const found = new Map<string, MemberPath[]>();
	for (const reference of module.mentions.get("this") ?? []) {
		const member = memberOfThis(module, reference);
		const owner = member === undefined ? undefined : ownerOf(module, member);
		if (owner === undefined) continue;
		for (const { root, keys } of flowsOf(module, owner)) {
			const variable = root.kind === "binding" ? root.name : root.kind;
			const { node, path } = memberPathOf(module, reference);
			const same = found.get(variable) ?? [];
			same.push({ reference, node, path: [...keys, ...path] });
			found.set(variable, same);
		}
	}
	return found;
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
