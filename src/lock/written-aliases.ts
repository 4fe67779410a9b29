import { formatPath } from "../base/name.ts";
import { inventory } from "../source/inventory.ts";
import type { Kinds } from "../source/kinds.ts";
import type { SourceFile } from "../source/source-file.ts";
import { taskOptionsOf } from "../source/task-options.ts";

/** Another name of what a module exports, and where its text says so. */
export interface WrittenAlias {
	readonly text: string;
	/** The way from the exports. */
	readonly path: string;
	readonly offset: number;
}

/** Can there be `task(fn, { name, previously })` in a text? A fast look, before anything is parsed: there are no other options. */
export function mayHaveAliases(text: string): boolean {
	return /[,(]\s*\{\s*["']?(?:name|previously)["']?\s*[:,}]/.test(text);
}

/** The names of the user's own, and the previous names, that the tasks of a module are given in its text. */
export function writtenAliases(file: SourceFile, kinds: Kinds): WrittenAlias[] {
	if (!mayHaveAliases(file.source.text)) return [];
	return inventory(file, kinds).flatMap((entry): WrittenAlias[] => {
		if (entry.kind !== "task" || entry.reason !== undefined) return [];
		const { name, previously } = taskOptionsOf(entry.node);
		const texts = [...(name === undefined ? [] : [name]), ...previously];
		return texts.map(({ text, node }) => ({ text, path: formatPath(entry.path), offset: node.start }));
	});
}
