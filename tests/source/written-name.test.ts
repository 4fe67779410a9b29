/* Where the name of a function, class or instance is written: where an editor puts the cursor. `«` stands before it in each text. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { readModule } from "../../src/source/module-source.ts";
import { writtenName } from "../../src/source/written-name.ts";

for (const marked of [
	"function «f() {}",
	"export async function* «f() {}",
	"class «C {}",
	"export default function «f() {}",
	"export default class «C {}",
	"export default «function () {}",
	"export default «class {}",
	"export default «() => 1",
	"const «f = () => 1;",
	"const «f = function g() {};",
	"const «C = class D {};",
	"const «x = new A();",
	"let «x: T = (new A()) as T;",
	"let «x = <T>new A()!;",
	"const «x = new A() satisfies T;",
	"const «x = await new A();",
	"const «x = y ? new A() : 1;",
	"const «x = y ?? new A();",
	"const «x = (new A());",
	"const [x] = [«new A()];",
	"const { x } = «new A();",
	"const { x } = { «x: new A() };",
	"let f; «f = () => 1;",
	"o.«f = () => 1;",
	"o.a.«f = () => 1;",
	"o[«'f'] = () => 1;",
	"exports.«f = function g() {};",
	"module.«exports = new A();",
	"[f] = [«() => 1];",
	"const o = { «f: () => 1 };",
	"const o = { «f() {} };",
	"const o = { «'a b': () => 1 };",
	"const o = { «f: y || (() => 1) };",
	"class C { «m() {} }",
	"class C { static «s = () => 1; }",
	"class C { static «s = new A(); }",
	"class C { «f = () => 1; }",
	"f(«() => 1);",
	"f(function «g() {});",
	"f(class «C {});",
	"f(«function () {});",
	"const x = f(«() => 1);",
	"const x = [«() => 1];",
	"const x = «new A().y;",
	"return_(«new A());",
	"const x = () => «new A();",
])
	test(marked, () => {
		const source = readModule(marked.replace("«", ""), "ts", "module");
		assert.deepEqual(source.problems, []);
		const places = source.makers.map((node) => writtenName(source, node).start);
		assert.ok(places.includes(marked.indexOf("«")), `${places}`);
	});
