import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { requireJson, resultToJson } from "../../src/adapter/json/result.ts";
import { NamesakeError } from "../../src/base/errors.ts";

const odd = fc.constantFrom<unknown>(
	new Map(),
	new Set([1]),
	1n,
	Symbol.iterator,
	Number.NaN,
	Number.NEGATIVE_INFINITY,
	() => 1,
	new Date(0),
	new Date(Number.NaN),
	/x/,
	undefined,
	null,
	Object.create(null),
	Object.create({ inherited: 1n }),
	{ toJSON: () => 1n },
	{ toJSON: () => "said" },
	Object.defineProperty({}, "hidden", { value: 1n }),
	{ [Symbol("key")]: 1n },
);

const { result } = fc.letrec((tie) => ({
	result: fc.oneof(
		{ depthSize: "medium", withCrossShrink: true },
		fc.jsonValue(),
		odd,
		fc.array(tie("result"), { maxLength: 3 }),
		fc.dictionary(fc.string({ maxLength: 3 }), tie("result"), { maxKeys: 3, noNullPrototype: true }),
	),
}));

/** The message of what is thrown. */
function refusal(step: () => unknown): string | undefined {
	try {
		step();
		return undefined;
	} catch (error) {
		assert.ok(error instanceof NamesakeError, String(error));
		return error.message;
	}
}

test("a result is looked at as JSON.stringify would, by a shorter way", () => {
	fc.assert(
		fc.property(result, (value) => {
			assert.equal(
				refusal(() => requireJson(value, "@acme/app/src/jobs#send")),
				refusal(() => resultToJson(value, "@acme/app/src/jobs#send")),
			);
		}),
		{ numRuns: 2000 },
	);
});

test("a result that is deep, or holds itself", () => {
	const deep = (end: unknown) => Array.from({ length: 100 }).reduce((inner) => ({ inner }), end);
	assert.equal(
		refusal(() => requireJson(deep(1), "send")),
		undefined,
	);
	assert.match(String(refusal(() => requireJson(deep(1n), "send"))), /is a BigInt, which JSON can't represent/);
	const circle: Record<string, unknown> = {};
	circle["self"] = [circle];
	assert.match(String(refusal(() => requireJson(circle, "send"))), /the result is an object that contains itself/);
});
