import assert from "node:assert/strict";
import { test } from "node:test";
import type { Node } from "../../src/source/node.ts";
import { childrenOf, keyText, languageOfFile, parse, staticKey } from "../../src/source/parse.ts";
import { runText } from "../shapes/running.ts";
import { checkValues } from "./value-children.ts";

/** All nodes, by the children of each. */
function nodesOf(text: string): Node[] {
	const nodes: Node[] = [];
	const waiting: Node[] = [parse(text, "ts", "module", "values").program];
	for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
		nodes.push(node);
		waiting.push(...childrenOf(node).reverse());
	}
	return nodes;
}

test("the language that the ending of a file says", () => {
	for (const [file, language] of [
		["/a/m.ts", "ts"],
		["m.mts", "ts"],
		["m.cts", "ts"],
		["m.d.ts", "ts"],
		["m.tsx", "tsx"],
		["m.js", "jsx"],
		["m.mjs", "jsx"],
		["m.cjs", "jsx"],
		["m.jsx", "jsx"],
		["m.ts.js", "jsx"],
		["m.tsc", "jsx"],
		["mts", "jsx"],
		["m", "jsx"],
	] as const)
		assert.equal(languageOfFile(file), language, file);
});

test("the key of a member is the one that it has when it runs", async () => {
	for (const member of [
		"a: 1",
		"'a b': 1",
		"1: 1",
		"1e3: 1",
		"0x10: 1",
		"['x']: 1",
		"[2]: 1",
		"[`t`]: 1",
		"[``]: 1",
		"m() {}",
		"get g() { return 1; }",
		"'\\u0061': 1",
		"if: 1",
	]) {
		const [property] = nodesOf(`({ ${member} })`).filter(({ type }) => type === "Property");
		const { default: made } = (await runText(`export default { ${member} };`, "module")) as { default: object };
		assert.deepEqual([staticKey(property as never)], Object.keys(made), member);
	}
	for (const member of ["[k]: 1", "[`${k}`]: 1", "['a' + 1]: 1", "[f()]: 1", "[null]: 1", "[/x/]: 1", "[true]: 1"]) {
		const [property] = nodesOf(`({ ${member} })`).filter(({ type }) => type === "Property");
		assert.equal(staticKey(property as never), undefined, member);
	}
	const [hidden] = nodesOf("class C { #p = 1; }").filter(({ type }) => type === "PropertyDefinition");
	assert.equal(staticKey(hidden as never), undefined);
	assert.equal(keyText({ type: "Identifier", name: "a" } as Node, true), undefined);
});

test("the children of a node are in the order of the text", () => {
	const nodes = nodesOf(
		"a(b, ...c); const [d, , e = f] = { g, [h]: i }; class J { k = l; } `${m}`; for (const n of o) p;",
	);
	const names = nodes.flatMap((node) => (node.type === "Identifier" ? [node.name] : []));
	assert.equal([...new Set(names)].join(""), "abcdefghiJklmnop");
});

test("what is wrong with a text has its place, and what is only a warning is not told", () => {
	assert.deepEqual(parse("const a = 1;", "ts", "module", "values").problems, []);
	const [problem, ...others] = parse("const a = 1;\nconst a = ;", "ts", "module", "values").problems;
	assert.ok(problem !== undefined && problem.offset >= 13 && problem.message.length > 0);
	assert.ok(others.every(({ offset }) => offset <= 24));
	assert.equal(parse("with (a) {}", "js", "commonjs", "values").problems.length, 0);

	assert.notEqual(parse("const a: 1 = 1;", "js", "module", "values").problems.length, 0);
	assert.equal(parse("const a = <b />;", "tsx", "module", "types").problems.length, 0);
});

test("types are in the tree with types only, and their marks are in both", () => {
	const text = "declare const a: string; const b: number = 1;";
	const annotations = (detail: "types" | "values") =>
		JSON.stringify(parse(text, "ts", "module", detail).program).includes("TSNumberKeyword");
	assert.deepEqual([annotations("types"), annotations("values")], [true, false]);
	for (const detail of ["types", "values"] as const) {
		const [first, second] = parse(text, "ts", "module", detail).program.body as { declare?: boolean }[];
		assert.deepEqual([first?.declare, second?.declare === true], [true, false], detail);
	}
});

test("what stands below a node is there but for types, whatever the syntax", () => {
	const text = `
		import type A from "a"; import { type B, c } from "b"; export type { D } from "d"; import e = require("e"); import f = G.h;
		interface I<T extends A = B> extends J<T>, K { m(a: T): void; new (a: T): I<T>; (a: T): T; readonly [key: string]: T; get x(): T; n?: typeof c }
		type L<in out T> = { [K in keyof T]?: T[K] } | (T extends infer U extends A ? U : never) | [a: A, b?: B, ...c: A[]] | \`x\${string}\` | unique symbol;
		type M = (this: A, ...a: B[]) => asserts a is A; type N = new () => A; type O = abstract new () => A; type P = import("p").Q<A>; type R = A["b"] & null;
		declare module "m" { const x: A; } declare global { interface W {} } namespace N.O { export const x: A = 1 as A; function y(): void {} }
		enum E { a = 1, b = c.length, "d" = 2 } const enum F { a } declare enum H { a }
		abstract class C<T> extends c<T>(d)<A> implements I<T>, J { declare a: A; private readonly b?: B = c!; static accessor s = 1; abstract m(): A; [key: string]: A;
			constructor(private x: A, readonly y = <A>c, ...z: A[]) { super(x satisfies A); } @dec() n<T>(@dec a: T): a is T { return f<T>(a) as const; } get g(): A { return 1; } static { c; } #p = 1; }
		function over(a: A): B; function over(this: C<A>, a?: any): asserts a { for (const [x, { y = 1 }] of a as A[]) label: try { break label; } catch ({ z }) {} finally {} }
		const t = tag<A>\`x\${c}\`, u = c?.d!.e?.[f<A>], v = <T,>(a: T): T => a, w = async function* <T>(a: T) { yield* a; }, x = { get y(): A { return 1; }, [c]: d, ...e };
		export = t; export as namespace Lib; export default interface X {}
	`;
	assert.ok(checkValues(text, "ts", "all of TypeScript") > 200);
});
