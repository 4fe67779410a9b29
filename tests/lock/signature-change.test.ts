/* What a change of a signature means to jobs that wait with the old arguments. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { changeOfSignature } from "../../src/lock/signature-change.ts";

describe("a signature that still takes the arguments of waiting jobs", () => {
	for (const [before, after] of [
		["(a: string)", "(a: string) => Promise<void>"],
		["(a: string) => void", "(a: string) => Promise<{ id: string }>"],
		["(a)", "(a: string)"],
		["(a: string)", "(a)"],
		["(a)", "(a, b = true)"],
		["(a: string)", "(a: string, b?: number)"],
		["(a: string)", "(a: string, b: number = 1, ...c: string[])"],
		["(a: string)", "(a?: string)"],
		["(a: string)", "(a: string = 'x')"],
		["(a = 1)", "(a = 2)"],
		["(a: string)", "(address: string)"],
		["(a: string)", "(a: string | undefined)"],
		["(a: string | number)", "(a: number | string | null)"],
		["(a: 'x' | 'y')", "(a: string)"],
		["(a: 1 | -2)", "(a: number)"],
		["(a: boolean)", "(a: true | false)"],
		["(a: true)", "(a: boolean)"],
		["(a: Mail)", "(a: unknown)"],
		["(a: Mail)", "(a: Mail | Letter)"],
		["(a: A & B)", "(a: A)"],
		["(a: string[])", "(a: readonly string[])"],
		["(a: Array<string>)", "(a: (string | number)[])"],
		["(a: { to: string; copy: boolean })", "(a: { to: string | string[]; copy?: boolean; late?: Date })"],
		["(a: { to: string; copy: boolean })", "(a: { to: string })"],
		["(a: { to: { name: string } })", "(a: { to: { name: string; age?: number } })"],
		["({ to })", "({ to, copy = false })"],
		["({ to, copy })", "({ to })"],
		["(options)", "({ to })"],
		["({ to, ...others })", "({ to, copy })"],
		["({ to }: { to: string })", "({ to, copy }: { to: string; copy?: boolean })"],
		["(a: string)", "(...all: string[])"],
		["(...all: string[])", "(...all: (string | number)[])"],
		["(a, b)", "(...all)"],
		["<T>(a: T)", "<U extends object>(a: U)"],
		["(a: Map<string, number>, b: string)", "(a: Map<string, number>, b: string, c?: boolean)"],
		["(this: A, a: string)", "(a: string)"],
		["new (private readonly a: string)", "new (a: string, b?: string)"],
		["new (@Inject('a', b) a: A)", "new (a: A)"],
		["(a = b < c, d = 1)", "(a = b < c, d = 2)"],
		["(a = new Map<string, number>(), b = 1)", "(a = new Map<string, number>(), b = 2)"],
		["(a: (b: B, c: C) => D)", "(a: (b: B, c: C) => D, b?: B)"],
		["(a: string)", undefined],
	] as const)
		it(`${before} → ${after}`, () => assert.equal(changeOfSignature(before, after), "compatible"));
});

describe("a signature that does not", () => {
	for (const [before, after] of [
		["(a)", "(a, b)"],
		["()", "(a: string)"],
		["(a, b)", "(a)"],
		["(a, b)", "()"],
		["(a, b)", "(b, a)"],
		["(a: string, b: string)", "(b: string, a: string)"],
		["(b)", "(a = 1, b)"],
		["(a: string)", "(a: number)"],
		["(a: string)", "(a: string[])"],
		["(a: string | number)", "(a: string)"],
		["(a: string)", "(a: 'x')"],
		["(a: Mail)", "(a: Letter)"],
		["(a: A)", "(a: A & B)"],
		["(a?: string)", "(a: string)"],
		["(a = 1)", "(a)"],
		["(a: { to: string })", "(a: { to: string; copy: boolean })"],
		["(a: { to: string })", "(a: { to: number })"],
		["(a: { to?: string })", "(a: { to: string })"],
		["(a: { to: string })", "(a: { address: string })"],
		["({ to })", "({ to, copy })"],
		["({ to })", "({ address })"],
		["(a: Map<string, number>)", "(a: Map<string, string>)"],
		["(...all: string[])", "(...all: number[])"],
		["(...all: string[])", "(a: string)"],
		["new (a: string)", "new (a: string, b: string)"],
		["<T>(a: T)", "<T>(a: T[])"],
		["(a: (b: B) => C)", "(a: (b: B) => D)"],
	] as const)
		it(`${before} → ${after}`, () => assert.equal(changeOfSignature(before, after), "breaking"));
});

describe("no change", () => {
	it("is none", () => assert.equal(changeOfSignature("(a)", "(a)"), undefined));
	it("is none to what was not known", () => assert.equal(changeOfSignature(undefined, "(a)"), undefined));
});
