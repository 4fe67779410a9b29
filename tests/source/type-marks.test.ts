/* Without its types a text says the same of what there is at run time: the tree with types is the authority. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Node } from "../../src/source/node.ts";
import { parse } from "../../src/source/parse.ts";
import { said } from "./said.ts";

const MARKS = `
	import type U from "u"; import { type V, W } from "w"; import type * as N from "n"; import X, { type Y } from "x"; import {} from "e";
	export type { X1 } from "x"; export { type Y1, Z1 } from "z"; export type * from "s"; export type * as S from "s"; export * as T from "t";
	export { U, V, W, N, X, Y };
	declare const c1: number; declare let l1: number, l2: number; export declare var v1: number; export declare const c2: string;
	declare class C1 {} export declare class C2 {} export declare abstract class C3 { m(): void } export abstract class C4 { abstract m(): void }
	export declare function f1(): void; declare function f2(): void; export function f3(a: string): void; export function f3(a: unknown) {}
	declare enum E1 { a } export const enum E2 { a } export enum E3 { a }
	declare namespace N1 { const x: number } export namespace N2 { export interface I {} } export namespace N3 { export declare const x: number; }
	export namespace N4.Inner { export const x = 1; export declare class D {} export function g<T>(t: T) { return t; } }
	export type A1 = string; export interface I1 {} declare module "lib" { export const x: number } declare global { const g1: number }
	export { c1, l1, C1, f2, E1, N1, N3 }; export const declared = 1, declareThat = () => declared;
	export class K<T> { declare d: string; private p = (): T | undefined => undefined; constructor(private x: number, readonly y = () => 1) {} static s?: number; m?(): void; }
	const typed = <T,>(t: T): T => t; export const asserted = (typed as unknown) satisfies unknown; export default interface D {}
`;

test("marks of every kind", () => {
	assert.deepEqual(said("/marks.ts", MARKS, "values"), said("/marks.ts", MARKS, "types"));
});

/** Every mark that a tree has, in the order of the text. */
function marksOf(text: string, detail: "types" | "values"): string[] {
	const { program, problems } = parse(text, "ts", "module", detail);
	assert.deepEqual(problems, [], text);
	const of = (node: Node, isType = false): string[] => {
		const { importKind, exportKind, declare, declaration, specifiers, body } = node as unknown as {
			[key in "importKind" | "exportKind"]?: string;
		} & { declare?: boolean; declaration?: Node; specifiers?: Node[]; body?: Node | Node[] };
		const below = [declaration ?? [], specifiers ?? [], /Class|Function/.test(node.type) ? [] : (body ?? [])].flat();
		// Of `import type X` it is the statement that says it.
		const isTypeToo = isType || importKind === "type" || exportKind === "type";
		const marks = [isTypeToo && !/Declaration$/.test(node.type), declare === true].map(Number).join("");
		return [
			`${node.type} ${node.start} ${marks}`,
			...below.flatMap((inner) => of(inner, isTypeToo && /Specifier$/.test(inner.type))),
		];
	};
	return of(program);
}

/** Whether a statement is marked as nothing but types decides whether the other module is loaded. */
function statementMarks(text: string, detail: "types" | "values"): string[] {
	return parse(text, "ts", "module", detail).program.body.map((statement) => {
		const { importKind, exportKind, source } = statement as {
			importKind?: string;
			exportKind?: string;
			source?: unknown;
		};
		return `${statement.type} ${source === null || source === undefined ? "" : `${importKind === "type"} ${exportKind === "type"}`}`;
	});
}

test("every mark is where the tree with types has it", () => {
	for (const text of [
		// What is imported as a type and exported again is told as one by the parser's record only.
		MARKS.replace("export { U, V, W, N, X, Y };", ""),
		'import "x"; import {} from "x"; import a from "x"; import * as b from "x"; import { c } from "x";',
		'import type a from "x"; import type * as b from "x"; import type { c } from "x";',
		'import { type a } from "x"; import { type b, type c } from "x"; import { type d, e } from "x"; import f, { type g } from "x";',
		'import { type a as b } from "x"; import { c as d } from "x"; import type { e as f } from "x"; import { default as g, type default as h } from "x";',
		'import { type } from "x"; import { type as as } from "x"; import type from "y"; import type, { a } from "z";',
		'export * from "x"; export * as a from "x"; export type * from "x"; export type * as b from "x";',
		'export {} from "x"; export { a } from "x"; export { type b } from "x"; export type { c } from "x";',
		'export { type a, b } from "x"; export { type c, type d } from "x"; export type { e, f as g } from "x"; export { type h as i } from "x";',
		"type A = 1; const b = 1; export { type A }; export { b }; export { type A as C, b as d }; export type { A as E };",
		'import { type A } from "x"; export { b } from "x"; export { type C } from "x"; import D from "x";',
		"declare const a: 1; const b = 1; declare let c: 1; export declare var d: 1; export const e = 1;",
		"declare function f(): void; function g() {} export declare function h(): void; export default function i() {}",
		"declare class C {} class D {} export declare class E {} export declare abstract class F {} abstract class G {}",
		"declare namespace N { const x: 1; } namespace O { declare const x: 1; export declare function f(): void; class C {} }",
		"namespace N { namespace M { declare let x: 1; } } namespace P.Q { export declare class C {} export {}; }",
		"declare enum A { a } enum B { a } declare module 'm' { const x: 1; } declare global { const y: 1; }",
		"var declared = 1, declare; function declareIt() {} class declareThat {}",
	]) {
		assert.deepEqual(marksOf(text, "values"), marksOf(text, "types"), text);
		assert.deepEqual(statementMarks(text, "values"), statementMarks(text, "types"), text);
	}
});
