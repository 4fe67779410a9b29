/* Where V8 does not tell in which function a position is: Bun and Deno. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { readModule } from "../../src/source/module-source.ts";
import { functionAt } from "../../src/source/syntax.ts";

/** The text of the function that the position of `HERE` is in. */
function around(text: string, offset = text.indexOf("HERE")): string | undefined {
	const source = readModule(text, "ts", "module");
	assert.deepEqual(source.problems, [], text);
	const found = functionAt(source, offset);
	return found === undefined ? undefined : text.slice(found.start, found.end);
}

test("the innermost function that a position is in", () => {
	assert.equal(around("export const a = HERE();"), undefined);
	assert.equal(around("const f = () => HERE();"), "() => HERE()");
	assert.equal(around("function f() { return () => HERE; }"), "() => HERE");
	assert.equal(around("function f() { HERE; return () => 1; }"), "function f() { HERE; return () => 1; }");
	assert.equal(around("const o = { m() { HERE; } };"), "() { HERE; }");
	assert.equal(around("if (a) { for (const b of c) HERE(b); }"), undefined);
});

test("static fields and blocks are run by the body, with their class", () => {
	assert.equal(around("class C { static a = HERE(); }"), undefined);
	assert.equal(around("class C { static { HERE(); } }"), undefined);
	assert.notEqual(around("class C { a = HERE(); }"), undefined);
	assert.equal(around("class C { static a = () => HERE(); }"), "() => HERE()");
});

test("JavaScriptCore places the call of an arrow function at its last character", () => {
	for (const text of ["const a = (() => make())();", "const a = ((() => make()))();", "const a = (() => `x`)``;"]) {
		const arrow = /\(\) => (?:make\(\)|`x`)/.exec(text);
		const end = (arrow?.index ?? 0) + (arrow?.[0].length ?? 0);
		assert.equal(around(text, end - 1), undefined, text);
		assert.equal(around(text, end - 2), arrow?.[0], text);
	}
	// It is not called there.
	assert.equal(around("const a = () => make();", "const a = () => make()".length - 1), "() => make()");
});
