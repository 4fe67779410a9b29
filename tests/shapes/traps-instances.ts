import {
	type CorpusFile,
	equals,
	fails,
	honest,
	instance,
	named,
	never,
	OPEN,
	proved,
	RUN_ONLY,
	source,
	UNSEEN,
	VALUE,
} from "./row.ts";

/** Instances in shapes that naming-cases.md does not list. */
export const instanceTraps: readonly CorpusFile[] = [
	{
		file: "y01.ts",
		text: source`
			import { A } from "./classes.ts";
			import { keep } from "./keep.ts";
			export let a = new A();
			keep("y01 first", a);
			a = new A();
			var v = keep("y01 v", new A());
			var v = new A();
			export { v };
			export let l;
			l ??= new A();
			export let x, y;
			x = y = new A();
			let hidden;
			export const chained = (hidden = new A());
			export const comma = (keep("y01 comma", new A()), new A());
		`,
		rows: [
			never("Y let", 'kept("y01 first")', "a"),
			never("Y let", 'kept("y01 v")', "v"),
			never("Y let", 'kept("y01 comma")', "comma"),
			proved("Y let", "l", OPEN),
			...["a", "v", "x", "chained", "comma"].map((path) => proved("Y let", path)),
		],
	},
	{
		file: "y02.ts",
		text: source`
			import { A } from "./classes.ts";
			export class S {
				static one = new A();
				static two;
				static {
					this.two = new A();
				}
				static list = [new A()];
			}
			export function f() {}
			f.t = new A();
			export const o = {};
			o.a = new A();
			Object.assign(o, { b: new A() });
			Object.defineProperty(o, "c", { value: new A() });
		`,
		rows: [
			...["S.one", "S.two", "S.list[0]", "f.t"].map((path) => proved("Y static", path)),
			proved("Y static", "o.a", OPEN),
			...["o.b", "o.c"].map((path) => proved("Y static", path, RUN_ONLY)),
		],
	},
	{
		file: "y03.ts",
		text: source`
			import { A } from "./classes.ts";
			class P extends A {
				constructor() {
					super();
					this.child = new A();
				}
			}
			export const p = new P();
			class Early extends A {
				constructor() {
					const child = new A();
					super();
					this.child = child;
				}
			}
			export const early = new Early();
			class Field extends A {
				child = new A();
			}
			export const field = new Field();
			class R extends A {
				constructor(n) {
					super();
					if (n > 0) this.next = new R(n - 1);
				}
			}
			export const r = new R(2);
			class Holder {
				item = new A();
			}
			export const h = new Holder();
			export const sibling = new A(new A());
		`,
		rows: [
			...["p", "early", "field", "r", "sibling"].map((path) => proved("Y child", path)),
			...["p.child", "early.child", "field.child", "r.next", "r.next.next", "h.item", "sibling.label"].map((path) =>
				proved("Y child", path, RUN_ONLY),
			),
		],
	},
	{
		file: "y04.ts",
		text: source`
			import * as classes from "./classes.ts";
			class A extends classes.A {}
			class B extends A {}
			export const a = new A(), b = new B();
			export const viaNamespace = new classes.A();
			const Alias = classes.B;
			export const aliased = new Alias();
			export const anonymous = new (class extends classes.A {})();
			export const reflected = Reflect.construct(classes.A, ["x"]);
			export const spread = new classes.A(...["x"]);
		`,
		rows: [
			instance("Y classes", "a"),
			instance("Y classes", "b"),
			...["viaNamespace", "aliased", "anonymous", "spread"].map((path) => proved("Y classes", path)),
			proved("Y classes", "reflected", VALUE),
		],
	},
	{
		file: "y05.ts",
		text: source`
			import { task } from "namesake";
			import { A } from "./classes.ts";
			function makeJobs() {
				const a = task(() => 1);
				return { a, b: task(() => 2), list: [task(() => 3)] };
			}
			export const jobs = makeJobs();
			export const { a, b: renamed } = makeJobs();
			export const many = Array.from({ length: 2 }, () => new A());
			export const mapped = ["x", "y"].map((label) => new A(label));
			export const spread = [...[new A(), new A()]];
			function* each() {
				yield new A();
				yield new A();
			}
			export const [g1, g2] = each();
			export const table = Object.fromEntries(["k1", "k2"].map((key) => [key, new A()]));
		`,
		rows: [
			...["a", "renamed", "g1", "g2"].map((path) => proved("Y factory", path, UNSEEN)),
			...["jobs.a", "jobs.b", "jobs.list[0]", "many[0]", "many[1]", "mapped[0]", "mapped[1]"].map((path) =>
				proved("Y factory", path, RUN_ONLY),
			),
			...["spread[0]", "spread[1]", "table.k1", "table.k2"].map((path) => proved("Y factory", path, RUN_ONLY)),
		],
	},
	{
		file: "y06.ts",
		text: source`
			import { A } from "./classes.ts";
			import { keep } from "./keep.ts";
			export const map = new Map([["a", keep("y06 map", new A())]]);
			export const set = new Set([keep("y06 set", new A())]);
			export const promise = Promise.resolve(keep("y06 promise", new A()));
			export class Hidden {
				static #a = keep("y06 private", new A());
			}
			export const proxied = new Proxy(keep("y06 proxy", new A()), {});
			export const lazily = { get a() { return keep("y06 getter", new A()); } };
			globalThis.acmeInstance = keep("y06 global", new A());
			export const text = "" + keep("y06 text", new A()).label;
			export const truth = !!keep("y06 truth", new A()), kind = typeof keep("y06 kind", new A());
		`,
		rows: [
			never("Y hidden", 'kept("y06 map")', "map"),
			never("Y hidden", 'kept("y06 set")', "set"),
			never("Y hidden", 'kept("y06 promise")', "promise"),
			never("Y hidden", 'kept("y06 private")', "Hidden", "Hidden.a"),
			never("Y hidden", 'kept("y06 proxy")', "proxied"),
			never("Y hidden", 'kept("y06 global")', "acmeInstance"),
			never("Y hidden", 'kept("y06 text")', "text"),
			never("Y hidden", 'kept("y06 truth")', "truth"),
			never("Y hidden", 'kept("y06 kind")', "kind"),
			never("Y hidden", "m.lazily.a", "lazily.a", "lazily"),
			honest("Y hidden", "m.proxied"),
			fails("Y hidden", 'kept("y06 map")', "findLhs", "NO_LHS"),
		],
	},
	{
		file: "y07.ts",
		text: source`
			import { A } from "./classes.ts";
			import { keep } from "./keep.ts";
			class Single extends A {
				static only;
				constructor(label) {
					super(label);
					keep("y07 " + label, this);
					return (Single.only ??= this);
				}
			}
			export const one = new Single("one");
			export const two = new Single("two");
			class Liar extends A {
				constructor() {
					super();
					keep("y07 liar", this);
					return new A();
				}
			}
			export const liar = new Liar();
			class Frozen extends A {
				constructor() {
					super();
					Object.freeze(this);
				}
			}
			export const frozen = new Frozen();
			class Sealed extends A {
				constructor() {
					super();
					return Object.preventExtensions(this);
				}
			}
			export const sealed = new Sealed();
		`,
		rows: [
			proved("Y constructor", "one"),
			proved("Y constructor", "one", { get: "m.two" }),
			never("Y constructor", 'kept("y07 two")', "two", "one"),
			never("Y constructor", 'kept("y07 liar")', "liar"),
			proved("Y constructor", "liar"),
			proved("Y constructor", "frozen"),
			proved("Y constructor", "sealed"),
		],
	},
	{
		file: "y08.ts",
		text: source`
			import { A } from "./classes.ts";
			import { keep } from "./keep.ts";
			export const s = new A();
			{
				const s = new A();
				keep("y08 block", s);
			}
			function make() {
				const local = new A();
				return local;
			}
			export const made = make();
			export const local = 1;
			export const arrow = (() => new A())();
			export const named = (function inner() { return new A(); })();
			export function withDefault(a = new A()) { return a; }
			export const d = withDefault();
			export const chain = new A().self();
			export const clone = keep("y08 original", new A()).clone();
			export let branch, attempt, loop, switched;
			if (s) branch = new A();
			try {
				attempt = new A();
			} finally {
				for (const _ of [1]) loop = new A();
			}
			switch (1) {
				case 1:
					switched = new A();
			}
			export const tagged = ((strings) => new A(strings[0]))${"`x`"};
		`,
		rows: [
			proved("Y scopes", "s"),
			never("Y scopes", 'kept("y08 block")', "s"),
			never("Y scopes", 'kept("y08 original")', "clone"),
			...["branch", "switched"].map((path) => proved("Y scopes", path)),
			...["attempt", "loop"].map((path) => proved("Y scopes", path, OPEN)),
			...["made", "d", "chain", "clone"].map((path) => proved("Y scopes", path, VALUE)),
			...["arrow", "named"].map((path) => proved("Y scopes", path, { ...VALUE, bun: "CREATED_AT_RUNTIME" })),
			proved("Y scopes", "tagged", UNSEEN),
		],
	},
	{
		file: "y09a.ts",
		text: source`
			import { A } from "./classes.ts";
			import { fromB, useLater } from "./y09b.ts";
			export const before = new A();
			export const fromOther = fromB();
			export const later = useLater(() => new A());
		`,
		rows: [proved("Y circular", "before"), ...["fromOther", "later"].map((path) => proved("Y circular", path, VALUE))],
	},
	{
		file: "y09b.ts",
		text: source`
			import { A } from "./classes.ts";
			import * as a from "./y09a.ts";
			export function fromB() {
				return new A();
			}
			export const useLater = (make) => make();
			export const own = new A();
			export const nothing = () => a;
		`,
		rows: [instance("Y circular", "own"), named("Y circular", "fromB")],
	},
	{
		file: "y10.ts",
		text: source`
			import { task } from "namesake";
			export const send = task(async (to) => "sent to " + to);
			export const loud = task(function shout(text) { return text.toUpperCase(); });
			export const generic = [1, 2].map((n) => task(() => n));
			export class Mailer { static send = task(() => "static"); }
		`,
		rows: [
			instance("Y task", "send"),
			instance("Y task", "loud"),
			proved("Y task", "generic[0]", RUN_ONLY),
			proved("Y task", "generic[1]", RUN_ONLY),
			proved("Y task", "Mailer.send"),
			equals("Y task", '[await m.send("Ada"), await m.loud("hey"), await m.generic[1](), typeof m.send]', [
				"sent to Ada",
				"HEY",
				2,
				"function",
			]),
		],
	},
];
