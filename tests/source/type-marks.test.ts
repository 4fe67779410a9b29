/* Without its types a text says the same of what there is at run time: the tree with types is the authority. */
import assert from "node:assert/strict";
import { test } from "node:test";
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
