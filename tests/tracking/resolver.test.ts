/*
 * Resolvers: those of flytekit's own tests (test_resolver.py: a workflow as a resolver, the class-based resolver, a mixin, and what goes
 * wrong), a subclass of the default one, a resolver around a resolver, untyped arguments.
 */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type App, app } from "../app.ts";

let p: App;

before(async () => {
	p = await app({
		"src/workflow.js": `
			import { TaskResolver } from "namesake";
			// A workflow keeps the tasks that are made in it, and finds them by their name.
			class Workflow extends TaskResolver {
				name = "workflow";
				tasks = new Map();
				define(name, fn) { this.tasks.set(name, fn); return fn; }
				loaderArgs(task) { return [[...this.tasks].find(([, fn]) => fn === task)[0]]; }
				async loadTask([name]) { return this.tasks.get(name); }
				getAllTasks() { return [...this.tasks.values()]; }
			}
			export const wf = new Workflow();
			export const t1 = wf.define("t1", (a) => a * 2);
			wf.define("nested", (a) => a * 3);
		`,
		"src/classes.js": `
			import { IndexTaskResolver } from "namesake";
			export const resolver = new IndexTaskResolver();
			for (const n of [1, 2, 3]) resolver.add((x) => x * n);
			export class Builder extends IndexTaskResolver {
				name = "builder";
				build(n) { return this.add((x) => x + n); }
			}
			export const builder = new Builder();
			builder.build(10);
			const hidden = new IndexTaskResolver();
			export const use = () => hidden;
		`,
		"src/mixin.js": `
			import { tracked } from "namesake";
			class Base { constructor(config) { this.config = config; } }
			// A resolver that has a base of its own.
			const Resolver = tracked(class extends Base {
				loaderArgs() { return ["x"]; }
				async loadTask() { return () => this.config; }
				getAllTasks() { return []; }
			});
			export const mixed = new Resolver("configured");
		`,
		"src/plain.js": "export const notAResolver = { loadTask() {} };",
		"bin/here.js": `
			import { wf, t1 } from "../src/workflow.js";
			import { builder, resolver, use } from "../src/classes.js";
			import { mixed } from "../src/mixin.js";
			import { extractTaskModule } from "namesake";
			const code = (ask) => { try { return ask() } catch (error) { return error.code } };
			console.log(JSON.stringify({
				workflow: [wf.location, wf.loaderArgs(wf.getAllTasks()[1]), wf.name],
				index: [resolver.location, resolver.loaderArgs(resolver.getAllTasks()[2]), resolver.lhs],
				builder: [builder.location, builder.loaderArgs(builder.getAllTasks()[0]), builder.lhs],
				mixin: [mixed.location, mixed.loaderArgs()],
				hidden: [use().lhs, extractTaskModule(use()).loadable],
				unknown: code(() => resolver.loaderArgs(t1)),
			}));
		`,
		"bin/there.js": `
			import { defaultTaskResolver, loadResolver } from "namesake";
			const told = [];
			for (const [location, ...args] of JSON.parse(process.argv[2])) {
				try {
					const resolver = await loadResolver(location);
					const task = await resolver.loadTask(args);
					told.push({ name: resolver.name, same: resolver === defaultTaskResolver, result: task(7) });
				} catch (error) {
					told.push({ code: error.code });
				}
			}
			console.log(JSON.stringify(told));
		`,
		"src/traced.js": `
			import { DefaultTaskResolver } from "namesake";
			export const log = [];
			class Traced extends DefaultTaskResolver {
				async loadTask(args, options) { log.push(args[3]); return await super.loadTask(args, options); }
			}
			export const traced = new Traced();
			export const double = (n) => n * 2;
		`,
		// flytekit's map task: its resolver carries the location and the arguments of the resolver of the task that it maps.
		"src/map.js": `
			import { defaultTaskResolver, loadResolver, TaskResolver } from "namesake";
			class MapResolver extends TaskResolver {
				name = "map";
				#inner = new WeakMap();
				of(task, resolver = defaultTaskResolver) {
					const mapped = (list) => list.map((one) => task(one));
					this.#inner.set(mapped, [resolver.location, ...resolver.loaderArgs(task)]);
					return mapped;
				}
				loaderArgs(mapped) { return this.#inner.get(mapped); }
				async loadTask([location, ...args], options) {
					const resolver = await loadResolver(location, options);
					return this.of(await resolver.loadTask(args, options), resolver);
				}
				getAllTasks() { return []; }
			}
			export const maps = new MapResolver();
		`,
		"src/registry.js": `
			import { IndexTaskResolver } from "namesake";
			export const tasks = new IndexTaskResolver();
			const register = (task) => tasks.add(task);
			for (const n of [1, 2]) register((x) => x * n);
			await 0;
			tasks.add((x) => x * 3);
			export const addLater = (task) => tasks.add(task);
		`,
		"src/plugin.js": `
			import { addLater } from "./registry.js";
			export let code;
			try { addLater(() => 1); } catch (error) { code = error.code; }
		`,
		"bin/traced.js": `
			import { defaultTaskResolver, loadResolver } from "namesake";
			import { double, log, traced } from "../src/traced.js";
			const resolver = await loadResolver(traced.location);
			const task = await resolver.loadTask(resolver.loaderArgs(double));
			console.log(JSON.stringify([traced.location, resolver === traced, task === double, log, defaultTaskResolver.location]));
		`,
		"bin/map.js": `
			import { maps } from "../src/map.js";
			import { double } from "../src/traced.js";
			console.log(JSON.stringify([maps.location, ...maps.loaderArgs(maps.of(double))]));
		`,
		"bin/run.js": `
			import { loadResolver } from "namesake";
			const [location, ...args] = process.argv.slice(2);
			const task = await (await loadResolver(location)).loadTask(args);
			console.log(JSON.stringify(task([1, 2, 3])));
		`,
		"bin/later.js": `
			import { code } from "../src/plugin.js";
			import { addLater, tasks } from "../src/registry.js";
			const codes = [code];
			try { addLater(() => 2); } catch (error) { codes.push(error.code); }
			await new Promise((done) => setImmediate(done));
			try { addLater(() => 3); } catch (error) { codes.push(error.code); }
			console.log(JSON.stringify([codes, tasks.getAllTasks().length]));
		`,
		"bin/untyped.js": `
			import { defaultTaskResolver, IndexTaskResolver, load } from "namesake";
			const codes = [];
			for (const ask of [
				() => defaultTaskResolver.loadTask(null),
				() => defaultTaskResolver.loadTask({}),
				() => defaultTaskResolver.loadTask("a b"),
				() => defaultTaskResolver.loadTask(["task-module", 1, "task-name", "x"]),
				() => new IndexTaskResolver().loadTask(undefined),
				() => load("@acme/app/src/traced#double", null),
				() => load("@acme/app/src/traced#double", { allow: null }),
				() => load("@acme/app/src/traced#double", { allow: ["a", 1] }),
				() => load("@acme/app/src/traced#double", { from: 1 }),
				() => load("@acme/app/src/traced#double", { packageRoot: {} }),
				() => load(Symbol("x")),
				() => load(undefined),
			])
				codes.push(await ask().then(() => "fine", (error) => error.code ?? String(error)));
			console.log(JSON.stringify(codes));
		`,
	});
});
after(() => p[Symbol.asyncDispose]());

test("a class that extends DefaultTaskResolver has instances with locations of their own", async () => {
	assert.deepEqual(await p.tell("bin/traced.js"), [
		"@acme/app/src/traced#traced",
		true,
		true,
		["double"],
		"namesake#defaultTaskResolver",
	]);
});

test("a resolver around a resolver: the inner one's location and arguments travel in the outer one's", async () => {
	const args = (await p.tell("bin/map.js")) as string[];
	assert.deepEqual(args, [
		"@acme/app/src/map#maps",
		"namesake#defaultTaskResolver",
		"task-module",
		"@acme/app/src/traced",
		"task-name",
		"double",
	]);
	assert.deepEqual(await p.tell("bin/run.js", { args }), [2, 4, 6]);
});

describe("IndexTaskResolver", () => {
	test("takes tasks while its module loads, and refuses them from other modules and later", async () => {
		assert.deepEqual(await p.tell("bin/later.js"), [
			["CREATED_AT_RUNTIME", "CREATED_AT_RUNTIME", "CREATED_AT_RUNTIME"],
			3,
		]);
	});
});

test("arguments and options of the wrong type are coded errors", async () => {
	assert.deepEqual(await p.tell("bin/untyped.js"), [
		...Array(5).fill("INVALID_NAME"),
		"MODULE_NOT_FOUND",
		"FORBIDDEN_MODULE",
		"FORBIDDEN_MODULE",
		"MODULE_NOT_FOUND",
		"OUTSIDE_ROOT",
		"INVALID_NAME",
		"INVALID_NAME",
	]);
});

test("locations and loader arguments", async () => {
	assert.deepEqual(await p.tell("bin/here.js"), {
		workflow: ["@acme/app/src/workflow#wf", ["nested"], "workflow"],
		index: ["@acme/app/src/classes#resolver", ["2"], "resolver"],
		builder: ["@acme/app/src/classes#builder", ["0"], "builder"],
		mixin: ["@acme/app/src/mixin#mixed", ["x"]],
		hidden: ["hidden", false],
		unknown: "NOT_A_TASK",
	});
});

const there = {
	"a workflow": [["@acme/app/src/workflow#wf", "nested"], { name: "workflow", same: false, result: 21 }],
	"the class-based resolver": [["@acme/app/src/classes#resolver", "2"], { name: "index", same: false, result: 21 }],
	"a user's own, on its base": [["@acme/app/src/classes#builder", "0"], { name: "builder", same: false, result: 17 }],
	"a class with another base": [["@acme/app/src/mixin#mixed", "x"], { same: false, result: "configured" }],
	"the default one": [
		["namesake#defaultTaskResolver", "task-module", "@acme/app/src/workflow", "task-name", "t1"],
		{ name: "default", same: true, result: 14 },
	],
	"no such task": [["@acme/app/src/classes#resolver", "3"], { code: "NOT_A_TASK" }],
	"more than one argument": [["@acme/app/src/classes#resolver", "1", "2"], { code: "INVALID_NAME" }],
	"no argument": [["@acme/app/src/classes#resolver"], { code: "INVALID_NAME" }],
	"no index": [["@acme/app/src/classes#resolver", "01"], { code: "NOT_A_TASK" }],
	"wrong words": [["namesake#defaultTaskResolver", "module", "a", "name", "b"], { code: "INVALID_NAME" }],
	"a resolver that nobody can load": [["@acme/app/src/classes#hidden", "0"], { code: "NOT_EXPORTED" }],
	"something that only looks like one": [["@acme/app/src/plain#notAResolver"], { code: "NOT_A_TASK" }],
	"the task is no function": [
		["namesake#defaultTaskResolver", "task-module", "@acme/app/src/workflow", "task-name", "wf"],
		{ code: "NOT_A_TASK" },
	],
} as const;
test("in another process", async () => {
	const told = (await p.tell("bin/there.js", {
		args: [JSON.stringify(Object.values(there).map(([args]) => args))],
	})) as unknown[];
	for (const [index, [title, [, expected]]] of Object.entries(there).entries())
		assert.deepEqual(told[index], expected, title);
});
