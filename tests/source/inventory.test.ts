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
		const places = (all: Entry[] = []) =>
			all.map(({ node, paths, doubt, ...entry }) => ({
				...entry,
				start: node.start,
				doubt: doubt?.start,
				paths: paths.map(({ assignment, doubts, ...path }) => ({
					...path,
					assignment: assignment?.start,
					doubts: doubts?.map(({ start }) => start),
				})),
			}));
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

describe("inventory", () => {
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
