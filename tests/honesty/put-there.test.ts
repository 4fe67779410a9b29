/*
 * Where only a look at the exports shows the path of a value: is it there because its module has put it there while it was loading? One process calls `change`
 * after the module has run and asks for names; another one loads what was said to be loadable.
 */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type App, app } from "../app.ts";

interface Case {
	readonly text: string;
	/** What somebody else does with the exports `m` afterwards. */
	readonly change?: string;
	/** By expressions on the module `m`: is the name loadable? */
	readonly values: Readonly<Record<string, boolean>>;
}

const fn = (tag: string) => `() => ${JSON.stringify(tag)}`;
const ONCE = "const once = (f) => { let isDone; return () => { if (!isDone) { isDone = true; f(); } }; };";
const PUT = "export const all = {}; export function put(key, f) { all[key] = f; }";
const MAKE = "const make = (tag) => () => tag;";

const CASES: Readonly<Record<string, Case>> = {
	"a callback that a helper keeps": {
		text: `${ONCE} export let a = ${fn("a")}; export const all = {}; const late = ${fn("late")};
			export const change = once(() => { a = late; all.late = late; }); export const reveal = () => late;`,
		change: "m.change()",
		values: { "m.all.late": false },
	},
	"a list of callbacks": {
		text: `const waiting = []; const later = (f) => { waiting.push(f); }; export const all = {}; const late = ${fn("late")};
			later(() => { all.late = late; }); export const change = () => { for (const f of waiting) f(); };`,
		change: "m.change()",
		values: { "m.all.late": false },
	},
	"a method that is called later": {
		text: `export const all = {}; const late = ${fn("late")}; export const server = { start() { all.late = late; }, init() {} }; server.init();`,
		change: "m.server.start()",
		values: { "m.all.late": false },
	},
	"a method of a class that is called later": {
		text: `export const all = {}; const late = ${fn("late")}; class Server { start() { all.late = late; } init() {} }
			export const server = new Server(); server.init();`,
		change: "m.server.start()",
		values: { "m.all.late": false },
	},
	"a helper that is given the object and the key": {
		text: `import { task } from "namesake"; const wrap = (f) => task(f); function put(into, key, f) { into[key] = f; }
			export const jobs = {}; put(jobs, "push", wrap(${fn("push")})); put(jobs, "pull", wrap(${fn("pull")}));
			export const more = { mail: {} }; put(more.mail, "push", wrap(${fn("more")}));`,
		values: { "m.jobs.push": true, "m.jobs.pull": true, "m.more.mail.push": true },
	},
	"a helper that is given the object, and writes later": {
		text: `import { task } from "namesake"; const wrap = (f) => task(f); const put = (into, key, f) => () => { into[key] = f; };
			export const jobs = {}; const first = put(jobs, "push", wrap(${fn("first")})), second = put(jobs, "push", wrap(${fn("second")}));
			export const change = (isFirst) => (isFirst ? first : second)();`,
		change: "m.change(true)",
		values: { "m.jobs.push": false },
	},
	"a variable that is set again": {
		text: `import { task } from "namesake"; const smtp = task(${fn("smtp")}), stub = task(${fn("stub")});
			export let mailer; export function use(next) { mailer = next; } use(smtp); export const change = () => use(stub);`,
		change: "m.change()",
		values: { "m.mailer": false },
	},
	"a variable that is set once": {
		text: `import { task } from "namesake"; const smtp = task(${fn("smtp")}); export let mailer; export function use(next) { mailer = next; } use(smtp);`,
		values: { "m.mailer": true },
	},
	"a variable that gets its first value back": {
		text: `export let a = ${fn("first")}; const first = a; a = ${fn("second")}; export const change = () => { a = first; };`,
		change: "m.change()",
		values: { "m.a": false },
	},
	"members that were copied elsewhere, put back": {
		text: `export const all = { a: ${fn("a")} }; export const copy = { ...all, late: ${fn("late")} }; const more = {}; more.first = all.a;
			more.later = ${fn("later")}; export const change = () => { Object.assign(all, copy, more); };`,
		change: "m.change()",
		values: { "m.all.later": false, "m.copy.late": true },
	},
	"an object that holds another, merged into it": {
		text: `export const all = {}; const holder = { all, late: ${fn("late")} }; holder.later = ${fn("later")};
			export const change = () => { Object.assign(all, holder); }; export const reveal = () => holder;`,
		change: "m.change()",
		values: { "m.all.late": false, "m.all.later": false },
	},
	"what an object that holds another puts into it": {
		text: `import { task } from "namesake"; export const all = {}; const holder = { all, first: () => 1 }; holder.all.a = task(${fn("a")});`,
		values: { "m.all.a": true },
	},
	"a variable that gets another object": {
		text: `import { task } from "namesake"; export let all = {}; const others = { b: task(${fn("b")}) }; others.a = task(${fn("a")}); others.all = all;
			export const change = () => { all = others; };`,
		change: "m.change()",
		values: { "m.all.a": false, "m.all.b": false },
	},
	"lists in a list, reversed": {
		text: `import { task } from "namesake"; const { both } = { both: [[() => 1], [task(${fn("a")}), task(${fn("b")})]] }; export { both };
			export const change = () => { both.reverse(); };`,
		change: "m.change()",
		values: { "m.both[0][0]": false, "m.both[0][1]": false },
	},
	"a list that a function sorts, and has not": {
		text: `import { task } from "namesake"; export const list = []; list.push(task(${fn("a")})); list.push(task(${fn("b")}));
			export const sort = () => { list.sort(); };`,
		values: { "m.list[0]": true, "m.list[1]": true },
	},
	"a static block, and a class put into an export": {
		text: `export const a = (x) => x; class Late { static own = ${fn("own")}; static { this.made = 1; } }
			export const change = () => { Object.assign(a, Late, { own: Late.own }); };`,
		change: "m.change()",
		values: { "m.a.own": false },
	},
	"functions of one factory, exchanged": {
		text: `${MAKE} export const o = { a: make("one"), b: make("two"), c: make("three") };`,
		change: "[m.o.a, m.o.b] = [m.o.b, m.o.a]",
		values: { "m.o.a": false, "m.o.b": false, "m.o.c": true },
	},
	"tasks of one factory, exchanged": {
		text: `import { task } from "namesake"; const repo = (tag) => ({ save: task(() => tag) });
			export const users = repo("users"), posts = repo("posts"), stays = repo("stays");`,
		change: "[m.users.save, m.posts.save] = [m.posts.save, m.users.save]",
		values: { "m.users.save": false, "m.posts.save": false, "m.stays.save": true },
	},
	"functions of a loop, exchanged": {
		text: `export const o = {}; for (const [key, tag] of [["a", "one"], ["b", "two"], ["c", "three"]]) o[key] = () => tag;`,
		change: "[m.o.a, m.o.b] = [m.o.b, m.o.a]",
		values: { "m.o.a": false, "m.o.b": false, "m.o.c": true },
	},
	"tasks of a loop, exchanged": {
		text: `import { task } from "namesake"; export const o = {}; for (const key of ["a", "b"]) o[key] = task(() => key);`,
		change: "[m.o.a, m.o.b] = [m.o.b, m.o.a]",
		values: { "m.o.a": false, "m.o.b": false },
	},
	"tasks of a loop, moved to another key": {
		text: `import { task } from "namesake"; export const o = {}; for (const key of ["a", "b"]) o[key] = task(() => key);`,
		change: "m.o.other = m.o.b; delete m.o.b",
		values: { "m.o.a": true, "m.o.other": false },
	},
	"keys that are put together in a loop": {
		text: `import { task } from "namesake"; export const o = {}; for (let i = 0; i < 3; i++) { o["job" + i] = task(() => "job" + i); o[\`mail.\${i}!\`] = task(() => "mail" + i); }`,
		values: { "m.o.job0": true, "m.o.job2": true, 'm.o["mail.0!"]': true, 'm.o["mail.2!"]': true },
	},
	"keys that are put together in a loop, moved": {
		text: `import { task } from "namesake"; export const o = {}; for (let i = 0; i < 2; i++) o["job" + i] = task(() => "job" + i);`,
		change: "m.o.other = m.o.job1; delete m.o.job1",
		values: { "m.o.job0": true, "m.o.other": false },
	},
	"keys that the text does not show": {
		text: `import { task } from "namesake"; export const o = {}; for (const key of "a,b,c".split(",")) o[key] = task(() => key);`,
		change: "m.o.other = m.o.c; delete m.o.c",
		values: { "m.o.a": true, "m.o.b": true, "m.o.other": false },
	},
	"keys that the text does not show, exchanged": {
		text: `import { task } from "namesake"; export const o = {}; for (const key of "a,b,c".split(",")) o[key] = task(() => key);`,
		change: "[m.o.a, m.o.b] = [m.o.b, m.o.a]",
		values: { "m.o.a": false, "m.o.b": false },
	},
	"a task pushed, and something else put before it": {
		text: `import { task } from "namesake"; export const list = []; const add = (f) => { list.push(f); }; add(task(${fn("a")}));`,
		change: "m.list.unshift({})",
		values: { "m.list[1]": false },
	},
	"copied from a container": {
		text: `import { task } from "namesake"; const map = new Map([["a", task(${fn("a")})], ["b", ${fn("b")}]]); export const o = Object.fromEntries(map);
			const set = new Map(); set.set("c", task(${fn("c")})); set.set("d", ${fn("d")}); export const p = {}; for (const [key, job] of set) p[key] = job;`,
		values: { "m.o.a": true, "m.o.b": true, "m.p.c": true, "m.p.d": true },
	},
	"copied from a container, exchanged": {
		text: `import { task } from "namesake"; const map = new Map([["a", task(${fn("a")})], ["b", task(${fn("b")})]]); export const o = Object.fromEntries(map);
			const list = [["c", ${fn("c")}], ["d", ${fn("d")}]]; export const p = Object.fromEntries(list);`,
		change: "[m.o.a, m.o.b] = [m.o.b, m.o.a]; [m.p.c, m.p.d] = [m.p.d, m.p.c]",
		values: { "m.o.a": false, "m.o.b": false, "m.p.c": false, "m.p.d": false },
	},
	"registered under another key": {
		text: `${PUT} put("a", ${fn("a")}); put("b", ${fn("b")});`,
		change: 'm.put("a", m.all.b)',
		values: { "m.all.a": true },
	},
	"registered by somebody else": {
		text: `${PUT} const late = ${fn("late")}; export const reveal = () => late; put("a", ${fn("a")});`,
		change: 'm.put("late", m.reveal())',
		values: { "m.all.a": true, "m.all.late": false },
	},
	"pushed, and another one put before it": {
		text: `export const list = []; const add = (f) => { list.push(f); }; add(${fn("a")}); add(${fn("b")});`,
		change: "m.list.unshift(() => null)",
		values: { "m.list[1]": false, "m.list[2]": false },
	},
	"a task and the function beside it in a class, exchanged": {
		text: `import { task } from "namesake"; class Base { swap() { [this.a, this.t] = [this.t, this.a]; } }
			class Mailer extends Base { a = ${fn("a")}; t = task(${fn("t")}); stays = task(${fn("stays")}); } export const mailer = new Mailer();`,
		change: "m.mailer.swap()",
		values: { "m.mailer.a": false, "m.mailer.t": false, "m.mailer.stays": true },
	},
	"a task and the function beside it in a namespace, exchanged": {
		text: `import { task } from "namesake"; export var NS; (function (NS) { NS.a = ${fn("a")}; NS.t = task(${fn("t")}); })(NS || (NS = {}));`,
		change: "[m.NS.a, m.NS.t] = [m.NS.t, m.NS.a]",
		values: { "m.NS.a": false, "m.NS.t": false },
	},
	"a task and a function that a chain registers, exchanged": {
		text: `import { task } from "namesake"; class Container { all = {}; bind(key, f) { this.all[key] = f; return this; } }
			export const container = new Container().bind("a", ${fn("a")}).bind("t", task(${fn("t")}));`,
		change: "[m.container.all.a, m.container.all.t] = [m.container.all.t, m.container.all.a]",
		values: { "m.container.all.a": false, "m.container.all.t": false },
	},
	"a task and the function that a factory makes with it, exchanged": {
		text: `import { task } from "namesake"; const make = () => ({ a: ${fn("a")}, t: task(${fn("t")}) });
			export const proxy = new Proxy(make(), {}); export const stays = new Proxy(make(), {});`,
		change: "[m.proxy.a, m.proxy.t] = [m.proxy.t, m.proxy.a]",
		values: { "m.proxy.a": false, "m.proxy.t": false },
	},
	"an element whose predecessor is gone": {
		text: `import { task } from "namesake"; export const list = [], other = []; const add = (f) => { list.push(f); return () => list.splice(list.indexOf(f), 1); };
			const put = (tag) => other.push(task(() => tag)); put("one"); put("two");
			export const off = add(${fn("a")}); add(task(${fn("b")}));`,
		change: "m.off(); m.other.shift()",
		values: { "m.list[0]": false, "m.other[0]": false },
	},
	"an element of the list beside": {
		text: `import { task } from "namesake"; export const pool = { free: [], busy: [] }; pool.free.push(task(${fn("a")}), task(${fn("b")}));
			export const take = () => { pool.busy.push(pool.free.shift()); };`,
		change: "m.take()",
		values: { "m.pool.busy[0]": false, "m.pool.free[0]": false },
	},
	"registered with a text, and another one put before it": {
		text: `class Hook { taps = []; tap(name, f) { this.taps.push(f); } } export const hooks = { run: new Hook(), done: new Hook() };
			hooks.run.tap("core", ${fn("a")}); hooks.done.tap("core", ${fn("b")});`,
		change: "m.hooks.run.taps.unshift(() => null)",
		values: { "m.hooks.run.taps[1]": false, "m.hooks.done.taps[0]": true },
	},
	"a member that a method sets": {
		text: `export const o = { a: ${fn("a")}, go() { o.a = ${fn("z")}; } }; o.mark = 1; export class A { static a = ${fn("A.a")}; static go() { A.a = ${fn("A.z")}; } } A.mark = 1;
			export const all = { a: ${fn("all.a")} }; export function set(isLate) { if (isLate) all.a = ${fn("all.z")}; } set(false);
			export const filled = { a: null }; export function fill() { filled.a = ${fn("filled")}; } fill();`,
		change: "m.o.go(); m.A.go(); m.set(true)",
		values: { "m.o.a": false, "m.A.a": false, "m.all.a": false, "m.filled.a": true },
	},
	"a route moved to the key of another": {
		text: `import { task } from "namesake"; class Routes { all = {}; get(path, f) { this.all["GET " + path] = f; return this; } }
			export const routes = new Routes(); routes.get("/a", task(${fn("/a")})).get("/b", task(${fn("/b")}));
			export const chained = new Routes().get("/a", task(${fn("chained /a")})).get("/b", task(${fn("chained /b")}));`,
		change: 'for (const { all } of [m.routes, m.chained]) { all["GET /a"] = all["GET /b"]; delete all["GET /b"]; }',
		values: { 'm.routes.all["GET /a"]': false, 'm.chained.all["GET /a"]': false },
	},
	"tasks beside functions that stay": {
		text: `import { task } from "namesake"; class Mailer { run = ${fn("run")}; job = task(${fn("job")}); } export const mailer = new Mailer();
			export var NS; (function (NS) { function run() { return "NS.run"; } NS.run = run; NS.job = task(${fn("NS.job")}); })(NS || (NS = {}));
			class Router { routes = {}; get(path, f) { this.routes["GET " + path] = f; return this; } } export const router = new Router();
			router.get("/a", ${fn("/a")}); router.get("/b", task(${fn("/b")}));`,
		values: { "m.mailer.job": true, "m.NS.job": true, 'm.router.routes["GET /b"]': true },
	},
	"what modules do while they load": {
		text: `import { task } from "namesake"; ${PUT} ${MAKE}
			put("a", ${fn("a")}); put("t", task(${fn("t")}));
			export const list = []; const add = (f) => { list.push(f); }; add(${fn("added")}); add(${fn("added too")});
			const base = { x: ${fn("x")} }; export const spread = { ...base, y: ${fn("y")} };
			export const server = { routes: {}, get(path, f) { this.routes[path] = f; return this; } }; server.get("/r", ${fn("r")}).get("/s", ${fn("s")});
			class Registry { items = {}; add(key, f) { this.items[key] = f; } } export const registry = new Registry(); registry.add("i", ${fn("i")});
			const Kind = { Mail: "mail" }; export const kinds = Object.assign({}, { [Kind.Mail]: ${fn("mail")} });
			const log = (f) => (...args) => f(...args); export const logged = { p: log(${fn("p")}), q: log(${fn("q")}) };
			export const api = (() => { const hidden = ${fn("hidden")}; return { h: hidden }; })();
			export const defined = {}; Object.defineProperty(defined, "d", { value: ${fn("d")}, enumerable: true });
			function init() { defined.e = early; } const early = ${fn("e")}; init();`,
		values: Object.fromEntries(
			[
				...[
					"all.a",
					"all.t",
					"list[0]",
					"list[1]",
					"spread.x",
					"spread.y",
					'server.routes["/r"]',
					'server.routes["/s"]',
				],
				...["registry.items.i", "kinds.mail", "logged.p", "logged.q", "api.h", "defined.d", "defined.e"],
			].map((path) => [`m.${path}`, true]),
		),
	},
};

interface Asked {
	readonly name?: string;
	readonly loadable: boolean;
	readonly tag: string;
}

let p: App;
const all = Object.entries(CASES);

before(async () => {
	p = await app({
		...Object.fromEntries(all.map(([, { text }], index) => [`src/m${index}.js`, text])),
		"ask.js": `
			import { extractTaskModule } from "namesake";
			const told = {};
			for (const [index, [title, change, expressions]] of ${JSON.stringify(all.map(([title, { change = "", values }]) => [title, change, Object.keys(values)]))}.entries()) {
				const m = await import("./src/m" + index + ".js");
				new Function("m", change)(m);
				for (const expression of expressions) {
					const value = new Function("m", "return " + expression)(m);
					let found = { loadable: false };
					try { found = extractTaskModule(value); } catch (error) { if (error.code === undefined) throw error; }
					told[title + ": " + expression] = { name: found.name, loadable: found.loadable, tag: value() };
				}
			}
			console.log(JSON.stringify(told));
		`,
		"fresh.js": `
			import { load } from "namesake";
			const told = {};
			for (const name of process.argv.slice(2)) told[name] = await load(name).then((value) => value(), (error) => error.code);
			console.log(JSON.stringify(told));
		`,
	});
});
after(() => p[Symbol.asyncDispose]());

for (const [setting, flags] of [
	["plainly", []],
	["with the preload", ["--import", "namesake/register"]],
] as const)
	describe(setting, () => {
		let asked: Readonly<Record<string, Asked>>;
		let fresh: Readonly<Record<string, string>>;
		before(async () => {
			asked = (await p.tell("ask.js", { flags: [...flags] })) as typeof asked;
			const names = Object.values(asked).flatMap(({ name, loadable }) =>
				loadable && name !== undefined ? [name] : [],
			);
			fresh = (await p.tell("fresh.js", { flags: [...flags], args: names })) as typeof fresh;
		});

		for (const [title, { values }] of all)
			for (const [expression, expected] of Object.entries(values))
				test(`${title}: ${expression} is ${expected ? "" : "not "}loadable`, () => {
					const { name = "", loadable, tag } = asked[`${title}: ${expression}`] as Asked;
					assert.equal(loadable, expected, name);
					if (expected) assert.equal(fresh[name], tag, name);
				});
	});
