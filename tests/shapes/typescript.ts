import { type CorpusFile, equals, INAPPLICABLE, instance, named, proved, source, VALUE } from "./row.ts";

/** What only TypeScript says: F9, F23, the casts of I15, the decorator of I22. */
export const typescript: readonly CorpusFile[] = [
	{
		file: "t1.ts",
		needs: ["types"],
		text: source`
			import { task, TrackedInstance, type Task } from "namesake";
			import { A, B } from "./classes.ts";
			export type Handler = (to: string) => void;
			export interface send { extra: 1 }
			export function send(to: string): void;
			export function send(to: string, again: number): void;
			export function send(to: string, again?: number): void {}
			export const generic = <T,>(value: T): T => value;
			export abstract class Shape {
				abstract area(): number;
				declare readonly kind: string;
				private static hidden<T>(this: void, value: T): T { return value; }
				static visible(): void {}
				protected describe(): string { return "shape"; }
			}
			export const cast = (() => 1) as unknown as Handler;
			export const nonNull = (() => 1)!;
			export const satisfied = { f: (() => 1) satisfies () => number, list: [() => 2] as const };
			const yes: boolean = Date.now() > 0;
			export const a: A = new A() as A;
			export const b = new A()!;
			export const c = new A() satisfies A;
			export const d = (yes ? new A() : new B()) as A;
			export const t: Task = task(async (to: string): Promise<string> => to) as Task;
			class Local<T> extends TrackedInstance { value?: T }
			export const local = new Local<string>();
			export const o = { a: new A() as A, list: [new A()!] } as const;
		`,
		rows: [
			"generic",
			"Shape",
			"Shape.hidden",
			"Shape.visible",
			"Shape.prototype.describe",
			"cast",
			"nonNull",
			"satisfied.f",
			"satisfied.list[0]",
		]
			.map((path): CorpusFile["rows"][number] => named("F23", path))
			.concat(["a", "b", "c", "t"].map((path) => instance("I15", path)))
			.concat(
				[proved("I15", "d"), instance("I15", "local"), named("F23", "send")],
				["o.a", "o.list[0]"].map((path) => proved("I15", path)),
			),
	},
	{
		file: "t2.ts",
		needs: ["types", "transform"],
		text: source`
			import { TrackedInstance } from "namesake";
			export namespace N {
				export function f() {}
				export const g = () => 1;
				export namespace Deep { export function h() {} }
				export class K extends TrackedInstance {}
				export const k = new K();
			}
			export class P extends TrackedInstance {
				constructor(public readonly label: string, private secret = 1) {
					super();
				}
			}
			export const p = new P("p");
			// Node's stripping refuses this kind of cast.
			export const cast = <P>new P("cast");
			export enum Colour { Red = "red" }
			export const after = () => Colour.Red;
		`,
		rows: [
			...["N.f", "N.g", "N.Deep.h", "N.K"].map((path) => named("F9", path)),
			proved("F9", "N.k", { list: "none" }),
			instance("F23", "p"),
			instance("I15", "cast"),
			named("F23", "P"),
			named("F23", "after"),
		],
	},
	{
		file: "t3.ts",
		needs: ["types", "transform", "decorators"],
		text: source`
			import { tracked } from "namesake";
			function mark<T extends abstract new (...args: any) => object>(value: T, _context: ClassDecoratorContext): void {}
			function member(value: (...args: any) => unknown, _context: ClassMethodDecoratorContext): void {}
			@mark
			export class Decorated {
				static s() {}
				@member
				m() {}
			}
			class Base { constructor(public label: string) {} }
			@tracked
			export class T extends Base {
				static made = 0;
				target: unknown;
				constructor(label: string) {
					super(label);
					this.target = new.target;
				}
			}
			export const t = new T("t");
			export const u = new T("u"), box = { v: new T("v") };
		`,
		rows: [
			named("F23", "Decorated"),
			named("F23", "Decorated.s"),
			named("F23", "Decorated.prototype.m"),
			instance("I22", "t"),
			instance("I22", "u"),
			proved("I22", "box.v"),
			equals("I22", "[m.t instanceof m.T, m.t.label, m.T.made, m.t.target === m.T]", [true, "t", 0, true]),
			{ ...equals("I22", "m.T.name", "T"), plugin: INAPPLICABLE },
		],
	},
	{
		file: "t4.tsx",
		needs: ["types", "transform", "jsx"],
		text: source`
			/** @jsx h */
			import { A } from "./classes.ts";
			function h(type: unknown, props: unknown, ...children: unknown[]) {
				return { type, props, children };
			}
			export const View = () => <main title="x"><b>😀</b>{() => 1}</main>;
			export function Page() { return <View />; }
			export const element = { f: () => <i />, a: new A() };
			export const a = new A(), b = (<T,>(x: T) => x)(new A());
		`,
		rows: [
			...["View", "Page", "element.f"].map((path) => named("F23", path)),
			instance("F23", "a"),
			proved("F23", "b", VALUE),
			proved("F23", "element.a"),
		],
	},
];
