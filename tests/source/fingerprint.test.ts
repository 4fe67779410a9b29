import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { distanceOf, type Fingerprint, Fingerprints } from "../../src/source/fingerprint.ts";
import { inventory } from "../../src/source/inventory.ts";
import { Kinds } from "../../src/source/kinds.ts";
import { SourceFiles, sourceFileOf } from "../../src/source/source-file.ts";
import { project } from "../package/project.ts";

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

	it("has the names that imports have in their modules, wherever these are", () => {
		const body = (imports: string) => fingerprint(`${imports}\nexport function f(x) { return a(x) + o.a; }`).body;
		const named = body('import { charge as a } from "./billing.js";');
		const others = [
			'import { refund as a } from "./billing.js";',
			'import { charge as a } from "./paypal.js";',
			'import a from "./billing.js";',
			'import * as a from "./billing.js";',
			'import { a } from "./billing.js";',
		].map(body);
		assert.equal(new Set([named, ...others]).size, 6);
		assert.equal(body('import { charge as a } from "../common/billing.ts";'), named);
		assert.equal(body('import { charge as b } from "./billing.js";'), others.at(-1), "what is not imported is `a`");
		assert.equal(
			fingerprint('import { charge as pay } from "./billing.js";\nexport function f(x) { return pay(x) + o.a; }').body,
			named,
			"its local name is of no account",
		);
	});

	it("is not that of an import where a local variable has its name", () => {
		const local = "export function f(a) { return a(1); }";
		assert.equal(fingerprint(`import { charge as a } from "./billing.js";\n${local}`).body, fingerprint(local).body);
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

/** They stand in lock files that are committed: another number for the same code, and everything has changed for everybody. */
describe("a fingerprint that was taken before", () => {
	for (const [text, expected] of Object.entries({
		"export function f() {}": { signature: "()", body: "f4a8dc0f26ba60e3-3813cec6b9d37b4d", size: 1 },
		"export const f = (a: number) => a * 2 + 1;": {
			signature: "(a: number)",
			body: "2b83ff3a2343f1ed-f5ffdca1ada26f53",
			size: 5,
		},
		"export async function send(to: string) { const mail = { to, at: new Date() }; await deliver(mail); return `sent to ${to}`; }":
			{ signature: "(to: string)", body: "57ec55914e8d97b4-4a9014408c518e99", size: 22 },
		"export class C { #n = 0; constructor(n = 1) { this.#n = n; } get n() { return this.#n; } static of(n) { return new C(n); } }":
			{ signature: "new (n = 1)", body: "4da9f3f761d558db-0ebe12da64e847aa", size: 34 },
		"export function* walk(tree) { for (const node of tree?.nodes ?? []) { yield node; yield* walk(node); } }": {
			signature: "(tree)",
			body: "90910b95b5a202a8-c4a330348187800f",
			size: 19,
		},
	}))
		it(`of ${text}`, () => assert.deepEqual(fingerprint(text), expected));
});

describe("the distance of two sketches", () => {
	const sketch = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
	const body = (bits: bigint) => `0123456789abcdef-${bits.toString(16).padStart(16, "0")}`;

	it("is the number of bits that differ", () => {
		fc.assert(
			fc.property(sketch, sketch, (a, b) => {
				const differing = (a ^ b).toString(2).replaceAll("0", "").length;
				assert.equal(distanceOf(body(a), body(b)), differing);
				assert.equal(distanceOf(body(a), body(a)), 0);
			}),
		);
	});

	it("is the largest for what is none", () => {
		const other = body(1n);
		for (const none of ["", "-", "abc", "0123456789abcdef", "0123456789abcdef-1", `${other}0`]) {
			assert.equal(distanceOf(none, other), 64, none);
			assert.equal(distanceOf(other, none), 64, none);
		}
	});
});

describe("words of code", () => {
	it("are as many as it has, without types, parentheses and what only holds them", () => {
		const size = (text: string) => fingerprint(`export const f = () => ${text};`).size;
		assert.equal(size("a"), 1);
		assert.equal(size("(((a)))"), 1);
		assert.equal(size("a + b"), 3);
		assert.equal(size("a as B"), 1);
		assert.equal(size("<B>a!"), 1);
		assert.equal(size("a satisfies B"), 1);
		assert.equal(size("a?.b"), 3);
		assert.equal(size("f<A>(a)"), 3);
		assert.equal(size("(x: A, y?: B): C => x"), 4);
	});

	it("tell apart what runs differently", () => {
		const texts = [
			...["a", "b", "this", "1", "'1'", "1n", "/1/", "/1/g", "null", "undefined", "true", "`1`", "`2`", "`1${a}`"],
			...[
				"-a",
				"+a",
				"!a",
				"a++",
				"++a",
				"a--",
				"a = 1",
				"a += 1",
				"a.b",
				"a[b]",
				"a?.b",
				"a.c",
				"a['b']",
				"a()",
				"a?.()",
			],
			...["new a()", "() => a", "async () => a", "function () {}", "function* () {}", "async function () {}", "a && b"],
			...[
				"a || b",
				"a ?? b",
				"(a, b)",
				"a ? b : c",
				"[a]",
				"[...a]",
				"({ a })",
				"({ a: b })",
				"({ [a]: b })",
				"({ ...a })",
			],
			...[
				"({ get a() { return 1; } })",
				"({ set a(v) {} })",
				"({ a() {} })",
				"class {}",
				"class extends a {}",
				"class { a() {} }",
			],
			...[
				"class { static a() {} }",
				"class { #a() {} }",
				"class { #b() {} }",
				"class { get a() { return 1; } }",
				"class { a = 1; }",
			],
			...[
				"class { static a = 1; }",
				"class { static { a; } }",
				"typeof a",
				"void a",
				"delete a.b",
				"a in b",
				"a instanceof b",
			],
			...["import('a')", "import('b')", "a`b`", "a`c`", "class { constructor(private a) {} }"],
		];
		const bodies = new Map<string, string>();
		for (const text of texts) {
			const { body } = fingerprint(`export const f = () => (${text});`);
			assert.equal(bodies.get(body), undefined, text);
			bodies.set(body, text);
		}
		const statements = [
			...[
				"var a = 1;",
				"let a = 1;",
				"const a = 1;",
				"for (;;) a;",
				"for (a of b);",
				"for await (a of b);",
				"for (a in b);",
				"while (a);",
			],
			...[
				"do a; while (a);",
				"if (a) b;",
				"if (a) b; else c;",
				"return;",
				"return a;",
				"throw a;",
				"try { a; } catch {}",
				"try { a; } finally {}",
			],
			...[
				"switch (a) { case 1: }",
				"switch (a) { default: }",
				"a: for (;;) break a;",
				"a: for (;;) continue a;",
				"debugger;",
				"{}",
				"yield a;",
				"yield* a;",
				"await a;",
			],
		];
		for (const text of statements) {
			const { body } = fingerprint(`export async function* f() { ${text} }`);
			assert.equal(bodies.get(body), undefined, text);
			bodies.set(body, text);
		}
	});

	it("stay when an instance or another value is renamed, and leave its name out", () => {
		const of = (name: string) =>
			fingerprint(
				`import { TrackedInstance } from "namesake"; export const ${name} = new TrackedInstance(${name}x, "${name}");`,
			);
		assert.notEqual(of("a").body, of("b").body);
		const own = (name: string) =>
			fingerprint(`import { task } from "namesake"; export const ${name} = task(() => ${name}.name);`).body;
		assert.equal(own("a"), own("b"));
	});

	it("are those of the function that a task is made of, wherever it is written", async () => {
		await using p = await project({
			"package.json": { name: "app" },
			"m.ts":
				'import { task, wraps } from "namesake"; import { send as other } from "./send.js"; export const t = task(other); export const w = wraps(other, () => 1);',
			"send.ts": "export async function send(to: string): Promise<void> { await deliver(to); }",
		});
		const files = new SourceFiles();
		const kinds = new Kinds(files);
		const of = (name: string, path: string) => {
			const file = files.read(p.at(path)) ?? assert.fail(path);
			const entry = inventory(file, kinds).find((candidate) => candidate.path.join(".") === name);
			return new Fingerprints(files).of(file, entry ?? assert.fail(name));
		};
		assert.deepEqual(of("t", "m.ts"), of("send", "send.ts"));
		assert.deepEqual(of("w", "m.ts"), of("send", "send.ts"));
		assert.equal(of("t", "m.ts").signature, "(to: string) => Promise<void>");
		assert.equal(fingerprint(`${TASK}export const t = task(...args);`).signature, undefined);
		assert.equal(fingerprint(`${TASK}export const t = task();`).signature, undefined);
	});
});
