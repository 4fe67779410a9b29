/* What expressions stand for, across files, as far as texts tell. In each file `is(…)` stands around the expression. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Imports } from "../../src/source/imports.ts";
import type { Node } from "../../src/source/node.ts";
import { SourceFiles, sourceFileOf } from "../../src/source/source-file.ts";
import { StaticResolver } from "../../src/source/static-resolver.ts";
import { project } from "../package/project.ts";

const tree: Readonly<Record<string, string>> = {
	"lib.ts":
		'export { task as again, tracked } from "namesake"; export * as ns from "namesake"; export default class Own {}',
	"lib-star.ts": 'export * from "namesake"; export const own = () => 1;',
	"lib-import.ts":
		'import { task } from "namesake"; export { task as viaImport }; export default task; export const copy = task;',
	"values.ts":
		"export const fn = () => 1; export let changed = () => 1; changed = () => 2; export let once = () => 3; export class C {} export function f(a: 1): void; export function f() {} export const o = { m: () => 4, inner: { n: () => 5 } }; export let none; export default fn;",
	"stars.ts": 'export * from "./none.js"; export * from "./values.js"; export * from "./lib-star.js";',
	"default.ts": "export default () => 6;",
	"cjs.cjs":
		"exports.a = () => 7; exports.a = () => 8; exports.v = require('./whole.cjs'); module.exports.b = class {};",
	"whole.cjs": "module.exports = function whole() {};",
	"object.cjs": "module.exports = { m() {}, n: () => 9 };",
	"circle.ts": 'export { a } from "./circle-b.js"; export const b = 1;',
	"circle-b.ts": 'export { a } from "./circle.js";',
	"chain-0.ts": "export const end = () => 10;",
	...Object.fromEntries(
		Array.from({ length: 60 }, (_, index) => [`chain-${index + 1}.ts`, `export * from "./chain-${index}.js";`]),
	),
};

let p: Awaited<ReturnType<typeof project>>;
before(async () => {
	p = await project({ "package.json": { name: "app" }, ...tree });
});
after(() => p[Symbol.asyncDispose]());

function resolution(text: string, isOfUse?: (file: string) => boolean): string {
	const files = new SourceFiles();
	const file = sourceFileOf(p.at("m.ts"), text, "values");
	assert.deepEqual(file.source.problems, [], text);
	const call = file.source.makers.find(
		(node): node is Node & { type: "CallExpression" } =>
			node.type === "CallExpression" && node.callee.type === "Identifier" && node.callee.name === "is",
	);
	const found = new StaticResolver(files, new Imports(), isOfUse).of(file, call?.arguments[0] ?? assert.fail(text));
	if (found === undefined) return "unknown";
	if (found.kind === "library") return `library ${found.name}`;
	if (found.kind === "namespace")
		return `all of ${found.of === "library" ? "the library" : found.of.file.slice(p.at().length + 1)}`;
	return found.file.source.text.slice(found.node.start, found.node.end);
}

const resolutions: Readonly<Record<string, string>> = {
	// What is written there.
	"is(() => 1);": "() => 1",
	"is(make());": "make()",
	"is(1);": "1",
	"is((((() => 1))));": "() => 1",
	"is((() => 1) as A);": "() => 1",
	"is(<A>(() => 1)!);": "() => 1",
	"is((() => 1) satisfies A);": "() => 1",
	"is(f<A>); function f() {}": "function f() {}",
	"const o = { a: () => 1 }; is(o?.a);": "() => 1",
	'import * as n from "namesake"; is(n?.task!);': "library task",
	// Variables.
	"const a = () => 1; is(a);": "() => 1",
	"let a = () => 1; is(a);": "() => 1",
	"let a = () => 1; a = () => 2; is(a);": "unknown",
	"const a = () => 1; const b = a; is(b);": "() => 1",
	"function a() {} is(a);": "function a() {}",
	"function a(b: 1): void; function a() {} is(a);": "function a() {}",
	"class A {} is(A);": "class A {}",
	"let a; is(a);": "unknown",
	"is(missing);": "unknown",
	"const a = 1; (a) => is(a);": "unknown",
	"const { a } = { a: () => 1 }; is(a);": "() => 1",
	"const { a: b } = { a: () => 1 }; is(b);": "() => 1",
	"const { a: { b } } = { a: { b: 1 } }; is(b);": "unknown",
	"const { ...a } = { a: 1 }; is(a);": "unknown",
	"const [a] = [1]; is(a);": "unknown",
	"const { [k]: a } = { a: 1 }; is(a);": "unknown",
	"const a = b, b = a; is(a);": "unknown",
	"enum E { a } is(E);": "enum E { a }",
	// Members.
	"is({ a: () => 1 }.a);": "() => 1",
	"const o = { a: () => 1 }; is(o.a);": "() => 1",
	"const o = { a: () => 1 }; is(o['a']);": "() => 1",
	"const o = { a: () => 1 }; is(o[k]);": "unknown",
	"const o = { a: () => 1 }; is(o.b);": "unknown",
	"const o = { a: 1, a: () => 2 }; is(o.a);": "() => 2",
	"const o = { a: { b: () => 1 } }; is(o.a.b);": "() => 1",
	"const o = make(); is(o.a);": "unknown",
	"class C { static a = 1; } is(C.a);": "unknown",
	// This library.
	'import { task } from "namesake"; is(task);': "library task",
	'import { task as t } from "namesake"; is(t);': "library task",
	'import * as n from "namesake"; is(n);': "all of the library",
	'import * as n from "namesake"; is(n.task);': "library task",
	'import * as n from "namesake"; is(n["task"]);': "library task",
	'import n from "namesake"; is(n);': "library default",
	'import n = require("namesake"); is(n.task);': "library task",
	'const n = require("namesake"); is(n.task);': "library task",
	'const { task: t } = require("namesake"); is(t);': "library task",
	'is(require("namesake").task);': "library task",
	'const n = await import("namesake"); is(n.task);': "library task",
	'is((await import("namesake")).task);': "library task",
	"is(await import(name));": "unknown",
	"is(await a);": "unknown",
	"is(require(name));": "require(name)",
	'function require() {} is(require("namesake"));': 'require("namesake")',
	"import n = A.B; is(n);": "unknown",
	'import { again } from "./lib.js"; is(again);': "library task",
	'import { ns } from "./lib.js"; is(ns.task);': "library task",
	'import { task } from "./lib-star.js"; is(task);': "library task",
	'import { other } from "./lib-star.js"; is(other);': "unknown",
	'import { own } from "./lib-star.js"; is(own);': "() => 1",
	'import { viaImport } from "./lib-import.js"; is(viaImport);': "library task",
	'import t from "./lib-import.js"; is(t);': "library task",
	'import { copy } from "./lib-import.js"; is(copy);': "library task",
	'import * as l from "./lib.js"; is(l);': "all of lib.ts",
	'import * as l from "./lib.js"; is(l.again);': "library task",
	'import Own from "./lib.js"; is(Own);': "class Own {}",
	// Other files.
	'import { fn } from "./values.js"; is(fn);': "() => 1",
	'import { fn as f } from "./values"; is(f);': "() => 1",
	'import * as v from "./values.js"; is(v.o.inner.n);': "() => 5",
	'import { o } from "./values.js"; is(o.m);': "() => 4",
	'import { changed } from "./values.js"; is(changed);': "unknown",
	'import { once } from "./values.js"; is(once);': "() => 3",
	'import { C } from "./values.js"; is(C);': "class C {}",
	'import { f } from "./values.js"; is(f);': "function f() {}",
	'import { none } from "./values.js"; is(none);': "unknown",
	'import { missing } from "./values.js"; is(missing);': "unknown",
	'import v from "./values.js"; is(v);': "() => 1",
	'import d from "./default.js"; is(d);': "() => 6",
	'import { default as d } from "./default.js"; is(d);': "() => 6",
	'import { fn } from "./stars.js"; is(fn);': "() => 1",
	'import d from "./stars.js"; is(d);': "unknown",
	'import { task } from "./stars.js"; is(task);': "library task",
	'import { x } from "./none.js"; is(x);': "unknown",
	'import { join } from "node:path"; is(join);': "unknown",
	'export { fn } from "./values.js"; is(fn);': "unknown",
	// CommonJS.
	'import { a } from "./cjs.cjs"; is(a);': "() => 8",
	'import { b } from "./cjs.cjs"; is(b);': "class {}",
	'import c from "./cjs.cjs"; is(c);': "all of cjs.cjs",
	'import c from "./cjs.cjs"; is(c.a);': "() => 8",
	'import { missing } from "./cjs.cjs"; is(missing);': "unknown",
	'import w from "./whole.cjs"; is(w);': "function whole() {}",
	'const o = require("./object.cjs"); is(o.n);': "() => 9",
	'const { n } = require("./object.cjs"); is(n);': "() => 9",
	// No end.
	'import { a } from "./circle.js"; is(a);': "unknown",
	'import { end } from "./chain-5.js"; is(end);': "() => 10",
	'import { end } from "./chain-60.js"; is(end);': "unknown",
};

for (const [text, expected] of Object.entries(resolutions)) test(text, () => assert.equal(resolution(text), expected));

test("files that are of no use are not read", () => {
	const text = 'import { fn } from "./values.js"; is(fn);';
	assert.equal(
		resolution(text, () => false),
		"unknown",
	);
	assert.equal(
		resolution(text, (file) => file.endsWith("values.ts")),
		"() => 1",
	);
});

test("what this library's own modules export of that name is the library", () => {
	const files = new SourceFiles();
	const own = files.read(`${process.cwd()}/src/tracking/task.ts`) ?? assert.fail();
	const of = new StaticResolver(files, new Imports());
	assert.deepEqual(of.ofExport(own, "task"), { kind: "library", name: "task" });
	assert.notEqual(of.ofExport(own, "isTask")?.kind, "library");
});
