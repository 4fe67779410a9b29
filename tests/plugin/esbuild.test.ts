import assert from "node:assert/strict";
import { test } from "node:test";
import { type BuildOptions, build } from "esbuild";
import esbuildPlugin from "../../src/plugin/esbuild.ts";
import { PROJECT_SOURCE } from "../../src/plugin/project-source.ts";
import { type App, app } from "../app.ts";

async function built(project: App, options: BuildOptions = {}): Promise<string> {
	const { outputFiles } = await build({
		absWorkingDir: project.at(),
		entryPoints: ["src/main.js"],
		bundle: true,
		format: "esm",
		outdir: "out",
		external: ["namesake"],
		plugins: [esbuildPlugin()],
		logLevel: "silent",
		...options,
		write: false,
	});
	return outputFiles.map(({ text }) => text).join("\n");
}

test("what esbuild asks about: the sources outside of node_modules", () => {
	const parts = [
		"",
		"a",
		"n",
		"node",
		"node_module",
		"node_modules",
		"node_modules2",
		"xnode_modules",
		"node-modules",
		"NODE_MODULES",
	];
	const files = ["m.ts", "m.cjs", "m.tsx", "m.css", "m", "node_modules.js", ".js"];
	for (const root of ["/", "C:\\"])
		for (const first of parts)
			for (const second of parts)
				for (const file of files)
					for (const separator of ["/", "\\"]) {
						const path = root + [first, second, file].join(separator);
						const expected = /\.[cm]?[jt]sx?$/.test(path) && !/[\\/]node_modules[\\/]/.test(path);
						assert.equal(PROJECT_SOURCE.test(path), expected, path);
					}
});

test("esbuild itself reads that filter in the same way", async () => {
	await using project = await app({
		"src/main.js": 'export * from "lib";\nexport * from "./node_module/own.js";\n',
		"src/node_module/own.js": "export const own = () => 1;\n",
		"node_modules/lib/package.json": { name: "lib", type: "module", main: "index.js" },
		"node_modules/lib/index.js": "export const theirs = () => 1;\n",
	});
	const seen: string[] = [];
	await built(project, {
		plugins: [
			{
				name: "seen",
				setup: ({ onLoad }) =>
					onLoad({ filter: PROJECT_SOURCE }, ({ path }) => {
						seen.push(path.slice(project.at().length + 1));
						return undefined;
					}),
			},
		],
	});
	assert.deepEqual(seen.sort(), ["src/main.js", "src/node_module/own.js"]);
});

test("files keep the loader that the build has for them", async () => {
	await using project = await app({
		"src/main.js": "const h = (type) => type;\nexport const view = () => <b/>;\n",
	});
	const text = await built(project, { loader: { ".js": "jsx" }, jsxFactory: "h" });
	assert.match(text, /__namesake_0[\s\S]*h\("b", null\)/);
});

test("what is imported as text stays as it is", async () => {
	await using project = await app({
		"src/main.js": 'import text from "./jobs.js" with { type: "text" };\nexport const length = () => text;\n',
		"src/jobs.js": "export const send = () => 1;\n",
	});
	assert.match(await built(project, { loader: {} }), /"export const send = \(\) => 1;\\n"/);
});

test("a build is the same wherever the project is, and has a source map only if one is wanted", async () => {
	const files = { "src/main.js": "export const send = () => 1;\n" };
	await using one = await app(files);
	await using other = await app(files);
	const text = await built(one);
	assert.equal(await built(other), text);
	assert.match(text, /__namesake_0/);
	assert.doesNotMatch(text, /sourceMappingURL/);
	assert.match(await built(one, { sourcemap: true }), /"export const send = \(\) => 1;\\n"\]/);
});

test("a default function without a name may have types, comments and a star before its parenthesis", async () => {
	await using project = await app({
		"src/generic.ts":
			"export default function /* of (any) */ <Value extends (x: 1) => 1>(value: Value): Value { return value; }\n",
		"src/generator.ts": "export default async /* one */ function // two\n\t* <T>(value: T) { yield value; }\n",
		"src/main.js": `
			import { extractTaskModule } from "namesake";
			import generic from "./generic.ts";
			import generator from "./generator.ts";
			const told = [generic, generator].map((value) => [extractTaskModule(value).name, value.name]);
			console.log(JSON.stringify([...told, generic(1), (await generator(2).next()).value]));
		`,
	});
	await project.write("out/main.js", await built(project, { platform: "node" }));
	assert.deepEqual(await project.tell("out/main.js"), [
		["@acme/app/src/generic#default", "default"],
		["@acme/app/src/generator#default", "default"],
		1,
		2,
	]);
});
