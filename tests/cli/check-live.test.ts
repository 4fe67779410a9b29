import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { describe, it } from "node:test";
import { type CommandProject, commandProject } from "./command.ts";

/** What holds tasks that the text does not show by their names, and where a running module has them. */
const REGISTRIES: Readonly<Record<string, { readonly text: string; readonly names: readonly string[] }>> = {
	"a key of an enum": {
		text: `
			const Kind = { Mail: "mail" };
			export const handlers = { [Kind.Mail]: task(async (to) => to) };
		`,
		names: ["handlers.mail"],
	},
	"a local task under a computed key": {
		text: `
			const key = ["pu", "sh"].join("");
			const local = task(async () => 1);
			export const handlers = { [key]: local };
		`,
		names: ["handlers.push"],
	},
	"a loop": {
		text: `
			export const jobs = {};
			for (const name of ["a", "b"]) jobs[name] = task(async () => name);
		`,
		names: ["jobs.a", "jobs.b"],
	},
	"Object.fromEntries": {
		text: `export const jobs = Object.fromEntries(["a", "b"].map((name) => [name, task(async (x) => name + x)]));`,
		names: ["jobs.a", "jobs.b"],
	},
	"a call that registers": {
		text: `
			const all = {};
			const register = (name, job) => { all[name] = job; };
			register("push", task(async () => 1));
			export { all };
		`,
		names: ["all.push"],
	},
	"a call that registers the function that it is given": {
		text: `
			export const all = {};
			function register(name, run) { all[name] = task(run); }
			const push = async () => 1;
			register("push", push);
			register("pull", async () => 2);
		`,
		names: ["all.pull", "all.push"],
	},
	"a member that is assigned later": {
		text: `
			const send = task(async () => 1);
			export const jobs = {};
			jobs.send = send;
		`,
		names: ["jobs.send"],
	},
	"spread objects": {
		text: `
			const one = task(async () => 1);
			export const spread = { ...{ one } };
		`,
		names: ["spread.one"],
	},
	"a field of a class": {
		text: `
			const run = async () => 1;
			class Service { job = task(run); other = task(async () => 2); }
			export const service = new Service();
		`,
		names: ["service.job", "service.other"],
	},
	"factories of the module and of another one": {
		text: `
			import { make } from "./factory.js";
			const own = (flag) => task(async () => flag);
			export const registry = { first: make(true), second: own(false) };
			export const third = make(1);
		`,
		names: ["registry.first", "registry.second", "third"],
	},
	"what a call of another module gives back": {
		text: `
			import { same, together } from "./factory.js";
			class Thing extends TrackedInstance {}
			export const send = same(task(async () => 1));
			export const thing = same(new Thing());
			export const app = together({ handlers: { push: task(async () => 2) } });
			export const held = new (class { constructor(job) { this.job = job; } })(task(async () => 3));
			const map = new Map([["x", task(async () => 4)]]);
			export const taken = map.get("x");
			const make = (value) => { const job = task(async () => value); return job; };
			export const made = make(5);
		`,
		names: ["app.handlers.push", "held.job", "made", "send", "taken", "thing"],
	},
	"tracked instances": {
		text: `
			class Thing extends TrackedInstance {}
			export const things = Object.fromEntries(["x"].map((key) => [key, new Thing()]));
		`,
		names: ["things.x"],
	},
};

const IMPORT = 'import { task, TrackedInstance } from "namesake";\n';
const FACTORY = `${IMPORT}export const make = (value) => task(async () => value);
export const same = (value) => value;
export const together = (parts) => ({ ...parts, started: false });
`;

const files = (text: string) => ({ "src/m.js": IMPORT + text, "src/factory.js": FACTORY });

function check(project: CommandProject) {
	const { code, stdout } = project.namesake(["check", "--json"], { flags: [] });
	const { problems } = JSON.parse(stdout) as { problems: { code: string; name: string; line: number }[] };
	return { code, problems: problems.map((problem) => [problem.code, problem.name, problem.line]) };
}

function lockedNames(project: CommandProject) {
	const { code, stderr } = project.namesake(["lock"], { flags: [] });
	assert.equal(code, 0, stderr);
	return (
		JSON.parse(readFileSync(project.at("namesake.lock.json"), "utf8")) as {
			names: { name: string; body?: string; signature?: string }[];
		}
	).names;
}

/** What a process of its own gets by names. */
function loadedBy(project: CommandProject, names: readonly string[]): readonly string[] {
	const program = `
		import { load } from "namesake";
		const kind = (value) => (typeof value === "function" || typeof value === "object" ? "function or object" : typeof value);
		console.log(JSON.stringify(await Promise.all(${JSON.stringify(names)}.map((name) => load(name).then(kind, String)))));
	`;
	const { stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", program], {
		cwd: project.at(),
		encoding: "utf8",
	});
	return JSON.parse(stdout) as string[];
}

describe("check and lock take the names of the running modules", () => {
	for (const [title, { text, names }] of Object.entries(REGISTRIES))
		it(title, async () => {
			await using project = await commandProject(files(text));
			assert.deepEqual(check(project), { code: 0, problems: [] });
			const locked = lockedNames(project);
			const here = locked.filter(({ name }) => name.startsWith("app/src/m#"));
			assert.deepEqual(
				here.map(({ name }) => name),
				names.map((name) => `app/src/m#${name}`),
			);
			assert.ok(here.every(({ body }) => body !== undefined));
			assert.deepEqual(check(project), { code: 0, problems: [] });
			assert.deepEqual(
				loadedBy(
					project,
					names.map((name) => `app/src/m#${name}`),
				),
				names.map(() => "function or object"),
			);
		});

	it("sees what is renamed in a registry", async () => {
		await using project = await commandProject(files(REGISTRIES["a key of an enum"]?.text ?? ""));
		lockedNames(project);
		writeFileSync(
			project.at("src/m.js"),
			`${IMPORT}const Kind = { Mail: "letter" };\nexport const handlers = { [Kind.Mail]: task(async (to) => to) };`,
		);
		const { code, problems } = check(project);
		assert.equal(code, 1);
		assert.deepEqual(problems, [["NAME_RENAMED", "app/src/m#handlers.mail", 3]]);
		assert.equal(project.namesake(["check", "--fix"], { flags: [] }).code, 0);
		assert.deepEqual(loadedBy(project, ["app/src/m#handlers.mail"]), ["function or object"]);
	});

	it("sees which code runs where the text has several, or a call makes the tasks", async () => {
		const text = ([pay, list]: readonly [string, string], [three, four]: readonly [string, string]) => `
			import { task } from "namesake";
			const alpha = (x: number) => x * 2 + 1;
			function beta(x: number) { return String(x).padStart(3, "-"); }
			export let charge: any;
			if (process.env["FAST"] === "1") charge = task(beta); else charge = task(${pay});
			export let refund: any;
			if (process.env["FAST"] === "1") refund = task(alpha); else refund = task(${list});
			const runs = [${three}, ${four}];
			export const [three, four] = runs.map((run) => task(run));
		`;
		const [fixed, joined] = ["(x: number) => x.toFixed(2)", '(y: number) => [y, y * 2].join("/")'] as const;
		await using project = await commandProject({ "src/m.ts": text(["alpha", "beta"], [fixed, joined]) });
		project.install("tsx");
		assert.equal(lockedNames(project).length, 4);
		writeFileSync(project.at("src/m.ts"), text(["beta", "alpha"], [fixed, joined]));
		const exchanged = (...names: readonly [string, number][]) =>
			names.map(([name, line]) => ["NAMES_SWAPPED", `app/src/m#${name}`, line]);
		assert.deepEqual(check(project).problems, exchanged(["charge", 6], ["refund", 8]));
		writeFileSync(project.at("src/m.ts"), text(["alpha", "beta"], [joined, fixed]));
		assert.deepEqual(check(project).problems, exchanged(["four", 10], ["three", 10]));
	});

	it("reports what no name leads to, although a value beside it has one", async () => {
		await using project = await commandProject({
			"src/m.js": `${IMPORT}
				const run = async () => 1;
				export const shown = task(run);
				const hidden = task(run);
				const all = {};
				all.one = task(run);
				export const jobs = { [["a"][0]]: task(async () => 2) };
				function later() { return [task(run), hidden, all]; }
				later.keep = task(async () => 3);
			`,
		});
		const { code, problems } = check(project);
		assert.equal(code, 1);
		assert.deepEqual(
			problems.map(([problem, , line]) => [problem, line]),
			[
				["NOT_EXPORTED", 5],
				["NOT_EXPORTED", 7],
				["NOT_EXPORTED", 10],
			],
		);
	});

	it("leaves alone functions that make tasks for others to hold", async () => {
		await using project = await commandProject({
			"src/define.js": `${IMPORT}
				export const define = (options) => { const job = task(options.handler); return Object.assign(job, { retries: options.retries }); };
				class Builder { options = {}; retries(n) { this.options.retries = n; return this; } handler(f) { const job = task(f); Object.assign(job, this.options); return job; } }
				export const builder = () => new Builder();
			`,
			"src/m.js": `${IMPORT} import { builder, define } from "./define.js";
				export const send = define({ retries: 2, handler: async () => "send" });
				export const pay = builder().retries(3).handler(async () => "pay");
				export const all = {};
				class Registry { list = []; add(name, f) { all[name] = task(f); return this; } push(f) { this.list.push(task(f)); } }
				export const registry = new Registry().add("a", async () => "a").add("b", async () => "b");
				registry.push(async () => "c");
				function keep(name, f) { const job = task(f); all[name] = job; }
				keep("d", async () => "d");
				function circle() { var one = two ?? task(async () => "e"), two = one; all.e = two; }
				circle();
			`,
		});
		const { code, problems } = check(project);
		assert.deepEqual([code, problems], [0, []]);
		project.namesake(["lock"]);
		const { names } = JSON.parse(readFileSync(project.at("namesake.lock.json"), "utf8"));
		assert.deepEqual(
			names.map(({ name }: { name: string }) => name.replace("app/src/m#", "")),
			["all.a", "all.b", "all.d", "all.e", "pay", "registry.list[0]", "send"],
		);
	});

	it("reports tasks and instances in Maps, Sets, private fields and closures, which no name leads to", async () => {
		await using project = await commandProject({
			"src/m.js": `${IMPORT}
				const run = async () => 1;
				export const set = new Set([task(run)]);
				export const map = new Map(["a", "b"].map((key) => [key, { job: task(async () => key) }]));
				export const deep = { later: new Set() };
				deep.later.add(task(run, { name: "explicit" }));
				const local = new Map([["x", task(run)]]);
				export const get = (key) => local.get(key);
				export class Registry { static #all = [task(run)]; static get() { return Registry.#all; } }
				export const closed = ((job) => ({ run: () => job() }))(task(run));
				class Thing extends TrackedInstance {}
				export default new Set([new Thing()]);
				export const fine = task(async () => 2);
				export const alias = new Set([fine]);
				export const user = () => { const job = task(run); return job(); };
			`,
		});
		const { code, problems } = check(project);
		assert.equal(code, 1);
		assert.deepEqual(
			problems.map(([problem, , line]) => [problem, line]),
			[
				["NO_LHS", 4],
				["NO_LHS", 5],
				["NO_LHS", 7],
				["NO_LHS", 8],
				["NO_LHS", 10],
				["NO_LHS", 11],
				["NO_LHS", 13],
				["NESTED", 16],
			],
		);
		const { stdout } = project.namesake(["check"], { flags: [] });
		assert.match(
			stdout,
			/why: it is in a Map or Set, whose elements have no names\n {2}fix: put it into an exported object/,
		);
	});

	it("keeps what the lock has of a module that can't be loaded", async () => {
		await using project = await commandProject(files(REGISTRIES["a loop"]?.text ?? ""));
		const before = lockedNames(project);
		writeFileSync(project.at("src/m.js"), `${IMPORT}export const jobs = {};\nthrow new Error("no database");`);
		assert.deepEqual(check(project).problems, [["MODULE_FAILED", "app/src/m", 1]]);
		const { code, stderr } = project.namesake(["lock"], { flags: [] });
		assert.equal(code, 0);
		assert.match(stderr, /notice\[MODULE_FAILED\]: app\/src\/m can't be loaded/);
		assert.deepEqual(lockedNames(project), before);
	});

	it("says once of functions that a factory of another module has made that they do not know their names", async () => {
		await using project = await commandProject({
			"src/factory.js": "export const create = (loud) => (to) => (loud ? to : 0);\nexport const own = create(true);",
			"src/m.js": `${IMPORT}import { create } from "./factory.js";\nexport const a = create(true);\nexport const b = create(false);\nexport const c = task(create(true));`,
		});
		const { code, stdout } = project.namesake(["check"], { flags: [] });
		assert.equal(code, 0);
		assert.match(stdout, /^notice\[NESTED\]: .*: app\/src\/m#a\n/);
		assert.match(stdout, /\n {2}also: app\/src\/m#b\n$/);
		const { stdout: listed } = project.namesake(["list", "--load"], { flags: [] });
		assert.match(
			listed,
			/m#a\tvalue\tsrc\/m\.js:3:14\tNESTED\n.*m#b\tvalue\tsrc\/m\.js:4:14\tNESTED\n.*m#c\ttask\tsrc\/m\.js:5:14\tyes\n/,
		);
		const { stderr } = project.namesake(["check", "--json"], { flags: [] });
		assert.equal(stderr, "");
	});
});
