/* Where the variables of a module are mentioned and assigned: the authority is what typescript-eslint's rules go by. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { analyze, type ScopeManager } from "@typescript-eslint/scope-manager";
import { parseSync, visitorKeys } from "oxc-parser";
import { readModule, referencesTo, writesTo } from "../../src/source/module-source.ts";
import type { Language, Node } from "../../src/source/node.ts";
import { languageOfFile } from "../../src/source/parse.ts";

/** `name: offsets of what mentions it, with = where it is assigned`, of each variable of the module. */
type Mentions = Record<string, string>;

function ours(text: string, language: Language, sourceType: "module" | "commonjs"): Mentions {
	const source = readModule(text, language, sourceType);
	assert.deepEqual(source.problems, [], text);
	return mentionsOf(
		[...source.bindings.keys()].map((name) => {
			const writes = new Set(writesTo(source, name));
			return [name, referencesTo(source, name).map((node) => [node.start, writes.has(node)])];
		}),
	);
}

function theirs(text: string, language: Language, sourceType: "module" | "commonjs"): Mentions {
	const options = { lang: language, sourceType, astType: "ts", range: true, preserveParens: false } as const;
	const { program } = parseSync(`m.${language}`, text, options);
	const isModule = sourceType === "module";
	const scopes = analyze(program as never, { sourceType: isModule ? "module" : "script", globalReturn: !isModule });
	const top = scopes.scopes.find(({ type }) => type === (isModule ? "module" : "function")) ?? assert.fail();
	const isType = typeOffsets(program);
	return mentionsOf(
		top.variables
			.filter(({ defs }) => defs.some(({ type }) => type !== "Type"))
			.map((variable) => [
				variable.name,
				[variable, ...innerNames(scopes, variable)]
					.flatMap(({ references }) => references)
					.filter(({ init, identifier: { range } }) => init !== true && !isType.has(range[0]))
					.map((reference) => [reference.identifier.range[0], reference.isWrite()]),
			]),
	);
}

function mentionsOf(variables: [name: string, mentions: [offset: number, isWrite: boolean][]][]): Mentions {
	return Object.fromEntries(
		variables
			.map(([name, mentions]): [string, string] => [
				name,
				[...new Map(mentions.sort(([a], [b]) => a - b))].map(([at, isWrite]) => `${isWrite ? "=" : ""}${at}`).join(" "),
			])
			.sort(([a], [b]) => (a < b ? -1 : 1)),
	);
}

/** A class and an enum have a variable of their own name inside, too: for us it is the same. */
function innerNames(
	scopes: ScopeManager,
	{ name, defs }: ScopeManager["variables"][number],
): ScopeManager["variables"] {
	return scopes.scopes
		.filter(({ type }) => type === "class" || type === "tsEnum")
		.flatMap(({ variables }) => variables)
		.filter((inner) => inner.name === name && inner.defs.some(({ node }) => defs.some((other) => other.node === node)));
}

/** The identifiers in types, of which we say nothing. */
function typeOffsets(program: Node): Set<number> {
	const found = new Set<number>();
	const waiting: [Node, boolean][] = [[program, false]];
	for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
		const [node, isInType] = next;
		const isType = isInType || (node.type.startsWith("TS") && !VALUE_OF_TYPESCRIPT.test(node.type));
		if (isType && node.type === "Identifier") found.add(node.start);
		for (const key of visitorKeys[node.type] ?? [])
			for (const child of [(node as unknown as Record<string, Node | Node[] | null>)[key]].flat())
				if (child !== null && child !== undefined) waiting.push([child, isType]);
	}
	return found;
}

const VALUE_OF_TYPESCRIPT =
	/^TS(?:Abstract|As|Declare|EmptyBody|Enum|ExportAssignment|ExternalModule|ImportEquals|Instantiation|Module|NonNull|ParameterProperty|Satisfies|TypeAssertion)/;

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
		test(`${text} as ${type}`, () => assert.deepEqual(ours(text, "js", type), theirs(text, "js", type)));
for (const text of MODULES)
	test(text, () => assert.deepEqual(ours(text, "js", "module"), theirs(text, "js", "module")));
for (const text of TYPESCRIPT)
	test(text, () => assert.deepEqual(ours(text, "ts", "module"), theirs(text, "ts", "module")));

for (const [folder, every, least] of [
	["node_modules/effect/src", 8, 5000],
	["node_modules/zod/src", 8, 1500],
	["src", 2, 2000],
] as const)
	test(`one of ${every} files of ${folder}`, () => {
		let seen = 0;
		const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
			/(?<!\.d)\.ts$/.test(file),
		);
		for (const [index, file] of files.sort().entries()) {
			if (index % every > 0) continue;
			const text = readFileSync(join(folder, file), "utf8");
			const mentions = ours(text, languageOfFile(file), "module");
			assert.deepEqual(mentions, theirs(text, languageOfFile(file), "module"), file);
			seen += Object.values(mentions).join(" ").split(" ").length;
		}
		assert.ok(seen > least, `${seen}`);
	});
