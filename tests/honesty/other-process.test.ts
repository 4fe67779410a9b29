/*
 * `loadable` is about another process: one process changes its modules after they ran and asks for names, another one loads what was said to be
 * loadable. Each function returns its own tag, so that the two processes can be compared.
 */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type App, app } from "../app.ts";

interface Case {
	/** A module, of which `change` runs after it has loaded. */
	readonly text: string;
	/** Is it CommonJS? */
	readonly cjs?: true;
	/** By expressions on the module `m`: what a fresh process loads by their name, or false. */
	readonly values: Readonly<Record<string, string | false>>;
}

const fn = (tag: string) => `() => ${JSON.stringify(tag)}`;

const CASES: Readonly<Record<string, Case>> = {
	"variables exchanged": {
		text: `export let charge = ${fn("charge")}, refund = ${fn("refund")}; export const stay = ${fn("stay")};
			export const change = () => { [charge, refund] = [refund, charge]; };`,
		values: { "m.charge": false, "m.refund": false, "m.stay": "stay" },
	},
	"instances exchanged": {
		text: `import { task } from "namesake"; export let a = task(${fn("a")}), b = task(${fn("b")}); export const c = task(${fn("c")});
			export const change = () => { [a, b] = [b, a]; };`,
		values: { "m.a": false, "m.b": false, "m.c": "c" },
	},
	"members exchanged from outside": {
		text: `export const o = { a: ${fn("a")}, b: ${fn("b")}, c: ${fn("c")} }; export const change = () => {};
			export const swap = "o";`,
		values: { "m.o.a": false, "m.o.b": false, "m.o.c": "c" },
	},
	"a list reversed": {
		text: `export const list = [${fn("0")}, ${fn("1")}, ${fn("2")}]; export const change = () => list.reverse();`,
		values: { "m.list[0]": false, "m.list[2]": false, "m.list[1]": "1" },
	},
	"a registry filled by a call": {
		text: `const helper = ${fn("helper")}; const early = ${fn("early")}; export const all = {};
			function register(name, fn) { all[name] = fn; }
			register("early", early);
			export const change = () => register("late", helper);`,
		values: { "m.all.early": "early", "m.all.late": false },
	},
	"a registry filled by another module": {
		text: `const helper = ${fn("helper")}; export const registry = {}; export const reveal = () => helper; export const change = () => {};
			export const fill = (of) => { of.registry.h = of.reveal(); };`,
		values: { "m.registry.h": false },
	},
	"registries that the module fills itself": {
		text: `import { task } from "namesake";
			export const byName = {}; for (const name of ["x", "y"]) byName[name] = task(() => name);
			export const made = Object.fromEntries(["p", "q"].map((name) => [name, () => name]));
			export const list = []; const add = (fn) => { list.push(fn); return fn; }; add(${fn("added")});
			export const { one, two } = { one: ${fn("one")}, two: ${fn("two")} };
			export const change = () => {};`,
		values: {
			"m.byName.x": "x",
			"m.byName.y": "y",
			"m.made.p": "p",
			"m.list[0]": "added",
			"m.one": "one",
			"m.two": "two",
		},
	},
	"a variable written by an eval": {
		text: `const g = ${fn("g")}; export let f = ${fn("f")}; export const stay = ${fn("stay")}; export const change = () => eval("f = g");`,
		values: { "m.f": false, "m.stay": "stay" },
	},
	"functions made by a late call": {
		text: `export let f = ${fn("early")}; export const change = () => { f = ${fn("late")}; }; export const g = (() => ${fn("made")})();
			class Service { run = ${fn("field")}; } export const service = new Service();`,
		values: { "m.f": false, "m.g": "made", "m.service.run": "field" },
	},
	"a function declaration wrapped while loading": {
		text: `export function f() { return "plain"; } const log = (inner) => () => "logged " + inner(); f = log(f);
			export const change = () => {};`,
		values: { "m.f": "logged plain" },
	},
	"CommonJS members replaced": {
		cjs: true,
		text: `exports.send = ${fn("send")}; exports.stay = ${fn("stay")}; const real = exports.send;
			exports.change = () => { exports.other = real; exports.send = ${fn("replaced")}; };`,
		values: { "m.other": false, "m.send": false, "m.stay": "stay" },
	},
	"a hidden original": {
		cjs: true,
		text: `function send() { return "send"; } module.exports = { send };
			module.exports.change = () => { const original = module.exports.send; const wrapper = () => original(); wrapper.__original = original; module.exports.send = wrapper; };`,
		values: { "m.send.__original": false },
	},
};

let p: App;
let asked: Record<string, { name?: string; loadable?: boolean; tag: string }>;
let loaded: Record<string, string>;

before(async () => {
	const files: Record<string, string> = {};
	const all = Object.entries(CASES);
	for (const [index, [, { text, cjs }]] of all.entries()) files[`src/m${index}.${cjs ? "cjs" : "mjs"}`] = text;
	p = await app({
		...files,
		"bin/ask.mjs": `
			import { extractTaskModule } from "namesake";
			const cases = ${JSON.stringify(all.map(([title, { cjs, values }]) => [title, cjs ?? false, Object.keys(values)]))};
			const told = {};
			for (const [index, [title, cjs, expressions]] of cases.entries()) {
				const namespace = await import("../src/m" + index + (cjs ? ".cjs" : ".mjs"));
				const m = cjs ? namespace.default : namespace;
				m.change();
				m.fill?.(m);
				if (m.swap === "o") [m.o.a, m.o.b] = [m.o.b, m.o.a];
				for (const expression of expressions) {
					const value = new Function("m", "return " + expression)(m);
					const tag = value();
					try {
						const { name, loadable } = extractTaskModule(value);
						told[title + ": " + expression] = { name, loadable, tag };
					} catch (error) {
						if (error.code === undefined) throw error;
						told[title + ": " + expression] = { loadable: false, tag };
					}
				}
			}
			console.log(JSON.stringify(told));
		`,
		"bin/load.mjs": `
			import { load } from "namesake";
			const told = {};
			for (const name of process.argv.slice(2)) told[name] = await load(name).then((value) => value(), (error) => error.code);
			console.log(JSON.stringify(told));
		`,
	});
	asked = (await p.tell("bin/ask.mjs")) as typeof asked;
	const names = Object.values(asked).flatMap(({ name, loadable }) => (loadable && name !== undefined ? [name] : []));
	loaded = (await p.tell("bin/load.mjs", { args: names })) as typeof loaded;
});
after(() => p[Symbol.asyncDispose]());

for (const [title, { values }] of Object.entries(CASES))
	describe(title, () => {
		for (const [expression, expected] of Object.entries(values))
			test(`${expression} is ${expected === false ? "not loadable" : "loadable"}`, () => {
				const { name = "", loadable, tag } = asked[`${title}: ${expression}`] ?? {};
				assert.equal(loadable, expected !== false, name);
				if (expected === false) return;
				assert.equal(tag, expected);
				assert.equal(loaded[name], tag, `${name} is another function in a fresh process`);
			});
	});
