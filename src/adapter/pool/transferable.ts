import { types } from "node:util";
import { NamesakeError } from "../../base/errors.ts";

/**
 * Refuses a transfer list before it is posted. Node 20 sends a buffer that was moved already as an empty one, and an invalid entry ends the worker.
 *
 * @throws NamesakeError `NOT_SENDABLE` for an entry that can't be moved, was moved already, or is listed twice.
 */
export function requireTransferable(list: readonly unknown[], name: string): void {
	for (const [index, entry] of list.entries()) {
		const why = reasonAgainst(entry, list.indexOf(entry) < index);
		if (why === undefined) continue;
		throw new NamesakeError("NOT_SENDABLE", {
			asked: `the transfer list of ${name}`,
			why: `entry ${index} of the list ${why}`,
			fix: "transfer each ArrayBuffer, MessagePort or other transferable once, and create a new one for the next call",
		});
	}
}

function reasonAgainst(entry: unknown, isListed: boolean): string | undefined {
	if (isListed) return "is listed twice";
	if (!isTransferable(entry))
		return "can't be transferred: it is not an ArrayBuffer, MessagePort or other transferable";
	return types.isArrayBuffer(entry) && isDetached(entry) ? "was already transferred to another thread" : undefined;
}

/** Of an object of a class only the host knows: MessagePort, FileHandle, streams, what implements piscina's Transferable. */
function isTransferable(value: unknown): boolean {
	if (typeof value !== "object" || value === null || Array.isArray(value) || ArrayBuffer.isView(value)) return false;
	const prototype: unknown = Object.getPrototypeOf(value);
	return prototype !== null && prototype !== Object.prototype && !types.isSharedArrayBuffer(value);
}

/** `ArrayBuffer.prototype.detached` is there from Node 22 on. */
function isDetached(buffer: ArrayBuffer): boolean {
	if (buffer.byteLength > 0) return false;
	try {
		new Uint8Array(buffer);
		return false;
	} catch {
		return true;
	}
}
