/* The public interface: whatever changes here changes for users, and belongs in CHANGELOG.md. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import * as namesake from "../src/index.ts";
import { app } from "./app.ts";
import { inRepository } from "./repository.ts";

const VALUES = {
	DefaultTaskResolver: "class",
	IndexTaskResolver: "class",
	NamesakeError: "class",
	TaskResolver: "class",
	TrackedInstance: "class",
	defaultTaskResolver: "object",
	extractTaskModule: "function",
	findTaskModule: "function",
	formatName: "function",
	getFullModulePath: "function",
	importModuleFromFile: "function",
	isNested: "function",
	isReplOrBundle: "function",
	isTask: "function",
	isTestFunction: "function",
	isWrappedModuleLevel: "function",
	load: "function",
	loadResolver: "function",
	parseName: "function",
	task: "function",
	taskContext: "function",
	tracked: "function",
	wraps: "function",
};

test("the values of the package", () => {
	const found = Object.entries(namesake).map(([name, value]) => [
		name,
		/^class\b/.test(Function.prototype.toString.call(value instanceof Function ? value : () => {}))
			? "class"
			: typeof value,
	]);
	assert.deepEqual(Object.fromEntries(found), VALUES);
});

test("its declarations", () => {
	const text = readFileSync(inRepository("dist/index.d.ts"), "utf8").replace(/\s+$/, "");
	assert.deepEqual(text.split("\n"), DECLARATIONS);
});

const DECLARATIONS = [
	'export { type TaskContext, taskContext } from "./adapter/contract/context.ts";',
	'export { type ErrorCode, type ErrorDetails, NamesakeError, type Place } from "./base/errors.ts";',
	'export { formatName, type NameParts, parseName } from "./base/name.ts";',
	'export { importModuleFromFile, type ModuleNamespace } from "./load/import-module.ts";',
	'export { type LoadOptions, load } from "./load/load.ts";',
	'export { getFullModulePath, type ModuleLike, type NamingOptions } from "./package/module-name.ts";',
	'export { extractTaskModule, findTaskModule } from "./tracking/extract-task-module.ts";',
	'export { isReplOrBundle } from "./tracking/repl.ts";',
	'export { type Callable, DefaultTaskResolver, defaultTaskResolver, IndexTaskResolver, loadResolver, TaskResolver, } from "./tracking/resolver.ts";',
	'export { isTask, type Task, type TaskOptions, task } from "./tracking/task.ts";',
	'export type { TaskModule } from "./tracking/task-module.ts";',
	'export { isTestFunction } from "./tracking/test-function.ts";',
	'export { tracked } from "./tracking/tracked.ts";',
	'export { TrackedInstance, type Tracking } from "./tracking/tracked-instance.ts";',
	'export { isNested, isWrappedModuleLevel, wraps } from "./tracking/wraps.ts";',
];

const ADAPTERS = {
	bullmq: [
		'export { type TaskContext, taskContext } from "../contract/context.ts";',
		'export type { JsonOf } from "../json/json-of.ts";',
		'export type { TaskJobData } from "./job-data.ts";',
		'export { taskJob } from "./task-job.ts";',
		'export { type BulkJob, type JobTemplate, type TaskJob, TaskQueue } from "./task-queue.ts";',
		'export { type StopOptions, TaskWorker, type TaskWorkerOptions } from "./task-worker.ts";',
	],
	pool: [
		'export type { MapOptions, MapProgress } from "./map.ts";',
		'export { move } from "./movable.ts";',
		'export { type Runnable, type Runner, type RunSettings, TaskPool, type TaskPoolOptions } from "./task-pool.ts";',
	],
};

test("the declarations of its adapters", () => {
	for (const [name, lines] of Object.entries(ADAPTERS)) {
		const text = readFileSync(inRepository(`dist/adapter/${name}/index.d.ts`), "utf8").replace(/\s+$/, "");
		assert.deepEqual(text.split("\n"), lines);
	}
});

test("the members of what is tracked", () => {
	const members = (prototype: object) => Reflect.ownKeys(prototype).map(String).sort();
	assert.deepEqual(members(namesake.TrackedInstance.prototype), [
		"constructor",
		"findLhs",
		"instantiatedIn",
		"lhs",
		"location",
	]);
	assert.deepEqual(members(namesake.IndexTaskResolver.prototype), [
		"add",
		"constructor",
		"getAllTasks",
		"loadTask",
		"loaderArgs",
	]);
});

test("the package is reached by import and by require, and by nothing below it", async () => {
	await using p = await app({
		"m.mjs": `
			import { createRequire } from "node:module";
			import * as imported from "namesake";
			const required = createRequire(import.meta.url)("namesake");
			const code = await import("namesake/dist/base/name.js").catch((error) => error.code);
			const same = [required.load === imported.load];
			for (const name of ["namesake/pool", "namesake/bullmq"]) {
				const [one, other] = [await import(name), createRequire(import.meta.url)(name)];
				same.push(Object.keys(one).every((key) => one[key] === other[key]));
			}
			console.log(JSON.stringify([same, Object.keys(imported).sort(), code]));
		`,
	});
	assert.deepEqual(await p.tell("m.mjs"), [
		[true, true, true],
		Object.keys(VALUES).sort(),
		"ERR_PACKAGE_PATH_NOT_EXPORTED",
	]);
});
