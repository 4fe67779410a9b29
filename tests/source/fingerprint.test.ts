import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { distanceOf, type Fingerprint, Fingerprints } from "../../src/source/fingerprint.ts";
import { inventory } from "../../src/source/inventory.ts";
import { Kinds } from "../../src/source/kinds.ts";
import { SourceFiles, sourceFileOf } from "../../src/source/source-file.ts";

/** The fingerprint of the task that a text makes, else of the function or class. */
function fingerprint(text: string, file = "m.ts"): Fingerprint {
	return prepared(text, file)();
}

/** The text is parsed at once. */
function prepared(text: string, file = "m.ts"): () => Fingerprint {
	const files = new SourceFiles();
	const source = sourceFileOf(`/app/src/${file}`, text, "values");
	const entries = inventory(source, new Kinds(files));
	const entry = entries.find(({ kind }) => kind === "task") ?? entries.find(({ kind }) => kind !== "value");
	assert.ok(entry !== undefined, text);
	return () => new Fingerprints(files).of(source, entry);
}

const TASK = 'import { task } from "namesake";\n';

describe("a signature", () => {
	for (const [text, expected] of [
		["export function f() {}", "()"],
		["export function f(a: string, b?: number): Promise<void> {}", "(a: string, b?: number) => Promise<void>"],
		[
			"export function f(\n\ta: string, // the first\n\tb: /* or */ number,\n): Promise<\n\tvoid\n> {}",
			"(a: string, b: number) => Promise<void>",
		],
		[
			"export const f = async <T extends (x: number) => T[]>(a: T, ...rest: T[]): Promise<T> => a;",
			"<T extends (x: number) => T[]>(a: T, ...rest: T[]) => Promise<T>",
		],
		["export const f = to => to;", "(to)"],
		["export const f = async to => to;", "(to)"],
		[
			"export const f = ({ a, b = 1 < 2 }: { a: number; b?: boolean }) => a;",
			"({ a, b = 1<2 }: { a: number; b?: boolean })",
		],
		["export function* f(a = ')', b = `${1}`, c = [1, 2]) {}", "(a = ')', b = `${1}`, c = [1, 2])"],
		["export default async function (a: | 'x' | 'y') {}", "(a: 'x' | 'y')"],
		["export class C { constructor(readonly a: string) {} }", "new (readonly a: string)"],
		["export class C {}", "new ()"],
		["export const o = { m(a: number): a is 1 { return true; } };", "(a: number) => a is 1"],
		[`${TASK}export const t = task(async (to: string): Promise<string> => to);`, "(to: string) => Promise<string>"],
		[`${TASK}function send(to: string) {}\nexport const t = task(send);`, "(to: string)"],
	] as const)
		it(`of ${text}`, () => assert.equal(fingerprint(text).signature, expected));

	it("is not there for what is not written as a function", () => {
		assert.equal(fingerprint(`${TASK}export const t = task(make());`).signature, undefined);
	});
});

const BODY =
	"{ const all = [a, 1, 2].map((x) => x * 2); for (const one of all) if (one > 3) return String(one); return `${a}`; }";

describe("the fingerprint of a body", () => {
	const base = fingerprint(`export function f(a) ${BODY}`).body;

	it("stays when the value is renamed, moved, formatted, typed or documented, or becomes a task", () => {
		for (const text of [
			`export function g(a) ${BODY}`,
			`export default function (a) ${BODY}`,
			`export const h = (a) => ${BODY}`,
			`// more\n\n/** doc */ export function f(a: number): string ${BODY.replaceAll("; ", ";\n\t").replace("all =", "all: number[] = /* c */").replace("String(one)", "(String(one!) as string)")}`,
			`${TASK}export const t = task(async (a: number) => ${BODY});`,
			`${TASK}function inner(a) ${BODY}\nexport const t = task(inner);`,
		])
			assert.equal(fingerprint(text).body, base, text);
	});

	it("stays when a function that calls itself is renamed", () => {
		const recursive = (name: string) => `export function ${name}(n) { return n < 2 ? 1 : n * ${name}(n - 1); }`;
		assert.equal(fingerprint(recursive("fact")).body, fingerprint(recursive("factorial")).body);
	});

	it("is another for other code, and similar for similar code", () => {
		const edited = fingerprint(`export function f(a) ${BODY.replace("one > 3", "one > 4")}`).body;
		const other = fingerprint(
			"export function f(a) { try { save(a); } catch (error) { log(error.message, { a }); throw error; } finally { close(); } }",
		).body;
		assert.notEqual(edited, base);
		assert.ok(distanceOf(base, edited) <= 14, `${distanceOf(base, edited)}`);
		assert.ok(distanceOf(base, other) > 14, `${distanceOf(base, other)}`);
		assert.equal(distanceOf(base, "nonsense"), 64);
	});

	it("tells texts, numbers and operators apart", () => {
		const bodies = [
			"return a + 1;",
			"return a - 1;",
			'return a + "1";',
			"return a + 2;",
			"return b + 1;",
			"return await (a + 1);",
		].map((text) => fingerprint(`export async function f(a, b) { ${text} }`).body);
		assert.equal(new Set(bodies).size, bodies.length);
	});

	it("is the same when Object.prototype has what nodes of the parser may have", () => {
		for (const text of [
			`${TASK}export const t = task(make(a, 1, "2", /r/));`,
			"export const f = (a) => { label: for (const x of [a, 1]) if (x) return `${-x}`; };",
			"export class C { static m = 1; get p() { return this?.m; } }",
		]) {
			const expected = fingerprint(text);
			const polluted = prepared(text);
			const keys = ["id", "regex", "operator", "kind", "async", "static", "optional", "delegate"];
			const prototype = Object.prototype as Record<string, unknown>;
			for (const key of keys) prototype[key] = { name: "a" };
			try {
				assert.deepEqual(polluted(), expected, text);
			} finally {
				for (const key of keys) delete prototype[key];
			}
		}
	});
});
