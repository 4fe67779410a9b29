import { compareExportPaths } from "../source/export-path.ts";
import { attempt, type ExportView, isHolder, memberKeys, readOwn, readPath } from "./export-view.ts";

/** A value that an export leads to through the members of objects, arrays and classes. */
export interface Member {
	readonly path: readonly string[];
	readonly value: unknown;
}

/** A program's exports hold its whole data at times: what is not found among so many values is not looked for further. */
const MAX_VISITED = 50_000;
const MAX_DEPTH = 8;

/**
 * Walks from roots through their members, level by level.
 *
 * @param isOpaque the members of a value are not looked at: what a task runs is no member of the task.
 */
export function* walkMembers(
	roots: readonly Member[],
	isOpaque: (value: object) => boolean = () => false,
): Generator<Member> {
	const visited = new Set<unknown>();
	let count = 0;
	let level = roots;
	for (let depth = 0; depth <= MAX_DEPTH && level.length > 0; depth++) {
		const next: Member[] = [];
		const holders = new Set<unknown>();
		for (const member of level) {
			yield member;
			const { path, value } = member;
			// Of several ways to one object the longer ones lead to nothing new.
			if (!isHolder(value) || visited.has(value) || ++count > MAX_VISITED || isOpaque(value)) continue;
			holders.add(value);
			for (const key of memberKeys(value)) {
				const found = readOwn(value, key);
				// Numbers and texts have no names: a program's data is full of them.
				if (isHolder(found)) next.push({ path: [...path, key], value: found });
			}
		}
		for (const holder of holders) visited.add(holder);
		level = next;
	}
}

/**
 * The paths at which members hold a value now, in the order of the naming rules.
 *
 * @param module what has these exports: what one walk has found serves the next value of the module, as long as it is there.
 */
export function findMembers(live: ExportView, value: unknown, module: object): readonly (readonly string[])[] {
	if (!isHolder(value)) return [];
	const held = () => (indexes.get(module)?.get(value) ?? []).filter(({ path }) => readPath(live, path) === value);
	let found = held();
	if (found.length === 0) {
		indexes.set(module, indexOf(live, value));
		found = held();
	}
	return found.sort(compareExportPaths).map(({ path }) => path);
}

interface MemberPath {
	readonly path: readonly string[];
	readonly shows: "alias";
}

const indexes = new WeakMap<object, WeakMap<object, MemberPath[]>>();

/** @param asked is there in any case: of other values those that can have a name, not a program's data. */
function indexOf(live: ExportView, asked: object): WeakMap<object, MemberPath[]> {
	const index = new WeakMap<object, MemberPath[]>();
	const roots = live.names.map((name) => ({ path: [name], value: live.read(name) }));
	for (const { path, value } of walkMembers(roots)) {
		if (path.length < 2 || !isHolder(value) || (isData(value) && value !== asked)) continue;
		const known = index.get(value);
		if (known === undefined) index.set(value, [{ path, shows: "alias" }]);
		else known.push({ path, shows: "alias" });
	}
	return index;
}

function isData(value: object): boolean {
	if (typeof value === "function") return false;
	const prototype = attempt(() => Object.getPrototypeOf(value));
	return prototype === Object.prototype || prototype === Array.prototype || prototype === null;
}

/** The first of them; undefined if no member holds the value. */
export function findMember(live: ExportView, value: unknown, module: object): readonly string[] | undefined {
	return findMembers(live, value, module)[0];
}
