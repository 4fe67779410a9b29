/* What SWC makes of ES modules for CommonJS: the texts are those of @swc/core 1.16. A fresh process that calls load(name) first is the authority. */
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { app } from "../app.ts";
import { commandProject } from "../cli/command.ts";

const HEAD = `"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
`;
const EXPORT = `function _export(target, all) {
    for(var name in all)Object.defineProperty(target, name, {
        enumerable: true,
        get: Object.getOwnPropertyDescriptor(all, name).get
    });
}
`;
const one = (name: string, value = name) => `Object.defineProperty(exports, "${name}", {
    enumerable: true,
    get: function() {
        return ${value};
    }
});
`;
const table = (values: Record<string, string>) =>
	`${EXPORT}_export(exports, {${Object.entries(values).map(
		([name, value]) => `
    get ${name} () {
        return ${value};
    }`,
	)}
});
`;

const FILES = {
	"package.json": { name: "app", type: "commonjs" },
	"src/many.js": `${HEAD}${table({ add: "add", default: "Dn", greet: "greet", late: "late", ns: "_other", o: "o", outbox: "outbox", set: "set", shown: "hidden", y: "_other.x" })}
const _namesake = require("namesake");
const _other = /*#__PURE__*/ _interop_require_wildcard(require("./one.js"));
function _interop_require_wildcard(obj) { return obj; }
function add(a, b) { return "add"; }
const greet = (0, _namesake.task)(async ()=>"greet");
let hidden = ()=>"hidden";
class Dn { static q() { return "q"; } }
let late = ()=>"early";
const set = ()=>{ late = replacement; return "set"; };
const replacement = ()=>"late";
const o = { deep: { f: ()=>"deep" } };
class Outbox extends _namesake.TrackedInstance { call() { return "outbox"; } }
const make = ()=>new Outbox();
const outbox = make();
`,
	"src/one.js": `${HEAD}${one("x")}const x = ()=>"x";\n`,
	"src/whole.js": `${HEAD}${one("default", "_default")}const _default = ()=>"default";\n`,
	"src/old.js": `${HEAD}function _export(target, all) {
    for(var name in all)Object.defineProperty(target, name, { enumerable: true, get: all[name] });
}
_export(exports, {
    p: function() {
        return p;
    },
    q: ()=>q
});
const p = ()=>"p";
function q() { return "q"; }
`,
	"src/early.js": `${HEAD}${table({ a: "a", b: "b" })}
let a = ()=>"first";
const b = ()=>"b";
globalThis.early = [globalThis.ask?.(a), globalThis.ask?.(b)];
a = ()=>"second";
`,
	"src/mixed.js": `exports.f = () => "f"; ${one("g")} const g = () => "g";\n`,
	"ask.js": `
		const { extractTaskModule, findTaskModule } = require("namesake");
		const call = (value) => (/^class/.test(String(value)) ? "class" : typeof value === "function" ? value() : value.call());
		globalThis.ask = (value) => { try { const { name, loadable } = extractTaskModule(value); return loadable && name; } catch (error) { return error.code; } };
		(async () => {
			const many = require("./src/many.js");
			const early = require("./src/early.js");
			const mixed = require("./src/mixed.js");
			const values = {
				add: many.add, greet: many.greet, shown: many.shown, default: many.default, "default.q": many.default.q, early: many.late, set: many.set,
				deep: many.o.deep.f, outbox: many.outbox, y: many.y, ns: many.ns.x, whole: require("./src/whole.js").default, p: require("./src/old.js").p,
				q: require("./src/old.js").q, a: early.a, b: early.b, f: mixed.f, g: mixed.g,
			};
			const told = {};
			for (const [key, value] of Object.entries(values))
				told[key] = await findTaskModule(value).then(async ({ name, loadable, reason }) => [loadable ? name : reason, await call(value)], (error) => [error.code]);
			many.set();
			told.late = [globalThis.ask(many.late)];
			console.log(JSON.stringify({ told, early: globalThis.early }));
		})();
	`,
	"load.js": `
		const { load } = require("namesake");
		const call = (value) => (/^class/.test(String(value)) ? "class" : typeof value === "function" ? value() : value.call());
		(async () => {
			const told = {};
			for (const name of process.argv.slice(2)) told[name] = await load(name).then(call, (error) => error.code);
			console.log(JSON.stringify(told));
		})();
	`,
};

const EXPECTED: Record<string, string> = {
	add: "app/src/many#add",
	greet: "app/src/many#greet",
	shown: "app/src/many#shown",
	default: "app/src/many#default",
	"default.q": "app/src/many#default.q",
	early: "app/src/many#late",
	set: "app/src/many#set",
	deep: "app/src/many#o.deep.f",
	outbox: "app/src/many#outbox",
	y: "app/src/one#x",
	ns: "app/src/one#x",
	whole: "app/src/whole#default",
	p: "app/src/old#p",
	q: "app/src/old#q",
	a: "app/src/early#a",
	b: "app/src/early#b",
	f: "app/src/mixed#f",
	g: "app/src/mixed#g",
};

describe("SWC's CommonJS", () => {
	let told: Record<string, [string, string]>;
	let early: readonly unknown[];
	let loaded: Record<string, string>;
	before(async () => {
		await using p = await app(FILES);
		({ told, early } = (await p.tell("ask.js")) as { told: typeof told; early: typeof early });
		const names = Object.values(told).flatMap(([name]) => (String(name).includes("#") ? [name] : []));
		loaded = (await p.tell("load.js", { args: names })) as typeof loaded;
	});

	for (const [key, name] of Object.entries(EXPECTED))
		test(`${key} is ${name}, and so it is in a fresh process`, () => {
			const [found, tag] = told[key] ?? ["", ""];
			assert.equal(found, name);
			assert.equal(loaded[name], tag);
		});

	test("what a call has put into an exported variable is not loadable", () => {
		assert.doesNotMatch(String(told["late"]?.[0]), /#/);
	});

	test("while the module runs, only what is assigned once is loadable", () => {
		assert.doesNotMatch(String(early[0]), /#/);
		assert.equal(early[1], "app/src/early#b");
	});

	test("list has the names that run time has", async () => {
		await using project = await commandProject(FILES);
		const listed = JSON.parse(project.namesake(["list", "--load", "--json", "src"]).stdout) as {
			name: string;
			loadable: boolean;
		}[];
		const names = listed.filter(({ loadable }) => loadable).map(({ name }) => name);
		assert.deepEqual(names.sort(), [...new Set([...Object.values(EXPECTED), "app/src/many#o"])].sort());
	});
});
