import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { filesOfSubpath, subpathOf } from "../../src/package/exports-map.ts";
import { project } from "./project.ts";

/** Each with its files; what Node itself resolves the specifier to is the authority. */
const packages: { exports: unknown; files: Record<string, string | undefined> }[] = [
	{ exports: "./index.js", files: { "index.js": ".", "other.js": undefined } },
	{ exports: ["./index.js", "./other.js"], files: { "index.js": ".", "other.js": undefined } },
	{ exports: { import: "./index.mjs", require: "./index.cjs" }, files: { "index.mjs": ".", "index.cjs": "." } },
	{
		exports: {
			".": { node: { types: "./t.js", import: { default: "./deep.mjs" } }, default: "./d.js" },
			"./t": { types: "./t.js" },
		},
		files: { "deep.mjs": ".", "t.js": undefined },
	},
	{
		exports: { "./longer-name": "./a.js", "./b": "./a.js", "./a": "./a.js", "./feature.js": "./f.js" },
		files: { "a.js": "./a", "f.js": "./feature.js" },
	},
	{
		exports: { "./*": "./dist/*.js", "./internal/*": null, "./special": "./dist/other.js", "./x/*.js": "./lib/*/*.js" },
		files: {
			"dist/a.js": "./a",
			"dist/d/e.js": "./d/e",
			"dist/internal/i.js": undefined,
			"dist/special.js": undefined,
			"lib/q/q.js": "./x/q.js",
			"lib/q/r.js": undefined,
		},
	},
	{
		exports: { "./f/*": "./src/*", "./f/private/*": null, "./g/": "./g/", "./same/*": "./same.js" },
		files: { "src/m.mjs": "./f/m.mjs", "src/private/m.js": undefined, "g/m.js": undefined, "same.js": undefined },
	},
	{ exports: { ".": null, "./n": { node: null, default: "./n.js" } }, files: { "index.js": undefined } },
	{
		exports: { "./up": "./../up.js", "./nm": "./node_modules/x.js", "./dot": "./a/./b.js" },
		files: { "a/b.js": undefined },
	},
	{ exports: { "./*": "./dist/*.js" }, files: { "dist/a b/[id].js": "./a b/[id]", "dist/é.js": "./é" } },
	{ exports: undefined, files: { "index.js": undefined } },
];

/** What a specifier leads to from a folder: by `import`, and by `require`. */
async function resolver(file: string): Promise<(specifier: string) => (string | undefined)[]> {
	const { resolve } = (await import(pathToFileURL(file).href)) as { resolve(specifier: string): string };
	const require = createRequire(file);
	const attempt = (ask: () => string) => {
		try {
			return ask();
		} catch (error) {
			assert.match(
				(error as { code: string }).code,
				/^(?:ERR_PACKAGE_PATH_NOT_EXPORTED|ERR_INVALID_PACKAGE_TARGET|ERR_INVALID_MODULE_SPECIFIER|MODULE_NOT_FOUND|ERR_MODULE_NOT_FOUND)$/,
			);
			return undefined;
		}
	};
	return (specifier) => [attempt(() => fileURLToPath(resolve(specifier))), attempt(() => require.resolve(specifier))];
}

async function installed(exports: unknown, files: readonly string[]) {
	const p = await project({
		"node_modules/lib/package.json": { name: "lib", exports },
		...Object.fromEntries(files.map((file) => [`node_modules/lib/${file}`, ""])),
		"ask.mjs": "export const resolve = (specifier) => import.meta.resolve(specifier);",
	});
	return Object.assign(p, { ask: await resolver(p.at("ask.mjs")) });
}

test("the subpath of a file is one that Node resolves to the file", async () => {
	for (const { exports, files } of packages) {
		await using p = await installed(exports, Object.keys(files));
		for (const [file, expected] of Object.entries(files)) {
			const subpath = subpathOf(exports, file);
			assert.equal(subpath, expected, `${JSON.stringify(exports)} ${file}`);
			if (subpath === undefined) continue;
			const found = p.ask(`lib${subpath.slice(1)}`);
			assert.ok(found.includes(p.at(`node_modules/lib/${file}`)), `${file} ${found}`);
			assert.ok(filesOfSubpath(exports, subpath).includes(file));
		}
	}
});

test("the files of a subpath are those that Node resolves it to", async () => {
	const files = ["a.js", "b.js", "a.mjs", "d/a.js", "d/b.js", "d/e/a.js", "d/a b.js", "d/$&.js", "ab.js", "x.json"];
	const subpaths = [
		...[".", "./a", "./b", "./a.js", "./d/a", "./d/e/a", "./ab", "./x.json", "./a b", "./$&", "./d"],
		...["./d/*", "./*", "./toString", "./__proto__", "./a/a", "./aa"],
	];
	for (const exports of [
		"./a.js",
		["./a.js", "./b.js"],
		[null, "./b.js"],
		["b.js", "./a.js"],
		[{ browser: "./b.js" }, "./a.js"],
		{ "./a": "./a.js", "./b": "./b.js" },
		{ ".": { import: "./a.mjs", default: "./a.js" }, "./a": { require: "./a.js" } },
		{ ".": { default: "./a.js", import: "./b.js" } },
		{ ".": { default: null, import: "./b.js" } },
		{ ".": { default: {}, import: "./b.js" } },
		{ ".": { node: { import: null, default: "./a.js" }, default: "./b.js" } },
		{ ".": { types: "./x.json", "types@>=5": "./x.json", typesetting: "./b.js", default: "./a.js" } },
		{ "./*": "./d/*.js" },
		{ "./*": "./d/*.js", "./a": "./a.js" },
		{ "./*": "./d/*.js", "./a": null },
		{ "./*": "./d/*.js", "./d/*": "./*.js", "./d/e/*": null },
		{ "./*.js": "./d/*.js", "./*": "./*.js" },
		{ "./a*": "./d/*.js", "./a*b": "./b.js" },
		{ "./a*": "./*.js", "./*": "./d/a.js" },
		{ "./d/": "./d/", "./x*": "./x*" },
		{ "./*/*": "./d/*.js" },
		{ "./*": "./d/*" },
		{ "./a": "./d/../a.js", "./b": "./D/./a.js", "./d/a": "./node_modules/a.js", "./ab": "../lib/ab.js" },
		{ "./a": "./d/./a.js", "./b": "/b.js", "./ab": "./NODE_MODULES/x.js", "./d/a": "./%2e%2e/x.js" },
		{ "./a": "./d\\..\\a.js", "./a b": "./d/a%20b.js" },
		{ "./a": 1, "./b": true, "./ab": [], "./d/a": {} },
		{ "./a": { import: ["./a.js"], require: [{ default: "./b.js" }] } },
		{},
		null,
	] as const) {
		await using p = await installed(exports, files);
		for (const subpath of subpaths) {
			const said = filesOfSubpath(exports, subpath).map((file) => p.at(`node_modules/lib/${file}`));
			if (exports === null) assert.deepEqual(said, []);
			else
				for (const found of p.ask(`lib${subpath.slice(1)}`))
					if (found !== undefined) assert.ok(said.includes(found), `${JSON.stringify(exports)} ${subpath}: ${said}`);
			for (const file of files) {
				const back = subpathOf(exports, file);
				if (back !== undefined)
					assert.ok(filesOfSubpath(exports, back).includes(file), `${JSON.stringify(exports)} ${file}`);
			}
		}
	}
});

test("what no condition leads to has no files", () => {
	for (const [exports, subpath] of [
		["./a.js", "./a"],
		["a.js", "."],
		["./../a.js", "."],
		["./d/./a.js", "."],
		["./d//a.js", "."],
		["./node_modules/a.js", "."],
		["./%6eode_modules/a.js", "."],
		["./d\\..\\a.js", "."],
		[{ types: "./a.d.ts" }, "."],
		[{ "types@>=5": "./a.d.ts" }, "."],
		[{ default: null, node: "./a.js" }, "."],
		[["b.js", { default: "../x.js" }], "."],
		[{ "./*": "./d/*.js" }, "./"],
		[{ "./a*a": "./*.js" }, "./a"],
		[{ "./d/": "./d/" }, "./d/a"],
		[{ "./*/*": "./*.js" }, "./a/b"],
		[{ "./a": "./a.js" }, "."],
		[{ "./x/*": "./*.js" }, "./y/a"],
		[{ "./*.js": "./*.js" }, "./a.mjs"],
		[undefined, "."],
		[null, "."],
		[1, "."],
	] as const)
		assert.deepEqual(filesOfSubpath(exports, subpath), [], `${JSON.stringify(exports)} ${subpath}`);
	assert.deepEqual(filesOfSubpath({ types: "./a.js", default: "./b.js" }, "."), ["b.js"]);
	assert.deepEqual(filesOfSubpath({ node: "./a.js", default: "./b.js", import: "./c.js" }, "."), ["a.js", "b.js"]);
	assert.deepEqual(filesOfSubpath(["./a.js", "./b.js"], "."), ["a.js"]);
	assert.deepEqual(filesOfSubpath(["a.js", { node: "./c.js" }, "./b.js"], "."), ["c.js", "b.js"]);
	assert.deepEqual(filesOfSubpath({ default: { node: "./a.js" }, import: "./b.js" }, "."), ["a.js", "b.js"]);
});

test("of several subpaths of a file it is the shortest, then the first of the alphabet", () => {
	assert.equal(subpathOf({ "./b": "./m.js", "./aa": "./m.js", "./a": "./m.js" }, "m.js"), "./a");
	assert.equal(subpathOf({ "./b": "./m.js", ".": "./m.js" }, "m.js"), ".");
	assert.equal(subpathOf({ "./long/*": "./*.js", "./s/*": "./*.js" }, "m.js"), "./s/m");
	assert.equal(subpathOf({ "./*": "./*.js", "./m": "./other.js" }, "m.js"), undefined);
	assert.equal(subpathOf({ "./*": "./*/*.js" }, "a/b.js"), undefined);
	assert.equal(subpathOf({ "./*": "./*/x/*.js" }, "a/b/x/a/b.js"), "./a/b");
	assert.equal(subpathOf({ "./*": "./d/*" }, "d/"), undefined);
	assert.equal(subpathOf({ "./*x": "./*.js" }, "$&.js"), "./$&x");
	assert.equal(subpathOf({ "./*": "./same.js" }, "same.js"), undefined);
	assert.equal(subpathOf({ ".": "./i.js" }, "j.js"), undefined);
});

test("the first in order wins between pattern and pattern, as in Node", () => {
	const exports = { "./a*": "./1/*.js", "./a*.js": "./2/*.js", "./ab*": "./3/*.js" };
	assert.deepEqual([filesOfSubpath(exports, "./ax.js"), filesOfSubpath(exports, "./abx")], [["2/x.js"], ["3/x.js"]]);
	assert.deepEqual(filesOfSubpath(exports, "./none"), []);
});
