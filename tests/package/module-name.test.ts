import assert from "node:assert/strict";
import { symlinkSync } from "node:fs";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { fileOf, getFullModulePath, moduleNameOfFile } from "../../src/package/module-name.ts";
import { libraryUrl } from "../repository.ts";
import { coded, node, project } from "./project.ts";

const app = { "package.json": { name: "@acme/app" } };

test("the name is package, path and no last extension", async () => {
	const paths = {
		"src/m.ts": "src/m",
		"src/index.tsx": "src/index",
		"src/a.b.mts": "src/a.b",
		"src/[id].cts": "src/[id]",
		"src/c#/100%.js": "src/c%23/100%25",
		"src.d/à b/日本.jsx": "src.d/à b/日本",
		"m.mjs": "m",
		"m.cjs": "m",
		"src/data.json": "src/data.json",
		"src/App.vue": "src/App.vue",
		"bin/run": "bin/run",
		"src/.js": "src/.js",
		"src/m.test.ts": "src/m.test",
	};
	await using p = await project({ ...app, ...Object.fromEntries(Object.keys(paths).map((path) => [path, ""])) });
	for (const [path, name] of Object.entries(paths)) assert.equal(moduleNameOfFile(p.at(path)), `@acme/app/${name}`);
});

test("an output has its source's name, in a package with any name", async () => {
	await using p = await project({
		"package.json": { name: "apps/we#b", namesake: { roots: { dist: "src" } } },
		"dist/m.js": "",
	});
	assert.equal(moduleNameOfFile(p.at("dist/m.js")), "apps/we%23b/src/m");
	assert.equal(moduleNameOfFile(p.at("src/m.ts")), "apps/we%23b/src/m");
});

test("a link has the name of its real path, also a workspace package in node_modules (M3)", async () => {
	await using p = await project({
		...app,
		"packages/x/package.json": { name: "@acme/x" },
		"packages/x/src/m.ts": "",
		"node_modules/@acme/.keep": "",
	});
	symlinkSync(p.at("packages/x"), p.at("node_modules/@acme/x"), "junction");
	assert.equal(moduleNameOfFile(p.at("node_modules/@acme/x/src/m.ts")), "@acme/x/src/m");
	assert.equal(moduleNameOfFile(p.at("packages/x/src/m.ts")), "@acme/x/src/m");
});

test("packages without a name are ./", async () => {
	await using p = await project({
		"package.json": { private: true },
		"src/package.json": { type: "module" },
		"src/m.ts": "",
	});
	assert.equal(moduleNameOfFile(p.at("src/m.ts")), "./src/m");
});

test("a package root that is set: relative to it, outputs as their sources, an error outside it (M5)", async () => {
	await using p = await project({
		"package.json": { name: "@acme/app", namesake: { roots: { dist: "src" } } },
		"src/m.ts": "",
		"dist/m.js": "",
		"node_modules/lib/m.js": "",
		"node_modules/lib/package.json": { name: "lib" },
	});
	assert.equal(moduleNameOfFile(p.at("dist/m.js"), { packageRoot: p.at() }), "./src/m");
	assert.equal(moduleNameOfFile(p.at("dist/m.js"), { packageRoot: p.at("src") }), "./m");
	assert.equal(moduleNameOfFile(p.at("node_modules/lib/m.js"), { packageRoot: p.at("src") }), "lib/m");
	assert.throws(
		() => moduleNameOfFile(p.at("src/m.ts"), { packageRoot: p.at("dist") }),
		coded("OUTSIDE_ROOT", p.at("src/m.ts"), p.at("dist")),
	);
	assert.throws(
		() => moduleNameOfFile(p.at("dist/m.js"), { packageRoot: p.at("dist") }),
		coded("OUTSIDE_ROOT", `its source ${p.at("src/m")}`),
	);
	assert.throws(
		() => moduleNameOfFile(p.at("src/m.ts"), { packageRoot: p.at("dist") }),
		coded("OUTSIDE_ROOT", "the file is not inside"),
	);
	assert.throws(() => moduleNameOfFile(p.at("src/m.ts"), { packageRoot: "." }), coded("OUTSIDE_ROOT", process.cwd()));
});

test("a dependency's file has its public specifier, else package and path, whatever its tsconfig says (F20)", async () => {
	await using p = await project({
		...app,
		"node_modules/lib/package.json": {
			name: "lib",
			exports: { ".": "./dist/index.js", "./sub": { import: "./dist/sub.mjs", require: "./dist/sub.cjs" } },
		},
		"node_modules/lib/tsconfig.json": { compilerOptions: { rootDir: "src", outDir: "dist" } },
		"node_modules/own/package.json": { name: "own", namesake: { roots: { dist: "src" } } },
	});
	const name = (path: string) => moduleNameOfFile(p.at(`node_modules/${path}`));
	assert.deepEqual(["lib/dist/index.js", "lib/dist/sub.mjs", "lib/dist/sub.cjs"].map(name), [
		"lib",
		"lib/sub",
		"lib/sub",
	]);
	assert.deepEqual(["lib/dist/internal.js", "own/dist/m.js"].map(name), ["lib/dist/internal", "own/src/m"]);
});

test("without any package.json the working directory is the root, wherever the main script is; outside of it is an error", async () => {
	const script = `
		import { moduleNameOfFile } from ${JSON.stringify(libraryUrl("package/module-name"))};
		try { console.log(moduleNameOfFile(process.argv[2])) } catch (error) { console.log(error.code, error.message.includes("packageRoot")) }
	`;
	await using p = await project({ "a/main.mjs": script, "a/b/m.ts": "", "c/m.ts": "" });
	const run = (file: string, cwd: string) => node([p.at("a/main.mjs"), p.at(file)], p.at(cwd));
	assert.equal(run("a/b/m.ts", "."), "./a/b/m");
	assert.equal(run("a/b/m.ts", "a"), "./b/m");
	assert.equal(run("c/m.ts", "c"), "./m");
	assert.equal(run("c/m.ts", "a"), "OUTSIDE_ROOT true");
	assert.equal(run("a/b/m.ts", "c"), "OUTSIDE_ROOT true");
});

test("fileOf takes what stands for a module, and knows what is no file", async () => {
	await using p = await project({ "m #%.ts": "", "[eval].ts": "" });
	const file = p.at("m #%.ts");
	const { href } = pathToFileURL(file);
	for (const mod of [
		file,
		href,
		new URL(href),
		`${href}?v=1#x`,
		{ url: href },
		{ filename: file },
		{ url: `${href}?v=2`, filename: "" },
	])
		assert.equal(fileOf(mod), file);
	assert.equal(
		fileOf("package.json"),
		`${process.cwd()}/package.json`.replaceAll("/", process.platform === "win32" ? "\\" : "/"),
	);
	assert.equal(fileOf(p.at("not/there.ts")), p.at("not/there.ts"));
	assert.equal(fileOf(p.at("[eval].ts")), p.at("[eval].ts"));
	const none = [
		"",
		"node:fs",
		"data:text/javascript,1",
		"https://x.y/m.js",
		"REPL1",
		p.at("[eval]"),
		p.at("[eval1]"),
		p.at("[stdin]"),
		p.at(),
		"fs",
	];
	for (const mod of [
		...none,
		pathToFileURL(p.at("[eval1]")),
		{ filename: null },
		{ filename: undefined },
		"file:///a%2fb",
	])
		assert.equal(fileOf(mod), undefined, String(mod));
});

test("getFullModulePath: modName is for what is no file (M6)", async () => {
	await using p = await project({ ...app, "src/m.mjs": "export default import.meta;" });
	const url = pathToFileURL(p.at("src/m.mjs")).href;
	const { default: meta } = (await import(url)) as { default: ImportMeta };
	assert.equal(getFullModulePath(meta), "@acme/app/src/m");
	assert.equal(getFullModulePath(url, "__main__"), "@acme/app/src/m");
	assert.equal(getFullModulePath({ filename: null }), "");
	assert.equal(getFullModulePath("data:text/javascript,1", "notebook"), "notebook");
	const script = "console.log(JSON.stringify([module.filename, module.id]))";
	const [filename] = JSON.parse(node(["-e", script], p.at())) as [string];
	assert.equal(getFullModulePath({ filename }), "");
});
