import assert from "node:assert/strict";
import { test } from "node:test";
import { TSX } from "../app.ts";
import { app, bundlers } from "./bundle.ts";

/** Programs that a careless insertion breaks: what each has to print. */
const PROGRAMS = {
	"directives without semicolons": {
		files: {
			"src/jobs.js": '"use strict"\n"use client"\nexport function f() { "use server"\n return 1 }',
			"src/main.js": 'import { f } from "./jobs.js";\nconsole.log(f());\n',
		},
		prints: "1",
	},
	"a default export at the end of a text without a line break": {
		files: {
			"src/jobs.js": "export const f = () => 1; export default () => 2",
			"src/main.js": 'import g, { f } from "./jobs.js";\nconsole.log(f(), g(), g.name);\n',
		},
		prints: "1 2 default",
	},
	"an ES module without import and export": {
		files: {
			"src/setup.js": "// It exports nothing: no exports.\nglobalThis.ready = (() => 1)();\n",
			"src/main.js": 'import "./setup.js";\nexport const f = () => globalThis.ready;\nconsole.log(f());\n',
		},
		prints: "1",
	},
} as const;

for (const [what, { files, prints }] of Object.entries(PROGRAMS)) {
	for (const [name, bundle] of Object.entries(bundlers))
		test(`${name}: ${what}`, async () => {
			await using project = await app(files);
			await bundle(project, {});
			const { stdout, stderr } = await project.run("out/main.js");
			assert.deepEqual([stdout.trim(), stderr], [prints, ""]);
		});
	test(`preload: ${what}`, async () => {
		await using project = await app(files);
		const { stdout, stderr } = await project.run("src/main.js", { flags: ["--import", "namesake/register"] });
		assert.deepEqual([stdout.trim(), stderr], [prints, ""]);
	});
}

test("preload: what a loader has compiled keeps its places, in the first line too", async () => {
	await using project = await app({
		"src/main.ts": [
			'export const boom = (x: number): never => { throw new Error("boom"); };',
			"enum Level { low }",
			'export default class { run(): never { void Level.low; throw new Error("run"); } }',
			"for (const f of [() => boom(1)]) try { f(); } catch (error) { console.log((error as Error).stack); }",
		].join("\n"),
	});
	const plain = await project.run("src/main.ts", { flags: ["--import", TSX] });
	const recorded = await project.run("src/main.ts", { flags: ["--import", TSX, "--import", "namesake/register"] });
	assert.match(plain.stdout, /main\.ts:1:51/);
	assert.equal(recorded.stdout.split("\n")[1], plain.stdout.split("\n")[1]);
	assert.equal(recorded.stdout.split("\n")[2], plain.stdout.split("\n")[2]);
});
