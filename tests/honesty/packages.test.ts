/* Which package a name finds: nested ones, none at all, hidden folders. A fresh process that calls load(name) first is the authority. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type App, app } from "../app.ts";
import { commandProject } from "../cli/command.ts";

const fn = (tag: string) => `export const f = () => ${JSON.stringify(tag)};`;

/** Asks for `f` of the modules that are named, in a process that imports them. */
const ASK = `
	import { extractTaskModule } from "namesake";
	const told = {};
	for (const path of process.argv.slice(2)) {
		const { f } = await import(path);
		try { const { name, loadable, reason = "" } = extractTaskModule(f); told[path] = loadable ? name : reason; } catch (error) { told[path] = error.code; }
	}
	console.log(JSON.stringify(told));
`;

const LOAD = `
	import { load } from "namesake";
	const told = {};
	for (const name of process.argv.slice(2)) told[name] = await load(name).then((f) => f(), (error) => error.code);
	console.log(JSON.stringify(told));
`;

describe("a package inside of another one", () => {
	const files = {
		"package.json": { name: "@acme/app", type: "module", workspaces: ["packages/*"] },
		"ask.js": ASK,
		"load.js": LOAD,
		"src/m.js": fn("own"),
		"nested/package.json": { name: "nested", type: "module" },
		"nested/m.js": fn("nested"),
		"nested/ask.js": ASK,
		"nested/load.js": LOAD,
		"packages/a/package.json": { name: "@acme/a", type: "module" },
		"packages/a/m.js": fn("workspace"),
		"packages/a/inside/package.json": { name: "inside", type: "module" },
		"packages/a/inside/m.js": fn("inside"),
	};
	const PATHS = ["src/m.js", "nested/m.js", "packages/a/m.js", "packages/a/inside/m.js"];
	const NAMES = ["@acme/app/src/m#f", "nested/m#f", "@acme/a/m#f", "inside/m#f"];
	const TAGS = ["own", "nested", "workspace", "inside"];

	let p: App;
	before(async () => {
		p = await app(files);
	});
	after(() => p[Symbol.asyncDispose]());

	for (const [where, loadable] of [
		["", [true, false, true, false]],
		["nested/", [true, true, true, false]],
	] as const)
		test(`is loadable where a process that starts in ${where || "the outer one"} finds it`, async () => {
			const cwd = p.at(where);
			const asked = (await p.tell(`${where}ask.js`, { cwd, args: PATHS.map((path) => p.at(path)) })) as object;
			const loaded = (await p.tell(`${where}load.js`, { cwd, args: NAMES })) as object;
			assert.deepEqual(
				Object.values(asked),
				NAMES.map((name, index) => (loadable[index] ? name : "MODULE_NOT_FOUND")),
			);
			assert.deepEqual(
				Object.values(loaded),
				TAGS.map((tag, index) => (loadable[index] ? tag : "MODULE_NOT_FOUND")),
			);
		});

	test("of another project is loaded by processes that start there", async () => {
		await using other = await app({
			"package.json": { name: "other", type: "module" },
			"m.js": fn("other"),
			"load.js": LOAD,
		});
		assert.deepEqual(await p.tell("ask.js", { args: [other.at("m.js")] }), { [other.at("m.js")]: "other/m#f" });
		assert.deepEqual(await other.tell("load.js", { args: ["other/m#f"] }), { "other/m#f": "other" });
	});

	test("list says what load does", async () => {
		await using project = await commandProject(files);
		for (const [cwd, expected] of [
			["", [true, false, true, false]],
			["nested", [true, true, true, false]],
		] as const) {
			const paths = PATHS.map((path) => project.at(path));
			const listed = JSON.parse(project.namesake(["list", "--json", ...paths], { cwd }).stdout) as {
				name: string;
				loadable: boolean;
				reason?: string;
			}[];
			for (const [index, name] of NAMES.entries()) {
				const entry = listed.find((one) => one.name === name);
				assert.equal(entry?.loadable, expected[index], name);
				assert.equal(entry?.reason, expected[index] ? undefined : "MODULE_NOT_FOUND");
				assert.equal(project.namesake(["run", name], { cwd }).code, expected[index] ? 0 : 2, name);
			}
		}
	});
});

describe("files in no package", () => {
	let p: App;
	before(async () => {
		p = await app({
			"bin/ask.mjs": ASK,
			"bin/load.mjs": LOAD,
			"bin/m.mjs": fn("bin"),
			"worker/load.mjs": LOAD,
			"worker/m.mjs": fn("worker"),
		});
		await p.remove("package.json");
	});
	after(() => p[Symbol.asyncDispose]());

	test("have names from the working directory on, whichever script is the main one", async () => {
		const paths = [p.at("bin/m.mjs"), p.at("worker/m.mjs")];
		const asked = await p.tell("bin/ask.mjs", { args: paths });
		assert.deepEqual(asked, { [p.at("bin/m.mjs")]: "./bin/m#f", [p.at("worker/m.mjs")]: "./worker/m#f" });
		for (const main of ["bin/load.mjs", "worker/load.mjs"])
			assert.deepEqual(await p.tell(main, { args: ["./bin/m#f", "./worker/m#f", "./m#f"] }), {
				"./bin/m#f": "bin",
				"./worker/m#f": "worker",
				"./m#f": "MODULE_NOT_FOUND",
			});
	});

	test("have none outside of the working directory", async () => {
		assert.deepEqual(
			await p.tell("bin/ask.mjs", { cwd: p.at("worker"), args: [p.at("bin/m.mjs"), p.at("worker/m.mjs")] }),
			{
				[p.at("bin/m.mjs")]: "OUTSIDE_ROOT",
				[p.at("worker/m.mjs")]: "./m#f",
			},
		);
	});
});

describe("hidden folders", () => {
	const files = {
		"package.json": { name: "app", type: "module", namesake: { roots: { ".out": "src" } } },
		"ask.js": ASK,
		"load.js": LOAD,
		".cache/m.js": fn("cache"),
		"src/.gen/m.js": fn("gen"),
		".out/built.js": fn("built"),
	};
	const paths = Object.keys(files).filter((path) => path.includes("/"));

	test("hold no modules: neither load nor run nor list nor a task's own answer takes one for a module", async () => {
		await using p = await app(files);
		const asked = await p.tell("ask.js", { args: paths.map((path) => `./${path}`) });
		assert.deepEqual(asked, {
			"./.cache/m.js": "MODULE_NOT_FOUND",
			"./src/.gen/m.js": "MODULE_NOT_FOUND",
			"./.out/built.js": "app/src/built#f",
		});
		const names = ["app/.cache/m#f", "app/src/.gen/m#f", "app/src/built#f"];
		assert.deepEqual(Object.values((await p.tell("load.js", { args: names })) as object), [
			"MODULE_NOT_FOUND",
			"MODULE_NOT_FOUND",
			"built",
		]);
		await using project = await commandProject(files);
		const listed = JSON.parse(project.namesake(["list", "--json", ...paths]).stdout) as {
			name: string;
			reason?: string;
		}[];
		assert.deepEqual(
			listed.map(({ name, reason }) => [name, reason]),
			[
				["app/.cache/m#f", "MODULE_NOT_FOUND"],
				["app/src/built#f", undefined],
				["app/src/.gen/m#f", "MODULE_NOT_FOUND"],
			],
		);
		for (const text of [".cache/m.js#f", "app/src/.gen/m#f"]) {
			const { code, stderr } = project.namesake(["run", text]);
			assert.equal(code, 2);
			assert.match(stderr, /MODULE_NOT_FOUND[\s\S]*hidden folder/);
		}
		assert.equal(project.namesake(["run", "app/src/built#f"]).code, 0);
	});
});
