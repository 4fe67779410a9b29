import { ABSENT, findMember, type LiveExports, readPath } from "../module/live-exports.ts";
import type { ModuleSource } from "../source/module-source.ts";
import type { Node } from "../source/parse.ts";
import { byRule, type Candidate, type Placement } from "../source/placement.ts";
import { isDistinct } from "../source/settled.ts";

/** How a value is reached from the exports of its module. */
export interface Reach {
	readonly path: readonly string[];
	/** Does the path lead to the value now? It is asked again each time: another module may have put something else there. */
	readonly holds: () => boolean;
}

/** The text and the exports leave it open, or exclude every path. */
export type Unreached = "unproven" | "not exported";

/**
 * Finds the path by which a value is reached, in the order of the naming rules.
 *
 * @param placement what the text says of it; without a node, nothing.
 * @param live the exports of the loaded module; undefined if they can't be seen.
 */
export function reach(
	value: object,
	source: ModuleSource,
	node: Node | undefined,
	placement: Placement,
	live: LiveExports | undefined,
): Reach | Unreached {
	const { candidates } = placement;
	const leads = (path: readonly string[]) => live !== undefined && readPath(live, path) === value;
	const proven = (path: readonly string[]): Reach => ({ path, holds: () => leads(path) });

	if (live?.isComplete === true) {
		const exports = live.names
			.filter((name) => live.read(name) === value)
			.map((name) => candidates.find(({ path }) => path.length === 1 && path[0] === name) ?? further(name));
		const best = [...candidates.filter(({ path }) => leads(path)), ...exports].sort(byRule)[0];
		if (best !== undefined) return proven(best.path);
		const member = findMember(live, value);
		return member === undefined ? "not exported" : proven(member);
	}

	let isReplaced = false;
	for (const [index, candidate] of candidates.entries()) {
		const seen = live === undefined ? ABSENT : readPath(live, candidate.path);
		const isFirst = index === 0 && (candidate.own || placement.isClosed || hasNoOtherName(source, node, candidate));
		if (seen === value && isFirst) return proven(candidate.path);
		// While a module is loading, what is not there yet may still come.
		if ((seen === ABSENT || seen === undefined) && candidate.settled && isFirst)
			return { path: candidate.path, holds: () => true };
		isReplaced ||= seen !== ABSENT && seen !== undefined && seen !== value;
	}
	if (live === undefined) return "unproven";
	const exported = live.names.find((name) => live.read(name) === value);
	const path = exported === undefined ? findMember(live, value) : [exported];
	if (path !== undefined) return proven(path);
	return isReplaced ? "not exported" : "unproven";
}

function further(name: string): Candidate {
	return { path: [name], own: false, settled: true };
}

/** Of several names the text knows those that it writes; a function may have given the value a further one. */
function hasNoOtherName(source: ModuleSource, node: Node | undefined, candidate: Candidate): boolean {
	return (
		node !== undefined &&
		[...source.exports.bindings.keys()].every(
			(name) => (candidate.path.length === 1 && candidate.path[0] === name) || isDistinct(source, name, node),
		)
	);
}
