import { compareText } from "../base/text.ts";
import { LOCK_VERSION, type Lock, type LockEntry } from "./lock.ts";

/**
 * The text of a lock file: sorted, a field on each line, so that what has changed is what a diff shows. Fields that this version does
 * not know are kept.
 */
export function lockText({ all, entries, fields }: Pick<Lock, "all" | "entries" | "fields">): string {
	const sorted = [...entries].sort((a, b) => compareText(a.name, b.name));
	const value = { version: LOCK_VERSION, ...(all ? { all } : {}), ...fields, names: sorted.map(fieldsOf) };
	return `${JSON.stringify(value, undefined, "\t")}\n`;
}

function fieldsOf({ name, at, kind, signature, body, previous, removed, fields }: LockEntry): object {
	const { name: _, at: _at, kind: _kind, signature: _signature, body: _body, ...others } = fields;
	const { previous: _previous, removed: _removed, ...unknown } = others;
	return {
		name,
		at,
		kind,
		signature,
		body,
		...(removed ? { removed } : {}),
		...(previous.length > 0 ? { previous: [...previous].sort(compareText) } : {}),
		...unknown,
	};
}
