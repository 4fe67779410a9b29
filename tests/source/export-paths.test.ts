/* What the text alone says of a value; what is said of JavaScript has to be so when it runs. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { formatPath } from "../../src/base/name.ts";
import { type ExportPaths, exportPathsOf } from "../../src/source/export-paths.ts";
import { readModule } from "../../src/source/module-source.ts";
import type { Language, Node } from "../../src/source/node.ts";
import { commonjs, esm, typed } from "./placements.ts";
import { pathsTo, runText, valueAt, withGlobals } from "./running.ts";

function placements(text: string, language: Language, type: "module" | "commonjs"): ExportPaths[] {
	const source = readModule(text, language, type);
	assert.deepEqual(source.problems, []);
	const made = source.makers.filter(
		(node) => node.type === "NewExpression" && !/^Map/.test(text.slice(node.start + 4)),
	);
	return made.map((node) => exportPathsOf(source, node as Node));
}

function placed(text: string, language: Language = "js", type: "module" | "commonjs" = "module"): string {
	return placements(text, language, type).map(describePlacement).join(" | ");
}

/** Runs the text, with `y` as different things, and looks whether each value is where the text was said to settle that it is. */
async function run(text: string, type: "module" | "commonjs"): Promise<void> {
	const said = placements(text, "js", type);
	let count = 0;
	const numbered = text.replaceAll("new A()", () => `new A(${count++})`);
	let isRun = false;
	for (const y of /\by\b/.test(text) ? [undefined, [], { x: 1 }] : [undefined]) {
		const made: object[][] = said.map(() => []);
		class A {
			constructor(site: number) {
				made[site]?.push(this);
			}
		}
		const globals = { A, y, k: "key", a: () => {}, f: () => 1, use: () => {}, change: () => {}, rest: {} };
		const exports = await withGlobals(globals, () => runText(numbered, type)).catch(() => undefined);
		if (exports === undefined) continue;
		isRun = true;
		for (const [site, { paths, local, isClosed, isCaptured }] of said.entries()) {
			const [value, ...others] = made[site] ?? [];
			if (value === undefined || others.length > 0) continue;
			for (const { path, stable } of paths)
				if (stable) assert.equal(valueAt(exports, path), value, `${formatPath(path)} holds something else`);
			if (type !== "module" || !isClosed || isCaptured || (paths.length === 0 && local === undefined)) continue;
			const texts = paths.map(({ path }) => formatPath(path));
			for (const path of pathsTo(exports, (found) => found === value, 3).map((found) => formatPath(found)))
				assert.ok(texts.includes(path) || texts.includes(`default.${path}`), `${path} was not seen`);
		}
	}
	assert.ok(isRun || / from '/.test(text), "it can't be run");
}

function describePlacement({ paths, local }: ExportPaths): string {
	const texts = paths.map(({ path, stable }) => formatPath(path) + (stable ? "" : "?"));
	if (texts.length === 0 && local !== undefined) texts.push(`(${formatPath(local)})`);
	return texts.join(" ") || "nothing";
}

describe("ES modules", () => {
	for (const [text, expected] of Object.entries(esm))
		test(text, async () => {
			assert.equal(placed(text), expected);
			await run(text, "module");
		});
});

describe("TypeScript", () => {
	for (const [text, expected] of Object.entries(typed)) test(text, () => assert.equal(placed(text, "ts"), expected));
});

describe("CommonJS", () => {
	for (const [text, expected] of Object.entries(commonjs))
		test(text, async () => {
			assert.equal(placed(text, "js", "commonjs"), expected);
			await run(text, "commonjs");
		});
});

test("a namespace whose name has a dot", () => {
	assert.equal(placed("export namespace A.B { export const x = new A(); }", "ts"), "A.B.x?");
});

test("an object that holds itself: the shortest path", () => {
	assert.equal(placed("export const self = { x: new A() }; self.self = self;").split(" ")[0], "self.x?");
});

/** Whether every mention was followed, and whether a function mentions it. */
test("what may have given a value a further name", () => {
	for (const [text, isClosed, isCaptured] of [
		["const x = new A();", true, false],
		["export const x = new A();", true, false],
		["const x = new A(); export { x };", true, false],
		["const x = new A(); export { x as y, x as default };", true, false],
		["const x = new A(); export default x;", true, false],
		["const x = new A(); const y = x, o = { x };", true, false],
		["const x = new A(); use(x);", false, false],
		["const x = new A(); const y = x; use(y);", false, false],
		["const o = { x: new A() }; use(o);", false, false],
		["const o = { x: new A() }; use(o.x);", false, false],
		["const o = { x: new A() }; const y = o.x;", true, false],
		["const o = { x: new A() }; use(o.y);", false, false],
		["const o = { x: new A() }; const y = o[k];", false, false],
		["const o = { x: new A() }; const y = o.x; use(o.y);", false, false],
		["const o = { x: new A() }; const f = () => o.y;", true, true],
		["const x = new A(); use(x.y);", false, false],
		["const x = new A(); const y = x[k];", false, false],
		["const x = new A(); const f = () => x;", true, true],
		["const x = new A(); function f() { return x; }", true, true],
		["const x = new A(); function f(x) { return x; }", true, false],
		["const x = new A(); const f = () => x; use(x);", false, true],
		["const x = new A(); class C { static y = x; }", true, false],
		["const x = new A(); class C { y = x; }", true, true],
		["export let x; use(x); x = new A();", true, false],
		["export const o = { x: new A() }; o.o = o;", false, false],
		["use(new A());", true, false],
	] as const) {
		const [found] = placements(text, "js", "module");
		assert.deepEqual([found?.isClosed, found?.isCaptured], [isClosed, isCaptured], text);
	}
});

/** Where the first function or class of a text can be found. */
function ofFunction(text: string, type: "module" | "commonjs" = "commonjs"): string {
	const source = readModule(text, "js", type);
	assert.deepEqual(source.problems, []);
	const node = source.makers.find((maker) => /Function|Class/.test(maker.type));
	return describePlacement(exportPathsOf(source, node ?? assert.fail(text)));
}

test("the own name comes first, then the alphabet, then default, then members", () => {
	for (const [text, expected] of Object.entries({
		"function send() {} exports.a = send; exports.send = send;": "send a",
		"function send() {} exports.send = send; exports.a = send; module.exports.z = send;": "send a z",
		"function send() {} module.exports = { a: send, send };": "send a",
		"function send() {} exports.default = send; exports.b = send;": "b default",
		"function send() {} exports.o = { send }; exports.z = send;": "z o.send",
		"const x = function send() {}; exports.a = x; exports.send = x;": "send a",
		"const x = function send() {}; exports.a = x; exports.x = x;": "x a",
		"const x = function send() {}; exports.a = { send: x }; exports.b = x;": "b a.send",
		"const x = class Send {}; exports.A = x; exports.Send = x;": "Send A",
		"exports.a = function send() {}; exports.send = exports.a;": "a",
		"function send() {} const a = { send }; exports.a = a; exports.send = a.send;": "send a.send",
		"function send() {} exports.a = send; send.b = 1;": "a",
		"const C = class { }; module.exports = { C }; module.exports.D = C;": "C D?",
		"module.exports.C = class {}; exports.b = () => 1;": "C",
	}))
		assert.equal(ofFunction(text), expected, text);
	for (const [text, expected] of Object.entries({
		"function f() {} export { f as b, f as a, f as default, f };": "f a b default",
		"function f() {} export { f as b, f as a, f as default };": "a b default",
		"function f() {} export const o = { f }; export default f; export { f as z };": "z default o.f",
		"export default function f() {} export { f as z };": "z default",
		"export default (function f() {});": "default",
		"function f() {} export const a = f; export const o = [f]; export { f };": "f a o[0]",
		"let f; export default (f = () => 1); export { f };": "f default",
	}))
		assert.equal(ofFunction(text, "module"), expected, text);
});
