import assert from "node:assert/strict";
import { test } from "node:test";
import { MessageChannel } from "node:worker_threads";
import { requireTransferable } from "../../src/adapter/pool/transferable.ts";

function codeOf(list: readonly unknown[]): string {
	try {
		requireTransferable(list, "app/src/m#send");
		return "fine";
	} catch (error) {
		return (error as { code: string }).code;
	}
}

test("what can be moved once is fine", () => {
	const { port1, port2 } = new MessageChannel();
	assert.equal(codeOf([new ArrayBuffer(8), new ArrayBuffer(0), port1, port2, new ReadableStream()]), "fine");
	port1.close();
});

test("what can't be moved, is listed twice, or was moved before, is refused before it is sent", () => {
	const twice = new ArrayBuffer(8);
	const moved = new ArrayBuffer(8);
	structuredClone(moved, { transfer: [moved] });
	const lists = [
		[twice, twice],
		[{}],
		[[]],
		[new Uint8Array(1)],
		[new SharedArrayBuffer(8)],
		["text"],
		[null],
		[moved],
	];
	assert.deepEqual(
		lists.map(codeOf),
		lists.map(() => "NOT_SENDABLE"),
	);
});
