import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import { pathToFileURL } from "node:url";
import { formatPath } from "../../src/base/name.ts";
import { type Entry, type InventoryOptions, inventory } from "../../src/source/inventory.ts";
import { Kinds } from "../../src/source/kinds.ts";
import { SourceFiles, sourceFileOf, syntaxError } from "../../src/source/source-file.ts";
import { project } from "../package/project.ts";

/** What the inventory of the first file says: `path kind`, and the reason behind it. */
async function listed(
	files: string | Record<string, string | object>,
	options: InventoryOptions & { readonly file?: string } = {},
): Promise<string[]> {
	return (await entriesOf(files, options)).map(
		({ path, nested, kind, reason }) =>
			`${formatPath(path, nested)} ${kind}${reason === undefined ? "" : ` ${reason}`}`,
	);
}

async function entriesOf(
	files: string | Record<string, string | object>,
	{ file = "m.ts", ...options }: InventoryOptions & { readonly file?: string } = {},
): Promise<Entry[]> {
	if (typeof files === "string") {
		const [entries, same] = (["values", "types"] as const).map((detail) => {
			const source = sourceFileOf(`/app/${file}`, files, detail);
			assert.equal(syntaxError(source), undefined);
			return inventory(source, new Kinds(new SourceFiles(detail)), options);
		});
		const places = (all: Entry[] = []) => all.map(({ node, ...entry }) => ({ ...entry, start: node.start }));
		assert.deepEqual(places(entries), places(same));
		return entries ?? [];
	}
	const tree = files;
	await using fixture = await project({ "package.json": { name: "app" }, ...tree });
	const sources = new SourceFiles();
	const read = sources.read(fixture.at(Object.keys(tree)[0]));
	assert.ok(read);
	assert.equal(syntaxError(read), undefined);
	return inventory(read, new Kinds(sources), options);
}

const shapes: readonly (readonly [what: string, text: string, ...expected: string[]])[] = [
	["a function declaration", "export async function* f() {}", "f function"],
	["functions in variables", "export const f = () => 1, g = function h() {};", "f function", "g function"],
	["a named default export", "export default function f() {}", "default function"],
	["an anonymous default export", "export default () => 1;", "default function"],
	[
		"a default class with members",
		"export default class { static s() {} m() {} }",
		"default class",
		"default.s function",
		"default.prototype.m function",
	],
	["a default value", "export default 1 + 1;", "default value"],
	["a renamed export", "function a() {} export { a as b };", "b function"],
	["several names", "function a() {} export { a, a as b, a as default };", "a function"],
	["further names by the alphabet", "const a = 1; export { a as z, a as y, a as default };", "y value"],
	["a variable that is exported later", "const f = () => 1; export default f;", "default function"],
	["an alias in a variable", "export function f() {} export const g = f;", "f function"],
	["a string as a name", 'const f = () => 1; export { f as "a b" };', '["a b"] function'],
	[
		"members of an object",
		'export const o = { m() {}, n: () => 1, "a b": () => 1, d: { x() {} }, v: 1 };',
		"o value",
		"o.m function",
		"o.n function",
		'o["a b"] function',
		"o.d.x function",
	],
	[
		"members of an array",
		"export const l = [() => 1, [() => 2], class {}];",
		"l value",
		"l[0] function",
		"l[1][0] function",
		"l[2] class",
	],
	[
		"getters, setters, private members and constructors",
		"export class C { #p() {} get g() { return 1 } set g(v) {} constructor() {} }",
		"C class",
	],
	[
		"static fields and methods",
		"export class C { static f = () => 1; static s() {} static o = { x() {} }; static { this.b = () => 1; } }",
		"C class",
		"C.f function",
		"C.s function",
		"C.o.x function",
		"C.b function",
	],
	["a field of each instance", "export class C { own = () => 1; }", "C class", "C/own function NESTED"],
	[
		"a namespace",
		"export namespace N { export function f() {} function g() {} export namespace M { export const h = () => 1; } export class K { static s() {} } }",
		"N value",
		"N.f function",
		"N.M.h function",
		"N.K class",
		"N.K.s function",
	],
	[
		"a namespace with the name of an export",
		"export function f() {} export namespace N { export function f() {} }",
		"f function",
		"N value",
		"N.f function",
	],
	[
		"types",
		"export interface I { m(): void } export type T = 1; export declare function d(): void; export declare class D { m(): void } declare const c: 1; export { c }; export namespace Types { export type T = 1; }",
	],
	[
		"overloads and abstract members",
		"export function f(a: 1): void; export function f(a: 2): void; export function f() {} export abstract class C { abstract a(): void; m(): void; m() {} }",
		"f function",
		"C class",
		"C.prototype.m function",
	],
	["an enum", "export enum E { A } export const enum F { A }", "E value", "F value"],
	[
		"what is not exported",
		"function f() {} const g = () => 1; const o = { x() {} }; class C { m() {} } const v = 1;",
		"f function NOT_EXPORTED",
		"g function NOT_EXPORTED",
		"o.x function NOT_EXPORTED",
		"C class NOT_EXPORTED",
		"C.prototype.m function NOT_EXPORTED",
	],
	[
		"functions in functions",
		"export function f() { function g() {} const h = () => () => 1; [1].map((x) => x); }",
		"f function",
		"f/g function NESTED",
		"f/h function NESTED",
	],
	[
		"re-exports",
		'export * from "./x.js"; export { a } from "./x.js"; import { b } from "./x.js"; export { b }; export * as ns from "./x.js";',
	],
	[
		"destructuring",
		"export const { a, b: [c, ...d], ...e } = make(); function make() { return {} as any; }",
		"a value",
		"c value",
		"d value",
		"e value",
		"make function NOT_EXPORTED",
	],
	["a function that is replaced", "export let f = () => 1; f = () => 2;", "f function NAME_MISMATCH", "f function"],
	[
		"a function that a value replaces",
		"export let f: unknown = () => 1; f = 5;",
		"f function NAME_MISMATCH",
		"f value",
	],
	[
		"a member that is replaced",
		"export const o: any = { f() {} }; o.f = () => 2;",
		"o value",
		"o.f function NAME_MISMATCH",
		"o.f function",
	],
	[
		"a function that is replaced in a function",
		"export let f = () => 1; export function set() { f = () => 2; }",
		"f function",
		"set function",
		"set/f function NESTED",
	],
	["alternatives", "export const f = Math.random() > 2 ? () => 1 : () => 2;", "f function"],
	["a later assignment", "export let f: () => number; f = () => 1;", "f function"],
	["export =", "export = { f() {}, v: 1 };", "f function", "v value"],
	["the own name of a value", "const b = 1; export { b as a, b };", "b value"],
	["many names of a value", "const x = 1; export { x as c, x as b, x as d, x as a, x as e };", "a value"],
	["a value whose other name is a function's", "export let f: unknown = () => 1; export { f as a };", "f function"],
	[
		"functions of one name in blocks of a function",
		"export function f() { { function g() {} } { function g() {} } }",
		"f function",
		"f/g function NESTED",
		"f/g function NESTED",
	],
	[
		"a function that is replaced twice",
		"export let f = () => 1; f = () => 2; f = () => 3;",
		"f function NAME_MISMATCH",
		"f function NAME_MISMATCH",
		"f function",
	],
	["what a function makes, without a name", `export const f = () => [${"() => 1,".repeat(12)}];`, "f function"],
	[
		"what a function makes, with keys",
		"export function f() { return { g() {}, 1() {}, a1: () => 1 }; }",
		"f function",
		"f/g function NESTED",
		"f/a1 function NESTED",
	],
	["classes in functions", "export function f() { class C {} return class {}; }", "f function", "f/C class NESTED"],
];

describe("inventory", () => {
	for (const [what, text, ...expected] of shapes)
		it(`knows ${what}`, async () => {
			assert.deepEqual(await listed(text), expected);
		});

	it("lists functions without a name if it is asked to", async () => {
		const text = "export function f() { return () => [1].map((x) => x); }";
		assert.deepEqual(await listed(text, { anonymous: true }), [
			"f function",
			"f/<anonymous> function NESTED",
			"f/<anonymous>/<anonymous> function NESTED",
		]);
	});

	it("lists only what the module's body makes if it is asked to", async () => {
		const text = "export function f() { function g() {} } export const v = 1; class C { m() {} f = () => 1; }";
		assert.deepEqual(await listed(text, { ofBody: true }), [
			"f function",
			"C class NOT_EXPORTED",
			"C.prototype.m function NOT_EXPORTED",
		]);
	});

	it("looks into what a loader or a compiler has put around the module or a class", async () => {
		const head = 'const { task } = require("namesake"); exports.t = task(() => 1); function f() { task(() => 2); }';
		for (const text of [
			`__filename = "/m.cjs"; (() => { ${head} })()`,
			`(function (exports, require, module) { ${head} })`,
			head,
		])
			assert.deepEqual(await listed(text, { file: "m.cjs" }), ["t task", "f function NOT_EXPORTED"], text);
		const decorated =
			'import { task } from "namesake"; let C = (() => { let d; return class C { static { __esDecorate(null, d); } static t = task(() => 1); static m() {} }; })(); export { C };';
		assert.deepEqual(await listed(decorated, { file: "m.mjs" }), ["C class", "C.t task", "C.m function"]);
	});

	it("says where the name is written, in UTF-16 units", async () => {
		const entries = await entriesOf(
			'/* 😀 */ export const f = () => 1;\nexport const o = {\n\t"a b"() {},\n};\nexport default class {}\n',
		);
		assert.deepEqual(
			entries.map(({ path, line, column }) => [formatPath(path), line, column]),
			[
				["f", 1, 23],
				["o", 2, 14],
				['o["a b"]', 3, 2],
				["default", 5, 16],
			],
		);
	});

	it("tells every export that shows a value", async () => {
		const [entry] = await entriesOf("function a() {} export { a, a as b, a as default };");
		assert.deepEqual([...(entry?.exports ?? [])].sort(), ["a", "b", "default"]);
	});
});

const commonJs: readonly (readonly [what: string, text: string, ...expected: string[]])[] = [
	[
		"exports.x",
		"exports.f = function () {}; exports.v = 1; module.exports.g = () => 1;",
		"f function",
		"v value",
		"g function",
	],
	[
		"an object",
		"const f = () => 1, v = 1; module.exports = { f, v, m() {}, d: { x() {} } };",
		"f function",
		"v value",
		"m function",
		"d value",
		"d.x function",
	],
	["a function", "module.exports = function send() {};", "default function"],
	["a call", "module.exports = make(); function make() {}", "default value", "make function NOT_EXPORTED"],
	["both", "exports = module.exports = { f() {} };", "f function"],
	[
		"what other modules have made",
		'const { a } = require("./a.cjs"); module.exports = { a, b: require("./b.cjs"), c: require("node:path").join };',
	],
	["what tsc writes", "exports.a = exports.b = void 0; exports.a = () => 1; exports.b = 2;", "a function", "b value"],
	["a script that is no module", "if (0) return; with (Math) {} exports.f = () => 1;", "f function"],
	[
		"a function that is replaced",
		"exports.f = () => 1; exports.f = () => 2;",
		"f function NAME_MISMATCH",
		"f function",
	],
];

describe("inventory of CommonJS", () => {
	for (const [what, text, ...expected] of commonJs)
		it(`knows ${what}`, async () => {
			assert.deepEqual(await listed(text, { file: "m.cjs" }), expected);
		});
});

test("what a UMD module exports is what it exports to Node, by its extension and the nearest package.json", async () => {
	const text = 'function f() {} if (typeof module === "object" && typeof exports === "object") module.exports = f;';
	const files = ["m.js", "m.mjs", "m.cjs", "marked/m.js", "node_modules/none/m.js", "node_modules/none/m.mjs"];
	await using fixture = await project({
		"package.json": { name: "app", type: "module" },
		"marked/package.json": { type: "commonjs" },
		...Object.fromEntries(files.map((file) => [file, text])),
	});
	const seen = await Promise.all(
		files.map(async (file) => {
			const { default: f } = (await import(pathToFileURL(fixture.at(file)).href)) as { default?: unknown };
			return f === undefined ? "f NOT_EXPORTED" : "default";
		}),
	);
	const said = files.map((file) => {
		const sources = new SourceFiles();
		const read = sources.read(fixture.at(file)) ?? assert.fail();
		return inventory(read, new Kinds(sources)).map(({ path, reason }) =>
			[...path, ...(reason === undefined ? [] : [reason])].join(" "),
		);
	});
	assert.deepEqual(said.flat(), seen);
	assert.deepEqual(seen, ["f NOT_EXPORTED", "f NOT_EXPORTED", "default", "default", "default", "f NOT_EXPORTED"]);
});

describe("kinds", () => {
	it("follows task() through aliases, namespaces, require and the project's own modules", async () => {
		const files = {
			"m.ts": `
				import { task } from "namesake";
				import { task as define } from "namesake";
				import * as ns from "namesake";
				import { again } from "./re.js";
				import { viaStar } from "./star/index.js";
				import * as re from "./re";
				import { mapped } from "#lib/re";
				const local = define;
				export const a = task(() => 1), b = define(() => 1), c = ns.task(() => 1), d = again(() => 1), e = viaStar(() => 1);
				export const f = re.again(() => 1), g = local(() => 1), h = mapped(() => 1);
				export const no = other(() => 1);
				function other(fn: unknown, task = (x: unknown) => x) { const t = task(fn); return t; }
			`,
			"re.ts": 'import { task } from "namesake"; export { task as again }; export const mapped = task;',
			"star/index.ts": 'export * from "./deep.js";',
			"star/deep.ts": 'const { task: viaStar } = require("namesake"); export { viaStar };',
			"tsconfig.json": { compilerOptions: { paths: { "#lib/*": ["./*"] } } },
		};
		assert.deepEqual(
			(await listed(files)).filter((line) => !line.includes("NESTED")),
			[..."abcdefgh"].map((name) => `${name} task`).concat("no value", "other function NOT_EXPORTED"),
		);
	});

	it("follows classes to TrackedInstance", async () => {
		const files = {
			"m.ts": `
				import { TrackedInstance, TaskResolver, IndexTaskResolver, tracked } from "namesake";
				import { Base } from "./base.js";
				import lib from "./lib.cjs";
				class Own extends Base {}
				class Resolver extends TaskResolver {}
				@tracked class Deco extends Map {}
				const Called = tracked(Map);
				const Mixin = (Super) => class extends Super {};
				export const a = new Base(), b = new Own(), c = new Resolver(), d = new Deco(), e = new Called();
				export const f = new (tracked(Set))(), g = new IndexTaskResolver(), h = new (Mixin(Base))(), i = new lib.Thing();
				export const no = new Map(), neither = new (Mixin(Map))();
				export const box = { a: new Own(), list: [new Own()] };
				const hidden = new Own(), put = new Own();
				export const jobs = { put };
				new Own();
				export function make() { return new Own(); }
			`,
			"base.ts": 'export { Base } from "./deeper.ts";',
			"deeper.ts":
				'import * as n from "namesake"; abstract class Root extends n.TrackedInstance {} export class Base extends Root {}',
			"lib.cjs":
				'const { TrackedInstance } = require("namesake"); module.exports = { Thing: class extends TrackedInstance {} };',
		};
		const lines = (await listed(files)).filter((line) => / (?:instance|value)/.test(line));
		assert.deepEqual(lines, [
			...[..."abcdefghi"].map((name) => `${name} instance`),
			"no value",
			"neither value",
			"box value",
			"box.a instance",
			"box.list[0] instance",
			"hidden instance NOT_EXPORTED",
			"jobs.put instance",
			"jobs value",
		]);
	});

	it("knows what is no instance", async () => {
		const files = {
			"m.ts": `
				import { TrackedInstance, task, tracked, wraps } from "namesake";
				import * as all from "namesake";
				function F() {}
				class Base extends TrackedInstance {}
				@wraps class Wrapped extends Map {}
				@F class Local extends Map {}
				@tracked() class Called extends Map {}
				class Plain {}
				const NoBase = (Super) => class {};
				const OfMember = (Super) => class extends Super.Inner {};
				const OfOther = (Super, Other) => class extends Other {};
				const Pattern = ({ Super }) => class extends Super {};
				const Twice = (Super) => { if (F) return Map; return class extends Super {}; };
				const Several = (Super) => { class Other {} class Made extends Super {} return Made; };
				const Wrong = (Super) => { class Other {} class Made extends Super {} return Other; };
				export const a = new Wrapped(), b = new Local(), c = new Plain(), d = new F(), e = new (wraps(F, F))(), f = new all();
				export const g = new (NoBase(Base))(), h = new (OfMember(Base))(), i = new (OfOther(Base, Map))(), j = new (Pattern(Base))();
				export const k = new (Plain(Base))(), l = new (task(F))(), m = new (missing(Base))(), n = new (Wrong(Base))(), o = new (1)();
				export const t = new (Twice(Base))(), u = new (Several(Base))(), v = new (OfOther(Map, Base))();
				export const K = tracked(Map), W = wraps(F, F), N = all.TrackedInstance(F), T = new all.TrackedInstance();
			`,
		};
		const lines = (await listed(files)).filter((line) => /^[a-zKWNT] /.test(line));
		assert.deepEqual(lines, [
			...[..."abcdefghijklmno"].map((name) => `${name} value`),
			...[..."tuv"].map((name) => `${name} instance`),
			"K class",
			"W function",
			"N value",
			"T instance",
		]);
	});

	it("follows mixins, however they give their class", async () => {
		const files = {
			"m.ts": `
				import { TrackedInstance } from "namesake";
				class Base extends TrackedInstance {}
				const Returns = (Super) => { return class extends Super {}; };
				const Named = (Super) => { class Made extends Super {} return Made; };
				function Declared(Other, Super) { return class extends Super {}; }
				const Fixed = () => class extends Base {};
				const Nothing = (Super) => { Super; };
				const Empty = (Super) => { return; };
				const Elsewhere = (Super) => { return Super.Made; };
				const Unknown = (Super) => { return Missing; };
				declare function Overloaded(Super): Base;
				export const a = new (Returns(Base))(), b = new (Named(Base))(), c = new (Declared(Map, Base))(), d = new (Fixed())();
				export const n = new (Returns(Map))(), o = new (Named(Map))(), p = new (Declared(Base, Map))();
				export const q = new (Nothing(Base))(), r = new (Empty(Base))(), s = new (Elsewhere(Base))(), t = new (Unknown(Base))();
				export const u = new (Overloaded(Base))();
			`,
		};
		const lines = (await listed(files)).filter((line) => / (?:instance|value)/.test(line));
		assert.deepEqual(lines, [
			...[..."abcd"].map((name) => `${name} instance`),
			...[..."nopqrstu"].map((name) => `${name} value`),
		]);
	});

	it("does not go round in circles", async () => {
		const files = {
			"m.ts":
				'import { a } from "./n.js"; export { b } from "./n.js"; export class C extends a {} export const c = new C(); export const t = t2(); const t2 = t;',
			"n.ts": 'export * from "./m.js"; import { b } from "./m.js"; export { b as a };',
		};
		assert.deepEqual(await listed(files), ["C class", "c value", "t value"]);
	});
});
