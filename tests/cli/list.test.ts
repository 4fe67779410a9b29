import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import { describe, it } from "node:test";
import pc from "picocolors";
import type { ListedName } from "../../src/cli/commands/list/lister.ts";
import { plainLines, table } from "../../src/cli/commands/list/table.ts";
import { commandProject } from "./command.ts";

const FILES = {
	"src/b.ts": 'import { task } from "namesake";\nexport const t = task(() => 1);\nfunction hidden() {}\n',
	"src/a.js": "export function f() {}\nexport const v = 1;\n",
	"src/types.d.ts": "export declare const d: 1;\n",
	"dist/b.js": "export const t = 1;\n",
	"lib/built.js": "export const built = 1;\n",
	".hidden/x.js": "export const x = 1;\n",
	"node_modules/dep/index.js": "export const dep = 1;\n",
	"tsconfig.json": { compilerOptions: { outDir: "dist", rootDir: "src" }, include: ["src"] },
};

const EXPECTED = [
	{ name: "app/lib/built#built", kind: "value", file: "lib/built.js", line: 1, column: 14, loadable: true },
	{ name: "app/src/a#f", kind: "function", file: "src/a.js", line: 1, column: 17, loadable: true },
	{ name: "app/src/a#v", kind: "value", file: "src/a.js", line: 2, column: 14, loadable: true },
	{ name: "app/src/b#t", kind: "task", file: "src/b.ts", line: 2, column: 14, loadable: true },
	{
		name: "app/src/b#hidden",
		kind: "function",
		file: "src/b.ts",
		line: 3,
		column: 10,
		loadable: false,
		reason: "NOT_EXPORTED",
	},
];

describe("namesake list", () => {
	it("prints one JSON array, in the order of files and positions", async () => {
		await using project = await commandProject(FILES);
		const { code, stdout, stderr } = project.namesake(["list", "--json"]);
		assert.deepEqual(JSON.parse(stdout), EXPECTED);
		assert.deepEqual([code, stderr], [0, ""]);
		assert.equal(project.namesake(["list", "--json"]).stdout, stdout);
	});

	it("takes files, folders and globs, and gives files from the working directory", async () => {
		await using project = await commandProject(FILES);
		const files = (args: string[], cwd?: string): string[] => {
			const { stdout, stderr } = project.namesake(["list", "--json", ...args], cwd === undefined ? {} : { cwd });
			assert.equal(stderr, "");
			return [...new Set((JSON.parse(stdout) as ListedName[]).map(({ file }) => file))];
		};
		assert.deepEqual(files(["src"]), ["src/a.js", "src/b.ts"]);
		assert.deepEqual(files(["src/b.ts", "src/b.ts", "src/a.js"]), ["src/a.js", "src/b.ts"]);
		assert.deepEqual(files(["**/*.ts"]), ["src/b.ts"]);
		assert.deepEqual(files([], "src"), ["../lib/built.js", "a.js", "b.ts"]);
		assert.deepEqual(files(["dist"]), ["dist/b.js"]);
	});

	it("lists output where the sources are not there", async () => {
		await using project = await commandProject({
			"package.json": { name: "app", type: "module", namesake: { roots: { dist: "src" } } },
			"dist/m.js": "export const f = () => 1;\n",
		});
		const [entry] = JSON.parse(project.namesake(["list", "--json"]).stdout) as ListedName[];
		assert.deepEqual([entry?.name, entry?.file], ["app/src/m#f", "dist/m.js"]);
	});

	it("is plain in a pipe: one line for each name, tabs between, no colours", async () => {
		await using project = await commandProject(FILES);
		const { stdout } = project.namesake(["list", "src"]);
		assert.equal(
			stdout,
			EXPECTED.slice(1)
				.map(({ name, kind, file, line, column, reason }) =>
					[name, kind, `${file}:${line}:${column}`, reason ?? "yes"].join("\t"),
				)
				.join("\n")
				.concat("\n"),
		);
		assert.ok(project.namesake(["list", "src"], { env: { FORCE_COLOR: "1" } }).stdout.includes("\u001b["));
		assert.ok(
			!project.namesake(["list", "src"], { env: { FORCE_COLOR: "1", NO_COLOR: "1" } }).stdout.includes("\u001b["),
		);
	});

	it("shows a syntax error with its line, lists the rest, and exits with 1", async () => {
		await using project = await commandProject({
			"bad.ts": "export const a = 1;\nexport function ( {\n",
			"good.ts": "export const g = 1;\n",
		});
		const { code, stdout, stderr } = project.namesake(["list", "--json"]);
		assert.equal(code, 1);
		assert.deepEqual(
			(JSON.parse(stdout) as ListedName[]).map(({ name }) => name),
			["app/good#g"],
		);
		assert.match(stderr, /^error\[SOURCE_UNAVAILABLE\]: .*bad\.ts\n/);
		assert.match(stderr, /> 2 \| export function \( \{\n +\| +\^/);
		assert.doesNotMatch(stderr, /\n\s+at .*\.js:/);
	});

	it("exits with 2 for a path that is not there", async () => {
		await using project = await commandProject(FILES);
		for (const path of ["nope", "nope/*.ts", "package.json"]) {
			const { code, stdout, stderr } = project.namesake(["list", path]);
			assert.deepEqual([code, stdout], [2, ""]);
			assert.match(stderr, /^error: .*(?:nope|package\.json)/);
		}
	});

	it("says so where another file of the same name is loaded", async () => {
		await using project = await commandProject({ "a.ts": "export const x = 1;\n", "a.js": "export const x = 1;\n" });
		const names = JSON.parse(project.namesake(["list", "--json"]).stdout) as ListedName[];
		assert.deepEqual(
			names.map(({ file, loadable, reason }) => [file, loadable, reason]),
			[
				["a.js", false, "DUPLICATE_NAME"],
				["a.ts", true, undefined],
			],
		);
	});

	it("takes another package root", async () => {
		await using project = await commandProject(FILES);
		const { stdout } = project.namesake(["list", "--json", "--root", "..", "a.js"], { cwd: "src" });
		assert.deepEqual((JSON.parse(stdout) as ListedName[])[0]?.name, "./src/a#f");
		const outside = project.namesake(["list", "--root", "lib", "src/a.js"]);
		assert.equal(outside.code, 1);
		assert.match(outside.stderr, /^error\[OUTSIDE_ROOT\]: /);
	});
});

const COLOURS = pc.createColors(false);

describe("the table of a terminal", () => {
	const names = EXPECTED as ListedName[];

	it("has a row for each name where there is room", () => {
		const lines = table(names, 80, COLOURS).split("\n");
		assert.equal(lines.length, names.length + 2);
		assert.match(lines[0] ?? "", /^name {2,}kind {2,}place {2,}loadable$/);
		assert.match(lines[5] ?? "", /^app\/src\/b#hidden {2,}function {2,}src\/b\.ts:3:10 {2,}NOT_EXPORTED$/);
	});

	it("never cuts a name: it has a line of its own where there is not", () => {
		const long = { ...EXPECTED[0], name: `app/src/${"long-".repeat(30)}#f` } as ListedName;
		const lines = table([...names, long], 80, COLOURS).split("\n");
		assert.equal(lines.length, 2 * (names.length + 1) + 1);
		assert.ok(lines.includes(long.name));
		assert.ok(lines.every((line) => line === long.name || line.length <= 80));
	});

	it("measures without colours", () => {
		const colours = pc.createColors(true);
		assert.equal(table(names, 80, colours).split("\n").length, names.length + 2);
		assert.match(plainLines(names, colours), /\u001b\[/);
	});

	it("--changed: what is not as the lock says, and what it was", async () => {
		const body = "{ const parts = [to, 1, 2, 3].map((part) => String(part)); return parts.join('-'); }";
		await using project = await commandProject({
			"src/a.js": `import { task } from "namesake";
export const send = task((to) => ${body});
export const stays = task((to) => to);
export const takes = task((to) => [to]);
`,
			"src/b.js": 'import { task } from "namesake";\nexport const goes = task((x) => ({ x }));\n',
		});
		const missing = project.namesake(["list", "--changed"]);
		assert.deepEqual([missing.code, missing.stdout], [2, ""]);
		assert.match(missing.stderr, /^error: there is no namesake\.lock\.json/);
		assert.equal(project.namesake(["lock"]).code, 0);
		assert.deepEqual(project.namesake(["list", "--changed"]), { code: 0, stdout: "", stderr: "" });
		rmSync(project.at("src/b.js"));
		writeFileSync(
			project.at("src/a.js"),
			`import { task } from "namesake";
export const deliver = task((to) => ${body});
export const stays = task((to) => to);
export const takes = task((to, what) => [to]);
export const more = task(() => new Map([["one", 1]]));
`,
		);
		const { stdout } = project.namesake(["list", "--changed", "--json"]);
		const shown = (JSON.parse(stdout) as Record<string, unknown>[]).map(({ name, line, loadable, change, from }) => [
			...[name, line, loadable, change],
			...(from === undefined ? [] : [from]),
		]);
		assert.deepEqual(shown, [
			["app/src/a#deliver", 2, true, "renamed", "app/src/a#send"],
			["app/src/a#takes", 4, true, "changed", "(to)"],
			["app/src/a#more", 5, true, "new"],
			["app/src/b#goes", 0, false, "gone"],
		]);
		const plain = project.namesake(["list", "--changed", "src/a.js"]);
		assert.equal(
			plain.stdout,
			[
				"app/src/a#deliver\ttask\tsrc/a.js:2:14\trenamed, was app/src/a#send",
				"app/src/a#takes\ttask\tsrc/a.js:4:14\tchanged, was (to)",
				"app/src/a#more\ttask\tsrc/a.js:5:14\tnew\n",
			].join("\n"),
		);
	});
});
