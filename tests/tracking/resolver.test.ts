/* Resolvers beyond those of flytekit's own tests: a subclass of the default one, a resolver around a resolver, untyped arguments. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type App, app } from "../app.ts";

let p: App;

before(async () => {
	p = await app({
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
