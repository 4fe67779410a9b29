import assert from "node:assert/strict";
import { rmSync, symlinkSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { moduleNameOfFile } from "../../src/package/module-name.ts";
import { resolveModule } from "../../src/package/resolve.ts";
import { coded, project } from "./project.ts";

const app = { name: "@acme/app", namesake: { roots: { dist: "src", "dist/cjs": "src" } } };

test("every file with the name, the source first, then the outputs", async () => {
	await using p = await project({
		"package.json": app,
		"src/m.ts": "",
		"src/m.js": "",
		"dist/m.js": "",
		"dist/cjs/m.cjs": "",
		"src/n.ts": "",
	});
	const { files, pkg } = resolveModule("@acme/app/src/m", { from: p.at() });
	assert.deepEqual(
		files,
		["src/m.ts", "src/m.js", "dist/cjs/m.cjs", "dist/m.js"].map((path) => p.at(path)),
	);
	assert.equal(pkg?.dir, p.at());
	rmSync(p.at("src"), { recursive: true });
	assert.deepEqual(
		resolveModule("@acme/app/src/m", { from: p.at("dist/m.js") }).files,
		["dist/cjs/m.cjs", "dist/m.js"].map((path) => p.at(path)),
	);
	assert.throws(
		() => resolveModule("@acme/app/dist/m", { from: p.at() }),
		coded("MODULE_NOT_FOUND", "nearest: @acme/app/src/m"),
	);
});

test("what is no module of a project is refused before the disk is looked at (N2, N3)", () => {
	const names = [
		"node:fs",
		"fs",
		"fs/promises",
		"file:///x",
		"data:text/javascript,1",
		"https://x.y/z",
		"C:/x",
		"C:\\x",
		"/etc/passwd",
		"\\\\host\\share",
		"../../x",
		"..",
		".",
		"./../x",
		"@acme/app/src/../../secret",
		"@acme/app//x",
		"@acme/app/./x",
		"@acme/app/",
		"#internal",
		"./",
		"@acme/app/node_modules/lib/m",
		"node_modules/lib/m",
		"./NODE_MODULES/lib/m",
	];
	for (const name of names) assert.throws(() => resolveModule(name), coded("FORBIDDEN_MODULE"), name);
	for (const name of ["", "a\0b", "a/b#c"]) assert.throws(() => resolveModule(name), coded("INVALID_NAME"), name);
});

test("links may not leave the package (N3)", async () => {
	await using outside = await project({ "secret.ts": "", "package.json": { name: "outside" } });
	await using p = await project({ "package.json": app, "src/real.ts": "", "node_modules/lib/m.js": "" });
	symlinkSync(outside.at("secret.ts"), p.at("src/secret.ts"));
	symlinkSync(outside.at(), p.at("src/dir"), "junction");
	symlinkSync(p.at("node_modules/lib/m.js"), p.at("src/lib.js"));
	symlinkSync(p.at("src/real.ts"), p.at("src/alias.ts"));
	for (const name of ["secret", "dir/secret", "lib"])
		assert.throws(() => resolveModule(`@acme/app/src/${name}`, { from: p.at() }), coded("FORBIDDEN_MODULE", "link"));
	assert.throws(
		() => resolveModule("@acme/app/src/alias", { from: p.at() }),
		coded("MODULE_NOT_FOUND", "nearest: @acme/app/src/real"),
	);
});

test("dependencies are opened only if they are allowed", async () => {
	await using p = await project({
		"package.json": app,
		"node_modules/lib/package.json": {
			name: "lib",
			exports: { ".": "./i.js", "./sub": { import: "./d/s.mjs", require: "./d/s.cjs" } },
		},
		...Object.fromEntries(
			["i.js", "d/s.mjs", "d/s.cjs", "d/internal.js"].map((path) => [`node_modules/lib/${path}`, ""]),
		),
	});
	const lib = (name: string, allow?: string | string[]) =>
		resolveModule(name, { from: p.at("src"), allow }).files.map((file) => file.slice(p.at("node_modules/lib/").length));
	for (const allow of [undefined, "other", "li", [], "lib/sub"])
		assert.throws(() => lib("lib/d/internal", allow), coded("FORBIDDEN_MODULE", 'allow: ["lib"]'));
	assert.deepEqual(lib("lib", "lib"), ["i.js"]);
	assert.deepEqual(lib("lib/sub", ["lib/sub"]), ["d/s.mjs", "d/s.cjs"]);
	assert.deepEqual(lib("lib/d/internal", ["other", "lib"]), ["d/internal.js"]);
	assert.throws(() => lib("lib/d/internal", "internal"), coded("FORBIDDEN_MODULE"));
	assert.deepEqual(lib("lib/d/internal", "*"), ["d/internal.js"]);
	assert.throws(() => lib("lib/d/s", "*"), coded("MODULE_NOT_FOUND", "nearest: lib/sub"));
});

test("what the program itself has loaded of a dependency need not be allowed", async () => {
	await using p = await project({
		"package.json": app,
		"node_modules/lib/package.json": { name: "lib", exports: "./i.js" },
		"node_modules/lib/i.js": "",
		"node_modules/lib/d/m.js": "",
		"node_modules/own/package.json": { name: "own", namesake: { roots: { dist: "src" } } },
		"node_modules/own/dist/m.js": "",
	});
	const loaded = [p.at("node_modules/lib/d/m.js"), p.at("node_modules/own/dist/m.js")];
	const files = (name: string) => resolveModule(name, { from: p.at() }, () => loaded).files;
	assert.deepEqual(files("lib/d/m"), [loaded[0]]);
	assert.deepEqual(files("own/src/m"), [loaded[1]]);
	assert.throws(() => files("lib"), coded("FORBIDDEN_MODULE", 'allow: ["lib"]'));
	assert.throws(() => resolveModule("lib/d/m", { from: p.at() }), coded("FORBIDDEN_MODULE"));
});

test("what is hidden is not opened without an extension of source (N3)", async () => {
	await using p = await project({
		"package.json": app,
		".env": "",
		".git/config": "",
		"src/.secret/key": "",
		"src/.hidden.ts": "",
		"src/data.json": "",
		"src/...rest": "",
		Makefile: "",
		"node_modules/lib/package.json": { name: "lib" },
		"node_modules/lib/.env": "",
		"node_modules/lib/data": "",
	});
	const files = (name: string) => resolveModule(name, { from: p.at(), allow: "lib" }).files;
	for (const name of [".env", ".git/config", "src/.secret/key"])
		assert.throws(() => files(`@acme/app/${name}`), coded("MODULE_NOT_FOUND"), name);
	assert.throws(() => files("lib/.env"), coded("MODULE_NOT_FOUND"));
	for (const name of ["src/data.json", "src/...rest", "Makefile"])
		assert.deepEqual(files(`@acme/app/${name}`), [p.at(name)], name);
	assert.deepEqual(files("@acme/app/src/.hidden"), [p.at("src/.hidden.ts")]);
	assert.deepEqual(files("lib/data"), [p.at("node_modules/lib/data")]);
	assert.throws(() => files("@acme/app"), coded("MODULE_NOT_FOUND"));
	assert.throws(() => files("lib"), coded("MODULE_NOT_FOUND"));
});

test("what was found, what was not, and where it was looked for", async () => {
	await using p = await project({
		"package.json": app,
		...Object.fromEntries(["ma", "mb", "mc", "md"].map((name) => [`src/${name}.ts`, ""])),
	});
	const error = (name: string) => {
		try {
			return resolveModule(name, { from: p.at() }) as never;
		} catch (thrown) {
			return thrown as { message: string; nearest: string[] };
		}
	};
	assert.match(error("@acme/app/src/m").message, /has this module name/);
	assert.equal(error("@acme/app/src/m").nearest.length, 3);
	assert.equal(new Set(error("@acme/app/src/m").nearest).size, 3);
	assert.match(error("@acme/other/src/ma").message, /no package of this name/);
	assert.deepEqual(error("@acme/apq/src/ma").nearest.slice(0, 1), ["@acme/app/src/ma"]);
	assert.match(error("./src/ma").message, /has this module name|no package/);
});

test("a package is looked for around, in node_modules, in the workspaces and in what is loaded (M3)", async () => {
	await using p = await project({
		"package.json": { name: "root", workspaces: ["packages/*", "!packages/no"] },
		"packages/a/package.json": { name: "@acme/a" },
		"packages/a/src/m.ts": "",
		"packages/b/package.json": { name: "b" },
		"packages/b/m.ts": "",
		"packages/no/package.json": { name: "no" },
		"packages/no/m.ts": "",
		"elsewhere/package.json": { name: "elsewhere" },
		"elsewhere/m.ts": "",
		"node_modules/@acme/.keep": "",
	});
	symlinkSync(p.at("packages/a"), p.at("node_modules/@acme/a"), "junction");
	const files = (name: string, loaded: string[] = []) =>
		resolveModule(name, { from: p.at("packages/b/m.ts") }, () => loaded).files;
	assert.deepEqual(files("@acme/a/src/m"), [p.at("packages/a/src/m.ts")]);
	rmSync(p.at("node_modules"), { recursive: true });
	assert.deepEqual(files("@acme/a/src/m"), [p.at("packages/a/src/m.ts")]);
	assert.deepEqual(resolveModule("b/m", { from: p.at() }).files, [p.at("packages/b/m.ts")]);
	assert.throws(() => files("no/m"), coded("MODULE_NOT_FOUND", p.at("packages/b")));
	assert.deepEqual(files("elsewhere/m", [p.at("elsewhere/m.ts")]), [p.at("elsewhere/m.ts")]);
});

test("./ is a package without a name, or the root that is set", async () => {
	await using p = await project({
		"package.json": { namesake: { roots: { dist: "src" } } },
		"src/m.ts": "",
		"dist/m.js": "",
		"dist/only.js": "",
	});
	assert.deepEqual(resolveModule("./src/m", { from: p.at("dist") }).files, [p.at("src/m.ts"), p.at("dist/m.js")]);
	assert.deepEqual(resolveModule("./m", { packageRoot: p.at("src") }).files, [p.at("src/m.ts"), p.at("dist/m.js")]);
	assert.deepEqual(resolveModule("./only", { packageRoot: p.at("src") }).files, [p.at("dist/only.js")]);
	assert.throws(() => resolveModule("./src/n", { from: p.at() }), coded("MODULE_NOT_FOUND", "./src/m"));
});

test("what is not found comes with what is near (N5)", async () => {
	await using p = await project({
		"package.json": { name: "@acme/app" },
		"src/m.ts": "",
		"src/mail.ts": "",
		"src/far/away/from/it.ts": "",
	});
	const asked = (name: string) => () => resolveModule(name, { from: p.at() });
	assert.throws(asked("@acme/app/src/mm"), (error: { nearest: string[] }) => error.nearest[0] === "@acme/app/src/m");
	assert.throws(asked("@acme/apq/src/mail"), coded("MODULE_NOT_FOUND", p.at(), "nearest: @acme/app/src/mail"));
	assert.throws(asked("@acme"), coded("MODULE_NOT_FOUND"));
	assert.throws(asked(`@acme/app/${"x/".repeat(3000)}y`), coded("MODULE_NOT_FOUND"));
});

test("resolving the name of a file gives the file", async () => {
	const odd = [
		"index",
		"a.b",
		"[id]",
		"...rest",
		"(group)",
		"c#",
		"100%",
		"%23",
		"%2523",
		"a b",
		"日本",
		"é",
		"-",
		"_",
		"x.d",
		"a'\"b",
		"$",
		"~",
		"&=+,;@",
		"a?b",
	];
	const tree = odd.flatMap((name) => [
		`src/${name}.ts`,
		`${name}/${name}.test.mjs`,
		`src/${name}/index.tsx`,
		`data/${name}.json`,
		`dist/${name}/only.js`,
	]);
	for (const [manifest, options] of [
		[app, {}],
		[{ private: true }, {}],
		[{ name: "a/b#%c" }, {}],
		[app, { packageRoot: "" }],
	] as const) {
		await using p = await project({
			"package.json": manifest,
			"src/package.json": { type: "commonjs" },
			"src/index/package.json": { type: "module" },
			...Object.fromEntries(tree.map((path) => [path, ""])),
		});
		for (const path of tree) {
			const file = p.at(path);
			const settings = "packageRoot" in options ? { packageRoot: p.at() } : {};
			const name = moduleNameOfFile(file, settings);
			assert.ok(resolveModule(name, { from: file, ...settings }).files.includes(file), name);
		}
	}
});

test("whatever the text, a file that it leads to has it as its name and is in the package", async () => {
	await using p = await project({
		"package.json": app,
		"src/m.ts": "",
		"src/a/m.ts": "",
		"dist/m.js": "",
		"m.ts": "",
		"node_modules/lib/m.js": "",
	});
	const parts = fc.constantFrom(
		"src",
		"m",
		"dist",
		"a",
		"..",
		".",
		"",
		"node_modules",
		"lib",
		"%2e%2e",
		"m.ts",
		"cjs",
		"\\",
		"..\\",
	);
	fc.assert(
		fc.property(
			fc.array(parts, { maxLength: 5 }),
			fc.constantFrom("@acme/app", "lib", ".", "", "..", "@acme"),
			(path, start) => {
				const name = [start, ...path].join("/");
				try {
					for (const file of resolveModule(name, { from: p.at() }).files) {
						assert.equal(moduleNameOfFile(file), name);
						assert.ok(!file.includes("node_modules"));
					}
				} catch (error) {
					assert.match((error as { code: string }).code, /^(?:FORBIDDEN_MODULE|MODULE_NOT_FOUND|INVALID_NAME)$/);
				}
			},
		),
		{ numRuns: 300 },
	);
});
