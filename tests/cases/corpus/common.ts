import { type CorpusFile, source } from "./row.ts";

/** What the other files of the corpus import. */
export const common: readonly CorpusFile[] = [
	{
		file: "keep.ts",
		text: source`
			// A place for values that no module exports. It is not reachable from an export.
			const values = new Map();
			export function keep(key, value) {
				values.set(key, value);
				return value;
			}
			export function kept(key) {
				if (!values.has(key)) throw new Error("nothing was kept as " + key);
				return values.get(key);
			}
		`,
		rows: [],
	},
	{
		file: "classes.ts",
		text: source`
			import { TrackedInstance } from "namesake";
			export class A extends TrackedInstance {
				label;
				constructor(label) {
					super();
					this.label = label;
					this.ready = true;
				}
				self() {
					return this;
				}
				clone() {
					return new A(this.label);
				}
			}
			export class B extends A {
				constructor(label) {
					super(label);
					this.extra = label;
				}
			}
			export class Bare extends TrackedInstance {}
			export class BareB extends B {}
			export function identity(value) {
				return value;
			}
			export function make() {
				return new A("made");
			}
			export function makeTwo() {
				return [new A("one"), new A("two")];
			}
			export function createApp() {
				const three = new A("three");
				return { one: new A("one"), two: new A("two"), three };
			}
			export async function makeLater() {
				await null;
				return new A("later");
			}
			export function deep(depth) {
				return depth === 0 ? new A("deep") : deep(depth - 1);
			}
		`,
		rows: [],
	},
	{
		file: "wrap.ts",
		text: source`
			import { wraps } from "namesake";
			export const log = (fn) => wraps(fn, (...args) => fn(...args));
			export function time(fn) {
				function timed(...args) {
					return fn(...args);
				}
				return wraps(fn, timed);
			}
		`,
		rows: [],
	},
	{
		file: "other.ts",
		text: source`
			export function x() {}
			export const z = () => 1;
			export const box = { inside() {} };
			export default function main() {}
		`,
		rows: [],
	},
];
