import {
	type CorpusFile,
	equals,
	fails,
	INAPPLICABLE,
	instance,
	never,
	OPEN,
	proved,
	RUN_ONLY,
	source,
	UNLOCATED,
	UNSEEN,
	VALUE,
} from "./row.ts";

const EARLY = { plugin: "SOURCE_UNAVAILABLE" };

/** I1 to I25, as far as plain ESM says them. */
export const instances: readonly CorpusFile[] = [
	{
		file: "i01.ts",
		text: source`
			import { TrackedInstance } from "namesake";
			import { A, B, Bare, BareB } from "./classes.ts";
			class Local extends TrackedInstance {}
			export const a = new A("a");
			export const b = new B("b");
			export const bare = new Bare();
			export const bareB = new BareB("bareB");
			export const local = new Local();
			export const noParentheses = new A;
			export let changing = new A();
		`,
		rows: [
			...["a", "b", "bare", "bareB", "local", "noParentheses"].map((path) => instance("I1", path)),
			proved("I1", "changing"),
			equals("I1", "[m.a.label, m.a.ready, m.b.extra]", ["a", true, "b"]),
		],
	},
	{
		file: "i02.ts",
		text: source`
			import { A, make } from "./classes.ts";
			export const get = () => new A();
			export const x = make();
		`,
		rows: [proved("I2", "x", VALUE)],
	},
	{
		file: "i02c.ts",
		text: 'import { get } from "./i02.ts";\nexport const x = get();\n',
		rows: [proved("I2", "x", VALUE)],
	},
	{
		file: "i03.ts",
		text: source`
			import { a as renamed } from "./i01.ts";
			export { renamed };
			export { b as again } from "./i01.ts";
			export const held = { renamed };
			export const alias = renamed;
		`,
		rows: [
			instance("I3", "a", { get: "m.renamed", module: "@acme/app/src/i01" }),
			instance("I3", "b", { get: "m.again", module: "@acme/app/src/i01" }),
			instance("I3", "a", { get: "m.held.renamed", module: "@acme/app/src/i01" }),
			instance("I3", "a", { get: "m.alias", module: "@acme/app/src/i01" }),
		],
	},
	{
		file: "i04.ts",
		text: 'import { A } from "./classes.ts";\nexport default new A();\n',
		rows: [instance("I4", "default")],
	},
	{
		file: "i05.ts",
		text: source`
			import { A } from "./classes.ts";
			export const a = new A(), b = new A();
			export const c = new A(); export const d = new A();
		`,
		rows: ["a", "b", "c", "d"].map((path) => instance("I5", path)),
	},
	{
		file: "i06.ts",
		text: source`
			import { A } from "./classes.ts";
			export const { x, y: [z] } = { x: new A(), y: [new A()] };
			export const [p, , q = new A(), ...rest] = [new A(), 0, undefined, new A(), new A()];
		`,
		rows: [...["x", "z", "p", "rest[0]", "rest[1]"].map((path) => proved("I6", path)), proved("I6", "q", OPEN)],
	},
	{
		file: "i07.ts",
		text: source`
			import { task } from "namesake";
			import { A } from "./classes.ts";
			export const tasks = { a: new A(), b: task(() => 1), list: [new A(), task(async () => 2)], "a b": new A() };
			export class J { static e = new A(); static t = task(() => 3); }
		`,
		rows: ["tasks.a", "tasks.b", "tasks.list[0]", "tasks.list[1]", 'tasks["a b"]', "J.e", "J.t"].map((path) =>
			proved("I7", path),
		),
	},
	{
		file: "i08.ts",
		text: 'import { A } from "./classes.ts";\nexport let z;\nz = new A();\n',
		rows: [proved("I8", "z")],
	},
	{
		file: "i09.ts",
		text: source`
			import { A } from "./classes.ts";
			const t = new A();
			const hidden = new A();
			export const jobs = { t, deep: [{ renamed: hidden }] };
		`,
		rows: [proved("I9", "jobs.t"), proved("I9", "jobs.deep[0].renamed")],
	},
	{
		file: "i10.ts",
		text: source`
			import { A, identity } from "./classes.ts";
			export const t = identity(new A());
			export const u = identity(identity({ v: new A() }));
		`,
		rows: [proved("I10", "t", VALUE), proved("I10", "u.v", RUN_ONLY)],
	},
	{
		file: "i11.ts",
		text: source`
			import { TrackedInstance } from "namesake";
			import { A } from "./classes.ts";
			import { keep } from "./keep.ts";
			class Recorder extends TrackedInstance {
				toJSON() {
					keep("i11", this);
					return "x";
				}
			}
			export const s = JSON.stringify(new Recorder());
			export const n = String(keep("i11n", new A())).length;
		`,
		rows: [
			fails("I11", 'kept("i11")', "findLhs", "NO_LHS"),
			never("I11", 'kept("i11")', "s"),
			fails("I11", 'kept("i11n")', "findLhs", "NO_LHS"),
			never("I11", 'kept("i11n")', "n"),
		],
	},
	{
		file: "i12.ts",
		text: source`
			import { A, makeTwo } from "./classes.ts";
			const here = () => [new A(), new A()];
			export const [p, q] = makeTwo();
			export const [r, s] = here();
			export const both = makeTwo();
		`,
		rows: [
			...["p", "q", "r", "s"].map((path) => proved("I12", path, UNSEEN)),
			...["both[0]", "both[1]"].map((path) => proved("I12", path, RUN_ONLY)),
		],
	},
	{
		file: "i13.ts",
		text: source`
			import { createApp } from "./classes.ts";
			export const app = createApp();
			export const { one, three: third } = createApp();
		`,
		rows: [
			...["app.one", "app.two", "app.three"].map((path) => proved("I13", path, RUN_ONLY)),
			...["one", "third"].map((path) => proved("I13", path, UNSEEN)),
		],
	},
	{
		file: "i14.ts",
		text: source`
			import { A } from "./classes.ts";
			export const jobs = {};
			for (const n of ["x", "y", "a b"]) jobs[n] = new A();
		`,
		rows: ["jobs.x", "jobs.y", 'jobs["a b"]'].map((path) => proved("I14", path, RUN_ONLY)),
	},
	{
		file: "i15.ts",
		text: source`
			import { A, B } from "./classes.ts";
			const yes = Date.now() > 0, nothing = undefined;
			export const either = yes ? new A() : new B();
			export const other = !yes ? new A() : new B();
			export const fallback = nothing ?? new A();
			export const or = nothing || new A(), and = yes && new A();
			export const parenthesised = ((new A()));
		`,
		rows: ["either", "other", "fallback", "or", "and", "parenthesised"].map((path) => proved("I15", path)),
	},
	{
		file: "i16.ts",
		needs: ["esm"],
		text: source`
			import { A, makeLater } from "./classes.ts";
			export const t = await makeLater();
			const sleep = () => new Promise((resolve) => setTimeout(resolve, 1));
			await sleep();
			export const afterwards = new A();
			export const [u, v] = await Promise.all([makeLater(), makeLater()]);
			async function here() {
				await sleep();
				return new A();
			}
			export const w = await here();
		`,
		rows: [
			...["t", "w"].map((path) => proved("I16", path, { ...VALUE, ...OPEN, bun: "CREATED_AT_RUNTIME" })),
			...["u", "v"].map((path) => proved("I16", path, { ...UNSEEN, bun: "CREATED_AT_RUNTIME" })),
			instance("I16", "afterwards"),
		],
	},
	{
		file: "i17.ts",
		text: source`
			import { task } from "namesake";
			import { x as imported } from "./other.ts";
			export const send = task(async () => {});
			export const sendAgain = task(imported), sendTwice = task(imported);
			function local() {}
			export const holder = task(local);
			export const frozen = Object.freeze({ a: task(() => 1), list: Object.freeze([task(imported)]) });
			export const plain = { t: task(function named() {}) };
			export default task(imported);
		`,
		rows: [
			...["send", "sendAgain", "sendTwice", "holder", "default"].map((path) => instance("I17", path)),
			...["frozen.a", "frozen.list[0]", "plain.t"].map((path) => proved("I17", path)),
			// The task that is loaded is the task, not the function that it runs.
			equals("I17", '(await lib.load(m.sendAgain.location)) === mod("other").x', false),
			equals("I17", "[await m.sendAgain(), m.sendAgain.location]", ["raw", "@acme/app/src/i17#sendAgain"]),
		],
	},
	{
		file: "i18.ts",
		text: source`
			import { task } from "namesake";
			import { A } from "./classes.ts";
			export function handler() {
				const a = new A();
				return a;
			}
			export const timer = new Promise((resolve) => setTimeout(() => resolve([new A()])));
			export const lazily = () => task(() => 1);
		`,
		rows: [
			fails("I18", "m.handler()", "findLhs", "CREATED_AT_RUNTIME"),
			fails("I18", "m.handler()", "lhs", "CREATED_AT_RUNTIME"),
			fails("I18", "(await m.timer)[0]", "findLhs", "CREATED_AT_RUNTIME"),
			fails("I18", "m.lazily()", "findLhs", "CREATED_AT_RUNTIME"),
			never("I18", "m.handler()", "a"),
		],
	},
	{
		file: "i19.ts",
		text: source`
			import { A } from "./classes.ts";
			import { keep } from "./keep.ts";
			const t = new A();
			keep("i19", t);
			new A();
			class Bystander extends A {
				constructor() {
					super();
					keep("i20", this);
				}
			}
			new Bystander();
		`,
		rows: [
			fails("I19", 'kept("i19")', "findLhs", "NOT_EXPORTED"),
			never("I19", 'kept("i19")'),
			fails("I20", 'kept("i20")', "findLhs", "NO_LHS"),
			never("I20", 'kept("i20")', "Bystander"),
		],
	},
	{
		file: "i21.ts",
		text: source`
			import { TrackedInstance } from "namesake";
			import { A, make } from "./classes.ts";
			function attempt(ask) {
				try {
					return ask();
				} catch (error) {
					return error.code;
				}
			}
			class Eager extends TrackedInstance {
				constructor() {
					super();
					this.seen = attempt(() => this.lhs);
					this.home = attempt(() => this.instantiatedIn);
				}
			}
			export const e = new Eager();
			export const made = (() => new Eager())();
			export const a = new A();
			export const during = [attempt(() => a.lhs), attempt(() => a.instantiatedIn)];
			const early = make();
			export const duringMade = attempt(() => early.lhs);
			export { early };
			export const two = [new Eager(), new Eager()];
		`,
		rows: [
			// While a module of a bundle runs, its values are not recorded yet.
			{ ...equals("I21", "m.e.seen", "e", "LHS_UNPROVEN"), ...EARLY },
			{ ...equals("I21", "m.e.home", "@acme/app/src/i21"), ...EARLY },
			{ ...equals("I21", "m.made.seen", "made", "LHS_UNPROVEN"), ...EARLY, bun: "CREATED_AT_RUNTIME" },
			equals("I21", "m.during[0]", "a"),
			equals("I21", "m.during[1]", "@acme/app/src/i21"),
			equals("I21", "m.duringMade", "early", "LHS_UNPROVEN"),
			{ ...equals("I21", "m.two[0].seen", "two[0]", "LHS_UNPROVEN"), ...EARLY },
			{ ...equals("I21", "m.two[1].seen", "two[1]", "LHS_UNPROVEN"), ...EARLY },
			instance("I21", "a"),
			proved("I21", "made", { ...VALUE, bun: "CREATED_AT_RUNTIME" }),
			proved("I21", "early", VALUE),
			proved("I21", "two[1]"),
		],
	},
	{
		file: "i22.ts",
		text: source`
			import { tracked } from "namesake";
			export class Base {
				static count = 0;
				static create() {
					return new this();
				}
				constructor(label) {
					this.label = label;
					this.target = new.target;
				}
			}
			export const T = tracked(Base);
			export class Sub extends T {}
			export const t = new T("t");
			export const sub = new Sub("sub");
			export const untracked = new Base("plain");
			export const box = { t: new T("boxed") };
		`,
		rows: [
			instance("I22", "t"),
			instance("I22", "sub"),
			proved("I22", "box.t"),
			equals("I22", "[m.t instanceof m.T, m.t instanceof m.Base, m.sub instanceof m.T]", [true, true, true]),
			equals("I22", "[m.t.label, m.T.count, m.T.create() instanceof m.T]", ["t", 0, true]),
			// The bundle is minified.
			{ ...equals("I22", "m.T.name", "Base"), plugin: INAPPLICABLE },
			equals("I22", "[m.t.target === m.T, m.sub.target === m.Sub]", [true, true]),
		],
	},
	{
		file: "i22b.ts",
		text: 'import { t } from "./i22.ts";\nexport { t as renamed } from "./i22.ts";\nexport const mine = t;\n',
		rows: ["m.renamed", "m.mine"].map((get) => instance("I22", "t", { get, module: "@acme/app/src/i22" })),
	},
	{
		file: "i23.ts",
		text: source`
			import { A } from "./classes.ts";
			export const a = new A();
			export { a as b, a as default };
			const c = new A();
			export { c as z, c as y };
		`,
		rows: [instance("I23", "a", { get: "m.b" }), instance("I23", "a", { get: "m.default" }), proved("I23", "y")],
	},
	{
		file: "i23b.ts",
		text: 'export * from "./i23.ts";\nexport { b as again } from "./i23.ts";\n',
		rows: [instance("I23", "a", { get: "m.again", module: "@acme/app/src/i23" })],
	},
	{
		file: "i24.ts",
		text: source`
			import { extractTaskModule } from "namesake";
			import { A, deep } from "./classes.ts";
			export const d = deep(300);
			const limit = Error.stackTraceLimit;
			Error.stackTraceLimit = 0;
			export const a = new A();
			export const none = deep(3);
			export const limitAfter = Error.stackTraceLimit;
			Error.stackTraceLimit = limit;
			const before = Error.prepareStackTrace;
			const mine = () => "mine";
			Error.prepareStackTrace = mine;
			export const p = new A();
			export let name;
			try {
				name = extractTaskModule(deep).name;
			} catch (error) {
				name = error.code;
			}
			export const prepareAfter = [Error.prepareStackTrace === mine, new Error().stack];
			Error.prepareStackTrace = before;
		`,
		rows: [
			proved("I24", "d", VALUE),
			instance("I24", "a"),
			proved("I24", "none", VALUE),
			equals("I24", "m.limitAfter", 0),
			instance("I24", "p"),
			{ ...equals("I24", "m.name", "@acme/app/src/classes#deep"), ...UNLOCATED },
			equals("I24", "m.prepareAfter", [true, "mine"]),
		],
	},
	{
		file: "i25.ts",
		needs: ["esm", "files"],
		text: source`
			import { A } from "./classes.ts";
			export const a = new A();
			export function f() {}
		`,
		unloaded: true,
		rows: [
			{
				...equals(
					"I25",
					`await (async () => {
					const one = await import(url("i25") + "?v=1");
					const two = await import(url("i25") + "?v=2");
					const codes = [await code(() => one.a.findLhs()), await code(() => two.a.findLhs())];
					return codes.includes("DUPLICATE_NAME") && !codes.every((code) => code === "no error");
				})()`,
					true,
				),
				bun: "false",
			},
			equals(
				"I25",
				`await (async () => {
					const one = await import(url("i25") + "?v=1");
					const two = await import(url("i25") + "?v=2");
					const tell = (f) => { try { return lib.extractTaskModule(f).loadable } catch (error) { return error.code } };
					return [tell(one.f), tell(two.f)].filter((answer) => answer === true).length < 2;
				})()`,
				true,
			),
		],
	},
];
