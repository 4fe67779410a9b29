import { formatPath } from "../base/name.ts";
import { exportsOneValue } from "./common-js.ts";
import { isLiveExport } from "./emitted/emitted.ts";
import { compareExportPaths, type ExportPath, SHOWN } from "./export-path.ts";
import { type Destination, flowsOf, memberKey } from "./flow.ts";
import { ModuleCache, memoizeWeak } from "./module-cache.ts";
import type { ModuleSource } from "./module-source.ts";
import { referencesTo } from "./module-source.ts";
import type { Node } from "./node.ts";
import { doubtsAbout } from "./stable.ts";
import { areAlternatives, functionAround, repetitionOf } from "./syntax.ts";

export interface ExportPaths {
	/** In the order of the naming rules, see {@link compareExportPaths}. */
	readonly paths: readonly ExportPath[];
	/** The path from a variable of the module, exported or not. */
	readonly local: readonly string[] | undefined;
	/** Was every reference at the top level followed, so that none can have made an alias? */
	readonly isClosed: boolean;
	/** Does a function refer to the value, so that its result may be an alias? */
	readonly isCaptured: boolean;
}

/** The paths to the value of an expression, function or class. */
export function exportPathsOf(module: ModuleSource, node: Node): ExportPaths {
	const found = new Map<string, ExportPath>();
	const seen = new Set<string>();
	let local: readonly string[] | undefined;
	let isClosed = true;
	let isCaptured = false;

	const add = ({ path, shows, doubts, assignment }: Omit<ExportPath, "stable"> & { doubts: readonly Node[] }) => {
		const text = formatPath(path);
		const known = found.get(text);
		const isLater = (known?.assignment?.start ?? -1) < (assignment?.start ?? -1);
		const fewest = known?.doubts === undefined || doubts.length < known.doubts.length ? doubts : known.doubts;
		found.set(text, {
			path,
			shows: known !== undefined && SHOWN.indexOf(known.shows) < SHOWN.indexOf(shows) ? known.shows : shows,
			stable: fewest.length === 0,
			doubts: fewest,
			assignment: isLater ? assignment : known?.assignment,
		});
	};

	const follow = (destinations: readonly Destination[], alias: Alias | undefined, before: readonly Node[]): void => {
		const receivers = destinations.flatMap(({ root }) => (root.kind === "binding" ? root.name : []));
		for (const destination of destinations) {
			const { root, keys } = destination;
			const ofText = doubtsAbout(module, destination);
			const { doubt } = destination;
			const doubts =
				before.length === 0 && doubt === undefined
					? ofText
					: [...before, ...(doubt === undefined ? NONE : [doubt]), ...ofText];
			if (root.kind === "default")
				add({ path: ["default", ...keys], shows: alias === undefined ? "renamed binding" : "alias", doubts });
			else if (root.kind === "module.exports") {
				const path = keys.length === 0 ? ["default"] : exportsOneValue(module) ? ["default", ...keys] : keys;
				const [first = ""] = path;
				const isOfBinding = alias === undefined ? !receivers.some((name) => name !== first) : alias.binding === first;
				const isRenamed = alias === undefined || alias.isLive;
				add({
					path,
					shows: isOfBinding ? "binding" : isRenamed ? "renamed binding" : "alias",
					doubts,
					assignment: root.assignment,
				});
			} else {
				local ??= [root.name, ...keys];
				for (const name of exportsOf(module, root.name)) {
					const shows = alias !== undefined ? "alias" : name === root.name ? "binding" : "renamed binding";
					// A declaration precedes all writes; a member is put there by the assignment itself.
					const assignment = root.assignment.type === "AssignmentExpression" ? root.assignment : undefined;
					add({ path: [name, ...keys], shows, doubts, assignment });
				}
				const key = JSON.stringify([root.name, ...keys]);
				if (seen.has(key)) continue;
				seen.add(key);
				// `self.self = self` has no end.
				if (keys.length > MAX_KEYS) {
					isClosed = false;
					continue;
				}
				const mentions = mentionsOf.of(module, root.name);
				if (mentions.areInFunctions) isCaptured = true;
				// Reads of sibling members may still alias the value.
				if (mentions.haveOtherMembers(keys[0])) isClosed = false;
				for (const reference of mentions.towards(keys[0])) {
					const value = takeMembers(module, reference, keys);
					const isEarlier =
						reference.end <= node.start &&
						node.type !== "FunctionDeclaration" &&
						repetitionOf(module, node) === undefined;
					// A variable that is read before the assignment holds another value; an object may be the same.
					if (isEarlier && keys.length === 0) continue;
					const flows = flowsOf(module, value.node, value.keys);
					if (flows.length === 0) isClosed = false;
					const receives = alias === undefined && keys.length === 0;
					follow(
						flows,
						{ binding: receives ? root.name : undefined, isLive: receives && isLiveExport(module, node, value.node) },
						isEarlier || areAlternatives(module, node, reference) ? [...doubts, reference] : doubts,
					);
				}
			}
		}
	};
	follow(flowsOf(module, node), undefined, NONE);
	return { paths: [...found.values()].sort(compareExportPaths), local, isClosed, isCaptured };
}

/** The references to a variable that may alias its value. */
class Mentions {
	/** Outside of functions, in the order of the text. */
	readonly #atTop: readonly Node[];
	/** Do functions refer to it, too? */
	readonly areInFunctions: boolean;
	/** Those outside by the member that they read; undefined where its key is computed. */
	readonly #ofMembers = new Map<string | undefined, Node[]>();
	readonly #others: Node[] = [];

	constructor(module: ModuleSource, variable: string) {
		const all = referencesTo(module, variable).filter(
			(reference) => module.parents.get(reference)?.type !== "ExportSpecifier",
		);
		this.#atTop = all.filter((reference) => functionAround(module, reference) === undefined);
		this.areInFunctions = this.#atTop.length < all.length;
		for (const reference of this.#atTop) {
			const parent = module.parents.get(reference);
			if (parent?.type !== "MemberExpression" || parent.object !== reference) {
				this.#others.push(reference);
				continue;
			}
			const key = memberKey(parent);
			const same = this.#ofMembers.get(key);
			if (same === undefined) this.#ofMembers.set(key, [reference]);
			else same.push(reference);
		}
	}

	/** Does the module read siblings of a member? */
	haveOtherMembers(key: string | undefined): boolean {
		return key !== undefined && this.#ofMembers.size > (this.#ofMembers.has(key) ? 1 : 0);
	}

	/** Those outside of functions that may lead to a value: for a member, none that reads a sibling. */
	towards(key: string | undefined): readonly Node[] {
		if (key === undefined) return this.#atTop;
		return [...this.#others, ...(this.#ofMembers.get(key) ?? [])].sort((a, b) => a.start - b.start);
	}
}

/** Cached, because every value that the variable leads to needs them. */
const mentionsOf = new ModuleCache((module: ModuleSource, variable: string) => new Mentions(module, variable));

const exportsByVariable = memoizeWeak(({ exports }: ModuleSource): ReadonlyMap<string, readonly string[]> => {
	const names = new Map<string, string[]>();
	for (const [name, shown] of exports.bindings) {
		const others = names.get(shown);
		if (others === undefined) names.set(shown, [name]);
		else others.push(name);
	}
	return names;
});

/** The names by which a variable is exported, in the order of the text. */
function exportsOf(module: ModuleSource, variable: string): readonly string[] {
	return exportsByVariable(module).get(variable) ?? [];
}

/** The value has come through a variable. */
interface Alias {
	/** The variable, if it is the one that receives the value where it is made. */
	readonly binding: string | undefined;
	/** Is this an assignment by which a compiler keeps an export equal to that variable? */
	readonly isLive: boolean;
}

const NONE: readonly Node[] = [];

const MAX_KEYS = 16;

/** `o.list[0]` takes the keys `list`, `0` out of what `o` holds. */
function takeMembers(
	module: ModuleSource,
	reference: Node,
	keys: readonly string[],
): { readonly node: Node; readonly keys: readonly string[] } {
	const parent = module.parents.get(reference);
	const [first, ...rest] = keys;
	return first !== undefined &&
		parent?.type === "MemberExpression" &&
		parent.object === reference &&
		memberKey(parent) === first
		? takeMembers(module, parent, rest)
		: { node: reference, keys };
}
