/* Which variable a name means, and where it is assigned. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { compareFiles, compareScopes } from "./scopes.ts";

const EVERYWHERE = [
	// Blocks and loops.
	"let t; { let t; t = 1; } t = 2;",
	"{ { var t = 1; } t; } t;",
	"let t; if (t) { let t; { t; } } else { t; }",
	"for (const a of b) { for (var t of c) {} t; } t = 2;",
	"let t; for (let t = 0; t < 1; t++) { t; } t;",
	"let t; for (const t of t) { t; }",
	"var t; for (t of o) t;",
	"var t; for (t in o) t;",
	"let t; for (var u = t, v; ; ) { let t; t; }",
	"let t; while (t) { var u = t; } do { t; } while (t);",
	"try { { var t; } t } catch {}",
	"let t; try {} catch (t) { var u = t; } t;",
	"var t; try {} catch (t) { var t = 1; t; }",
	"let t; try { let t; } catch { t; } finally { t = 1; }",
	"switch (x) { case 1: { var t; } t; default: t++; }",
	"let t; switch (t) { case t: let t; t; }",
	"let t; switch (t) { case t: { let t; } }",
	"let t; label: t: for (;;) { break t; continue label; }",
	// Functions.
	"let t; function f(a = t) { var t; t; }",
	"let t; function f(a = () => t) { var t; t; }",
	"let t; function f(a = t, t) { t; }",
	"let t; const f = (a = t) => { let t; };",
	"let t; (function t() { t; t = 1; })();",
	"let t; { function t() {} t; } t;",
	"let t; function f() { { var t; } t; } t;",
	"let t; const f = () => { for (var t of t) {} t; }; t;",
	"let t; const f = () => t; const g = (t) => { { t; } };",
	"const t = () => t; const u = function () { return u; };",
	"async function t() { t; } function* u() { u; }",
	"let t; const f = async (t) => t, g = ({ a: { t } }) => t;",
	"function f({ t: t }, [u] = t) {} let t;",
	"let t; (({ t }) => t)(t); (([t]) => t)(t); ((...t) => t)(t); ((t = t) => t)(t);",
	"function f() { t = 1; } let t;",
	"let t; function* g() { yield t; } async () => { await t; for await (t of t); };",
	"var t; var t = 1; function u() {} function u() {} t; u;",
	// Classes.
	"let t; (class t { m() { t; } });",
	"class t { m() { t; } static { t; } static a = t; }",
	"let t; class C extends (t, u) { [t] = t; static { var t; t; } }",
	"let t; class C { static { { var t; } t; } }",
	"let t; class C { t = 1; #t = t; t() { this.#t; } get [t]() { return t; } }",
	"let t; class C { x = (t) => t; y = t; static z = t; static t() { t; } }",
	// Patterns and assignments.
	"let t; ({ t } = o); ({ a: t } = o); ({ a: [t = 1] } = o); [...t] = o; ({ ...t } = o); ({ a: t = t } = o);",
	"let t; t ??= 1; t += 1; t++; --t; delete t.a; typeof t;",
	"let t; (t) = 1; [(t)] = o; ({ a: (t) } = o);",
	"let t; const { a = t, [t]: b, ...c } = t;",
	"const [t = t] = u;",
	// Names that are no variables.
	"let t; o.t; o[t]; ({ t: 1 }); ({ [t]: 1 }); ({ t }); ({ t() {} }); a?.[t]?.t?.(t);",
	"let t; x = { t, get t() { return t; }, set t(t) { t; } };",
	"let t; `${t}`; t`x`; new t(); (t, t);",
	"let target; function f() { new.target; }",
];

const MODULES = [
	"import t from 'x'; import * as u from 'y'; import { v as w } from 'z'; t; u; w; v;",
	"export { t } from 'x'; let t; export { t as u };",
	"let t; export { t as default, t as 'a b' }; export { t as u } from 'x';",
	"export * as t from 'x'; let t;",
	"let t; export default t;",
	"export default function t() { t; }",
	"export default class t { m() { t; } }",
	"let meta; import.meta; let type; import x from 'y' with { type: 'json' }; export * from 'z' with { type: 'json' };",
	"let t; import(t);",
];

const TYPESCRIPT = [
	"let t; (t as any) = 1; t! = 1; (<any>t) = 1; f<typeof t>(t!);",
	"let t; x as typeof t; x satisfies t; <t>x; f<t>;",
	"let t: t; type t = 1; let u: typeof t;",
	"let t; function f(this: t, a: typeof t): asserts a is t {}",
	"function f(t: 1): void; function f(u: 2): void; function f(t) { t; } let t;",
	"export function f(f: 1): void; export function f() {}",
	"class C { m(t: 1): void; m(t) { t; } } let t;",
	"let t; abstract class C { abstract t(): void; abstract t: 1; abstract [t]: 1; declare t: 1; constructor(private t = t) { t; } }",
	"let t; class C<T extends typeof t> extends t<T> implements t {}",
	"let t; @t class C { @t() m() {} @t.a b; }",
	"enum t { a, b = a, c = t.a }",
	"namespace t { export const a = 1; t.a; }",
	"let t; namespace N { let t; t; } t;",
	"let t; namespace N { t; { var t; } }",
	"import t = require('x'); t; import v = t; v;",
	"let t; export = t;",
	"declare global { var t: 1 } let t; t;",
	"declare module 'm' { let t: 1; } let t;",
];

for (const text of EVERYWHERE)
	for (const type of ["module", "commonjs"] as const)
		test(`${text} as ${type}`, () => void compareScopes(text, "js", type));
for (const text of MODULES) test(text, () => void compareScopes(text, "js", "module"));
for (const text of TYPESCRIPT) test(text, () => void compareScopes(text, "ts", "module"));

test("our own sources, one of 8", () => {
	assert.ok(compareFiles("src", 8) > 500);
});
