import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";
import { hasOwn, hiddenValue, ownDescriptor, ownOption, ownProperty, withoutPrototypes } from "../../src/base/own.ts";

const polluted = Object.prototype as { evil?: unknown; get?: unknown; set?: unknown };
afterEach(() => {
	delete polluted.evil;
	delete polluted.get;
	delete polluted.set;
});

describe("what Object.prototype has is nobody's own", () => {
	test("an option", () => {
		const given: { evil?: string } = {};
		polluted.evil = "from the prototype";
		assert.equal(ownOption(given, "evil"), undefined);
		given.evil = "given";
		assert.equal(ownOption(given, "evil"), "given");
	});

	test("half of a descriptor", () => {
		polluted.get = () => 1;
		const target: { key?: number } = {};
		assert.throws(() => Object.defineProperty(target, "key", { value: 1 }), TypeError);
		Object.defineProperty(target, "key", ownDescriptor({ value: 1, configurable: true }));
		assert.deepEqual(Object.entries(Object.getOwnPropertyDescriptors(target)).length, 1);
		assert.equal(target.key, 1);
		assert.equal(ownProperty(target, "key")?.get, undefined);
		assert.equal(ownProperty(target, "key")?.value, 1);
		assert.equal(ownProperty(target, "other"), undefined);
	});

	test("half of the descriptor of a property that nobody sees", () => {
		for (const half of [undefined, "get", "set"] as const) {
			if (half !== undefined) polluted[half] = () => 1;
			const target: { key?: number } = {};
			Object.defineProperty(target, "key", hiddenValue(2));
			assert.equal(target.key, 2);
			assert.deepEqual(Object.keys(target), []);
			assert.throws(() => {
				target.key = 3;
			}, TypeError);
			assert.ok(Reflect.deleteProperty(target, "key"));
			if (half !== undefined) delete polluted[half];
		}
		// With a null prototype V8 takes twice as long; it is taken only where it has to be.
		assert.equal(Object.getPrototypeOf(hiddenValue(1)), Object.prototype);
	});

	test("a key", () => {
		polluted.evil = 1;
		assert.equal(hasOwn({}, "evil"), false);
		assert.equal(hasOwn({ evil: undefined }, "evil"), true);
	});

	test("a member of what JSON says, however deep", () => {
		polluted.evil = 1;
		const read = withoutPrototypes(JSON.parse('{ "a": { "b": [{ "c": null }] }, "__proto__": { "d": 2 } }')) as {
			evil?: unknown;
			a: { evil?: unknown; b: { evil?: unknown; c: null }[] };
		};
		assert.equal(read.evil, undefined);
		assert.equal(read.a.evil, undefined);
		assert.equal(read.a.b[0]?.evil, undefined);
		assert.equal(read.a.b[0]?.c, null);
		assert.equal((read as { d?: unknown }).d, undefined);
		assert.ok(Array.isArray(read.a.b));
		assert.equal(typeof read.a.b.map, "function");
	});

	test("what is no object stays what it is", () => {
		for (const value of [1, "text", true, null]) assert.equal(withoutPrototypes(value), value);
		assert.deepEqual(withoutPrototypes([1, 2]), [1, 2]);
	});
});
