/* What a task's call says of its names, held against what the call is really handed. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { readModule } from "../../src/source/module-source.ts";
import { taskOptionsOf } from "../../src/source/task-options.ts";

function read(call: string, language: "js" | "ts" = "js"): ReturnType<typeof taskOptionsOf> {
	const source = readModule(call, language, "module");
	assert.deepEqual(source.problems, [], call);
	const node = source.makers.find(({ type }) => type === "CallExpression");
	return taskOptionsOf(node ?? assert.fail(call));
}

/** What `task` is handed as the second argument. */
function handed(call: string): { name?: string; previously?: string[] } | undefined {
	const scope = { task: (_: unknown, options: object) => options, fn: () => 1, name: "n", k: "name", list: ["l"] };
	const run = new Function("scope", `with (scope) return ${call}`);
	return run({ ...scope, options: { name: "o" }, args: [1, { name: "s" }] });
}

for (const call of [
	"task(fn)",
	"task(fn, undefined)",
	"task(fn, {})",
	"task(fn, { name: 'a' })",
	"task(fn, { 'name': 'a' })",
	"task(fn, { ['name']: 'a' })",
	"task(fn, { name: `a b` })",
	"task(fn, { name: `` })",
	"task(fn, { name: ('a') })",
	"task(fn, { name: undefined })",
	"task(fn, { name: 'a', name: 'b' })",
	"task(fn, { timeout: 1, name: 'a' })",
	"task(fn, { previously: [] })",
	"task(fn, { previously: ['a'] })",
	"task(fn, { previously: ['a', `b`, ('c')] })",
	"task(fn, { previously: (['a']) })",
	"task(fn, { previously: undefined })",
	"task(fn, { name: 'a', previously: ['b'] })",
	"task(fn, { previously: ['b'], name: 'a' })",
	"task(fn, ({ name: 'a' }))",
	"task(fn, { name: 'a' }, 1)",
	"task(fn, { name: 'a' }, ...args)",
	"task(fn, { 1: 'x' })",
	"task(fn, { other: name })",
])
	test(call, () => {
		const { name, previously, unclear } = read(call);
		const options = handed(call) ?? {};
		assert.equal(unclear, undefined);
		assert.equal(name?.text, options.name);
		assert.deepEqual(
			previously.map(({ text }) => text),
			options.previously ?? [],
		);
		for (const { text, node } of [...(name === undefined ? [] : [name]), ...previously])
			assert.equal(call.slice(node.start + 1, node.end - 1), text);
	});

/** The piece of the text that leaves it open. */
for (const [call, unclear] of [
	["task(fn, options)", "options"],
	["task(fn, options ?? {})", "options ?? {}"],
	["task(fn, null)", "null"],
	["task(...args)", "...args"],
	["task(fn, ...args)", "fn"],
	["task(fn, { ...options })", "...options"],
	["task(fn, { name: 'a', ...options })", "...options"],
	["task(fn, { [k]: 'a' })", "[k]: 'a'"],
	["task(fn, { name })", "name"],
	["task(fn, { name: k + 1 })", "k + 1"],
	["task(fn, { name: `a${k}` })", "`a${k}`"],
	["task(fn, { name: 1 })", "1"],
	["task(fn, { name() {} })", "() {}"],
	["task(fn, { previously: list })", "list"],
	["task(fn, { previously: [...list] })", "[...list]"],
	["task(fn, { previously: ['a', k] })", "['a', k]"],
	["task(fn, { previously: ['a', , 'b'] })", "['a', , 'b']"],
	["task(fn, { previously: 'a' })", "'a'"],
] as const)
	test(`${call} is known when it runs`, () => {
		const found = read(call);
		assert.deepEqual(found.previously, []);
		assert.equal(call.slice(found.unclear?.start, found.unclear?.end), unclear);
	});

test("a name that is known stays so where the previous ones are not", () => {
	assert.equal(read("task(fn, { name: 'a', previously: list })").name?.text, "a");
	assert.equal(read("task(fn, { name: 'a', ...options })").name, undefined);
});

test("types make no difference", () => {
	for (const call of [
		"task(fn, { name: 'a' as const, previously: ['b'] as const } satisfies Options)",
		"task(fn, <Options>{ name: <string>'a', previously: (['b']!) })",
		"task<Fn>(fn, ({ name: 'a'!, previously: ['b' satisfies string] }) as Options)",
	]) {
		const { name, previously, unclear } = read(call, "ts");
		assert.deepEqual([name?.text, previously.map(({ text }) => text), unclear], ["a", ["b"], undefined], call);
	}
	assert.deepEqual(read("task(fn, undefined as any)", "ts").previously, []);
});

test("what is no call has no options", () => {
	const source = readModule("new task(fn, { name: 'a' });", "js", "module");
	assert.deepEqual(taskOptionsOf(source.makers[0] ?? assert.fail()), { previously: [] });
});
