import assert from "node:assert/strict";
import { test } from "node:test";
import { filesOfSubpath, subpathOf } from "../../src/module/exports.ts";
import { node, project } from "./project.ts";

/** Each with its files; what Node itself resolves the specifier to, in a process of its own, is the authority. */
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

test("the subpath of a file is one that Node resolves to the file", async () => {
	for (const { exports, files } of packages) {
		await using p = await project({
			"node_modules/lib/package.json": { name: "lib", exports },
			...Object.fromEntries(Object.keys(files).map((file) => [`node_modules/lib/${file}`, ""])),
			"ask.mjs": `import { createRequire } from "node:module";
				import { fileURLToPath } from "node:url";
				const require = createRequire(import.meta.url);
				const attempt = (resolve, s) => { try { return resolve(s) } catch (error) { return error.code } };
				console.log(JSON.stringify(JSON.parse(process.argv[2]).map((s) => [attempt((s) => fileURLToPath(import.meta.resolve(s)), s), attempt(require.resolve, s)])));`,
		});
		const found = Object.entries(files).map(([file, expected]) => {
			const subpath = subpathOf(exports, file);
			assert.equal(subpath, expected, `${JSON.stringify(exports)} ${file}`);
			return { file, subpath };
		});
		const exported = found.filter(({ subpath }) => subpath !== undefined);
		const specifiers = exported.map(({ subpath = "" }) => `lib${subpath.slice(1)}`);
		const answers = JSON.parse(node(["ask.mjs", JSON.stringify(specifiers)], p.at())) as string[][];
		for (const [index, { file, subpath = "" }] of exported.entries()) {
			assert.ok(answers[index]?.includes(p.at(`node_modules/lib/${file}`)), `${file} ${answers[index]}`);
			assert.ok(filesOfSubpath(exports, subpath).includes(file));
		}
	}
});

test("the first in order wins between pattern and pattern, as in Node", () => {
	const exports = { "./a*": "./1/*.js", "./a*.js": "./2/*.js", "./ab*": "./3/*.js" };
	assert.deepEqual([filesOfSubpath(exports, "./ax.js"), filesOfSubpath(exports, "./abx")], [["2/x.js"], ["3/x.js"]]);
	assert.deepEqual(filesOfSubpath(exports, "./none"), []);
});
