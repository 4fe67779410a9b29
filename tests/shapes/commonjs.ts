import {
	type CorpusFile,
	equals,
	honest,
	instance,
	named,
	never,
	OPEN,
	proved,
	RUN_ONLY,
	source,
	UNRECORDED,
	unloadable,
	VALUE,
} from "./row.ts";

/** F22 and I4 in CommonJS as people write it. These files are the same in every setting. `m` is `module.exports`. */
export const commonjs: readonly CorpusFile[] = [
	{
		file: "c1.cjs",
		text: source`
			const { TrackedInstance, task } = require("namesake");
			class A extends TrackedInstance {}
			exports.send = function () {};
			exports.later = async () => {};
			exports.a = new A();
			module.exports.b = new A(), exports.c = new A();
			exports.t = task(async () => 1);
			exports.o = { m() {}, deep: [() => 1] };
			exports.A = A;
			this.viaThis = () => {};
			exports["a b"] = () => {};
			const hidden = () => 1;
			exports.reveal = () => hidden;
			exports.outer = () => { return function inner() {}; };
		`,
		rows: [
			...["send", "later", "o.m", "o.deep[0]", "A", '["a b"]'].map((path) => named("F22", path)),
			named("F22", "viaThis", { ...RUN_ONLY, ...UNRECORDED }),
			...["a", "b", "c", "t"].map((path) => proved("I4", path)),
			unloadable("F10", "hidden", "m.reveal()", "NOT_EXPORTED"),
			unloadable("F11", "outer/inner", "m.outer()", "NESTED"),
		],
	},
	{
		file: "c2.cjs",
		text: source`
			const { TrackedInstance } = require("namesake");
			class A extends TrackedInstance {}
			const a = new A();
			module.exports = { send, renamed: other, a, jobs: { a2: new A() }, "in-line": () => 1, inline() {} };
			function send() {}
			function other() {}
		`,
		rows: [
			...["send", "renamed", '["in-line"]', "inline"].map((path) => named("F22", path)),
			proved("I4", "a"),
			proved("I4", "jobs.a2"),
		],
	},
	{
		file: "c3.cjs",
		text: "module.exports = function () {};\nmodule.exports.helper = () => 1;\n",
		rows: [named("F22", "default", { get: "m" }), named("F22", ["helper", "default.helper"], { get: "m.helper" })],
	},
	{
		file: "c4.cjs",
		text: source`
			const { TrackedInstance } = require("namesake");
			class A extends TrackedInstance {}
			module.exports = new A();
		`,
		rows: [instance("I4", "default", { get: "m", sync: "may" })],
	},
	{
		file: "c5.cjs",
		text: "module.exports = class Mailer {\n\tstatic s() {}\n\tm() {}\n};\n",
		rows: [
			named("F22", "default", { get: "m" }),
			named("F22", ["default.s", "s"], { get: "m.s" }),
			named("F22", ["default.prototype.m", "prototype.m"], { get: "m.prototype.m" }),
		],
	},
	{
		file: "c6.cjs",
		text: source`
			"use strict";
			Object.defineProperty(exports, "__esModule", { value: true });
			exports.named = exports.default = void 0;
			const other = require("./c2.cjs");
			Object.defineProperty(exports, "again", { enumerable: true, get: function () { return other.send; } });
			function main() {}
			exports.default = main;
			const named = () => {};
			exports.named = named;
		`,
		rows: [
			named("F22", "default"),
			named("F22", "named"),
			named("F18", "send", { get: "m.again", module: "@acme/app/src/c2" }),
		],
	},
	{
		file: "c7.cjs",
		text: source`
			const fs = require("node:fs");
			exports = module.exports = { run, deep: { stop: function () {} } };
			function run() { return fs; }
			module.exports.added = () => 1;
			let first = () => 1;
			exports.reassigned = first;
			require("./c8.cjs")(first);
			exports.reassigned = () => 2;
			exports = { lost: () => 1 };
			require("./c8.cjs")(exports.lost);
		`,
		rows: [
			named("F22", "deep.stop", { ...OPEN, ...UNRECORDED, list: "NAME_MISMATCH" }),
			...["run", "added", "reassigned"].map((path) => named("F22", path, { ...OPEN, ...UNRECORDED, ...VALUE })),
			never("F24", 'mod("c8").calls[0]', "reassigned"),
			never("F24", 'mod("c8").calls[1]', "lost"),
		],
	},
	{
		file: "c8.cjs",
		text: "const calls = [];\nmodule.exports = (value) => calls.push(value);\nmodule.exports.calls = calls;\n",
		rows: [honest("F22", "m.calls")],
	},
	{
		file: "c9.ts",
		text: source`
			import legacy from "./c2.cjs";
			import maker from "./c10.cjs";
			export const held = legacy;
			export const made = maker();
			export const list = [maker(), maker()];
		`,
		rows: [
			named("F22", "send", { get: "m.held.send", module: "@acme/app/src/c2" }),
			proved("I2", "made", VALUE),
			proved("I2", "list[1]", { list: "none" }),
		],
	},
	{
		file: "c10.cjs",
		text: source`
			const { TrackedInstance } = require("namesake");
			class A extends TrackedInstance {}
			module.exports = () => new A();
		`,
		rows: [equals("F22", "typeof m", "function")],
	},
	{
		file: "c11.cjs",
		text: source`
			const make = require("./c10.cjs");
			exports.made = make();
			exports.lazily = require("./c12.cjs");
			const inner = make();
			exports.renamed = inner;
		`,
		rows: [proved("I2", "made", VALUE), proved("I9", "renamed", VALUE)],
	},
	{
		file: "c12.cjs",
		text: 'const make = require("./c10.cjs");\nexports.own = make();\nexports.f = () => {};\n',
		rows: [proved("I2", "own", VALUE), named("F22", "f", { get: 'mod("c11").lazily.f' })],
	},
];
