/*
 * The exports of a module with top-level await can't be seen without waiting, so the text alone answers. It may only do so where
 * nothing can have made it untrue.
 */
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { app } from "../app.ts";
import { commandProject } from "../cli/command.ts";
import { assertLoadable, assertNotLoadable, SHARED, type Told } from "./probe.ts";

const HEAD = 'import { task, wraps } from "namesake"; import { A } from "./made.js";';

const modules: Record<string, string> = {
	plain: 'export function f() {} export const t = new A("t");',
	// Of these only the impostor is asked: after the value itself, it would be told that the name is taken.
	proxyOfF: "export function f() {}",
	proxyOfMain: "export default function () {}",
	proxyOfC: "export class C {}",
	proxyOfT: 'export const t = new A("t");',
	proxyOfTask: "export const t = task(() => 1);",
	copyOfT: 'export const t = new A("t");',
	swapped: 'export const sw = { t: new A("swapped"), swap() { this.t = new A("swapped in"); } }; sw.swap();',
	thrown: `
		export let x;
		try { x = new (class extends A { constructor() { super("thrown"); throw new Error("after leaking this"); } })(); } catch {}
	`,
	duplicate: 'var dup = new A("duplicate"); for (var dup of [1]) {} export { dup };',
	duplicateIn: 'export var dup = new A("duplicateIn"); for (var dup in { a: 1 }) {}',
	block: 'export class S { static t = new A("block"); static { this.t = new A("written by the block"); } }',
	looped: 'export const list = [{ t: new A("looped") }]; for (const x of list) x.t = new A("put in by the loop");',
	loopedElsewhere: `
		export const o = { t: new A("loopedElsewhere") };
		const list = [o];
		for (const x of list) x.t = new A("put in by the loop");
	`,
	awaited: `
		class Then extends A { then(resolve) { resolve({ other: true }); } }
		export const awaited = await new Then("awaited");
	`,
	replaced: 'export const o = { t: new A("replaced") };',
	evaluated: `export let e = new A("evaluated"); eval('e = new A("by eval")');`,
	restOf: 'const k = "a"; export const { [k]: x, ...rest } = { b: new A("restOf") };',
	computed: 'const k = "b"; export const { [k]: x, ...rest } = { b: new A("computed") };',
	alias: 'const make = () => new A("alias"); export const send = make(); export { send as alias };',
	wrapped: `
		const log = (fn) => wraps(fn, (...args) => fn(...args));
		export const job = log(function job() {});
		export { job as a };
	`,
};

const main = `
	import { A, made } from "./made.js";
	import { tell, tellNow } from "./probe.js";
	const told = {};
	for (const [folder, told] of Object.entries({ waiting: {}, ready: {} })) {
		const m = {};
		for (const file of ${JSON.stringify(Object.keys(modules))}) {
			m[file] = await import("./" + folder + "/" + file + ".js");
			if (file === "replaced") {
				told.beforeReplaced = tellNow(m.replaced.o.t);
				m.replaced.o.t = new A("by another module");
			}
		}
		const { f, t } = m.plain;
		const { swapped, thrown, duplicate, duplicateIn, block, looped, loopedElsewhere, awaited, replaced, evaluated, restOf,
			computed, alias } = made;
		Object.assign(told, await tell({
			f, t, proxyOfF: new Proxy(m.proxyOfF.f, {}), proxyOfMain: new Proxy(m.proxyOfMain.default, {}),
			proxyOfC: new Proxy(m.proxyOfC.C, {}), proxyOfT: new Proxy(m.proxyOfT.t, {}), proxyOfTask: new Proxy(m.proxyOfTask.t, {}),
			copyOfT: Object.create(Object.getPrototypeOf(m.copyOfT.t), Object.getOwnPropertyDescriptors(m.copyOfT.t)),
			swapped, thrown, duplicate, duplicateIn, block, looped, loopedElsewhere, awaited, replaced, evaluated, restOf, computed, alias,
			job: m.wrapped.job,
		}));
		globalThis.told = { ...globalThis.told, [folder]: told };
	}
	console.log(JSON.stringify(globalThis.told));
`;

let all: Record<string, Told>;
before(async () => {
	const files: Record<string, string> = { ...SHARED, "main.js": main };
	for (const [name, text] of Object.entries(modules)) {
		const head = HEAD.replace("./made.js", "../made.js");
		files[`waiting/${name}.js`] = `${head}\nawait 0;\n${text}`;
		files[`ready/${name}.js`] = `${head}\n${text}`;
	}
	await using p = await app(files);
	all = (await p.tell("main.js")) as typeof all;
});

const kinds = { waiting: "with top-level await", ready: "without it" };

for (const [folder, title] of Object.entries(kinds))
	describe(`a module ${title}`, () => {
		const told = () => all[folder] ?? {};

		test("what is there is loadable: the checks below are no accident", () => {
			assertLoadable(told(), { f: "f", t: "t" });
		});

		test("a proxy or a copy of an export is not what its name loads", () => {
			assertNotLoadable(told(), ...Object.keys(modules).filter((name) => /^(?:proxy|copy)Of/.test(name)));
		});

		const gone = {
			"replaced by a method, through this": ["swapped"],
			"made by a constructor that throws after it has leaked this": ["thrown"],
			"replaced by a loop over the variable": ["duplicate", "duplicateIn"],
			"replaced by a static block": ["block"],
			"replaced in a loop over what holds it": ["looped", "loopedElsewhere"],
			"awaited, and so replaced by what its then gives": folder === "waiting" ? ["awaited"] : [],
			"replaced by another module": ["replaced"],
			"replaced by a direct eval": ["evaluated"],
		};
		for (const [what, keys] of Object.entries(gone))
			if (keys.length > 0) test(`a value ${what} is not loadable`, () => assertNotLoadable(told(), ...keys));

		test("a computed key in a pattern takes what it says when it runs", () => {
			assert.equal(told()["restOf"]?.later, "rest.b");
			assert.match(told()["restOf"]?.now ?? "", /^(?:(?:not loadable: )?rest\.b|LHS_UNPROVEN)$/);
			assert.equal(told()["computed"]?.later, "x");
			assert.match(told()["computed"]?.now ?? "", /^(?:(?:not loadable: )?x|LHS_UNPROVEN)$/);
		});

		test("a variable's own name comes before an alias, also of what a call gave", () => {
			assert.equal(told()["alias"]?.later, "send");
			assert.ok(["send", "LHS_UNPROVEN"].includes(told()["alias"]?.now ?? ""), told()["alias"]?.now);
			assert.equal(told()["job"]?.later, "job");
			// With top-level await, `extractTaskModule(job)` says `a` until somebody has waited.
			if (folder === "ready") assert.equal(told()["job"]?.now, "job");
		});
	});

test("a member is loadable where it can be looked at, and nowhere a lie", () => {
	const before = all as unknown as Record<string, { beforeReplaced: string }>;
	assert.equal(before["ready"]?.beforeReplaced, "o.t");
	assert.match(before["waiting"]?.beforeReplaced ?? "", /^not loadable: o\.t$|^LHS_UNPROVEN$/);
});

test("findLhs in a cycle of imports, where the module that was asked about waits for the one that asks", async () => {
	await using p = await app({
		...SHARED,
		"cycle.js": `
			import "./entry.js";
			import { A } from "./made.js";
			const make = () => new A("x");
			export const x = make();
		`,
		"entry.js": `
			import { x } from "./cycle.js";
			console.log(JSON.stringify(await x.findLhs().catch((error) => error.code)));
		`,
	});
	assert.equal(await p.tell("entry.js"), "LHS_UNPROVEN");
});

test("what load has imported can be looked at, also where nothing tells without waiting", async () => {
	await using p = await app({
		"waiting.js": `
			await 0;
			export default class { static first() {} static last() {} }
			export const swapped = { f() {} };
			export const { f } = swapped;
			swapped.f = () => {};
		`,
		"main.js": `
			import { extractTaskModule, load, TrackedInstance } from "namesake";
			const of = (value) => { const { name, loadable } = extractTaskModule(value); return loadable && name; };
			const first = await load("@acme/app/waiting#default.first");
			const { default: C, f } = await import("./waiting.js");
			console.log(JSON.stringify([of(first), of(C.last), of(f), C.first === first]));
		`,
	});
	const name = "@acme/app/waiting#";
	assert.deepEqual(await p.tell("main.js"), [`${name}default.first`, `${name}default.last`, `${name}f`, true]);
});

test("check does not complain of members of modules with top-level await", async () => {
	const text = "await 0;\nexport default class { static first() {} }";
	await using p = await commandProject({ "waiting.js": text });
	const { stdout, stderr, code } = p.namesake(["check"]);
	assert.equal(code, 0, stderr + stdout);
});
