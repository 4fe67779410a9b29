import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { isNativeError } from "node:util/types";
import { serialize } from "node:v8";
import fc from "fast-check";
import { decodeThrown, encodeThrown } from "../../src/adapter/pool/thrown.ts";
import { NamesakeError } from "../../src/index.ts";

/** As it is in the other thread. */
function sent(thrown: unknown): unknown {
	return decodeThrown(structuredClone(encodeThrown(thrown)));
}

class PaymentError extends RangeError {
	readonly code = "E_PAY";
	override readonly name = "PaymentError";
	readonly amount: number;
	constructor(message: string, amount: number, options?: ErrorOptions) {
		super(message, options);
		this.amount = amount;
	}
}

test("an error has its class, message, code, properties, cause and stack", () => {
	const cause = new TypeError("inner");
	const error = new PaymentError("no money", 12, { cause });
	const there = sent(error) as PaymentError;
	assert.ok(there instanceof RangeError && isNativeError(there));
	assert.equal(there.constructor.name, "PaymentError");
	assert.deepEqual(
		[there.name, there.message, there.code, there.amount, there.stack],
		["PaymentError", "no money", "E_PAY", 12, error.stack],
	);
	assert.ok(there.cause instanceof TypeError);
	assert.equal(there.cause.stack, cause.stack);
	assert.equal(inspect(there), inspect(error));
	assert.deepEqual(Object.keys(there).sort(), Object.keys(error).sort());
	assert.equal((sent(error) as object).constructor, there.constructor, "errors of one class have one class");
});

test("errors of the language, of the DOM, of Node and of this library are what they were", () => {
	for (const Class of [Error, TypeError, RangeError, SyntaxError, ReferenceError, EvalError, URIError]) {
		const there = sent(new Class("m")) as Error;
		assert.deepEqual([Object.getPrototypeOf(there), there.message], [Class.prototype, "m"]);
	}
	const dom = sent(new DOMException("d", "DataError")) as DOMException;
	assert.ok(dom instanceof DOMException);
	assert.deepEqual([dom.name, dom.message, dom.code], ["DataError", "d", 0]);
	const many = sent(new AggregateError([new TypeError("one"), 2], "many")) as AggregateError;
	assert.ok(many instanceof AggregateError && many.errors[0] instanceof TypeError);
	assert.deepEqual([many.errors.length, many.errors[1], many.message], [2, 2, "many"]);
	let node: unknown;
	try {
		new URL("nonsense");
	} catch (error) {
		node = sent(error);
	}
	assert.ok(node instanceof TypeError);
	assert.equal((node as NodeJS.ErrnoException).code, "ERR_INVALID_URL");
	const coded = new NamesakeError("NOT_A_TASK", { asked: "x", why: "y", fix: "z", nearest: ["n"] });
	const there = sent(coded) as NamesakeError;
	assert.ok(there instanceof NamesakeError && there instanceof Error);
	assert.deepEqual([there.code, there.asked, there.nearest, there.message], ["NOT_A_TASK", "x", ["n"], coded.message]);
});

test("cycles and long chains end; what can't be sent is left out, or told in words", () => {
	const cycle = new Error("c") as Error & { self?: unknown };
	cycle.cause = cycle;
	cycle.self = cycle;
	const there = sent(cycle) as typeof cycle;
	assert.ok(there.cause === there && there.self === there);

	let chain = new Error("0");
	for (let index = 1; index < 1000; index += 1) chain = new Error(String(index), { cause: chain });
	let length = 0;
	for (let link: unknown = sent(chain); link instanceof Error; link = link.cause) length += 1;
	assert.ok(length > 10 && length < 100, `${length}`);

	const odd = Object.assign(new Error("odd"), { fn: () => 1, socket: { on: () => 1 }, plain: { a: 1 } });
	Object.defineProperty(odd, "bad", {
		enumerable: true,
		get() {
			throw new Error("no");
		},
	});
	assert.deepEqual({ ...(sent(odd) as object) }, { plain: { a: 1 } });
	for (const thrown of [Symbol("s"), () => 1, { on: () => 1 }, new Proxy({}, { ownKeys: () => assert.fail() })])
		assert.match(String(sent(thrown)), /^Error: the task threw .*, which can't be sent between threads$/);
});

test("what is no error is what it was", () => {
	for (const thrown of [null, undefined, 0, "", "text", false, 1n, { a: [1] }]) assert.deepEqual(sent(thrown), thrown);
	fc.assert(
		fc.property(fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true }), (thrown) => {
			// Not deepEqual: two sets that hold an invalid date are not equal to it in every Node.
			assert.ok(serialize(sent(thrown)).equals(serialize(structuredClone(thrown))));
		}),
		{ numRuns: 500 },
	);
});
