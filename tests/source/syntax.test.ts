/* What encloses a position, and how often it is run. Where V8 does not tell in which function a position is: Bun and Deno. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { readModule } from "../../src/source/module-source.ts";
import { functionAround, functionAt, repetitionOf } from "../../src/source/syntax.ts";
import { runText, withGlobals } from "../shapes/running.ts";

/** The text of the function that the position of `HERE` is in. */
function around(text: string, offset = text.indexOf("HERE")): string | undefined {
	const source = readModule(text, "ts", "module");
	assert.deepEqual(source.problems, [], text);
	const found = functionAt(source, offset);
	const mention = source.mentions.get("HERE")?.find(({ start }) => start === offset);
	if (mention !== undefined) assert.equal(functionAround(source, mention), found, text);
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

test("what stands in a function's head is in it, and so is the value of a field", () => {
	assert.equal(around("function f(a = HERE) {}"), "function f(a = HERE) {}");
	assert.equal(around("const f = ({ [HERE]: a }) => 1;"), "({ [HERE]: a }) => 1");
	assert.equal(around("class C { a = [HERE]; }"), "a = [HERE];");
	assert.equal(around("class C { [HERE] = 1; }"), undefined);
	assert.equal(around("class C { [HERE]() {} }"), undefined);
	assert.equal(around("class C extends HERE {}"), undefined);
	assert.equal(around("class C { constructor() { HERE; } }"), "() { HERE; }");
	assert.equal(around("const f = function HERE() {};"), undefined);
});

test("the module's body is what a loader has put into a function", () => {
	const tsx = '__filename = "/m.cts"; (() => { HERE; function f() { } })();';
	const jiti = "(async function (exports, require, module, __filename) { HERE; })";
	for (const text of [tsx, jiti, `(${jiti})`, tsx.replace("(() =>", "((() =>").replace("})()", "}))()")])
		assert.equal(around(text), undefined, text);
	for (const text of [
		"(() => { HERE; })();",
		'__dirname = "/m.cts"; (() => { HERE; })();',
		'__filename = "/m.cts"; ((a) => { HERE; })();',
		'__filename = "/m.cts"; (function () { HERE; })();',
		"(function (exports, require) { HERE; })",
		"(function (require, exports, module) { HERE; })",
		"(function f(exports, require, module) { HERE; })",
		"(function (exports, require, module) { HERE; }); 1;",
		"((exports, require, module) => { HERE; })",
		"(function ({}, require, module) { HERE; })",
	])
		assert.notEqual(around(text), undefined, text);
	const { bindings } = readModule(tsx, "js", "commonjs");
	assert.deepEqual([...bindings.keys()], ["f"]);
});

test("the function that a compiler writes around a class with decorators is run by the body", () => {
	const decorated = (head: string, tail = ")()") =>
		`let C = (${head} { let _d; return class C { static { __esDecorate(null, _d, HERE); } static a = HERE2; }; }${tail};`;
	assert.equal(around(decorated("() =>")), undefined);
	assert.equal(around(decorated("(() =>", "))()")), undefined);
	assert.notEqual(around(decorated("(a) =>")), undefined);
	assert.notEqual(around(decorated("() =>", ")")), undefined);
	assert.notEqual(around(decorated("function ()")), undefined);
	assert.notEqual(around(decorated("() =>").replace("__esDecorate", "__decorate")), undefined);
	assert.notEqual(around(decorated("() =>").replace("let C = (", "let C = f(")), undefined);
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

test("what runs at most once: no text runs it more often", async () => {
	for (const [text, isOnce] of [
		["see();", true],
		["if (1) see();", true],
		["{ see(); }", true],
		["switch (1) { case 1: see(); }", true],
		["1 && see();", true],
		["const a = { b: [see()] };", true],
		["class C { static { see(); } }", true],
		["class C { static a = see(); }", true],
		["use(see());", true],
		["class C { a = see(); } new C(); new C();", false],
		["for (const a of [1, 2]) see();", false],
		["for (const a in { a: 1, b: 2 }) { see(); }", false],
		["for (let a = 0; a < 2; a++) see();", false],
		["let a = 0; while (a++ < 2) see();", false],
		["let a = 0; do see(); while (a++ < 1);", false],
		["const f = () => see(); f(); f();", false],
		["function f() { see(); } f(); f();", false],
		["const o = { m() { see(); } }; o.m(); o.m();", false],
		["class C { m() { see(); } } new C().m(); new C().m();", false],
		["class C { constructor() { see(); } } new C(); new C();", false],
		["for (const a of [1, 2]) class C { static a = see(); }", false],
		["const f = () => class { static { see(); } }; f(); f();", false],
		["try { see(); } catch {}", false],
		["a: see();", false],
	] as const) {
		const source = readModule(text, "js", "module");
		const mention = source.mentions.get("see")?.[0];
		assert.ok(mention, text);
		assert.equal(repetitionOf(source, mention) === undefined, isOnce, text);
		let count = 0;
		await withGlobals({ see: () => count++, use: () => {} }, () => runText(text, "module").catch(() => undefined));
		if (isOnce) assert.equal(count, 1, text);
		else if (/for|while|f\(\)|m\(\)|new C/.test(text) && !/for \(.*class/.test(text)) assert.equal(count, 2, text);
	}
});
