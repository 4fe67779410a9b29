import {
	type CorpusFile,
	equals,
	fails,
	named,
	never,
	source,
	UNLOCATED,
	UNRECORDED,
	unloadable,
	VALUE,
} from "./row.ts";

/** F1 to F24, as far as plain ESM says them. */
export const functions: readonly CorpusFile[] = [
	{
		file: "f01.ts",
		text: source`
			export function send() {}
			export async function sendLater() {}
			export function* each() {}
		`,
		rows: [named("F1", "send", { nested: false, wrapped: false }), named("F1", "sendLater"), named("F1", "each")],
	},
	{
		file: "f02.ts",
		text: source`
			export const send = () => {};
			export const later = async () => {};
			export const each = function* () {};
			export const eachLater = async function* () {};
			export const expression = function () {};
			export const renamed = function another() {};
			export const more = (a, b = () => 1) => a ?? b;
		`,
		rows: ["send", "later", "each", "eachLater", "expression", "renamed", "more"].map((path) => named("F2", path)),
	},
	{ file: "f03a.ts", text: "export default function send() {}\n", rows: [named("F3", "default")] },
	{ file: "f03b.ts", text: "export default () => {};\n", rows: [named("F3", "default")] },
	{
		file: "f03c.ts",
		text: "export default class {\n\tstatic s() {}\n\tm() {}\n}\n",
		rows: [named("F3", "default"), named("F3", "default.s"), named("F3", "default.prototype.m")],
	},
	{ file: "f03d.ts", text: "export default async function () {}\n", rows: [named("F3", "default")] },
	{ file: "f03e.ts", text: "function f() {}\nexport default f;\n", rows: [named("F3", "default")] },
	{ file: "f03f.ts", text: "export default class Named {}\n", rows: [named("F3", "default")] },
	{
		file: "f04.ts",
		text: "function a() {}\nconst c = () => {};\nexport { a as b, c as d };\n",
		rows: [named("F4", "b"), named("F4", "d")],
	},
	{
		file: "f05.ts",
		text: source`
			function a() {}
			const b2 = () => 2;
			function c3() {}
			export { a, a as b, a as default };
			export { b2 as z, b2 as y };
			export { c3 as zz, c3, c3 as aa };
		`,
		rows: [
			named("F5", "a"),
			named("F5", "a", { get: "m.b" }),
			named("F5", "a", { get: "m.default" }),
			named("F5", "y", { get: "m.z" }),
			named("F5", "c3", { get: "m.aa" }),
		],
	},
	{
		file: "f06.ts",
		text: source`
			export const o = { m() {}, n: () => {}, "a b": () => {}, deep: { x() {}, y: { z: function () {} } } };
		`,
		rows: ["o.m", "o.n", 'o["a b"]', "o.deep.x", "o.deep.y.z"].map((path) => named("F6", path)),
	},
	{
		file: "f07.ts",
		text: "export const list = [() => 1, () => 2];\nexport const mixed = [{ f() {} }, [() => 1]];\n",
		rows: ["list[0]", "list[1]", "mixed[0].f", "mixed[1][0]"].map((path) => named("F7", path)),
	},
	{
		file: "f08.ts",
		text: source`
			export class C {
				static s() {}
				m() {}
				static f = () => {};
				static async t() {}
				static "a b"() {}
				*each() {}
				own = () => 1;
			}
		`,
		rows: [
			...["C", "C.s", "C.prototype.m", "C.f", "C.t", 'C["a b"]', "C.prototype.each"].map((path) => named("F8", path)),
			never("F8", "new m.C().own"),
		],
	},
	{
		file: "f10.ts",
		text: source`
			function helper() {}
			const arrow = () => {};
			const box = { inside() {} };
			export function reveal() {
				return { helper, arrow, box };
			}
		`,
		rows: [
			unloadable("F10", "helper", "m.reveal().helper", "NOT_EXPORTED"),
			unloadable("F10", "arrow", "m.reveal().arrow", "NOT_EXPORTED"),
			unloadable("F10", "box.inside", "m.reveal().box.inside", "NOT_EXPORTED"),
		],
	},
	{
		file: "f11.ts",
		text: source`
			export function outer() {
				return function inner() {};
			}
			export const make = () => () => 1;
			export const o = {
				method() {
					const local = () => 1;
					return local;
				},
			};
			export function same() {
				return function same() {};
			}
			export const send = () => 1;
			export function shadow() {
				const send = () => 2;
				return send;
			}
			export function inList() {
				return [() => 1][0];
			}
			export function three() {
				return function two() {
					return function one() {};
				};
			}
		`,
		rows: [
			unloadable("F11", "outer/inner", "m.outer()", "NESTED"),
			unloadable("F12", "make/<anonymous>", "m.make()", "NESTED", { list: "none" }),
			unloadable("F11", "o.method/local", "m.o.method()", "NESTED"),
			unloadable("F12", "inList/[0]", "m.inList()", "NESTED", { list: "none" }),
			unloadable("F11", "same/same", "m.same()", "NESTED"),
			unloadable("F11", "shadow/send", "m.shadow()", "NESTED"),
			unloadable("F11", "three/two/one", "m.three()()", "NESTED"),
			named("F11", "same"),
			named("F11", "send"),
		],
	},
	{
		file: "f13.ts",
		text: source`
			import { log, time } from "./wrap.ts";
			export const f = log(function f() {});
			export const arrow = log(() => 1);
			export const stacked = log(time(function stacked() {}));
			export const timed = time(time(log(async function () {})));
			function declared() {}
			export const wrapped = log(declared);
			function define() {
				return log(function g() {});
			}
			export const bar = define();
		`,
		rows: [
			...["f", "arrow", "wrapped"].map((path) =>
				named("F13", path, { wrapped: true, ...VALUE, bun: path, deno: path }),
			),
			...["stacked", "timed"].map((path) => named("F15", path, { wrapped: true, ...VALUE, bun: path, deno: path })),
			equals("F14", 'lib.isWrappedModuleLevel(mod("wrap").log)', false),
			{ ...equals("F14", "lib.isWrappedModuleLevel(m.bar)", false), ...UNLOCATED },
		],
	},
	{
		file: "f16.ts",
		text: source`
			export function f() {}
			export const bound = f.bind(null, 1);
			export const twice = f.bind(null).bind(null);
			export const parse = JSON.parse;
			export const C = class {};
			export const BoundClass = C.bind(null);
		`,
		rows: [
			fails("F16", "m.bound", "extractTaskModule", "BOUND_FUNCTION"),
			fails("F16", "m.twice", "extractTaskModule", "BOUND_FUNCTION"),
			fails("F16", "m.BoundClass", "extractTaskModule", "BOUND_FUNCTION"),
			fails("F16", "m.f.bind(null, 1)", "extractTaskModule", "BOUND_FUNCTION"),
			fails("F17", "m.parse", "extractTaskModule", "NATIVE_FUNCTION"),
			fails("F17", "Array.prototype.map", "extractTaskModule", "NATIVE_FUNCTION"),
			fails("F17", "JSON.parse", "extractTaskModule", "NATIVE_FUNCTION"),
			fails("F17", "structuredClone", "extractTaskModule", "NATIVE_FUNCTION"),
			fails("F17", "Map", "extractTaskModule", "NATIVE_FUNCTION"),
		],
	},
	{
		file: "f18.ts",
		text: source`
			export * from "./other.ts";
			export { x as y, default as main } from "./other.ts";
			export * as ns from "./other.ts";
			import { z as imported } from "./other.ts";
			export { imported };
			export const held = { imported };
		`,
		rows: [
			named("F18", "x", { get: "m.x", module: "@acme/app/src/other" }),
			named("F18", "x", { get: "m.y", module: "@acme/app/src/other" }),
			named("F18", "default", { get: "m.main", module: "@acme/app/src/other" }),
			named("F18", "z", { get: "m.ns.z", module: "@acme/app/src/other" }),
			named("F18", "z", { get: "m.imported", module: "@acme/app/src/other" }),
			named("F18", "z", { get: "m.held.imported", module: "@acme/app/src/other" }),
			named("F18", "box.inside", { get: "m.box.inside", module: "@acme/app/src/other" }),
		],
	},
	{
		file: "f19.ts",
		text: source`
			export const a = { run() {} }, b = { run() {} };
			export class P { static run() {} run() {} }
			export class Q { static run() {} run() {} }
			export function one() { function run() {} return run; }
			export function two() { function run() {} return run; }
		`,
		rows: [
			...["a.run", "b.run", "P.run", "Q.run", "P.prototype.run", "Q.prototype.run"].map((path) => named("F19", path)),
			unloadable("F19", "one/run", "m.one()", "NESTED"),
			unloadable("F19", "two/run", "m.two()", "NESTED"),
		],
	},
	{
		file: "f20.ts",
		text: source`
			export { fn } from "lib/sub";
			export { util } from "plain-lib/tools/util.js";
			export { helper } from "whole-lib";
		`,
		rows: [
			named("F20", "fn", { module: "lib/sub", loadable: "either", ...UNRECORDED }),
			named("F20", "util", { module: "plain-lib/tools/util", loadable: "either", ...UNRECORDED }),
			{
				...equals(
					"F20",
					`await (async () => {
					const { name, loadable } = lib.extractTaskModule(m.helper);
					return [name, loadable, (await lib.load(name, { allow: "whole-lib" })) === m.helper];
				})()`,
					["whole-lib#helper", true, true],
				),
				...UNLOCATED,
				...UNRECORDED,
			},
		],
	},
	{
		file: "f24.ts",
		text: source`
			import { keep } from "./keep.ts";
			export let f = () => 1;
			keep("f24", f);
			f = () => 2;
		`,
		rows: [never("F24", 'kept("f24")'), named("F24", "f")],
	},
];
