/* Parameters and result as they are written: neither layout nor comments make a difference. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { readModule } from "../../src/source/module-source.ts";
import { signatureOf } from "../../src/source/signature.ts";

function signature(text: string): string | undefined {
	const source = readModule(text, "ts", "module");
	assert.deepEqual(source.problems, [], text);
	return signatureOf(source, source.makers[0] ?? assert.fail(text));
}

const heads = [
	"()",
	"(a)",
	"(a, b)",
	"(...a)",
	"(a = 1, b = a)",
	"(a = -1)",
	"(a = !b)",
	"(a = b ?? c)",
	"(a = b && c || d)",
	"(a = { b: 1 })",
	"(a = [1, 2])",
	"(a = f(1, 2))",
	"(a = ')')",
	'(a = "(\\"")',
	"(a = `)${b}`)",
	"({ a, b: c = 1, ...d })",
	"([a, b = 1, ...c])",
	"(a: string)",
	"(a?: string)",
	"(this: A, a: string)",
	"(a: string | number)",
	"(a: A & B)",
	"(a: A[])",
	"(a: [a: A, b?: B, ...c: C[]])",
	"(a: { b: string; c?: number })",
	"(a: (b: B) => C)",
	"(a: new (b: B) => C)",
	"(a: A<B>)",
	"(a: A<B<C>>)",
	"(a: A<B, C>)",
	"(a: keyof A)",
	"(a: typeof b)",
	'(a: "x" | "y")',
	"(a: A.B)",
	"(a: A['b'])",
	"(a: `x${string}`)",
	"<T>(a: T)",
	"<T extends A, U = B>(a: T, b: U)",
	"<T extends (a: A) => B>(a: T)",
	"<const T>(a: T)",
];
const results = [
	"void",
	"Promise<void>",
	"A | B",
	"a is string",
	"asserts a",
	"asserts a is string",
	"{ a: A }",
	"A[]",
	"(a: A) => B",
	"this",
];

for (const head of heads)
	test(head, () => {
		assert.equal(signature(`function f${head} {}`), head);
		assert.equal(signature(`export default async function*${head} {}`), head);
		if (!head.includes("this:")) {
			assert.equal(signature(`const f = ${head} => 1;`), head);
			assert.equal(signature(`const f = async ${head} => {};`), head);
			assert.equal(signature(`const o = { m${head} {} };`), head);
			assert.equal(
				signature(`class C { constructor${head.replace(/^<.*?>(?=\()/, "")} {} }`),
				`new ${head.replace(/^<.*?>(?=\()/, "")}`,
			);
		}
	});

for (const result of results)
	test(`=> ${result}`, () => {
		assert.equal(signature(`function f(a): ${result} {}`), `(a) => ${result}`);
		if (!/=>/.test(result)) assert.equal(signature(`const f = (a): ${result} => 1;`), `(a) => ${result}`);
	});

test("layout and comments make no difference", async () => {
	const text =
		"export function f<T extends A>(a: T, { b, c = 1 }: { b: string; c?: number } = d, rest?: A<B>[]): Promise<A | B> {}";
	const once = signature(text);
	const spread = text.replaceAll(/(?<=[,;({<:=|])/g, "\n\t/* ( */ ").replaceAll(/(?=[)}>])/g, " // }\n");
	assert.equal(signature(spread), once);
	assert.equal(signature(text.replaceAll(", ", ",").replaceAll(": ", ":").replaceAll(" = ", "=")), once);
	assert.equal(signature(text.replace("rest?: A<B>[]", "rest?: A<B>[],")), once);
	assert.equal(signature(text.replace("c?: number }", "c?: number; }")), once);
	// The compiler's own printer is another layout.
	const { default: ts } = await import("typescript-6");
	const file = ts.createSourceFile("m.ts", text, ts.ScriptTarget.ESNext);
	assert.equal(signature(ts.createPrinter({ removeComments: true }).printFile(file)), once);
});

test("what stands for no parameters", () => {
	assert.equal(signature("class C {}"), "new ()");
	assert.equal(signature("class C { m(a) {} }"), "new ()");
	assert.equal(signature("const f = a => 1;"), "(a)");
	assert.equal(signature("const f = async a => 1;"), "(a)");
	assert.equal(signature("f(1);"), undefined);
	assert.equal(signature("new C(1);"), undefined);
	assert.equal(signature("const f = (a: | 'x' | 'y') => 1;"), "(a: 'x' | 'y')");
	assert.equal(signature("const f = (a: (| 'x')) => 1;"), "(a: ('x'))");
});

test("a checkout with another end of lines", () => {
	const text = "function f(a = `one\n${b}\n`, // more\n\tc: string) {}";
	assert.equal(signature(text.replaceAll("\n", "\r\n")), signature(text));
	assert.equal(signature(text), "(a = `one\n${b}\n`, c: string)");
});
