/* Without its types a text says the same of what there is at run time: the tree with types is the authority. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { inventory } from "../../src/source/inventory.ts";
import { Kinds } from "../../src/source/kinds.ts";
import { SourceFiles, sourceFileOf } from "../../src/source/source-file.ts";
import { exportedValues } from "../../src/source/values.ts";

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

const kinds = { types: new Kinds(new SourceFiles("types")), values: new Kinds(new SourceFiles("values")) };

function said(file: string, text: string, detail: "types" | "values"): unknown {
	const source = sourceFileOf(file, text, detail);
	const entries = inventory(source, kinds[detail], { anonymous: true });
	const { bindings, reexports, stars, types, isModule } = source.source.exports;
	return {
		entries: entries.map(({ node, ...entry }) => ({ ...entry, type: node.type, start: node.start })),
		values: exportedValues(source.source).map(({ name, variable, at }) => [name, variable, at.start]),
		exports: [[...bindings], [...reexports], stars, [...types].sort(), isModule],
		problems: source.source.problems,
	};
}

test("marks of every kind", () => {
	assert.deepEqual(said("/marks.ts", MARKS, "values"), said("/marks.ts", MARKS, "types"));
});

test("every source of zod", () => {
	const folder = join(process.cwd(), "node_modules", "zod", "src");
	const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
		(file) => file.endsWith(".ts") && !file.endsWith(".d.ts"),
	);
	let compared = 0;
	for (const file of files) {
		const text = readFileSync(join(folder, file), "utf8");
		if (text.length > 60_000) continue;
		assert.deepEqual(said(join(folder, file), text, "values"), said(join(folder, file), text, "types"), file);
		compared++;
	}
	assert.ok(compared > 50, `${compared}`);
});
