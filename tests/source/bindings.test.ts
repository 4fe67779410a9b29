/* Which variable a name means, and what is written to: V8 is the authority, which runs these texts. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { isModuleReference, isWrite, moduleBindings } from "../../src/source/bindings.ts";
import { readModule, referencesTo, writesTo } from "../../src/source/module-source.ts";
import type { Language } from "../../src/source/node.ts";
import { runText, withGlobals } from "../shapes/running.ts";

/** Each is run behind `const t = M;`; every `see(number, t)` in it has to be come to. */
const scopes = [
	"see(0, t);",
	"{ see(0, t); }",
	"{ let t = 1; see(0, t); } see(1, t);",
	"{ const t = 1; { see(0, t); } } see(1, t);",
	"{ class t {} see(0, t); } see(1, t);",
	"{ function t() {} see(0, t); } see(1, t);",
	"{ const { t } = { t: 1 }; see(0, t); }",
	"{ const [t] = [1]; see(0, t); }",
	"{ const { a: t } = { a: 1 }; see(0, t); }",
	"{ const { t: a } = { t: 1 }; see(0, t); }",
	"{ const { a: [{ b: t = 1 }] } = { a: [{}] }; see(0, t); }",
	"{ const { ...t } = {}; see(0, t); }",
	"{ const [, ...t] = []; see(0, t); }",
	"{ const a = t, { [t]: b } = {}; see(0, t); }",
	"(function () { see(0, t); })();",
	"(function () { var t = 1; see(0, t); })();",
	"(function () { see(0, t); var t; })();",
	"(function () { { var t = 1; } see(0, t); })();",
	"(function () { { let t = 1; } see(0, t); })();",
	"(function () { if (1) var t = 1; see(0, t); })();",
	"(function () { if (0) {} else { var t = 1; } see(0, t); })();",
	"(function () { for (var t = 0; t < 1; t++) {} see(0, t); })();",
	"(function () { for (var t of [1]) {} see(0, t); })();",
	"(function () { for (var t in { a: 1 }) {} see(0, t); })();",
	"(function () { for (let t of [1]) {} see(0, t); })();",
	"(function () { while (1) { var t = 1; break; } see(0, t); })();",
	"(function () { do { var t = 1; } while (0); see(0, t); })();",
	"(function () { try { var t = 1; } catch {} see(0, t); })();",
	"(function () { try { throw 1; } catch { var t = 1; } see(0, t); })();",
	"(function () { try {} finally { var t = 1; } see(0, t); })();",
	"(function () { switch (1) { case 1: var t = 1; } see(0, t); })();",
	"(function () { a: { var t = 1; } see(0, t); })();",
	"(function () { a: var t = 1; see(0, t); })();",
	"(function () { function t() {} see(0, t); })();",
	"(function () { class t {} see(0, t); })();",
	"(function () { (() => { var t = 1; })(); see(0, t); })();",
	"(function () { const a = () => { see(0, t); }; var t = 1; a(); })();",
	"(function (t) { see(0, t); })();",
	"(function ({ t }) { see(0, t); })({});",
	"(function ([t]) { see(0, t); })([]);",
	"(function (t = 1) { see(0, t); })();",
	"(function (a = t) { see(0, t); })();",
	"(function (...t) { see(0, t); })();",
	"(function ({ a: { t = 1 } }) { see(0, t); })({ a: {} });",
	"(function (t, a = see(0, t)) {})();",
	"(function t() { see(0, t); })();",
	"(() => { see(0, t); })();",
	"((t) => { see(0, t); })();",
	"((t) => see(0, t))();",
	"(() => see(0, t))();",
	"(({ t }) => see(0, t))({});",
	"((a = see(0, t)) => {})();",
	"(async () => see(0, t))();",
	"(function* () { see(0, t); })().next();",
	"({ m(t) { see(0, t); } }).m();",
	"({ t() { see(0, t); } }).t();",
	"({ get t() { return see(0, t); } }).t;",
	"({ set t(t) { see(0, t); } }).t = 1;",
	"new (class { constructor(t) { see(0, t); } })();",
	"new (class t { constructor() { see(0, t); } })();",
	"(class t { static { see(0, t); } });",
	"(class { static { see(0, t); } });",
	"(class { static { let t = 1; see(0, t); } });",
	"(class { static { var t = 1; see(0, t); } });",
	"(class { static { { var t = 1; } see(0, t); } });",
	"(class { static { function t() {} see(0, t); } });",
	"(class { static t = see(0, t); });",
	"(class { static a = see(0, t); });",
	"new (class { t = see(0, t); })();",
	"class C { t() { see(0, t); } } new C().t();",
	"(class { [see(0, t)]() {} });",
	"for (let t = 0; t < 1; t++) see(0, t);",
	"for (let t = 0; t < 1; t++) { see(0, t); } see(1, t);",
	"for (const t of [1]) see(0, t);",
	"for (const t in { a: 1 }) { see(0, t); } see(1, t);",
	"for (const [t] of [[1]]) see(0, t);",
	"for (const { t } of [{}]) see(0, t);",
	"for (const a of [1]) see(0, t);",
	"for (const a of [see(0, t)]) {}",
	"try { throw 1; } catch (t) { see(0, t); } see(1, t);",
	"try { throw {}; } catch ({ t }) { see(0, t); }",
	"try { throw 1; } catch { see(0, t); }",
	"try { throw 1; } catch (a) { see(0, t); }",
	"switch (1) { case 1: let t = 1; see(0, t); } see(1, t);",
	"switch (1) { case 1: { let t = 1; } see(0, t); }",
	"switch (1) { case 0: function t() {} default: see(0, t); }",
	"t: for (;;) { see(0, t); break t; }",
	"see(0, { t }.t); see(1, [t][0]);",
	"`${see(0, t)}`;",
	"see(0, (() => t)());",
	"export function f() { see(0, t); } f();",
	"export default function t2(t) { see(0, t); } t2();",
	"export default class { static { let t = 1; see(0, t); } }",
];

describe("the variable that a name means", () => {
	for (const text of scopes)
		test(text, async () => {
			const source = readModule(text, "js", "module");
			assert.deepEqual(source.problems, []);
			const said = (source.mentions.get("t") ?? []).flatMap((mention) => {
				let call = source.parents.get(mention);
				while (call !== undefined && !(call.type === "CallExpression" && /^see/.test(text.slice(call.start))))
					call = source.parents.get(call);
				if (call?.type !== "CallExpression" || !/^\W*t\W*$|=> t/.test(text.slice(call.start + 6, mention.end)))
					return [];
				return [[Number(text[call.start + 4]), isModuleReference(source, mention as never)] as const];
			});
			const marker = {};
			const seen: (readonly [number, boolean])[] = [];
			const see = (site: number, value: unknown) => seen.push([site, value === marker]);
			await withGlobals({ M: marker, see }, () => runText(`const t = M; ${text}`, "module"));
			assert.ok(seen.length > 0);
			assert.deepEqual(new Map(said), new Map(seen));
		});
});

/** In each a name `t` stands; which of them mean a variable, and which are written to, a `with` tells. */
const uses = [
	...["t;", "t = 1;", "t += 1;", "t &&= 1;", "t++;", "--t;", "(t) = 1;", "delete t;", "typeof t;", "void t;", "-t;"],
	...["f(t);", "t();", "new t();", "t`x`;", "[t];", "[...t];", "f(...t);", "({ t });", "({ t: 1 });", "({ a: t });"],
	...["({ [t]: 1 });", "({ t() {} });", "({ [t]() {} });", "({ get t() { return 1; } });", "({ ...t });", "`${t}`;"],
	...["o.t;", "o[t];", "t.o;", "o.t = 1;", "t.o = 1;", "t[0]++;", "delete t.o;", "o?.t;", "t?.o;", "o.a.t;", "t.a.o;"],
	...["o[t] = 1;", "[o.t] = [1];", "[t.o] = [1];", "({ a: t.o } = {});", "for (t.o of [1]);", "for (o.t in { a: 1 });"],
	...[
		"[t] = [1];",
		"[, t] = [1];",
		"[[t]] = [[1]];",
		"[...t] = [];",
		"[t = 1] = [];",
		"[o.a = t] = [];",
		"[(t)] = [1];",
	],
	...[
		"({ t } = {});",
		"({ t = 1 } = {});",
		"({ a: t } = {});",
		"({ t: o.a } = {});",
		"({ a: t = 1 } = {});",
		"({ ...t } = {});",
	],
	...[
		"({ a: [t] } = { a: [] });",
		"({ [t]: o.a } = {});",
		"({ a: o.a = t } = {});",
		"o.a = t;",
		"o.a = t = 1;",
		"t = t;",
	],
	...["for (t of [1]);", "for (t in { a: 1 });", "for (o.a of [t]);", "for (o.a in t);", "for ([t] of [[1]]);"],
	...[
		"for ({ t } of [{}]);",
		"for (t = 0; t < 1; ) break;",
		"for (; t; ) break;",
		"if (t);",
		"t ? 1 : 2;",
		"1, t;",
		"t && 1;",
	],
	...[
		"t: for (;;) break t;",
		"t: do continue t; while (0);",
		"while (t) break;",
		"switch (t) {}",
		"switch (1) { case t: }",
	],
	...["(class { t() {} });", "(class { [t]() {} });", "(class { static t = 1; });", "(class { static [t] = 1; });"],
	...[
		"(class { static a = t; });",
		"(class extends t {});",
		"(class { static a = 1; t = 2; });",
		"(class { static #t = 1; });",
	],
	...["(function () { t; })();", "(() => t)();", "(() => { t = 1; })();", "((t) => t)();", "(function t() {})();"],
	...["import('node:fs', t);", "(a = t) => 1;", "((a = t) => 1)();", "(({ [t]: a }) => 1)({});", "new.target ?? t;"],
	...[
		"try { throw t; } catch {}",
		"({ __proto__: t });",
		"with (t) {}",
		"async () => await t;",
		"(async () => await t)();",
	],
];

describe("what is read, and what is written", () => {
	for (const text of uses)
		test(text, () => {
			const source = readModule(text, "js", "commonjs");
			const done = { reached: false, written: false };
			const isT = (key: unknown) => key === "t";
			const scope = new Proxy(
				{},
				{
					has: (_, key) => {
						if (isT(key)) done.reached = true;
						return isT(key) || key === "o" || key === "f";
					},
					get: (_, key) => {
						if (typeof key === "symbol") return undefined;
						if (key === "f") return () => 1;
						const list = Object.assign(class {}, { a: {}, [Symbol.iterator]: () => [][Symbol.iterator]() });
						return list;
					},
					set: (_, key) => {
						if (isT(key)) done.written = true;
						return true;
					},
					deleteProperty: (_, key) => {
						if (isT(key)) done.written = true;
						return true;
					},
				},
			);
			const isLater = /^(?:\(a = t\)|async)/.test(text);
			try {
				new Function("scope", `with (scope) { ${text} }`)(scope);
			} catch (error) {
				// Whatever comes after the name has been reached.
				assert.ok(done.reached || error instanceof TypeError, text);
			}
			assert.deepEqual(
				{ reached: referencesTo(source, "t").length > 0, written: writesTo(source, "t").length > 0 },
				isLater ? { reached: true, written: false } : done,
			);
			const mentions = source.mentions.get("t") ?? [];
			assert.equal(
				mentions.some((mention) => isModuleReference(source, mention as never) && isWrite(source, mention)),
				done.written,
			);
		});
});

test("a declaration's own name is no mention of the variable, and its pattern is no assignment", () => {
	for (const [text, references] of [
		["const t = 1;", 0],
		["let t; t;", 1],
		["const { t } = o;", 0],
		["const { a: [t = 1, ...u] } = o;", 0],
		["const { [t]: a } = o; var t;", 1],
		["const [a = t] = o; var t;", 1],
		["function t() {}", 0],
		["function t() { t; }", 1],
		["class t {}", 0],
		["class t extends u { static a = t; }", 1],
		["const a = t; var t;", 1],
		["export { t }; const t = 1;", 1],
		["export { a as t }; const a = 1;", 0],
		["import { t } from 'x'; t;", 1],
		["enum t { a }", 0],
		["namespace t { export const a = 1; }", 0],
		["enum E { t = 1 }", 0],
		["namespace a.t { export const b = 1; }", 0],
	] as const) {
		const source = readModule(text, "ts", "module");
		assert.equal(referencesTo(source, "t").length, references, text);
		assert.deepEqual(writesTo(source, "t"), [], text);
	}
});

test("an assignment through a type assertion is one, and so is what is deleted from an optional chain", () => {
	for (const text of [
		"(t as any) = 1;",
		"(<any>t) = 1;",
		"(t satisfies any) = 1;",
		"t! = 1;",
		"t!++;",
		"[(t as any)] = o;",
		"({ a: t! } = o);",
		"for (t! of o);",
	]) {
		const source = readModule(`let t: any; ${text}`, "ts", "module");
		assert.deepEqual(source.problems, [], text);
		assert.equal(writesTo(source, "t").length, 1, text);
	}
	for (const [text, isWritten] of [
		["delete o?.a;", true],
		["delete (o?.a)!;", true],
		["o?.a;", false],
		["x = o! as any;", false],
	] as const) {
		const source = readModule(`${text} var o;`, "ts", "module");
		const [reference] = referencesTo(source, "o");
		const parent = reference === undefined ? undefined : source.parents.get(reference);
		assert.equal(isWrite(source, parent ?? assert.fail()), isWritten, text);
	}
});

/** The variables of the module's own scope, with how they are declared, and how often. */
function declared(text: string, language: Language = "js"): string {
	const bindings = [...moduleBindings(readModule(text, language, "module")).values()];
	return bindings
		.map(({ name, kind, declarations }) => `${name} ${kind}${declarations.length > 1 ? ` ${declarations.length}` : ""}`)
		.join(", ");
}

test("the variables of a module", () => {
	const texts: Readonly<Record<string, string>> = {
		"const a = 1, b = 2; let c; var d;": "a const, b const, c let, d var",
		"const { a, b: [c, , d = 1], ...e } = x;": "a const, c const, d const, e const",
		"function a() { var b; } async function* c() {} class D { static { var e; } }": "a function, c function, D class",
		"export const a = 1; export function b() {} export class C {} export let d;": "a const, b function, C class, d let",
		"export default function a() {}": "a function",
		"export default class A {}": "A class",
		"export default function () {}": "",
		"export default class {}": "",
		"export default a = 1;": "",
		"export { a }; var a;": "a var",
		"import a, { b, c as d } from 'x'; import * as e from 'y'; import 'z';": "a import, b import, d import, e import",
		"var a; var a = 1; { var a; }": "a var 3",
		"{ let a; const b = 1; class C {} var d; }": "d var",
		"if (x) var a; else var b;": "a var, b var",
		"if (x) { var a; let b; }": "a var",
		"for (var a of x) { var b; }": "a var, b var",
		"for (let a of x) { var b; }": "b var",
		"for (var a = 0; ; ) var b;": "a var, b var",
		"for (let a = 0; ; ) ;": "",
		"for (var a in x);": "a var",
		"while (x) var a; do { var b; } while (x);": "a var, b var",
		"try { var a; } catch (e) { var b; } finally { var c; }": "a var, b var, c var",
		"switch (x) { case 1: var a; default: let b; var c; }": "a var, c var",
		"l: { var a; } m: var b;": "a var, b var",
		"{ function f() {} }": "",
		"(() => { var a; })(); const b = function c() {}, d = class E {};": "b const, d const",
	};
	for (const [text, expected] of Object.entries(texts)) assert.equal(declared(text), expected, text);
});

test("the variables of a module in TypeScript", () => {
	const texts: Readonly<Record<string, string>> = {
		"enum A { x } export enum B { x } const enum C { x }": "A enum, B enum, C enum",
		"namespace A { export const x = 1; } export namespace B.C { export const y = 1; }": "A namespace, B namespace",
		"namespace A { export const x = 1; } namespace A { export const y = 1; }": "A namespace 2",
		"declare module 'lib' { const x: 1; }": "",
		"import a = require('x'); import b = N.c; export import d = N.e;": "a import, b import, d import",
		"function f(a: 1): void; function f(a: 2): void; function f() {}": "f function 3",
		"using a = x; await using b = x;": "a using, b using",
		"interface I {} type T = 1;": "",
		"function f() {} namespace f { export const x = 1; }": "f function 2",
		"declare const a: 1; declare function b(): void; declare class C {}": "a const, b function, C class",
	};
	for (const [text, expected] of Object.entries(texts)) assert.equal(declared(text, "ts"), expected, text);
});
