/* Where imports lead. Of JavaScript Node itself is the authority, of what TypeScript projects write the rules of TypeScript. */
import assert from "node:assert/strict";
import { symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { Imports, isLibraryFile, resolveImport } from "../../src/source/imports.ts";
import { project } from "../package/project.ts";
import { inRepository } from "../repository.ts";

const tree: Readonly<Record<string, string | object>> = {
	"package.json": { name: "app", type: "module" },
	"tsconfig.json": {
		compilerOptions: { paths: { "#lib/*": ["./lib/*"], "@one": ["./lib/a.ts"], "#gone/*": ["./gone/*"] } },
	},
	"broken/tsconfig.json": "{ what",
	"broken/m.ts": "",
	"m.ts": "",
	"a.js": "",
	"b.ts": "",
	"b.d.ts": "",
	"c.tsx": "",
	"d.mts": "",
	"e.cts": "",
	"f.js": "",
	"f.ts": "",
	"g.jsx": "",
	"only.d.ts": "",
	"data.json": "{}",
	"dir/index.ts": "",
	"dir/x.ts": "",
	"dir.ts": "",
	"folder/index.js": "",
	"typed/index.d.ts": "",
	"a.b.ts": "",
	"sub/m.ts": "",
	"sub/index.ts": "",
	"lib/a.ts": "",
	"node_modules/main/package.json": { name: "main", main: "./lib/main.js" },
	"node_modules/main/lib/main.js": "",
	"node_modules/main/other.js": "",
	"node_modules/esm/package.json": { name: "esm", main: "./cjs.js", module: "./esm.js" },
	"node_modules/esm/cjs.js": "",
	"node_modules/esm/esm.js": "",
	"node_modules/bare/index.js": "",
	"node_modules/exp/package.json": {
		name: "exp",
		main: "./hidden.js",
		exports: { ".": { types: "./i.d.ts", default: "./i.js" }, "./s": "./d/s.js" },
	},
	"node_modules/exp/i.js": "",
	"node_modules/exp/i.d.ts": "",
	"node_modules/exp/d/s.js": "",
	"node_modules/exp/hidden.js": "",
	"node_modules/@s/p/package.json": { name: "@s/p", main: 1 },
	"node_modules/@s/p/index.js": "",
	"node_modules/bad/package.json": "{",
	"packages/ws/package.json": { name: "ws", main: "./dist/index.js", namesake: { roots: { dist: "src" } } },
	"packages/ws/src/index.ts": "",
	"packages/ws/dist/index.js": "",
	"packages/ws/dist/only.js": "",
};

let p: Awaited<ReturnType<typeof project>>;
before(async () => {
	p = await project(tree);
	symlinkSync(p.at("packages/ws"), p.at("node_modules/ws"), "junction");
	symlinkSync(p.at("a.js"), p.at("link.js"));
});
after(() => p[Symbol.asyncDispose]());

/** The file that it leads to, below the project. */
function leads(specifier: string, from = "m.ts"): string | undefined {
	const found = resolveImport(specifier, p.at(from));
	if (found?.kind !== "file") return found?.kind;
	assert.ok(found.file.startsWith(p.at()), found.file);
	return found.file.slice(p.at().length + 1).replaceAll("\\", "/");
}

test("relative and absolute paths", () => {
	const expected: Readonly<Record<string, string | undefined>> = {
		"./a.js": "a.js",
		"./a": "a.js",
		"./b": "b.ts",
		"./b.js": "b.ts",
		"./b.ts": "b.ts",
		"./c.js": "c.tsx",
		"./c.jsx": "c.tsx",
		"./c": "c.tsx",
		"./d.mjs": "d.mts",
		"./d.js": undefined,
		"./e.cjs": "e.cts",
		"./f.js": "f.js",
		"./f": "f.ts",
		"./g.jsx": "g.jsx",
		"./g": "g.jsx",
		"./only": undefined,
		"./only.js": undefined,
		"./only.d.ts": undefined,
		"./data.json": undefined,
		"./dir": "dir.ts",
		"./dir/": "dir/index.ts",
		"./dir/index": "dir/index.ts",
		"./dir/index.js": "dir/index.ts",
		"./dir/x.js": "dir/x.ts",
		"./folder": "folder/index.js",
		"./typed": undefined,
		"./a.b": "a.b.ts",
		"./a.b.js": "a.b.ts",
		"./link.js": "a.js",
		"./none": undefined,
		"./none.js": undefined,
		".": undefined,
		"./sub/m": "sub/m.ts",
	};
	for (const [specifier, file] of Object.entries(expected)) assert.equal(leads(specifier), file, specifier);
	assert.equal(leads("../b.js", "sub/m.ts"), "b.ts");
	assert.equal(leads(".", "sub/m.ts"), "sub/index.ts");
	assert.equal(leads("..", "sub/deep/m.ts"), "sub/index.ts");
	assert.equal(leads(p.at("b.js")), "b.ts");
	assert.equal(leads(p.at("a")), "a.js");
});

test("what has a scheme is no file", () => {
	for (const specifier of [
		"node:fs",
		"data:text/javascript,1",
		"https://x.y/m.js",
		"file:///m.js",
		"fs",
		"none",
		"none/x",
		"#none",
		"",
	])
		assert.equal(leads(specifier), undefined, specifier);
});

test("packages are what Node resolves them to", () => {
	const require = createRequire(p.at("m.cjs"));
	for (const specifier of [
		"main",
		"main/other.js",
		"main/other",
		"main/lib/main.js",
		"bare",
		"bare/index.js",
		"exp",
		"exp/s",
		"@s/p",
		"@s/p/index.js",
	])
		assert.equal(p.at(leads(specifier) ?? ""), require.resolve(specifier), specifier);
	for (const specifier of ["exp/hidden.js", "exp/d/s.js", "exp/none", "main/none", "bad"]) {
		assert.throws(() => require.resolve(specifier));
		assert.equal(leads(specifier), undefined, specifier);
	}
	// Bundlers take what is an ES module.
	assert.equal(leads("esm"), "node_modules/esm/esm.js");
});

test("packages of the project lead to their sources", () => {
	assert.equal(leads("ws"), "packages/ws/src/index.ts");
	assert.equal(leads("ws/dist/index.js"), "packages/ws/src/index.ts");
	assert.equal(leads("ws/src/index.ts"), "packages/ws/src/index.ts");
	assert.equal(leads("ws/dist/only.js"), "packages/ws/dist/only.js");
});

test("the paths of a tsconfig", () => {
	assert.equal(leads("#lib/a"), "lib/a.ts");
	assert.equal(leads("#lib/a.js"), "lib/a.ts");
	assert.equal(leads("@one"), "lib/a.ts");
	assert.equal(leads("#lib/a", "sub/m.ts"), "lib/a.ts");
	assert.equal(leads("#gone/a"), undefined);
	assert.equal(leads("main", "broken/m.ts"), "node_modules/main/lib/main.js");
	assert.equal(leads("#lib/a", "broken/m.ts"), undefined);
});

test("this library", () => {
	for (const specifier of ["namesake", "namesake/pool", "namesake/register"])
		assert.equal(leads(specifier), "library", specifier);
	assert.equal(leads("namesake2"), undefined);
	assert.equal(isLibraryFile(inRepository("src", "index.ts")), true);
	assert.equal(isLibraryFile(p.at("m.ts")), false);
});

test("what was found is kept, and what was not is looked for again", () => {
	const imports = new Imports();
	const found = imports.of("./b.js", p.at("m.ts"));
	assert.deepEqual(found, { kind: "file", file: p.at("b.ts") });
	assert.equal(imports.of("./b.js", p.at("f.ts")), found);
	assert.equal(imports.of("./b.js", p.at("sub/m.ts")), undefined);
	assert.equal(imports.of("./late.js", p.at("m.ts")), undefined);
	writeFileSync(p.at("late.ts"), "");
	assert.deepEqual(imports.of("./late.js", p.at("m.ts")), { kind: "file", file: p.at("late.ts") });
});
