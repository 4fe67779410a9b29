import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { test } from "node:test";
import { outputRoots, sourceOf } from "../../src/package/output-roots.ts";
import { type Package, packageOf } from "../../src/package/package.ts";
import { inRepository } from "../repository.ts";
import { coded, project } from "./project.ts";

const compilers = {
	"7": inRepository("node_modules/typescript/bin/tsc"),
	"6": inRepository("node_modules/typescript-6/bin/tsc"),
};

function pkgAt(dir: string): Package {
	const pkg = packageOf(join(dir, "x.js"));
	assert.ok(pkg);
	return pkg;
}

const roots = (dir: string) => outputRoots(pkgAt(dir)).map(({ output, source }) => [output, source]);
const app = { name: "@acme/app" };
/** Where the compiler writes to does not depend on what it finds wrong. */
const options = { module: "nodenext", types: [], noLib: true, noCheck: true };

/** Every layout, compiled by the compiler itself: each output has to be led back to the source that it was written from. */
const layouts: Record<string, Record<string, string | object>> = {
	"rootDir and outDir": {
		"tsconfig.json": { compilerOptions: { ...options, rootDir: "src", outDir: "dist" }, include: ["src"] },
	},
	"no rootDir, include": { "tsconfig.json": { compilerOptions: { ...options, outDir: "dist" }, include: ["src"] } },
	"no rootDir, include with globs": {
		"tsconfig.json": { compilerOptions: { ...options, outDir: "lib/out" }, include: ["./src/**/*.ts"] },
	},
	"no rootDir, no include": { "tsconfig.json": { compilerOptions: { ...options, outDir: "dist" } } },
	"no rootDir, files": {
		"tsconfig.json": { compilerOptions: { ...options, outDir: "dist" }, files: ["src/jobs/email.mts"] },
	},
	composite: {
		"tsconfig.json": { compilerOptions: { ...options, composite: true, outDir: "dist" }, include: ["src"] },
	},
	"rootDir is the package": {
		"tsconfig.json": { compilerOptions: { ...options, rootDir: ".", outDir: "dist" }, include: ["src"] },
	},
	"outputs in the package's root": {
		"tsconfig.json": { compilerOptions: { ...options, rootDir: "src", outDir: "." }, include: ["src"], exclude: [] },
	},
	"in place": { "tsconfig.json": { compilerOptions: { ...options }, include: ["src"] } },
	extended: {
		"tsconfig.json": { extends: "./config/base.json", include: ["src"] },
		"config/base.json": { compilerOptions: { ...options, rootDir: "${configDir}/src", outDir: "../dist" } },
	},
	"sources above the package": {
		"tsconfig.json": { compilerOptions: { ...options, rootDir: "..", outDir: "dist" }, include: ["src"] },
	},
};

for (const [version, compiler] of Object.entries(compilers)) {
	test(`outputs lead to the sources that tsc ${version} wrote them from`, async () => {
		for (const [layout, files] of Object.entries(layouts)) {
			// Only what the compiler decides by itself differs between versions.
			if (version === "6" && !layout.startsWith("no rootDir")) continue;
			await using p = await project({
				"p/package.json": { ...app, type: "module" },
				...Object.fromEntries(Object.entries(files).map(([path, content]) => [`p/${path}`, content])),
				"p/src/index.ts": 'export * from "./jobs/email.mjs";',
				"p/src/jobs/email.mts": 'import "../a.b.js"; export const email = 1;',
				"p/src/a.b.tsx": "export const ab = 1;",
			});
			const dir = p.at("p");
			// The map that the compiler writes next to each output is the authority.
			const args = [compiler, "-p", dir, "--sourceMap", "--jsx", "preserve"];
			spawnSync(process.execPath, args, { cwd: dir });
			const maps = (readdirSync(dir, { recursive: true }) as string[]).filter((path) => /js(?:x)?\.map$/.test(path));
			assert.ok(maps.length >= 2, layout);
			for (const map of maps) {
				const { sources } = JSON.parse(readFileSync(join(dir, map), "utf8")) as { sources: [string] };
				const source = relative(dir, join(dir, map, "..", sources[0]));
				const found = sourceOf(pkgAt(dir), map.replace(/\.map$/, ""));
				assert.equal(found.replace(/\.\w+$/, ""), source.replace(/\.\w+$/, ""), `${layout}: ${map}`);
			}
		}
	});
}

test("up to TypeScript 5.9, the common folder of the inputs is taken when rootDir is missing", async () => {
	for (const config of [
		{},
		{ include: ["src"] },
		{ include: ["src/**/*"], exclude: ["test"] },
		{ files: ["src/jobs/a.ts"] },
	]) {
		await using p = await project({
			"package.json": app,
			"tsconfig.json": { compilerOptions: { outDir: "dist" }, ...config },
			"src/index.ts": "",
			"src/jobs/a.ts": "",
			"dist/jobs/a.js": "",
		});
		assert.equal(sourceOf(pkgAt(p.at()), "dist/jobs/a.js"), "src/jobs/a.js", JSON.stringify(config));
	}
});

test("a folder src/src is told from a layout that repeats src", async () => {
	await using p = await project({
		"package.json": app,
		"tsconfig.json": { compilerOptions: { outDir: "dist" }, include: ["src"] },
		"src/a.ts": "",
		"src/src/a.ts": "",
		"dist/src/a.js": "",
	});
	assert.equal(sourceOf(pkgAt(p.at()), "dist/src/a.js"), "src/src/a.js");
	await p.mkdir("dist/src/src");
	await p.writeFile("dist/src/src/a.js", "");
	assert.equal(sourceOf(pkgAt(p.at()), "dist/src/a.js"), "src/a.js");
	assert.equal(sourceOf(pkgAt(p.at()), "dist/src/src/a.js"), "src/src/a.js");
});

test("namesake.roots goes before everything else, several outputs may have one source, the longest counts", async () => {
	await using p = await project({
		"package.json": { ...app, namesake: { roots: { "./dist/": "./src", "dist/cjs": "src/", out: "." } } },
		"tsconfig.json": "{ broken",
	});
	assert.deepEqual(roots(p.at()), [
		["dist/cjs", "src"],
		["dist", "src"],
		["out", ""],
	]);
	assert.equal(sourceOf(pkgAt(p.at()), "dist/cjs/a.js"), "src/a.js");
	assert.equal(sourceOf(pkgAt(p.at()), "dist/a.ts"), "src/a.ts");
	assert.equal(sourceOf(pkgAt(p.at()), "distant/a.js"), "distant/a.js");
	assert.equal(sourceOf(pkgAt(p.at()), "out/x/a.js"), "x/a.js");
});

test("namesake.roots that leave the package or are no folders are errors", async () => {
	for (const bad of [{ dist: "../src" }, { "..": "src" }, { "/abs": "src" }, { dist: "a/../../b" }]) {
		await using p = await project({ "package.json": { ...app, namesake: { roots: bad } } });
		assert.throws(() => roots(p.at()), coded("OUTSIDE_ROOT", "namesake.roots", p.at("package.json")));
	}
	for (const bad of [{ dist: 1 }, ["dist"], "dist"]) {
		await using p = await project({ "package.json": { ...app, namesake: { roots: bad } } });
		assert.throws(() => roots(p.at()), coded("SOURCE_UNAVAILABLE", "namesake.roots"));
	}
});

test("every tsconfig of the package counts, and what tsconfig.json references", async () => {
	await using p = await project({
		"package.json": app,
		"tsconfig.json": {
			files: [],
			references: [{ path: "./server" }, { path: "./client/tsconfig.app.json" }, { path: "../other" }],
		},
		"server/tsconfig.json": { compilerOptions: { rootDir: ".", outDir: "../build/server", composite: true } },
		"client/tsconfig.app.json": { compilerOptions: { rootDir: "src", outDir: "../build/client" } },
		"tsconfig.build.json": '{ // comment\n"compilerOptions": { "rootDir": "lib", "outDir": "dist", }, }',
		"tsconfig.cjs.json": { extends: "./tsconfig.build.json", compilerOptions: { outDir: "dist/cjs" } },
	});
	assert.deepEqual(roots(p.at()), [
		["build/server", "server"],
		["build/client", "client/src"],
		["dist/cjs", "lib"],
		["dist", "lib"],
	]);
});

test("two tsconfigs with one outDir: the one whose source exists", async () => {
	await using p = await project({
		"package.json": app,
		"tsconfig.json": { compilerOptions: { rootDir: ".", outDir: "dist" } },
		"tsconfig.build.json": { compilerOptions: { rootDir: "src", outDir: "dist" } },
		"src/a.ts": "",
	});
	assert.equal(sourceOf(pkgAt(p.at()), "dist/a.js"), "src/a.js");
	assert.equal(sourceOf(pkgAt(p.at()), "dist/src/a.js"), "src/a.js");
});

test("without sources, what the tsconfig settles is still settled, and what it does not is an error", async () => {
	const config = (settings: object, rest: object = {}) => ({
		"package.json": app,
		"tsconfig.json": { compilerOptions: settings, ...rest },
	});
	await using explicit = await project(config({ rootDir: "src", outDir: "dist" }));
	assert.equal(sourceOf(pkgAt(explicit.at()), "dist/a.js"), "src/a.js");
	await using include = await project(config({ outDir: "dist" }, { include: ["src"] }));
	assert.equal(sourceOf(pkgAt(include.at()), "dist/a.js"), "src/a.js");
	assert.equal(sourceOf(pkgAt(include.at()), "dist/src/a.js"), "src/a.js");
	await using open = await project(config({ outDir: "dist" }));
	assert.throws(() => sourceOf(pkgAt(open.at()), "dist/a.js"), coded("SOURCE_UNAVAILABLE", "rootDir", "namesake"));
	assert.equal(sourceOf(pkgAt(open.at()), "dist/a.ts"), "dist/a.ts");
});

test("a tsconfig that can't be read is an error, but only for what depends on it", async () => {
	await using broken = await project({
		"package.json": app,
		"tsconfig.json": '{\n"compilerOptions": { "outDir" "dist" } }',
	});
	assert.throws(
		() => sourceOf(pkgAt(broken.at()), "dist/a.js"),
		coded("SOURCE_UNAVAILABLE", `${broken.at("tsconfig.json")}:2:`),
	);
	assert.equal(sourceOf(pkgAt(broken.at()), "src/a.ts"), "src/a.ts");
	const base = { extends: "@tsconfig/node20/tsconfig.json" };
	await using absent = await project({
		"package.json": app,
		"tsconfig.json": { ...base, compilerOptions: { outDir: "dist" } },
	});
	assert.throws(
		() => sourceOf(pkgAt(absent.at()), "dist/a.js"),
		coded("SOURCE_UNAVAILABLE", "@tsconfig/node20", "namesake.roots"),
	);
	const own = { ...base, compilerOptions: { rootDir: "src", outDir: "dist" } };
	await using settled = await project({ "package.json": app, "tsconfig.json": own });
	assert.equal(sourceOf(pkgAt(settled.at()), "dist/a.js"), "src/a.js");
});

test("without settings, the source map of an entry file tells", async () => {
	const map = JSON.stringify({ version: 3, sources: ["../src/index.ts"], mappings: "" });
	const inline = `//# sourceMappingURL=data:application/json;base64,${Buffer.from(map).toString("base64")}`;
	const both: Record<string, string>[] = [
		{ "dist/index.js": "", "dist/index.js.map": map },
		{ "dist/index.js": inline },
	];
	for (const files of both) {
		await using p = await project({
			"package.json": { ...app, exports: { ".": { import: "./dist/index.js" } } },
			...files,
		});
		assert.deepEqual(roots(p.at()), [["dist", "src"]]);
		assert.equal(sourceOf(pkgAt(p.at()), "dist/jobs/a.js"), "src/jobs/a.js");
	}
	const bundle = JSON.stringify({ version: 3, sources: ["../src/index.ts", "../src/a.ts"], mappings: "" });
	await using p = await project({
		"package.json": { ...app, main: "dist/index.js" },
		"dist/index.js": "",
		"dist/index.js.map": bundle,
	});
	assert.deepEqual(roots(p.at()), []);
});
