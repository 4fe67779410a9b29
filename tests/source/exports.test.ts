/* What a module says that it exports. Of JavaScript Node is the authority, see tests/shapes/list and exported-names; here is the rest. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { readModule } from "../../src/source/module-source.ts";
import { exportedValues } from "../../src/source/values.ts";

/** `name←variable`, `name←specifier:name`, `*←specifier`, `default←text`; nothing for a type. */
function said(text: string, detail: "types" | "values", type: "module" | "commonjs" = "module"): string {
	const source = readModule(text, "ts", type, detail);
	assert.deepEqual(source.problems, [], text);
	const { bindings, defaultNode, reexports, stars, isModule } = source.exports;
	return [
		...[...bindings].map(([name, variable]) => `${name}←${variable}`),
		...[...reexports].map(([name, { specifier, importName }]) => `${name}←${specifier}:${importName}`),
		...stars.map((specifier) => `*←${specifier}`),
		...(defaultNode === undefined ? [] : [`default←${text.slice(defaultNode.start, defaultNode.end)}`]),
		...(isModule ? [] : ["no module"]),
	].join(", ");
}

const tables: Readonly<Record<string, string>> = {
	"export const a = 1, b = 2; export let c; export var d;": "a←a, b←b, c←c, d←d",
	"export const { a, b: [c, ...d], ...e } = x;": "a←a, c←c, d←d, e←e",
	"export function f() {} export async function* g() {} export class C {}": "f←f, g←g, C←C",
	"const a = 1; export { a, a as b, a as default, a as 'x y' };": "a←a, b←a, default←a, x y←a",
	"export default 1;": "default←1",
	"export default function f() {}": "default←f",
	"export default class C {}": "default←C",
	"export default function () {}": "default←function () {}",
	"export default class {}": "default←class {}",
	"export default (function f() {});": "default←(function f() {})",
	"const a = 1; export default a;": "default←a, default←a",
	"export { a, b as c, default as d, default } from 'x';": "a←x:a, c←x:b, d←x:default, default←x:default",
	"export { 'a b' as 'c d' } from 'x';": "c d←x:a b",
	"export * from 'x'; export * from 'y';": "*←x, *←y",
	"export * as ns from 'x'; export * as default from 'y'; export * as 'a b' from 'z';": "ns←x:*, default←y:*, a b←z:*",
	"import a, { b, c as d } from 'x'; import * as e from 'y'; export { a, b, d as f, e };":
		"a←x:default, b←x:b, f←x:c, e←y:*",
	"import a from 'x'; export default a;": "default←x:default, default←a",
	"import { a } from 'x'; export const b = a;": "b←b",
	"import 'x';": "",
	"export {};": "",
	"const a = 1;": "no module",
	"import('x');": "no module",
	"import.meta;": "no module",
	// Types.
	"export type T = 1; export interface I {}": "",
	"export default interface I {}": "",
	"type T = 1; const v = 1; export type { T }; export { type T as U, v };": "v←v",
	"export type { T } from 'x'; export { type U, v } from 'x';": "v←x:v",
	"export type * from 'x'; export type * as N from 'y';": "",
	"import type { T } from 'x'; import { type U, v } from 'x'; import type D from 'x'; import type * as N from 'x'; export { T, U, v, D, N };":
		"v←x:v",
	"export declare const a: 1; export declare function f(): void; export declare class C {}": "",
	"export declare let a: 1, b: 2; export declare enum E { a } export declare namespace N { const x: 1; }": "",
	"export abstract class C {} export enum E { a } export const enum F { a }": "C←C, E←E, F←F",
	"export function f(a: 1): void; export function f() {}": "f←f",
	"export namespace N { export const x = 1; }": "N←N",
	"export namespace N { const x = 1; }": "N←N",
	"export namespace N { f(); }": "N←N",
	"export namespace N {}": "",
	"export namespace N { export interface I {} type T = 1; }": "",
	"export namespace N { export declare const x: 1; }": "",
	"export namespace N { export namespace M { export type T = 1; } }": "",
	"export namespace N { export namespace M { export const x = 1; } }": "N←N",
	"export namespace N.M { export const x = 1; }": "N←N",
	"export namespace N.M { export type T = 1; }": "",
	"export namespace N { export { x }; const y = 1; }": "N←N",
	"const a = 1; export = a;": "default←a",
	"export = { a: 1 };": "default←{ a: 1 }",
	"export import a = require('x');": "a←a",
	"export default abstract class C {}": "default←C",
	"export default function f(): void; export default function f() {}": "default←f",
	"import type T from 'x'; export default T;": "default←T",
	"import a = require('x'); export default a;": "default←a, default←a",
	"import type { T } from 'x'; export type { T as U };": "",
	"namespace N { export type T = 1; } export { N }; declare const a: 1; export { a };": "",
	"export function f() {} export namespace f { export type T = 1; }": "f←f",
	"export as namespace Lib;": "no module",
	"declare module 'm' { export const a: 1; export * from 'x'; }": "no module",
	// What esbuild, and with it tsx, writes for CommonJS.
	"__export(exports, { a: () => a, 'b c': () => d, [`e`]: () => e });": "a←a, b c←d, e←e, no module",
	"__export2(exports, { a: () => a });": "a←a, no module",
	"__export(m, { a: () => a }); __export(n, { b: () => b }); module.exports = __toCommonJS(n);": "b←b, no module",
	"__export(m, { a: () => a }); o.x = __toCommonJS(m); module.exports = f(m); __toCommonJS(m);": "no module",
	"__export(exports, { a: () => a.b, b: () => { return b; }, c: a, [k]: () => c, ...d, e() { return e; } });":
		"no module",
	"__export(m, a); __export(m); __other(m, { a: () => a }); o.__export(exports, { a: () => a }); __exports(m, { a: () => a });":
		"no module",
};

for (const [text, expected] of Object.entries(tables))
	test(text, () => {
		for (const detail of ["types", "values"] as const) assert.equal(said(text, detail), expected, detail);
	});

test("a text with a syntax error exports nothing, whatever the parser has recorded of it", () => {
	const { exports, problems } = readModule(
		"import b from 'x'; export const a = 1; export { b }; foo bar",
		"ts",
		"module",
	);
	assert.equal(problems.length, 1);
	assert.deepEqual([exports.bindings.size, exports.reexports.size, exports.isModule], [0, 0, false]);
});

/** `name at line:column of its declaration, variable = text`. */
function values(text: string, type: "module" | "commonjs" = "module"): string[] {
	const source = readModule(text, "ts", type);
	return exportedValues(source).map(
		({ name, variable, at, node }) => `${name} ${at.start} ${variable ?? "-"} = ${text.slice(node.start, node.end)}`,
	);
}

test("values: where each is declared, and its expression", () => {
	assert.deepEqual(values("export const a = 1, b = a;"), ["a 13 a = 1", "b 20 b = a"]);
	assert.deepEqual(values("export let a; export { a as b };"), ["a 11 a = a", "b 11 a = a"]);
	assert.deepEqual(values("export const { a, b: [c], a: d = 1 } = x;"), [
		"a 15 a = { a, b: [c], a: d = 1 } = x",
		"c 22 c = { a, b: [c], a: d = 1 } = x",
		"d 29 d = { a, b: [c], a: d = 1 } = x",
	]);
	assert.deepEqual(values("export const { a: a = 1 } = x;"), ["a 18 a = { a: a = 1 } = x"]);
	assert.deepEqual(values("export const { [a]: a } = x;"), ["a 20 a = { [a]: a } = x"]);
	assert.deepEqual(values("export const a: typeof a = 1;"), ["a 13 a = 1"]);
	assert.deepEqual(values("export function f(f: 1): void; export function f() {}"), ["f 47 f = function f() {}"]);
	assert.deepEqual(values("export class C { m() { C; } }"), ["C 13 C = class C { m() { C; } }"]);
	assert.deepEqual(values("export default 1;"), ["default 15 - = 1"]);
	assert.deepEqual(values("const a = 1; export default a;"), ["default 6 a = 1"]);
	assert.deepEqual(values("export default function f() {}"), ["default 24 f = function f() {}"]);
	assert.deepEqual(values("import { a } from 'x'; export { a }; export { b } from 'x'; export * from 'x';"), []);
	assert.deepEqual(values("export { missing };"), []);
	assert.deepEqual(values("import a = require('x'); export { a };"), []);
	assert.deepEqual(values("declare const a: 1; export { a }; export declare const b: 1; export type T = 1;"), []);
	for (const none of [
		"namespace N { export type T = 1; interface I {} }",
		"namespace N { export declare const x: 1; declare class C {} }",
		"namespace N {}",
		"namespace N { export namespace M { export type T = 1; } }",
		"declare namespace N { const x: 1; }",
		"declare enum N { a }",
		"declare class N {}",
		"declare function N(): void;",
		"declare let N: 1;",
		"import type N from 'x';",
	])
		assert.deepEqual(values(`${none} export { N };`), [], none);
	for (const [some, at] of [
		["namespace N { export const x = 1; }", 10],
		["namespace N { const x = 1; }", 10],
		["namespace N { f(); }", 10],
		["namespace N { export namespace M { f(); } }", 10],
		["enum N { a }", 5],
		["abstract class N {}", 15],
		["function N(a: 1): void; function N() {}", 33],
		["let N;", 4],
	] as const)
		assert.deepEqual(
			values(`${some} export { N };`).map((line) => line.split(" ").slice(0, 2)),
			[["N", `${at}`]],
			some,
		);
	assert.deepEqual(values("export = { a: 1, m() {} };"), ["a 11 - = 1", "m 17 - = () {}"]);
	assert.deepEqual(values("const a = 1; export = { a, b: a };"), ["a 24 a = a", "b 27 a = a"]);
	assert.deepEqual(values("export = make();"), ["default 9 - = make()"]);
	assert.deepEqual(values("__export(exports, { a: () => a }); var a = 1; exports.b = 2;", "commonjs"), ["a 39 a = 1"]);
});

test("values of CommonJS: each name once, and nothing that another module has made", () => {
	assert.deepEqual(values("exports.a = 1; module.exports.b = 2; exports['c'] = 3;", "commonjs"), [
		"a 8 - = 1",
		"b 30 - = 2",
		"c 45 - = 3",
	]);
	assert.deepEqual(values("exports.a = 1; exports.a = 2;", "commonjs"), ["a 23 - = 2"]);
	assert.deepEqual(values("exports.a = 1; exports.a = require('x');", "commonjs"), []);
	assert.deepEqual(
		values("const a = require('x'), { b } = a; module.exports = { a, b, c: a.d, e: require('y').f };", "commonjs"),
		[],
	);
	assert.deepEqual(values("const a = 1; exports.b = a;", "commonjs"), ["b 21 a = a"]);
	assert.deepEqual(values("let a = require('x'); exports.a = a;", "commonjs"), ["a 30 a = a"]);
	assert.deepEqual(values("const a = a; exports.a = a;", "commonjs"), ["a 21 a = a"]);
	assert.deepEqual(values("function require() {} exports.a = require('x');", "commonjs"), ["a 30 - = require('x')"]);
	assert.deepEqual(values("exports.a = require(x); exports.b = require(1); exports.c = o.require('x');", "commonjs"), [
		"a 8 - = require(x)",
		"b 32 - = require(1)",
		"c 56 - = o.require('x')",
	]);
	assert.deepEqual(values("module.exports = { a: 1, get b() { return 1; }, ...c, [d]: 2, 'e f': 3 };", "commonjs"), [
		"a 19 - = 1",
		"e f 62 - = 3",
	]);
	assert.deepEqual(
		values("exports.a = exports.b = void 0; exports.a += 1; exports[c] = 1; exports.d.e = 1;", "commonjs"),
		[],
	);
	assert.deepEqual(values("function f() { exports.a = 1; } (() => { module.exports = 2; })();", "commonjs"), []);
	assert.deepEqual(values("exports.a = exports.b = 1;", "commonjs").sort(), ["a 8 - = 1", "b 20 - = 1"]);
	assert.deepEqual(values("module.other = 1; other.exports = 2; exports = 3;", "commonjs"), []);
	assert.deepEqual(values("import 'x'; exports.a = 1;"), []);
});
