/* A CommonJS module can be dropped, reloaded, compiled by hand or thrown half-way: what the file says is then not what loads. */
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { app } from "../app.ts";
import { commandProject } from "../cli/command.ts";
import { node } from "../package/project.ts";
import { assertLoadable, assertNotLoadable, SHARED, type Told } from "./probe.ts";

const BOTH = "exports.f = function f() {}; exports.t = new A(__filename);";

const main = `
	import "./made.js";
	import { readFileSync, writeFileSync } from "node:fs";
	import { createRequire, Module } from "node:module";
	import { tell, tellNow } from "./probe.js";
	const require = createRequire(import.meta.url);
	const drop = (file) => { delete require.cache[require.resolve(file)] };
	const told = {};

	const kept = require("./c/kept.cjs");
	const asked = require("./c/asked.cjs");
	told.before = await tell({ keptF: kept.f, keptT: kept.t, f: asked.f, t: asked.t });
	drop("./c/asked.cjs");
	const dropped = require("./c/dropped.cjs");
	drop("./c/dropped.cjs");
	const itself = require("./c/itself.cjs");
	try { require("./c/half.cjs") } catch {}
	const half = globalThis.half;
	const file = require.resolve("./c/compiled.cjs");
	const compiled = new Module(file);
	compiled.filename = file;
	compiled._compile(readFileSync(file, "utf8"), file);
	const modules = { asked, dropped, itself, half, compiled: compiled.exports };
	told.now = {};
	for (const [name, m] of Object.entries(modules)) told.now[name] = [tellNow(m.f), tellNow(m.t)];
	// Who waits for a value of a module that throws hears of that.
	const { half: _, ...rest } = modules;
	told.after = await tell(Object.fromEntries(Object.entries(rest).flatMap(([name, m]) => [[name + "F", m.f], [name + "T", m.t]])));

	const reloaded = [];
	globalThis.ask = (value) => reloaded.push(tellNow(value));
	const versions = require.resolve("./c/versions.cjs");
	const { first } = require(versions);
	reloaded.push(tellNow(first));
	writeFileSync(versions, readFileSync(versions, "utf8").replaceAll("first", "fresh"));
	drop(versions);
	const { fresh } = require(versions);
	reloaded.push(tellNow(first), tellNow(fresh));
	told.reloaded = reloaded;

	globalThis.ran = 0;
	const lazy = require("./c/lazy.cjs");
	told.lazy = { name: tellNow(lazy.fn), notExported: tellNow(globalThis.hidden), ran: globalThis.ran };
	const heavy = await lib.load("@acme/app/c/lazy#heavy");
	told.lazy.heavy = heavy === globalThis.heavy && globalThis.ran > 0;
	globalThis.ran = 0;
	const light = await lib.load("@acme/app/c/lazy#light");
	told.lazy.light = light === globalThis.heavy && globalThis.ran > 0;

	const C = require("./c/class.cjs");
	const list = require("./c/list.cjs");
	const fn = require("./c/function.cjs");
	told.shapes = await tell({ C, s: C.s, m: C.prototype.m, element: list[0], fn, helper: fn.helper });
	console.log(JSON.stringify(told));
`;

interface All {
	readonly before: Told;
	readonly now: Record<string, string[]>;
	readonly after: Told;
	readonly reloaded: readonly string[];
	readonly lazy: object;
	readonly shapes: Told;
}

let told: All;
before(async () => {
	await using p = await app({
		...SHARED,
		"main.js": main,
		"c/kept.cjs": BOTH,
		"c/asked.cjs": BOTH,
		"c/dropped.cjs": BOTH,
		"c/itself.cjs": `delete require.cache[__filename]; ${BOTH}`,
		"c/half.cjs": `${BOTH} globalThis.half = exports; throw new Error("half-way");`,
		"c/compiled.cjs": BOTH,
		"c/versions.cjs": "exports.first = new A(); ask(exports.first);",
		"c/lazy.cjs": `
			exports.fn = function fn() {};
			const hidden = () => {}; globalThis.hidden = hidden;
			Object.defineProperty(exports, "heavy", { enumerable: true, get() { ran++; return require("./heavy.cjs"); } });
			Object.defineProperty(exports, "light", { enumerable: true, get: () => (ran++, require("./heavy.cjs")) });
		`,
		"c/heavy.cjs": "module.exports = globalThis.heavy = function heavy() {};",
		"c/class.cjs": "module.exports = class { static s() {} m() {} };",
		"c/list.cjs": "function f() {} module.exports = [f];",
		"c/function.cjs": "function f() {} module.exports = function main() {}; module.exports.helper = f;",
	});
	told = (await p.tell("main.js")) as All;
});

describe("a module that is not in the cache", () => {
	test("while it is in there, its values are loadable", () => {
		assertLoadable(told.before, { keptF: "f", keptT: "t", f: "f", t: "t" });
	});

	for (const [name, what] of Object.entries({
		asked: "was deleted after it had been asked",
		dropped: "was deleted before",
		itself: "has deleted itself",
		half: "threw half-way",
		compiled: "was compiled without the cache",
	}))
		test(`one that ${what}: its values are not loadable`, () => {
			for (const answer of told.now[name] ?? []) assert.match(answer, /^(?:not loadable: [ft]|[A-Z_]+)$/);
			assert.equal(told.now[name]?.length, 2);
			if (name !== "half") assertNotLoadable(told.after, `${name}F`, `${name}T`);
		});
});

test("a file that was rewritten and is loaded again: what its second text makes never has a name of the first", () => {
	const [loadingFirst, first, loadingSecond, firstAfter, second] = told.reloaded;
	assert.match(loadingFirst ?? "", /^(?:(?:not loadable: )?first|[A-Z_]+)$/);
	assert.equal(first, "first");
	assert.match(loadingSecond ?? "", /^(?:(?:not loadable: )?fresh|[A-Z_]+)$/);
	assert.match(firstAfter ?? "", /^(?:not loadable: first|[A-Z_]+)$/);
	assert.match(second ?? "", /^(?:(?:not loadable: )?fresh|[A-Z_]+)$/);
});

test("naming a function runs no getter that the author wrote, loading that export does", () => {
	assert.deepEqual(told.lazy, { name: "fn", notExported: "not loadable: hidden", ran: 0, heavy: true, light: true });
});

test("a class, an array, a function with members as module.exports", () => {
	assertLoadable(told.shapes, {
		C: "default",
		s: "default.s",
		m: "default.prototype.m",
		element: "default[0]",
		fn: "default",
		helper: "helper",
	});
});

test("list says what the program says, whatever takes the place of module.exports", async () => {
	const shapes = {
		function: `
			function fastify() {}
			module.exports = fastify;
			module.exports.fastify = fastify;
			module.exports.default = fastify;
			module.exports.helper = function () {};
			fastify.std = { err() {}, map: late };
			function late() {}
		`,
		class: `
			class Ajv { static s() {} m() {} }
			module.exports = exports = Ajv;
			module.exports.Ajv = Ajv;
			exports.default = Ajv;
			exports.other = () => 1;
		`,
		left: `
			exports.lost = [() => 1];
			module.exports = pluralize;
			function pluralize() {}
			exports.after = () => 1;
		`,
		kept: "exports.a = () => 1; module.exports = Object.assign(function kept() {}, exports); exports.a.b = () => 1;",
		both: "exports = module.exports = function both() {}; exports.y = () => 1; module.exports.z = () => 1;",
		prototype:
			"const req = Object.create(Map.prototype); module.exports = req; req.header = () => 1; req.get = req.has = () => 1;",
		plain: "const o = Object.create(null); module.exports = o; o.f = () => 1;",
		instance: "module.exports = new (class A {})(); module.exports.x = () => 1;",
		array: "module.exports = [() => 1]; module.exports.x = () => 1;",
		replaced: "exports.f = () => 1; exports.f = () => 2; module.exports.g = () => 1; exports.g = () => 2;",
		bundled: `
			var __export = (target, all) => { for (const name in all) Object.defineProperty(target, name, { get: all[name], enumerable: true }); };
			var __toCommonJS = (all) => Object.defineProperties({}, Object.getOwnPropertyDescriptors(all));
			var inner_exports = {};
			__export(inner_exports, { hidden: () => hidden });
			function hidden() {}
			var main_exports = {};
			__export(main_exports, { shown: () => shown });
			module.exports = __toCommonJS(main_exports);
			function shown() {}
		`,
	};
	await using p = await commandProject({
		...Object.fromEntries(Object.entries(shapes).map(([name, text]) => [`${name}.cjs`, text])),
		"main.js": `
			import { createRequire } from "node:module";
			import { extractTaskModule } from "namesake";
			const names = new Set();
			const seen = new Set();
			const walk = (value) => {
				if ((typeof value !== "object" && typeof value !== "function") || value === null || seen.has(value)) return;
				seen.add(value);
				const { name, loadable } = typeof value === "function" ? extractTaskModule(value) : {};
				if (loadable) names.add(name);
				for (const key of Object.getOwnPropertyNames(value)) {
					const property = Object.getOwnPropertyDescriptor(value, key);
					if (key !== "constructor") walk("value" in property ? property.value : property.get());
				}
			};
			for (const file of ${JSON.stringify(Object.keys(shapes))}) walk(createRequire(import.meta.url)("./" + file + ".cjs"));
			console.log(JSON.stringify([...names]));
		`,
	});
	const list = (...flags: string[]) => {
		const listed = JSON.parse(p.namesake(["list", "--json", ...flags]).stdout) as {
			name: string;
			kind: string;
			loadable: boolean;
		}[];
		return listed.filter(({ loadable, kind }) => loadable && kind !== "value").map(({ name }) => name);
	};
	const told = JSON.parse(node([p.at("main.js")], p.at())) as string[];
	assert.deepEqual(list("--load").sort(), told.sort());
	// The text leaves open what others may write to.
	assert.deepEqual(
		list().filter((name) => !told.includes(name)),
		[],
	);
	assert.ok(told.includes("app/function#fastify") && told.includes("app/class#default.s"), told.join("\n"));
	const { stdout, stderr, code } = p.namesake(["check"]);
	assert.equal(code, 0, stdout + stderr);
});
