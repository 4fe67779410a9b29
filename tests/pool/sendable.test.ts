import assert from "node:assert/strict";
import { test } from "node:test";
import { isSendable, requireSendable } from "../../src/adapter/pool/sendable.ts";
import { coded } from "../package/project.ts";

test("what structured clones take gets to another thread", () => {
	const { buffer } = new Uint8Array(4);
	for (const value of [
		undefined,
		null,
		1,
		1n,
		"a",
		new Date(),
		/a/,
		new Map([[1, {}]]),
		new Uint8Array(4),
		buffer,
		new Error("x"),
		[],
	])
		assert.equal(isSendable(value), true, String(value));
	const detached = new Uint8Array(4);
	structuredClone(detached, { transfer: [detached.buffer] });
	for (const value of [() => 1, Symbol("a"), new WeakMap(), Promise.resolve(), detached, { a: [() => 1] }])
		assert.equal(isSendable(value), false);
});

test("an error names the innermost part that can't", () => {
	requireSendable([{ a: 1 }], "args", "app/m#f");
	assert.throws(
		() => requireSendable([1, { deep: { fn: () => 1 } }], "args", "app/m#f"),
		coded(
			"NOT_SENDABLE",
			"the arguments of app/m#f",
			"args[1].deep.fn can't be sent to another thread: () => 1 could not be cloned",
			"pass data",
		),
	);
	assert.throws(
		() => requireSendable({ "a b": Symbol("s") }, "result", "app/m#f"),
		coded("NOT_SENDABLE", "the result of app/m#f", 'result["a b"] can\'t', "return data"),
	);
});

test("a getter that throws is bad itself, and what it throws is told", () => {
	const bad = {
		get broken() {
			throw new TypeError("not today");
		},
	};
	assert.throws(() => requireSendable([bad], "args", "app/m#f"), coded("NOT_SENDABLE", "args[0] can't", "not today"));
});

test("a circle ends", () => {
	const circle: { self?: unknown; fn: unknown } = { fn: () => 1 };
	circle.self = circle;
	assert.throws(() => requireSendable(circle, "result", "app/m#f"), coded("NOT_SENDABLE", "result.fn can't"));
});
