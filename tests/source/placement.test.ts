/*
 * What the text alone says of a value: the paths by which it can be reached from the exports, in the order of the rules. A `?`
 * behind a path: the text leaves open whether it is still there. `local` comes last, in parentheses.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { formatPath } from "../../src/name.ts";
import { readModule } from "../../src/source/module-source.ts";
import type { Language, Node } from "../../src/source/parse.ts";
import { placementOf } from "../../src/source/placement.ts";

function placed(text: string, language: Language = "js", type: "module" | "commonjs" = "module"): string {
	const source = readModule(text, language, type);
	assert.deepEqual(source.problems, []);
	const made = [...source.calls.values()].filter((node) => node.type === "NewExpression");
	return [...new Set(made)].map((node) => describePlacement(placementOf(source, node as Node))).join(" | ");
}

function describePlacement({ candidates, local }: ReturnType<typeof placementOf>): string {
	const paths = candidates.map(({ path, settled }) => formatPath(path) + (settled ? "" : "?"));
	if (paths.length === 0 && local !== undefined) paths.push(`(${formatPath(local)})`);
	return paths.join(" ") || "nothing";
}

const esm: Record<string, string> = {
	"export const x = new A();": "x",
	"const x = new A(); export { x as b, x as a, x as default };": "a b default",
	"const x = new A(); export default x;": "default",
	"export default new A();": "default",
	"const x = new A();": "(x)",
	"new A();": "nothing",
	"export let x; x = new A();": "x",
	"export let x = new A(); x = 1;": "x?",
	"export let x; if (1) x = new A(); else x = 2;": "x?",
	"export var x = new A(); var x;": "x",
	"export const x = y ? new A() : 1;": "x",
	"export const x = y ?? new A();": "x",
	"export const x = y && new A();": "x",
	"export const x = new A() && y;": "nothing",
	"export const x = (1, new A());": "x",
	"export const x = (new A(), 1);": "nothing",
	"export const x = new A() ? 1 : 2;": "nothing",
	"export const x = await new A();": "x?",
	"export const x = Object.freeze(new A());": "x",
	"export const x = Object.freeze(1, new A());": "nothing",
	"import { Object } from 'y'; export const x = Object.freeze(new A());": "nothing",
	"export const x = f(new A());": "nothing",
	"export const x = [...y, new A()];": "nothing",
	"export const o = { a: new A(), ['b']: new A(), 'c d': [new A()] };": 'o.a | o.b | o["c d"][0]',
	"export const o = { a: new A(), ...rest };": "o.a?",
	"export const o = { a: new A(), a: 1 };": "o.a?",
	"export const o = { a: new A(), [k]: 1 };": "o.a?",
	"export const o = { __proto__: new A(), ['__proto__']: new A() };": "nothing | o.__proto__",
	"export const o = { get a() { return new A(); } };": "nothing",
	"export const o = { a: new A() }; o.a = 1;": "o.a?",
	"export const o = { a: new A() }; change(o);": "o.a?",
	"export const o = { a: new A() }; use(o.a);": "o.a",
	"export const l = [new A()]; l.push(1);": "l[0]",
	"export const l = [new A()]; l.sort();": "l[0]?",
	"export const l = [new A()]; for (const x of l) x; typeof l; if (l) 1;": "l[0]",
	"export const o = {}; o.a = new A(); o['b'] = new A(); o[k] = new A();": "o.a? | o.b? | nothing",
	"export class C { static e = new A(); e = new A(); static { this.f = new A(); } }": "C.e? | nothing | C.f",
	"export class C { static #p = new A(); static get g() { return new A(); } }": "nothing | nothing",
	"export const C = class { static e = new A(); };": "C.e",
	"export const { x, y: [z], ...rest } = { x: new A(), y: [new A()], u: new A() };": "x | z | rest.u",
	"export const [a, , ...b] = [new A(), new A(), new A()];": "a | nothing | b[0]",
	"export const { x = new A() } = y;": "x?",
	"export const [x = new A()] = y;": "x?",
	"export let a, b; ({ a, b } = { a: new A(), b: new A() });": "a | b",
	"export let a, b; [a, b] = [new A(), new A()];": "a | b",
	"export let a, b; a = b = new A();": "a b",
	"export let x; x ??= new A(); x += new A();": "x? | nothing",
	"const t = new A(); export const jobs = { t, u: t };": "jobs.t jobs.u",
	"const o = { t: new A() }; export const u = o.t;": "u",
	"const t = new A(); { const t = 1; } export { t };": "t",
	"{ const t = new A(); } export let t;": "nothing",
	"function f() { const t = new A(); } export const t = 1;": "nothing",
	"export const f = () => new A();": "nothing",
	"try { var x = new A(); } catch {} export { x };": "x?",
	"export const x = a`${new A()}`;": "nothing",
	"for (const x of [new A()]) x; export {};": "nothing",
};
describe("ES modules", () => {
	for (const [text, expected] of Object.entries(esm)) test(text, () => assert.equal(placed(text), expected));
});

const typed: Record<string, string> = {
	"export const x = new A() as B;": "x",
	"export const x = <B>new A();": "x",
	"export const x = new A()!;": "x",
	"export const x = new A() satisfies B;": "x",
	"export const x: B = (new A())! as unknown as B;": "x",
	"export let x: B; (x as C) = new A();": "x?",
	"export let x: B; x! = new A();": "x?",
	"export namespace N { export const x = new A(); const y = new A(); }": "N.x | nothing",
	"namespace N { export namespace M { export const x = new A(); } } export { N };": "N.M.x",
	"export enum E { a = 1 } export const x = new A();": "x",
	"const x = new A(); export = x;": "default",
	"export = new A();": "default",
};
describe("TypeScript", () => {
	for (const [text, expected] of Object.entries(typed)) test(text, () => assert.equal(placed(text, "ts"), expected));
});

const commonjs: Record<string, string> = {
	"exports.x = new A();": "x",
	"module.exports.x = new A();": "x",
	"module.exports = new A();": "default",
	"module.exports = { x: new A(), y: { z: new A() } };": "x | y.z",
	"exports.x = void 0; exports.x = new A();": "x",
	"exports.x = new A(); exports.x = 1;": "x?",
	"exports.x = new A(); module.exports = {};": "x?",
	"const x = new A(); exports.x = x; exports.a = x;": "x a",
	"const x = new A(); module.exports = { a: x, x };": "a x",
	"const x = new A(); module.exports = x;": "default",
	"exports.x = exports.y = new A();": "x y",
	"exports[k] = new A();": "nothing",
	"function f(exports) { exports.x = new A(); }": "nothing",
	"const x = new A();": "(x)",
	"exports.o = {}; exports.o.x = new A();": "o.x?",
};
describe("CommonJS", () => {
	for (const [text, expected] of Object.entries(commonjs))
		test(text, () => assert.equal(placed(text, "js", "commonjs"), expected));
});

test("a namespace whose name has a dot", () => {
	assert.equal(placed("export namespace A.B { export const x = new A(); }", "ts"), "A.B.x?");
});

test("an object that holds itself: the shortest path", () => {
	assert.equal(placed("export const self = { x: new A() }; self.self = self;").split(" ")[0], "self.x?");
});
