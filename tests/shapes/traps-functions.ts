import {
	type CorpusFile,
	equals,
	fails,
	honest,
	named,
	never,
	OPEN,
	RUN_ONLY,
	source,
	UNRECORDED,
	unloadable,
	VALUE,
} from "./row.ts";

/** Functions and classes in shapes that naming-cases.md does not list. */
export const functionTraps: readonly CorpusFile[] = [
	{
		file: "x01.ts",
		text: source`
			export var A1 = class {}, B1 = class {};
			export const X = class Same { static s() {} }, Y = class Same { static s() {} };
			export class Outer { static Inner = class { static s() {} m() {} }; static { this.Late = class { m() {} }; } }
		`,
		rows: ["A1", "B1", "X", "Y", "X.s", "Y.s", "Outer.Late", "Outer.Late.prototype.m"]
			.concat(["Outer.Inner", "Outer.Inner.s", "Outer.Inner.prototype.m"])
			.map((path) => named("X class", path)),
	},
	{
		file: "x02.ts",
		text: source`
			export let later;
			later = function () {};
			export let first, second;
			first = second = () => 1;
			export const o = {};
			o.added = () => 1;
			o["quoted key"] = function () {};
			o.list = [];
			o.list.push(() => 2, () => 3);
			export const bare = Object.create(null);
			bare.f = () => 1;
			export function host() {}
			host.helper = () => 1;
			host.prototype.method = function () {};
		`,
		rows: [
			...["later", "host", "o.added", 'o["quoted key"]', "host.helper", "host.prototype.method"].map((path) =>
				named("X assigned", path),
			),
			named("X assigned", "bare.f", OPEN),
			...["o.list[0]", "o.list[1]"].map((path) => named("X assigned", path, { ...RUN_ONLY, ...UNRECORDED })),
			named("X assigned", "first", { get: "m.second" }),
		],
	},
	{
		file: "x03.ts",
		text: source`
			const key = "dynamic";
			export const o = { 1: () => {}, "2": () => {}, "a-b"() {}, ["computed"]: () => {}, [1 + 2]() {}, [key]: () => {}, "": () => {} };
			export const quotes = { 'say "hi"\n': () => {}, "a#b": () => {}, "a/b": () => {}, "ключ": () => {}, "😀": () => {}, "<anonymous>": () => {} };
			export const holes = [, () => 1, , () => 2];
		`,
		rows: [
			named("X keys", 'o[""]'),
			...["o[1]", "o[2]", 'o["a-b"]', "o.computed"].map((path) => named("X keys", path, OPEN)),
			...["o[3]", "o.dynamic"].map((path) => named("X keys", path, { ...RUN_ONLY, ...UNRECORDED })),
			named("X keys", 'quotes["say \\"hi\\"\\n"]'),
			...['quotes["a#b"]', 'quotes["a/b"]', "quotes.ключ", 'quotes["😀"]', 'quotes["<anonymous>"]'].map((path) =>
				named("X keys", path),
			),
			named("X keys", "holes[1]"),
			named("X keys", "holes[3]"),
		],
	},
	{
		file: "x04.ts",
		text: source`
			let calls = 0;
			export const o = {
				get g() {
					calls++;
					return () => 1;
				},
				get boom() {
					throw new Error("a getter was called");
				},
				f() {},
			};
			export class K {
				static get g() {
					calls++;
					return () => 1;
				}
				static f() {}
			}
			export const count = () => calls;
		`,
		rows: [
			named("X getter", "o.f"),
			named("X getter", "K.f"),
			equals("X getter", "m.count()", 0),
			never("X getter", 'Object.getOwnPropertyDescriptor(m.o, "g").get', "o.g"),
		],
	},
	{
		file: "x05.ts",
		text: source`
			const base = { x() {} };
			export const o = { ...base, y() {} };
			export const frozen = Object.freeze({ f() {}, deep: Object.freeze({ g() {} }) });
			export const main = Object.assign(() => {}, { helper() {} });
			export const merged = Object.assign({}, { f() {} }, { g: () => 1 });
			export default { m() {}, deep: { n: () => {} } };
		`,
		rows: [
			...["o.y", "frozen.f", "frozen.deep.g", "default.m", "default.deep.n"].map((path) => named("X object", path)),
			named("X object", "main", { ...VALUE, ...UNRECORDED }),
			...["o.x", "main.helper", "merged.f", "merged.g"].map((path) =>
				named("X object", path, { ...RUN_ONLY, ...UNRECORDED }),
			),
		],
	},
	{
		file: "x06.ts",
		text: 'export { default } from "./other.ts";\nexport { default as elsewhere } from "./f03b.ts";\n',
		rows: [
			named("X re-export", "default", { get: "m.default", module: "@acme/app/src/other" }),
			named("X re-export", "default", { get: "m.elsewhere", module: "@acme/app/src/f03b" }),
		],
	},
	{
		file: "x07a.ts",
		text: source`
			import { bee } from "./x07b.ts";
			export function ant() {
				return bee;
			}
			export const held = { get bee() { return bee; } };
		`,
		rows: [named("X circular", "ant"), named("X circular", "bee", { get: "m.ant()", module: "@acme/app/src/x07b" })],
	},
	{
		file: "x07b.ts",
		text: source`
			import { ant } from "./x07a.ts";
			export const bee = () => ant;
		`,
		rows: [named("X circular", "bee"), named("X circular", "ant", { get: "m.bee()", module: "@acme/app/src/x07a" })],
	},
	{
		file: "x08.ts",
		text: source`
			const symbol = Symbol("s");
			export { symbol };
			export class P {
				static #x = () => 1;
				static #y() {}
				static reveal() {
					return [P.#x, P.#y];
				}
			}
			export const o = { [symbol]() {}, f() {} };
			export const map = new Map([["f", () => 1]]);
			export const inherited = { __proto__: { up() {} }, own() {} };
			class Base { static s() {} m() {} }
			export class D extends Base {}
		`,
		rows: [
			named("X hidden", "P.reveal"),
			never("X hidden", "m.P.reveal()[0]", "P.x"),
			never("X hidden", "m.P.reveal()[1]", "P.y"),
			never("X hidden", "m.o[m.symbol]"),
			named("X hidden", "o.f"),
			never("X hidden", 'm.map.get("f")', "map.f"),
			never("X hidden", "m.inherited.up", "inherited.up"),
			named("X hidden", "inherited.own"),
			never("X hidden", "m.D.s", "D.s"),
			never("X hidden", "m.D.prototype.m", "D.prototype.m"),
		],
	},
	{
		file: "x09.ts",
		text: source`
			export const shared = () => 1;
			function local() {}
			export const b = { local }, a = { local };
			export const self = { f() {} };
			self.self = self;
		`,
		rows: [
			named("X shared", "shared"),
			named("X shared", "a.local", { get: "m.b.local" }),
			named("X shared", "self.f", { get: "m.self.self.f", ...OPEN }),
		],
	},
	{
		file: "x09b.ts",
		text: 'import { shared } from "./x09.ts";\nexport const box = { shared };\nexport const list = [shared];\n',
		rows: [
			named("X shared", "shared", { get: "m.box.shared", module: "@acme/app/src/x09" }),
			named("X shared", "shared", { get: "m.list[0]", module: "@acme/app/src/x09" }),
		],
	},
	{
		file: "x10.ts",
		text: source`
			export const o = { async *each() {}, async later() {}, *some() {}, async: () => {}, get: () => {}, static() {} };
			export class G { static async *each() {} async *each() {} static async() {} static get() {} static static() {} }
		`,
		rows: [
			"o.each",
			"o.later",
			"o.some",
			"o.async",
			"o.get",
			"o.static",
			"G.each",
			"G.prototype.each",
			"G.async",
			"G.get",
			"G.static",
		].map((path) => named("X modifiers", path)),
	},
	{
		file: "x11.ts",
		text: 'function f() {}\nfunction g() {}\nconst $ = () => 1;\nexport { f as "a b", g as delete, $ };\nexport const _ = () => 1, größe = () => 2;\n',
		rows: [
			named("X export names", '["a b"]'),
			named("X export names", "delete"),
			named("X export names", "$"),
			named("X export names", "_"),
			named("X export names", "größe"),
		],
	},
	{
		file: "x12.ts",
		text: source`
			import { keep } from "./keep.ts";
			export const o = { m() {}, n() {}, kept() {} };
			keep("x12 first", o.m);
			o.m = function other() {};
			keep("x12 n", o.n);
		`,
		rows: [
			never("X mutated", 'kept("x12 first")', "o.m"),
			named("X mutated", "o.m"),
			never("X mutated", 'mod("x12b") && kept("x12 n")', "o.n"),
			never("X mutated", 'mod("x12b") && m.o.n', "o.n"),
			named("X mutated", "o.kept"),
		],
	},
	{
		file: "x12b.ts",
		text: 'import { o } from "./x12.ts";\no.n = () => "from elsewhere";\nexport const done = true;\n',
		rows: [],
	},
	{
		file: "x13.ts",
		text: source`
			const cond = Date.now() > 0;
			export const g = cond ? () => 1 : () => 2;
			export const h = (() => 1, () => 2);
			export const k = undefined ?? (() => 3);
			export const a = () => 1, b = () => () => 2, c = { d: () => 3, e: [() => 4, () => 5] };
			export const { run, deep: { stop } } = { run() {}, deep: { stop() {} } };
			export const { d = () => 1 } = {};
			export const [first, ...rest] = [() => 1, () => 2, () => 3];
			export const [x, y] = [1, 2].map((n) => () => n);
		`,
		rows: [
			...["g", "h", "a", "b", "c.d", "c.e[0]", "c.e[1]", "run", "stop", "first", "rest[0]", "rest[1]"].map((path) =>
				named("X expressions", path),
			),
			named("X expressions", "k", UNRECORDED),
			named("X expressions", "d", OPEN),
			unloadable("X expressions", "b/<anonymous>", "m.b()", "NESTED", { list: "none" }),
			honest("X expressions", "m.x"),
			honest("X expressions", "m.y"),
		],
	},
	{
		file: "x14.ts",
		text: source`
			export const renamed = function () {};
			Object.defineProperty(renamed, "name", { value: "send" });
			export function send() {}
			Object.defineProperty(send, "name", { value: "renamed" });
			export const iife = (() => function inner() {})();
			export const proxy = new Proxy(function target() {}, {});
			export const made = new Function("return 1");
			export const evaluated = (0, eval)("(function evil() {})");
			const { proxy: revoked, revoke } = Proxy.revocable({}, {});
			revoke();
			export { revoked };
			export const trap = new Proxy({}, { get() { throw new Error("a trap ran"); }, ownKeys() { throw new Error("a trap ran"); } });
			export function beside() {}
			{
				function inBlock() {}
				beside.toString = () => inBlock;
			}
		`,
		rows: [
			named("X odd", "renamed"),
			named("X odd", "send"),
			honest("X odd", "m.iife"),
			honest("X odd", "m.proxy"),
			never("X odd", "m.made", "anonymous"),
			never("X odd", "m.evaluated", "evil"),
			honest("X odd", "m.revoked"),
			honest("X odd", "m.trap"),
			named("X odd", "beside"),
			honest("X odd", "m.beside.toString()"),
		],
	},
	{
		file: "x15.ts",
		text: source`
			export const one = () => 1;
		`,
		rows: [
			...["undefined", "null", "1", '"text"', "Symbol()", "{}", "[]", "/x/", "new Date()", "Promise.resolve()"].map(
				(value) =>
					fails("X no function", value === "{}" ? "({})" : value, "extractTaskModule", "UNNAMEABLE", "NOT_A_TASK"),
			),
			fails("X no function", "({ call() {} })", "extractTaskModule", "UNNAMEABLE"),
			honest("X no function", "m"),
			never("X no function", "(() => 1)"),
		],
	},
];
