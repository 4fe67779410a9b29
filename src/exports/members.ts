import { compareExportPaths } from "../source/export-path.ts";
import { type ExportView, isHolder, memberKeys, readOwn } from "./export-view.ts";

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

/** The paths to a value through members, in the order of the naming rules. */
export function* findMembers(live: ExportView, value: unknown): Generator<readonly string[]> {
	let found: { readonly path: readonly string[]; readonly shows: "alias" }[] = [];
	for (const { path, value: held } of walkMembers(
		live.names.map((name) => ({ path: [name], value: live.read(name) })),
	)) {
		if (found[0] !== undefined && path.length > found[0].path.length) {
			for (const { path: member } of found.sort(compareExportPaths)) yield member;
			found = [];
		}
		if (held === value && path.length > 1) found.push({ path, shows: "alias" });
	}
	for (const { path } of found.sort(compareExportPaths)) yield path;
}

/** The first of them; undefined if no member holds the value. */
export function findMember(live: ExportView, value: unknown): readonly string[] | undefined {
	return findMembers(live, value).next().value ?? undefined;
}
