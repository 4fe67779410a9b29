/* `list --load` against `list`: what the text calls loadable, the running module gives. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { ListedName } from "../../src/cli/commands/list/lister.ts";
import { programs, textOf } from "../property/program.ts";
import { createProject } from "../shapes/project.ts";
import { settings } from "../shapes/settings.ts";
import { commandProject } from "./command.ts";
import { replacements } from "./replacements.ts";

const FILES = {
	"src/m.js": `
		import { task, TrackedInstance } from "namesake";
		import { builder } from "./other.js";
		class Queue extends TrackedInstance {}
		const Kind = { Mail: "mail" };
		export const handlers = { [Kind.Mail]: task(() => 1) };
		export const jobs = {};
		for (const name of ["x", "y"]) jobs[name] = new Queue();
		const send = task(() => 2);
		export const registry = {};
		registry.send = send;
		export const shared = { send: task(() => 4) };
		globalThis.shared = shared;
		export const nested = builder(true);
		export const there = task(builder(true));
		export const gate = new Promise(() => {});
		export const list = [() => 1, () => 2];
		list.length = 1;
		export const mine = task(() => 3, { name: "my-own" });
		export const maybe = Math.random() > 2 ? () => 1 : undefined;
		const local = (value) => () => value;
		export const made = local(1);
		function hidden() {}
	`,
	"src/other.js": "export const builder = (value) => function inner() { return value; };\n",
	"src/broken.js": 'export const after = () => 1;\nthrow new Error("no database");\n',
	"src/m.test.js": 'export const tested = () => 1;\nthrow new Error("tests are not run");\n',
};

/** By name: `yes`, or the reason. */
function answers(text: string): Record<string, string> {
	const names = JSON.parse(text) as ListedName[];
	return Object.fromEntries(names.map(({ name, kind, reason }) => [name, `${kind} ${reason ?? "yes"}`]));
}

describe("namesake list --load", () => {
	it("lists what is there, and what the text left open", async () => {
		await using project = await commandProject(FILES);
		const text = answers(project.namesake(["list", "--json"]).stdout);
		const { code, stdout, stderr } = project.namesake(["list", "--load", "--json"]);
		const loaded = answers(stdout);
		const both = (name: string) => [text[`app/src/${name}`], loaded[`app/src/${name}`]];
		assert.deepEqual(both("m#handlers.mail"), [undefined, "task yes"]);
		assert.deepEqual(both("m#jobs.x"), [undefined, "instance yes"]);
		assert.deepEqual(both("m#registry.send"), ["task yes", "task yes"]);
		assert.deepEqual(both("m#shared.send"), ["task UNPROVEN", "task yes"]);
		assert.deepEqual(both("m#nested"), ["value UNPROVEN", "value NESTED"]);
		assert.deepEqual(both("m#there"), ["task yes", "task yes"]);
		assert.deepEqual(both("m#gate"), ["value UNPROVEN", "value UNNAMEABLE"]);
		assert.deepEqual(both("m#list[0]"), ["function UNPROVEN", "function yes"]);
		assert.deepEqual(both("m#list[1]"), ["function UNPROVEN", "function EXPORT_NOT_FOUND"]);
		assert.deepEqual([text["my-own"], loaded["my-own"]], ["task yes", "task yes"]);
		assert.deepEqual(both("m#hidden"), ["function NOT_EXPORTED", "function NOT_EXPORTED"]);
		assert.deepEqual(both("broken#after"), ["function yes", "function MODULE_FAILED"]);
		assert.deepEqual(both("m.test#tested"), ["function yes", "function yes"]);
		assert.deepEqual(both("m#made"), ["value UNPROVEN", "function yes"]);
		const names = (JSON.parse(stdout) as ListedName[]).map(({ name }) => name);
		assert.deepEqual(names, [...new Set(names)]);
		assert.equal(code, 1);
		assert.match(stderr, /MODULE_FAILED.*app\/src\/broken/);
	});

	for (const name of ["js-esm", "js-cjs"])
		it(`agrees with list on the shapes of the table, ${name}`, async () => {
			const setting = settings.find((one) => one.name === name) ?? assert.fail(name);
			const { directory } = await createProject(setting);
			try {
				// The text does not follow what a constructor returns, nor what another module writes to a member.
				assert.deepEqual(disagreements(directory), [
					"@acme/app/src/x12#o.n NAME_MISMATCH",
					"@acme/app/src/y07#two NAME_MISMATCH",
				]);
			} finally {
				rmSync(dirname(directory), { recursive: true, force: true });
			}
		});

	it("agrees with list on modules that replace what they export", async () => {
		const files = replacements.map((text, index) => [`src/m${index}.js`, `${text}\n`] as const);
		await using project = await commandProject(Object.fromEntries(files));
		assert.deepEqual(disagreements(project.at()), []);
	});

	it("agrees with list on random modules", async () => {
		const samples = (["esm", "commonjs"] as const).flatMap((format) =>
			fc.sample(programs(format === "esm"), { seed: 20261130, numRuns: 60 }).map((program, index) => {
				const extension = format === "esm" ? "mjs" : "cjs";
				return [`src/${format}${index}.${extension}`, textOf(program, format)] as const;
			}),
		);
		await using project = await commandProject(Object.fromEntries(samples));
		assert.deepEqual(disagreements(project.at()), []);
	});
});

/** Names that `list` calls loadable, and `list --load` does not, although their modules can be loaded. */
function disagreements(directory: string): string[] {
	const list = (...flags: string[]): ListedName[] => {
		const bin = join(process.cwd(), "dist/cli/bin.js");
		const args = [bin, "list", "--json", "--timeout", "60", ...flags, "src"];
		const { stdout } = spawnSync(process.execPath, args, { cwd: directory, encoding: "utf8", maxBuffer: 2 ** 26 });
		return JSON.parse(stdout) as ListedName[];
	};
	const place = ({ name, file, line, column }: ListedName) => `${name} ${file}:${line}:${column}`;
	const loaded = new Map(list("--load").map((name) => [place(name), name]));
	const proved = list().filter(({ loadable }) => loadable);
	assert.ok(proved.length > 100, `only ${proved.length} names`);
	return proved.flatMap((name) => {
		const { loadable = false, reason = "not there" } = loaded.get(place(name)) ?? {};
		return loadable || reason === "MODULE_FAILED" ? [] : [`${name.name} ${reason}`];
	});
}
