/* What the text says of a value besides its paths, which tests/shapes have. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { exportPathsOf } from "../../src/source/export-paths.ts";
import { describePaths, placements, sourceOf } from "../shapes/text.ts";

test("an object that holds itself: the shortest path", () => {
	const [placement] = placements("export const self = { x: new A() }; self.self = self;");
	assert.equal(describePaths(placement ?? assert.fail()).split(" ")[0], "self.x?");
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
		const [found] = placements(text);
		assert.deepEqual([found?.isClosed, found?.isCaptured], [isClosed, isCaptured], text);
	}
});

/** Where the first function or class of a text can be found. */
function ofFunction(text: string, type: "module" | "commonjs" = "commonjs"): string {
	const source = sourceOf(text, "js", type);
	const node = source.makers.find((maker) => /Function|Class/.test(maker.type));
	return describePaths(exportPathsOf(source, node ?? assert.fail(text)));
}

test("the name of the declaration comes first, then the alphabet, then default, then members", () => {
	for (const [text, expected] of Object.entries({
		"function send() {} exports.a = send; exports.send = send;": "send a",
		"function send() {} exports.send = send; exports.a = send; module.exports.z = send;": "send a z",
		"function send() {} module.exports = { a: send, send };": "send a",
		"function send() {} exports.default = send; exports.b = send;": "b default",
		"function send() {} exports.o = { send }; exports.z = send;": "z o.send",
		"const x = function send() {}; exports.a = x; exports.send = x;": "a send",
		"const x = function send() {}; exports.a = x; exports.x = x;": "x a",
		"const x = function send() {}; exports.a = { send: x }; exports.b = x;": "b a.send",
		"const x = class Send {}; exports.A = x; exports.Send = x;": "A Send",
		"exports.a = function send() {}; exports.send = exports.a;": "a",
		"function send() {} const a = { send }; exports.a = a; exports.send = a.send;": "send a.send",
		"function send() {} exports.a = send; send.b = 1;": "a",
		"const C = class { }; module.exports = { C }; module.exports.D = C;": "C D",
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
