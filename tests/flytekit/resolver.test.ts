/* test_resolver.py: a workflow as a resolver, the class-based resolver, a mixin, and what goes wrong. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
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
			const [location, ...args] = process.argv.slice(2);
			try {
				const resolver = await loadResolver(location);
				const task = await resolver.loadTask(args);
				console.log(JSON.stringify({ name: resolver.name, same: resolver === defaultTaskResolver, result: task(7) }));
			} catch (error) {
				console.log(JSON.stringify({ code: error.code }));
			}
		`,
	});
});
after(() => p[Symbol.asyncDispose]());

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
for (const [title, [args, expected]] of Object.entries(there))
	test(`in another process: ${title}`, async () => {
		assert.deepEqual(await p.tell("bin/there.js", { args }), expected);
	});
