import { type CorpusFile, source } from "./row.ts";

/** What texts of one line import: the class of what they make, and the values of their free names. The last to be loaded, as it sets globals. */
export const made: CorpusFile = {
	file: "made.mjs",
	text: source`
		import { TrackedInstance } from "namesake";
		const values = new Map();
		export class A extends TrackedInstance {
			constructor(site) {
				super();
				values.set(site, [...(values.get(site) ?? []), this]);
			}
		}
		export function made(site) {
			const [value, ...others] = values.get(site) ?? [];
			if (value === undefined || others.length > 0) throw new Error(others.length + " others were made at " + site);
			return value;
		}
		const y = Object.assign(() => 1, { *[Symbol.iterator]() {} });
		Object.assign(globalThis, { k: "key", y, rest: {}, a() {}, f: () => 1, use() {}, change() {} });
	`,
	rows: [],
};

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
			export function x() {
				return "raw";
			}
			export const z = () => 1;
			export const box = { inside() {} };
			export default function main() {}
		`,
		rows: [],
	},
];
