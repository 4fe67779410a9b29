/* The names of functions inside of functions. In each text the function that is meant has the statement `here`. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { formatPath } from "../../src/base/name.ts";
import { readModule } from "../../src/source/module-source.ts";
import { nestedPath } from "../../src/source/nested.ts";
import { isFunctionNode, type Node } from "../../src/source/node.ts";

function nameOf(text: string): string {
	const source = readModule(text, "ts", "module");
	assert.deepEqual(source.problems, []);
	const [mention] = source.mentions.get("here") ?? [];
	let node: Node | undefined = mention;
	while (node !== undefined && !isFunctionNode(node)) node = source.parents.get(node);
	assert.ok(node, "no function has `here` in it");
	const { path, nested } = nestedPath(source, node);
	return formatPath(path, nested);
}

const names: Record<string, string> = {
	"export function outer() { return function inner() { here; }; }": "outer/inner",
	"export const make = () => () => { here; };": "make/<anonymous>",
	"function outer() { function inner() { here; } } export { outer as o };": "o/inner",
	"const local = () => { const inner = () => { here; }; };": "local/inner",
	"export class C { m() { const x = () => { here; }; } }": "C.prototype.m/x",
	"export class C { static s() { return { a: { b() { here; } } }; } }": "C.s/a.b",
	"export class C { constructor() { this.f = () => { here; }; } }": "C/f",
	"export class C { f = () => { here; }; }": "C/f",
	"export const o = { m() { return [1, () => { here; }]; } };": "o.m/[1]",
	"export default () => () => { here; };": "default/<anonymous>",
	"export function a() { function b() { function c() { here; } } }": "a/b/c",
	"export function a() { let x; x = () => { here; }; }": "a/x",
	"export function a() { const { x } = { x: () => { here; } }; }": "a/<anonymous>",
	"export function a() { run(() => { here; }); }": "a/<anonymous>",
	"export function a() { return b ? () => { here; } : null; }": "a/<anonymous>",
	"export function a() { const x = b ?? (() => { here; }); }": "a/x",
	"export function a() { return class B { m() { here; } }; }": "a/B.prototype.m",
	"export function a() { return class { static m() { here; } }; }": "a/m",
	"export function a() { return { ['x' + 1]() { here; } }; }": "a/<anonymous>",
	"export function a() { return { 'x y'() { here; } }; }": 'a/["x y"]',
	"export function a() { x.y.z = () => { here; }; }": "a/z",
	"export const o = { K: class { f = () => { here; } } };": "o.K/f",
	"export const o = { K: class { constructor() { const x = () => { here; }; } } };": "o.K/x",
	"export const o = { K: class { m() { const x = () => { here; }; } } };": "o.K.prototype.m/x",
	"export const o = { K: class { static s = () => () => { here; }; } };": "o.K.s/<anonymous>",
	"export class C { static f = { g: () => () => { here; } }; }": "C.f.g/<anonymous>",
	"export class C { f = { g: () => { here; } }; }": "C/f.g",
	"export class C { static { const x = () => { const y = () => { here; }; }; } }": "x/y",
	"export function a() { x[y] = () => { here; }; }": "a/<anonymous>",
	"export function a() { x['y'] = () => { here; }; }": "a/y",
	"export function a() { ({ x } = () => { here; }); }": "a/<anonymous>",
	"export function a() { return class B { static f = () => { here; }; }; }": "a/B.f",
	"export function a() { return class B { f = () => { here; }; }; }": "a/B/f",
	"export function a() { return class { static ['x' + 1] = () => { here; }; }; }": "a/<anonymous>",
	"export function a() { return new (class { m() { here; } })(); }": "a/prototype.m",
	"export function a() { const x = [[() => { here; }]]; }": "a/x[0][0]",
	"export function a() { const x = (() => { here; })?.y; }": "a/<anonymous>",
	"export function a() { return function () { here; }; }": "a/<anonymous>",
	"export function a() { const x = (() => { here; }) as X; }": "a/x",
	"export function a() { return { x: <X>(() => { here; })! }; }": "a/x",
	"export function a() { const x = f(function y() { here; }); }": "a/y",
	"export default class { m() { const x = () => { here; }; } }": "default.prototype.m/x",
	"f(() => { const x = () => { here; }; });": "<anonymous>/x",
	// esbuild's keepNames, and what it renames.
	'export function a() { const x = __name(() => { here; }, "y"); }': "a/y",
	'export function a() { return __name(() => { here; }, "y"); }': "a/y",
	'export function a() { function same2() { here; } __name(same2, "same"); }': "a/same",
	'export function a() { function same2() { here; } other(same2, "same"); }': "a/same2",
	"export function a() { function same2() { here; } __name(other, same2); }": "a/same2",
	'export function a() { function same2() { here; } { __name(same2, "same"); } }': "a/same2",
	'export function a() { function same2() { here; } same2; __name(same2, "same"); }': "a/same",
	'export function a() { const o = { p: __name(() => { here; }, "q") }; }': "a/o.p",
	'export function a() { return { p: __name(() => { here; }, "q") }; }': "a/p",
	'export function a() { let x; x = __name(() => { here; }, "y"); }': "a/x",
	'export function a() { return [__name(() => { here; }, "q")]; }': "a/q",
	'export function a() { return __name({ m() { here; } }, "q"); }': "a/q.m",
	'export function a() { const x = __name({ m() { here; } }, "q"); }': "a/x.m",
};
for (const [text, expected] of Object.entries(names)) test(text, () => assert.equal(nameOf(text), expected));
