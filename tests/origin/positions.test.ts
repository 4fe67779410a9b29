/*
 * The rules by which V8 places functions and calls, held against V8 itself: every function of a module is found in its text, and
 * every call that a stack frame shows.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { bodyCallOf } from "../../src/origin/body-call.ts";
import { capture, framesOf } from "../../src/origin/call-site.ts";
import { definitionOf } from "../../src/origin/definition.ts";
import { project } from "../package/project.ts";

/** Each expression gives a function or class; `@` marks the first character of what its node has to be. */
const FUNCTIONS = [
	"@function () {}",
	"@function named() {}",
	"@async function () {}",
	"@function* () {}",
	"@async function* named() {}",
	"@function /* ( */ () {}",
	"@function // (\n ( a = (1) ) {}",
	"@async /* function ( */ function /* ( */ f /* ( */ () {}",
	"@() => 1",
	"@async () => 1",
	"@a => a",
	"@async a => a",
	"@({ a } = {}, [b] = [(1)]) => a",
	"@class {}",
	"@class N extends (class {}) {}",
	"@class { constructor() {} }",
	"@class { /* ( */ constructor /* ( */ (a) {} m() {} }",
	"({ m@() {} }).m",
	"({ async m@() {} }).m",
	"({ *m@() {} }).m",
	"({ async *m@() {} }).m",
	"({ 'a b'@() {} })['a b']",
	"({ ['a(' + 1]@() {} })['a(1']",
	"({ 1@() {} })[1]",
	"Object.getOwnPropertyDescriptor({ get x@() { return 1 } }, 'x').get",
	"Object.getOwnPropertyDescriptor({ set x@(v) {} }, 'x').set",
	"(class { static m@() {} }).m",
	"(class { m@() {} }).prototype.m",
	"(class { static f = @() => 1 }).f",
	"(class { static #p@() {} static get() { return this.#p } }).get()",
	"(() => @() => 1)()",
	"new Proxy(@() => 1, {})",
];

test("every kind of function is found in the text", async () => {
	const lines = FUNCTIONS.map((text) => `f(${text.replace("@", "")});`);
	await using p = await project({
		"package.json": { type: "module" },
		"m.js": `const all = []; const f = (x) => all.push(x);\n${lines.join("\n")}\nexport default all;`,
	});
	const { default: all } = (await import(pathToFileURL(p.at("m.js")).href)) as { default: object[] };
	for (const [index, marked] of FUNCTIONS.entries()) {
		const { node, module } = definitionOf(all[index] as object);
		const wanted = marked.slice(marked.indexOf("@") + 1);
		const found = module.source.text.slice(node.start, node.end);
		assert.ok(wanted.startsWith(found), `${marked}: found ${found}`);
	}
});

/** Each is evaluated in the body; `@` marks the node whose value is being waited for. */
const CALLS = [
	"@here()",
	"@new Here()",
	"@new Here",
	"@o.here()",
	"@o['here']()",
	"@o?.here?.()",
	"@o . /* ( */ here /* . */ ( 1 )",
	"@(0, o.here)()",
	"@here`x${1}`",
	"@o.here`x`",
	"@new o.Here(1)",
	"@new (class extends Here {})()",
	"@new (class extends Here { constructor() { super(); } })()",
	"@o.get().here()",
	"[1].map(() => 1), @here()",
	"x = { a: [@here()] }",
	"y ? 1 : @here()",
	"`${@here()}`",
	"(@here(), 1)",
	"@o[@here() ? 'here' : 0]()",
	"!@here()",
	"void @here /* ) */ ()",
	"@Reflect.construct(Here, [])",
	"@[1].forEach(here)",
];

test("every kind of call is found in the text of the body", async () => {
	const lines = CALLS.map((text) => `start(); ${text.replaceAll("@", "")};`);
	await using p = await project({
		"package.json": { type: "module" },
		"m.js": `
let x, y;
const { here, start } = globalThis.acmeHost;
class Here { constructor() { here(); } }
const o = { here, Here, get: () => o };
${lines.join("\n")}
`,
	});
	const seen: string[][] = [];
	const here = () => {
		const call = bodyCallOf(framesOf(capture(here)) ?? [], Date.now());
		const text = call?.module?.source.text ?? "";
		seen.at(-1)?.push(call?.node === undefined ? "nothing" : text.slice(call.node.start, call.node.end));
		return true;
	};
	Object.assign(globalThis, { acmeHost: { here, start: () => seen.push([]) } });
	try {
		await import(pathToFileURL(p.at("m.js")).href);
	} finally {
		Reflect.deleteProperty(globalThis, "acmeHost");
	}
	for (const [index, marked] of CALLS.entries()) {
		const text = marked.replaceAll("@", "");
		const starts = [...marked.matchAll(/@/g)].map(({ index: at }, n) => at - n);
		const found = seen[index] ?? [];
		assert.equal(found.length, starts.length, `${text}: ${found}`);
		// Of a call in the key of another the inner one is first.
		for (const node of found)
			assert.ok(
				starts.some((at) => text.startsWith(node, at)),
				`${text}: found ${node}`,
			);
		assert.equal(new Set(found).size, starts.length, text);
	}
});

test("a body is the innermost one, and what a function does later has none", async () => {
	const inCallback = await new Promise((resolve) =>
		setImmediate(() => resolve(bodyCallOf(framesOf(capture(() => {})) ?? [], Date.now()))),
	);
	assert.equal(inCallback, undefined);
	assert.equal(bodyCallOf([], Date.now()), undefined);
});
