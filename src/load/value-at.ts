import { NamesakeError } from "../base/errors.ts";
import type { NameParts } from "../base/name.ts";
import { ABSENT, type ExportView, isHolder, readOwn, readPath } from "../exports/export-view.ts";
import { exportNotFound } from "./export-not-found.ts";

export function valueAt(live: ExportView, parts: NameParts, name: string, file: string | undefined): unknown {
	const value = follow(live, parts, name, file);
	if (isThenable(value))
		throw new NamesakeError("UNNAMEABLE", {
			asked: name,
			why: "the value has a method `then`, which a promise would call if it resolved to the value",
			fix: "export an object that holds the value, and load that object",
		});
	return value;
}

function follow(live: ExportView, parts: NameParts, asked: string, file: string | undefined): unknown {
	const [first = "", ...keys] = parts.exportPath;
	let value = live.read(first);
	if (value === ABSENT) {
		const held = readPath(live, parts.exportPath);
		if (held === ABSENT) throw exportNotFound(asked, parts, 0, [...live.names], file);
		return held;
	}
	for (const [index, key] of keys.entries()) {
		const member = readOwn(value, key);
		if (member === ABSENT) throw exportNotFound(asked, parts, index + 1, ownKeys(value), file);
		value = member;
	}
	return value;
}

function ownKeys(holder: unknown): string[] {
	try {
		return isHolder(holder) ? Object.getOwnPropertyNames(holder) : [];
	} catch {
		return [];
	}
}

/** Can a promise not hand the value over, because it would call its `then`? */
export function isThenable(value: unknown): boolean {
	try {
		return isHolder(value) && typeof (value as { then?: unknown }).then === "function";
	} catch {
		return true;
	}
}
