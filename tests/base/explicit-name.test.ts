import assert from "node:assert/strict";
import { test } from "node:test";
import { isExplicitName } from "../../src/base/explicit-name.ts";
import { MAX_NAME_LENGTH } from "../../src/base/name.ts";

test("names of the user's own", () => {
	for (const text of ["send", "send-email", "send email", "a.b/c:d", "é", "名前", "😀", "x".repeat(MAX_NAME_LENGTH)])
		assert.equal(isExplicitName(text), true, text);
});

test("texts that can't be one", () => {
	const invisible = ["\0", "\n", "\t", "\u200b", "\u202e", "\u2028", "\u2029", "\ufeff"].map((mark) => `a${mark}b`);
	const others = ["", "#", "m#send", " send", "send ", "\ud800", "a\udc00b", "x".repeat(MAX_NAME_LENGTH + 1)];
	for (const text of [...invisible, ...others]) assert.equal(isExplicitName(text), false, JSON.stringify(text));
});

test("values that are no text", () => {
	for (const value of [undefined, null, 1, {}, ["send"]]) assert.equal(isExplicitName(value as never), false);
});
