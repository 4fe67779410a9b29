import assert from "node:assert/strict";
import { test } from "node:test";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { plainArguments } from "../../src/adapter/json/arguments.ts";
import { NamesakeError } from "../../src/base/errors.ts";

/** Path and reason of the refusal. */
function refusal(args: readonly unknown[]): string {
	try {
		plainArguments(args, "@acme/app/src/jobs#send");
	} catch (error) {
		assert.ok(error instanceof NamesakeError, String(error));
		assert.equal(error.code, "NOT_SENDABLE");
		assert.equal(error.asked, "the arguments of @acme/app/src/jobs#send, as JSON");
		return error.why;
	}
	return "fine";
}

test("what is taken comes out of JSON as it went in", () => {
	const numbers = fc.double({ noNaN: true, noDefaultInfinity: true }).filter((number) => !Object.is(number, -0));
	const value = fc
		.jsonValue({ depthSize: "medium", noUnicodeString: false })
		.filter((json) => !/-0(?!\d|\.)/.test(print(json)));
	fc.assert(
		fc.property(fc.array(fc.oneof(value, numbers, fc.string({ unit: "binary" }))), (args) => {
			const copy = plainArguments(args, "x");
			assert.deepStrictEqual(copy, args);
			assert.deepStrictEqual(JSON.parse(JSON.stringify(copy)), args);
		}),
		{ numRuns: 500 },
	);
});

test("anything at all is either refused, or comes out of JSON as it went in", () => {
	const anything = fc.anything({
		withBigInt: true,
		withBoxedValues: true,
		withDate: true,
		withMap: true,
		withSet: true,
		withSparseArray: true,
		withTypedArray: true,
		withNullPrototype: true,
		withUnicodeString: true,
	});
	const counts = { taken: 0, refused: 0 };
	fc.assert(
		fc.property(anything, (value) => {
			let copy: unknown[];
			try {
				copy = plainArguments([value], "x");
			} catch (error) {
				assert.ok(error instanceof NamesakeError && error.code === "NOT_SENDABLE", String(error));
				counts.refused += 1;
				return;
			}
			counts.taken += 1;
			const back = JSON.parse(JSON.stringify(copy)) as unknown[];
			assert.deepStrictEqual(back, copy);
			// Without prototypes, and with undefined where there is nothing.
			assert.deepStrictEqual(withoutUndefined(value), withoutUndefined(back[0]));
		}),
		{ numRuns: 6000 },
	);
	assert.ok(counts.taken > 300 && counts.refused > 300, JSON.stringify(counts));
});

test("what JSON would change or leave out is refused with its path", () => {
	class Point {
		readonly x = 1;
	}
	const holder: { list: unknown[] } = { list: [] };
	holder.list.push({ holder });
	let deep: unknown = 1;
	for (let depth = 0; depth < 200_000; depth += 1) deep = [deep];
	const cases: readonly (readonly [readonly unknown[], string])[] = [
		[["a", undefined], "args[1] is undefined, which JSON turns into null"],
		[[{ list: [1, undefined] }], "args[0].list[1] is undefined, which JSON turns into null"],
		// biome-ignore lint/suspicious/noSparseArray: it is what is tested
		[[[1, , 2]], "args[0][1] is a hole, which JSON turns into null"],
		[[Object.assign([1], { note: "x" })], "args[0].note is a property of an array, which JSON omits"],
		[[{ "a b": new Date(0) }], 'args[0]["a b"] is a Date, which JSON changes'],
		[[new Map()], "args[0] is a Map, which JSON changes"],
		[[new Set()], "args[0] is a Set, which JSON changes"],
		[[{ n: 1n }], "args[0].n is a BigInt, which JSON can't represent"],
		[[new Point()], "args[0] is a Point, which JSON changes"],
		[[new (class extends Array {})()], "args[0] is an instance of a class, which JSON changes"],
		[[new Error("x")], "args[0] is an Error, which JSON changes"],
		[[/x/], "args[0] is a RegExp, which JSON changes"],
		[[Buffer.from("x")], "args[0] is a Buffer, which JSON changes"],
		[[Object(1)], "args[0] is a Number, which JSON changes"],
		[[Promise.resolve()], "args[0] is a Promise, which JSON changes"],
		[[() => 1], "args[0] is a function, which JSON omits"],
		[[{ toJSON: () => 1 }], "args[0].toJSON is a function, which JSON omits"],
		[[Symbol("s")], "args[0] is a symbol, which JSON omits"],
		[[{ [Symbol("s")]: 1 }], "args[0] is an object with the key Symbol(s), which JSON omits"],
		[[Number.NaN], "args[0] is NaN, which JSON turns into null"],
		[[-Infinity], "args[0] is -Infinity, which JSON turns into null"],
		[[-0], "args[0] is -0, which JSON turns into 0"],
		[[holder], "args[0].list[0].holder is an object that contains itself"],
	];
	for (const [args, why] of cases) assert.equal(refusal(args), why);
	assert.match(refusal([deep]), /nested too deeply$/);
	assert.equal(refusal("text" as never), "args is string, not an array");
});

test("undefined properties, objects without a prototype, of another realm, twice in the list, and __proto__ are fine", () => {
	const shared = { a: 1 };
	const args = [
		{ to: "ada", cc: undefined },
		Object.assign(Object.create(null) as object, { a: [1] }),
		runInNewContext("({ list: [1, { a: 'x' }] })") as unknown,
		shared,
		[shared],
		JSON.parse('{"__proto__":{"polluted":true}}') as unknown,
	];
	const copy = plainArguments(args, "x");
	assert.equal(
		JSON.stringify(copy),
		'[{"to":"ada"},{"a":[1]},{"list":[1,{"a":"x"}]},{"a":1},[{"a":1}],{"__proto__":{"polluted":true}}]',
	);
	assert.equal(({} as { polluted?: unknown }).polluted, undefined);
});

test("it is a copy: a getter is asked once, and nobody changes it later", () => {
	let asked = 0;
	const list = [1];
	const copy = plainArguments(
		[
			{
				get a() {
					asked += 1;
					return asked;
				},
			},
			list,
		],
		"x",
	);
	list.push(2);
	assert.equal(JSON.stringify(copy), '[{"a":1},[1]]');
	assert.equal(asked, 1);
});

function print(value: unknown): string {
	return JSON.stringify(value, (_, item: unknown) => (Object.is(item, -0) ? "-0" : item)) ?? "";
}

function withoutUndefined(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(withoutUndefined);
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(
		Object.entries(value)
			.filter(([, item]) => item !== undefined)
			.map(([key, item]) => [key, withoutUndefined(item)]),
	);
}
