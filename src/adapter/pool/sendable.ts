import { NamesakeError } from "../../base/errors.ts";
import { formatPath } from "../../base/name.ts";
import { toErrorSummary } from "../../base/text.ts";

/** Does the value get to another thread? What it gets there as is told by the algorithm of structured clones. */
export function isSendable(value: unknown): boolean {
	return reasonAgainst(value) === undefined;
}

/** @returns why a value can't be cloned, in the words of the runtime; undefined if it can. */
function reasonAgainst(value: unknown): string | undefined {
	if (typeof value !== "object" && typeof value !== "function" && typeof value !== "symbol") return undefined;
	if (value === null || (ArrayBuffer.isView(value) && !isDetached(value))) return undefined;
	try {
		structuredClone(value);
		return undefined;
	} catch (error) {
		return error instanceof DOMException ? error.message.replace(/\.$/, "") : toErrorSummary(error);
	}
}

function isDetached(view: ArrayBufferView): boolean {
	return view.byteLength === 0 && view.buffer.byteLength === 0;
}

/**
 * @param what `args` or `result`.
 * @throws NamesakeError `NOT_SENDABLE` with the path of the innermost part that can't be cloned.
 */
export function requireSendable(value: unknown, what: "args" | "result", name: string): void {
	const reason = reasonAgainst(value);
	if (reason === undefined) return;
	const { keys, why } = innermost(value, reason);
	throw new NamesakeError("NOT_SENDABLE", {
		asked: what === "args" ? `the arguments of ${name}` : `the result of ${name}`,
		why: `${formatPath([what, ...keys])} can't be sent to another thread: ${why}`,
		fix:
			what === "args"
				? "pass data without functions; wrap values that can only be transferred in move(…), or list them in transferList"
				: "return data without functions; wrap values that can only be transferred in move(…)",
	});
}

function innermost(value: unknown, reason: string): { readonly keys: readonly string[]; readonly why: string } {
	const keys: string[] = [];
	const visited = new Set<unknown>();
	let current = value;
	let why = reason;
	while (typeof current === "object" && current !== null && !visited.has(current)) {
		visited.add(current);
		const part = badPart(current);
		if (part === undefined) break;
		keys.push(part.key);
		current = part.value;
		why = part.why;
	}
	return { keys, why };
}

function badPart(holder: object): { key: string; value: unknown; why: string } | undefined {
	for (const key of Object.keys(holder)) {
		try {
			const value: unknown = (holder as Record<string, unknown>)[key];
			const why = reasonAgainst(value);
			if (why !== undefined) return { key, value, why };
		} catch {
			// A getter that throws is bad itself.
			return undefined;
		}
	}
	return undefined;
}
