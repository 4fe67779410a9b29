/* What the program, or another library, has done to Error: the same answers, and theirs untouched. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type App, app } from "../app.ts";

let p: App;
before(async () => {
	p = await app({
		"src/make.js": `
			import { TrackedInstance } from "namesake";
			export class A extends TrackedInstance {}
			const deep = (n) => (n === 0 ? new A() : deep(n - 1));
			export const make = () => deep(300);
		`,
		"src/m.js": `
			import { task } from "namesake";
			import { A, make } from "./make.js";
			export const direct = new A();
			export const [made] = [make()];
			export const sent = task(() => 1);
			export function fn() {}
		`,
		"src/main.js": `
			const describe = () => JSON.stringify(["stackTraceLimit", "prepareStackTrace"].map((key) => {
				const property = Object.getOwnPropertyDescriptor(Error, key);
				return property === undefined ? "none" : Object.entries(property).map(([k, v]) => k + "=" + String(v));
			}));
			const before = describe();
			const { extractTaskModule } = await import("namesake");
			const m = await import("./m.js");
			const ask = (get) => { try { return get() } catch (error) { return error.code ?? String(error) } };
			const answers = [ask(() => m.direct.lhs), ask(() => m.made.lhs), ask(() => m.sent.lhs), ask(() => extractTaskModule(m.fn).functionName)];
			for (const x of [m.direct, m.made, m.sent]) answers.push(await x.findLhs().catch((error) => error.code));
			console.log(JSON.stringify({ answers, changed: describe() === before ? false : [before, describe()] }));
		`,
	});
});
after(() => p[Symbol.asyncDispose]());

const ANSWERS = ["direct", "made", "sent", "fn", "direct", "made", "sent"];

function ask(setup: string, flags: readonly string[] = []): Promise<unknown> {
	const url = `data:text/javascript,${encodeURIComponent(setup)}`;
	return p.tell("src/main.js", { flags: [...flags, "--import", url] });
}

describe("Error.stackTraceLimit", () => {
	for (const [title, setup] of Object.entries({
		"0": "Error.stackTraceLimit = 0",
		"1": "Error.stackTraceLimit = 1",
		Infinity: "Error.stackTraceLimit = Infinity",
		"no number": "Error.stackTraceLimit = 'many'",
		missing: "delete Error.stackTraceLimit",
		"a getter alone": "Object.defineProperty(Error, 'stackTraceLimit', { get: () => 1, configurable: true })",
		"getter and setter":
			"let n = 1; Object.defineProperty(Error, 'stackTraceLimit', { get: () => n, set: (v) => { n = v }, configurable: true })",
		"read-only": "Object.defineProperty(Error, 'stackTraceLimit', { value: 2, writable: false, configurable: true })",
		"not enumerable": "Object.defineProperty(Error, 'stackTraceLimit', { value: 2, enumerable: false })",
		"fixed, but writable": "Object.defineProperty(Error, 'stackTraceLimit', { value: 2, configurable: false })",
	}))
		test(title, async () => assert.deepEqual(await ask(setup), { answers: ANSWERS, changed: false }));
});

describe("Error.prepareStackTrace of others", () => {
	for (const [title, setup] of Object.entries({
		"gives no text": "Error.prepareStackTrace = (error, sites) => sites",
		throws: "Error.prepareStackTrace = () => { throw new Error('not for you') }",
		"is no function": "Error.prepareStackTrace = 'x'",
		"is undefined": "Error.prepareStackTrace = undefined",
		"a getter that throws":
			"Object.defineProperty(Error, 'prepareStackTrace', { get() { throw new Error('no') }, configurable: true })",
		"getter and setter":
			"let f = (e, s) => 'x'; Object.defineProperty(Error, 'prepareStackTrace', { get: () => f, set: (v) => { f = v }, configurable: true })",
		"counts its calls, of which none is ours":
			"let calls = 0; Error.prepareStackTrace = (e) => { calls++; return String(e) }; process.on('exit', () => { process.exitCode = calls > 0 ? 9 : 0 })",
	}))
		test(title, async () => assert.deepEqual(await ask(setup), { answers: ANSWERS, changed: false }));
});

describe("an Error that nobody can change has no frames to be read", () => {
	const kinds: [title: string, setup: string, flags: string[]][] = [
		["Object.freeze(Error)", "Object.freeze(Error)", []],
		["--frozen-intrinsics", "", ["--frozen-intrinsics", "--no-warnings"]],
	];
	for (const [title, setup, flags] of kinds) {
		test(`${title}: no wrong name, functions as ever`, async () => {
			const { answers } = (await ask(setup, flags)) as { answers: string[] };
			assert.equal(answers[3], "fn");
			for (const code of answers.toSpliced(3, 1)) assert.match(code, /^[A-Z_]+$/);
		});
		test(`${title}: the reason is that it can't be located`, async () => {
			const { answers } = (await ask(setup, flags)) as { answers: string[] };
			assert.deepEqual(answers.toSpliced(3, 1), Array(6).fill("CANNOT_LOCATE"));
		});
	}
});
