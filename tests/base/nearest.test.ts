import assert from "node:assert/strict";
import { test } from "node:test";
import { nearest } from "../../src/base/nearest.ts";

test("the three nearest names, the nearest first, and in the order of their texts where they are as near", () => {
	assert.deepEqual(nearest("price", ["prices", "twice", "price", "pric", "brice"]), ["price", "brice", "pric"]);
	assert.deepEqual(nearest("price", ["twice", "prices"]), ["prices", "twice"]);
	assert.deepEqual(nearest("price", new Set(["prices", "brice", "pricf"])), ["brice", "prices", "pricf"]);
});

test("a name counts once, however often it is a candidate", () => {
	assert.deepEqual(nearest("price", ["prices", "prices", "brice", "prices"]), ["brice", "prices"]);
});

test("four in ten letters may differ, and two of a short name", () => {
	assert.deepEqual(nearest("abcdefghij", ["1234efghij", "12345fghij"]), ["1234efghij"]);
	assert.deepEqual(nearest("abcdefghij", ["abcdefghij1234", "abcdefghij12345"]), ["abcdefghij1234"]);
	assert.deepEqual(nearest("abc", ["12c", "123", "abc12", "abc123"]), ["12c", "abc12"]);
});

test("only what follows the last folder that both names share decides how much may differ", () => {
	const folders = "@acme/shop/src/orders";
	assert.deepEqual(nearest(`${folders}/abcdefghij`, [`${folders}/1234efghij`, `${folders}/12345fghij`]), [
		`${folders}/1234efghij`,
	]);
	assert.deepEqual(nearest(`${folders}/send`, [`${folders}/sned`, `${folders}/list`]), [`${folders}/sned`]);
	// The letters that begin a name are a part of it: only a slash ends a folder.
	assert.deepEqual(nearest("src/abcdefghij", ["src/abcdef", "src/abcde"]), ["src/abcdef"]);
});

test("a folder is like what is in it only if next to nothing is added to its name", () => {
	assert.deepEqual(nearest("abcdefghij", ["abcdefghij/xyz", "abcdefghij/x"]), ["abcdefghij/x"]);
	assert.deepEqual(nearest("abcdefghij/xyz", ["abcdefghij"]), []);
	assert.deepEqual(nearest("abcdefghij/x", ["abcdefghij"]), ["abcdefghij"]);
	// Of the six letters in the folder, two may be missing, and no folder.
	assert.deepEqual(nearest("abcdefghij/uvwxyz", ["abcdefghij/uvwx", "abcdefghij"]), ["abcdefghij/uvwx"]);
});

test("what is like nothing has no nearest name", () => {
	assert.deepEqual(nearest("price", ["charge", "send", ""]), []);
	assert.deepEqual(nearest("price", []), []);
	assert.deepEqual(nearest("", ["ab", "abc"]), ["ab"]);
});
