/* What an inventory says of JavaScript has to be so when it runs: these texts are run. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { formatPath } from "../../src/base/name.ts";
import { ExportedNames } from "../../src/source/exported-names.ts";
import { inventory } from "../../src/source/inventory.ts";
import { Kinds } from "../../src/source/kinds.ts";
import type { Node } from "../../src/source/node.ts";
import { type SourceFile, SourceFiles, sourceFileOf } from "../../src/source/source-file.ts";
import { pathsTo, runText, valueAt, withGlobals } from "./running.ts";

const files = new SourceFiles();
const kinds = new Kinds(files);

const modules = [
	"export function f() {} export async function* g() {} export class C { m() {} static s() {} }",
	"export const f = () => 1, g = function h() {}, C = class D { static s = () => 2; };",
	"export default function f() {}",
	"export default function () {}",
	"export default class C { static s() {} m() {} }",
	"export default class { static s() {} }",
	"export default () => 1;",
	"export default { f() {}, a: { g: () => 1 } };",
	"export default [() => 1, [() => 2]];",
	"function f() {} export default f;",
	"function f() {} export { f as default };",
	"function f() {} export { f as g, f as h, f as default };",
	"function f() {} export { f, f as a };",
	"const f = () => 1; export { f as 'a b' };",
	"function f() {} function g() {} export { f as g, g as f };",
	"let f = () => 1; export { f as a }; f = () => 2;",
	"export let f = () => 1; f = () => 2;",
	"export let f = () => 1; f = 5;",
	"export let f; f = () => 1;",
	"export let f; [f] = [() => 1];",
	"export let f; ({ g: f } = { g: () => 1 });",
	"export let f = () => 1; [f] = [() => 2];",
	"export let f = () => 1; ({ f } = {});",
	"export let f = () => 1; { f = () => 2; }",
	"export let f = () => 1; for (f of [() => 2]);",
	"export let f = () => 1; { let f; f = () => 2; }",
	"export let f = () => 1; ((f) => { f = () => 2; })();",
	"export let f = () => 1; f.a = () => 2;",
	"export function f() {} f = () => 2;",
	"export class C {} C = class {};",
	"export class C { m() {} } C.prototype.m = function () {};",
	"export class C { m() {} } C.prototype.n = function () {};",
	"export class C { static s() {} } C.s = () => 1;",
	"export class C { static s() {} static s() { return 2; } }",
	"export class C { static s = () => 1; static { this.s = () => 2; } }",
	"export class C { static { this.s = () => 1; } }",
	"export class C { static f = () => 1; static f() {} }",
	"export class C { m() {} m() { return 2; } }",
	"export class C { #p() {} static #q() {} get g() { return () => 1; } static get h() { return 1; } set g(v) {} constructor() {} }",
	"export class C { f = () => 1; }",
	"export class C { static K = class { static s() {} }; }",
	"export class C { static [Symbol.iterator]() {} static ['x']() {} static 1() {} }",
	"export const o = { f() {}, g: () => 1, a: { b: { c() {} } }, 'x y': () => 1, 1: () => 2, [`z`]: () => 3 };",
	"export const o = { f() {}, f: () => 1 };",
	"export const o = { get f() { return () => 1; }, set f(v) {} };",
	"export const o = { f() {}, ...{ f: 1 } };",
	"export const o = { ...{ f: 1 }, f() {} };",
	"export const o = { f() {} }; o.f = () => 2;",
	"export const o = { f() {} }; o['f'] = () => 2;",
	"export const o = { f() {} }; o.g = () => 2;",
	"export const o = { f() {} }; o.f.g = 1;",
	"export const o = { f() {} }; o.g ??= {}; o.g.f = 1;",
	"export const o = { f() {}, a: { f() {} } }; o.a.f = 1;",
	"export const o = { f() {}, a: { f() {} } }; o.a = 1;",
	"export const o = { f() {} }; (() => { o.f = 1; });",
	"export const o = { f() {} }; 0 && (o.f = 1);",
	"export const o = { f() {} }; for (o.f of [1]);",
	"export let o = {}; o.f = 1; o = { f() {} };",
	"export const o = {}; o.f = 1; o.f = () => 2;",
	"export let f = 1; f = () => 2;",
	"export let f = () => 1; export { f as g }; f = 1;",
	"export const o = { f() {} }; delete o.f;",
	"export const o = { f() {} }; if (0) o.f = 1;",
	"export const o = { f() {} }; if (1) o.f = 1;",
	"export let o = { f() {} }; o = { f() { return 2; } };",
	"export let o = { f() {} }; o = 1;",
	"export const o = {}; o.a = {}; o.a.f = () => 1;",
	"export const o = { __proto__: { f() {} }, g() {} };",
	"export const l = [() => 1, , () => 2]; export const m = [...[1], () => 3];",
	"export const l = [() => 1]; l[0] = () => 2;",
	"export const { f, g: [h] } = { f: () => 1, g: [() => 2] };",
	"export const { f = () => 1 } = {};",
	"export const { f = () => 1 } = { f: 2 };",
	"export const [f, ...g] = [() => 1, () => 2];",
	"const f = () => 1; export const o = { f, g: { f } };",
	"const f = () => 1; export const g = f;",
	"export const g = () => 1; export const f = g;",
	"const f = () => 1, o = { f }; class C { m() {} }",
	"export const f = Math.random() > 2 ? () => 1 : () => 2;",
	"export const f = null ?? (() => 1);",
	"export const f = (() => 1) && (() => 2);",
	"export const f = (0, () => 1);",
	"export const f = Object.freeze(() => 1);",
	"export const f = [() => 1][0], g = { a: () => 2 }.a;",
	"export const f = ((g) => g)(() => 1);",
	"export const f = (() => () => 1)();",
	"export const f = await (async () => () => 1)();",
	"export let f; if (1) { f = () => 1; } else { f = () => 2; }",
	"export let f; try { f = () => 1; } catch { f = () => 2; }",
	"export let f; switch (1) { case 1: f = () => 1; break; default: f = () => 2; }",
	"export let f; for (const a of [1, 2]) f = () => a;",
	"export var f = () => 1; var f = () => 2;",
	"export var f = () => 1; var f;",
	"export const a = 1, b = a, c = [1], d = { e: 1 };",
	"export let a; export { a as b, a as default };",
	"export const f = function g() { return function h() { return () => 1; }; };",
	"function f() { var g = () => 1; return { g }; } export const o = f();",
	"const __proto__ = () => 1; export { __proto__ as f };",
	"export const toString = () => 1; export function constructor() {}",
	"export const o = { constructor() {}, toString: () => 1, hasOwnProperty() {} };",
	"export class C extends (class { m() {} }) { static s() {} }",
	"export const C = class { static s() {} }; C.t = () => 1;",
	"export function f() {} f.g = () => 1; f.prototype.m = function () {};",
	"export function f() {} { function f() { return 2; } }",
	"label: { var f = () => 1; } export { f };",
	"export { f }; const f = () => 1;",
	"export * from 'data:text/javascript,export const x = 1; export default 2;'; export const y = () => 1;",
	"export * as ns from 'data:text/javascript,export const x = 1;'; export const y = 1;",
	"export { x as z } from 'data:text/javascript,export const x = 1;'; export const y = 1;",
	"import x from 'data:text/javascript,export default () => 1;'; export { x }; export const y = x;",
	"import * as x from 'data:text/javascript,export default () => 1;'; export { x, x as default };",
];

const commonJs = [
	"exports.f = () => 1; module.exports.g = function () {}; exports['x y'] = () => 2;",
	"module.exports = { f() {}, g: () => 1, h: function () {}, C: class { static s() {} }, v: 1 };",
	"module.exports = () => 1;",
	"module.exports = function f() {}; module.exports.g = () => 1;",
	"module.exports = class C { m() {} static s() {} };",
	"function f() {} module.exports = f;",
	"function f() {} module.exports = { f, g: f };",
	"function f() {} exports.g = f;",
	"function f() {} exports.f = f; exports.a = f;",
	"const f = () => 1; exports.default = f;",
	"exports = module.exports = { f() {} };",
	"exports = { f() {} };",
	"exports.f = () => 1; exports.f = () => 2;",
	"exports.f = () => 1; module.exports.f = () => 2;",
	"module.exports = { f() {} }; module.exports = { f() { return 2; } };",
	"module.exports = { f() {} }; module.exports.f = () => 2;",
	"module.exports = { f() {} }; module.exports['f'] = () => 2;",
	"module.exports = { f() {} }; module.exports.g = () => 2;",
	"module.exports = { f() {} }; module = {};",
	"module.exports = () => 1; module.exports = () => 2;",
	"module.exports = () => 1; if (0) module.exports = 1;",
	"module.exports = [() => 1, { f() {} }];",
	"exports.f = exports.g = () => 1;",
	"exports.f = exports.g = void 0; exports.f = () => 1; exports.g = 2;",
	"exports.a = { f() {} }; exports.a.f = 1;",
	"exports.a = { f() {} }; exports.a = 1;",
	"exports.a = {}; exports.a.f = () => 1;",
	"(() => { exports.f = () => 1; })();",
	"((exports) => { exports.f = () => 1; })({});",
	"if (1) exports.f = () => 1; else exports.f = () => 2;",
	"{ exports.f = () => 1; }",
	"var exports = {}; exports.f = () => 1;",
	"var exports = module.exports; exports.f = () => 1;",
	"exports.v = 1; exports.w = [() => 1];",
	"const f = () => 1, v = 1; module.exports = { f, v };",
	"with ({}) exports.f = () => 1;",
	"function f() {} function g() {} module.exports = { g: f, f: g };",
	"module.exports = { get f() { return () => 1; }, g() {} };",
	"module.exports = { f() {}, ...{ g: () => 1 } };",
	"Object.defineProperty(exports, '__esModule', { value: true }); exports.default = () => 1;",
	"exports.f = f; function f() {}",
	"exports.f = () => 1; function f() {}",
	"function f() {} exports.f = () => 1;",
	"exports.f = () => 1; exports[0] = 1; exports.g = 2;",
	"exports.f = () => 1; exports.f.g = () => 2;",
	"exports.a = { f() {} }; exports.a.g = () => 1; exports.b = { f: 1 };",
	"exports.f = () => 1; (() => { exports.f = () => 2; });",
	"exports.f = () => 1; function g(exports) { exports.f = 1; }",
	"exports.f = () => 1; false && (exports.f = 2);",
	"exports.f = () => 1; if (0) { exports.f = 2; }",
	"exports.f = () => 1; switch (0) { case 1: exports.f = 2; }",
	"exports.f = () => 1; try { throw 1; exports.f = 2; } catch {}",
	"exports.f = () => 1; 1 ? 2 : (exports.f = 2);",
	"exports.f = () => 1; for (exports.f of [2]);",
	"exports.f = () => 1; ({ a: exports.f } = { a: 2 });",
	"module.exports.f = () => 1; module.exports.f = 2;",
	"module.exports = { a: { f() {} } }; module.exports.a.f = 2;",
	"module.exports = { a: { f() {} } }; module.exports.a = 2;",
	"module.exports = { a: { f() {} } }; module.exports.b = 2; module.other = 1;",
	"module.exports = function () {}; exports = 1;",
	"module.exports = () => 1; module.exports = 1;",
	"module.exports = () => 1; if (0) module.exports = 2; module.exports.default = 1;",
	"exports.default = { f() {} }; exports.default.f = 2;",
	"module.exports = function () {}; module = { exports: 1 };",
	"exports.C = C; class C { m() {} }",
	"exports.f = f; var f = () => 1;",
];

for (const [type, texts] of [
	["module", modules],
	["commonjs", commonJs],
] as const)
	describe(type, () => {
		for (const text of texts)
			test(text, async () => {
				const source = sourceFileOf(`/app/${type === "module" ? "m.mjs" : "m.cjs"}`, text, "values");
				assert.deepEqual(source.source.problems, []);
				const exports = await withGlobals({}, () => runText(text, type)).catch((error: unknown) => {
					// `exports.C = C` in front of the class.
					assert.match(String(error), /before initialization/);
				});
				if (exports !== undefined) check(source, exports, type);
			});
	});

function check(file: SourceFile, exports: object, type: "module" | "commonjs"): void {
	const entries = inventory(file, kinds);
	for (const { node, kind, path, nested, reason, exports: shown } of entries) {
		const name = formatPath(path, nested);
		const value = valueAt(exports, path);
		if (reason === "NESTED") {
			assert.ok(kind === "function" || kind === "class", name);
			continue;
		}
		if (reason === undefined) assert.ok(reachable(exports, path), `${name} is not there`);
		for (const other of shown)
			if (reason === undefined && path.length === 1)
				assert.equal(valueAt(exports, [other]), value, `${name} and ${other} are not the same`);
		if (kind !== "function" && kind !== "class") continue;
		const isIt = (found: unknown) => typeof found === "function" && found.toString() === writtenText(file, node);
		// Of several alternatives the first stands for all.
		if (reason === undefined && !/[?:|&]|if|else|try|catch|case/.test(file.source.text))
			assert.ok(isIt(value), `${name} is ${value}`);
		if (reason === "NAME_MISMATCH") assert.ok(!isIt(value), `${name} is there`);
		if (reason === "NOT_EXPORTED") assert.deepEqual(pathsTo(exports, isIt, 2), [], name);
	}
	const names = Object.getOwnPropertyNames(exports);
	const ofOthers = [...file.source.exports.reexports.keys()];
	const listed = entries.flatMap(({ exports: shown, reason }) => (reason === undefined ? shown : []));
	const isTable = typeof exports === "object" && !Array.isArray(exports);
	if (type === "module") {
		assert.deepEqual([...listed, ...ofOthers, ...file.source.exports.stars.map(() => "x")].sort(), names.sort());
		const all = new Set(new ExportedNames(files).of(file).keys());
		assert.deepEqual([...all, ...file.source.exports.stars.map(() => "x")].sort(), names);
	} else if (isTable && !/with|\.\.\.|\(exports|get f|=> \{/.test(file.source.text))
		assert.deepEqual(new Set(listed), new Set(names.filter((name) => name !== "__esModule")));
}

/** Getters count, as far as they are there. */
function reachable(exports: object, path: readonly string[]): boolean {
	if (path[0] === "default" && !Object.hasOwn(exports, "default")) return reachable(exports, path.slice(1));
	const [first, ...rest] = path;
	if (first === undefined) return true;
	const holder = Object(exports) as Record<string, object>;
	return Object.hasOwn(holder, first) && (rest.length === 0 || reachable(holder[first] as object, rest));
}

function writtenText({ source }: SourceFile, node: Node): string {
	const parent = source.parents.get(node);
	const isMethod = parent?.type === "MethodDefinition" || (parent?.type === "Property" && parent.method);
	const { start, end } = isMethod ? parent : node;
	return source.text.slice(start, end).replace(/^static /, "");
}
