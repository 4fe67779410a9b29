import assert from "node:assert/strict";
import { test } from "node:test";
import { app, bundlers } from "./bundle.ts";

const FILES = {
	"src/jobs.js": `
		import { task } from "namesake";
		export const used = task(() => "task used");
		export const unused = task(() => "task left out");
		export function usedFunction() { return "function used"; }
		export function unusedFunction() { return "function left out"; }
		export const usedArrow = () => "arrow used";
		export const unusedArrow = () => "arrow left out";
		export class UsedClass { run() { return "class used"; } }
		export class UnusedClass { run() { return "class left out"; } }
		export class UsedSubclass extends UsedClass {}
		export class UnusedSubclass extends UsedClass {}
		export const usedTable = { a: () => "table used", b: task(() => 1) };
		export const unusedTable = { a: () => "table left out", b: task(() => 1) };
	`,
	"src/never.js": `
		import { task } from "namesake";
		export const never = task(() => "module left out");
		export const plain = () => "module left out";
	`,
	"src/main.js": `
		import { extractTaskModule } from "namesake";
		import { plain } from "./never.js";
		import { used, usedFunction, usedArrow, UsedSubclass, usedTable } from "./jobs.js";
		const values = [used, usedFunction, usedArrow, UsedSubclass, usedTable.a, usedTable.b];
		const registry = globalThis[Symbol.for("namesake.registry/1")];
		console.log(JSON.stringify({
			names: values.map((value) => extractTaskModule(value).name.split("#")[1]),
			recorded: registry.values.flatMap(({ names }) => names),
			modules: registry.modules.map(({ name }) => name),
		}));
	`,
};

// Rollup has no minifier of its own.
for (const [name, bundle] of Object.entries(bundlers))
	for (const minify of name === "rollup" ? [false] : [false, true])
		test(`${name}${minify ? ", minified" : ""}: what nothing uses is left out, and its record with it`, async () => {
			await using project = await app(FILES);
			const { text, warnings } = await bundle(project, { minify });
			assert.deepEqual(warnings, []);
			assert.doesNotMatch(text, /left out/);
			assert.deepEqual(await project.tell("out/main.js"), {
				names: ["used", "usedFunction", "usedArrow", "UsedSubclass", "usedTable.a", "usedTable.b"],
				// UsedSubclass extends UsedClass.
				recorded: ["used", "usedTable", "usedFunction", "usedArrow", "UsedClass", "UsedSubclass"],
				modules: ["@acme/app/src/jobs"],
			});
		});

for (const [name, bundle] of Object.entries(bundlers))
	test(`${name}: a program that names nothing has nothing of the plugin in it`, async () => {
		await using project = await app({
			"src/used.js": "export const one = 1;\nexport const unused = () => 2;\n",
			"src/main.js": 'import { one } from "./used.js";\nconsole.log(one);\n',
		});
		assert.equal((await bundle(project, {})).text.trim(), (await bundle(project, { plugin: false })).text.trim());
	});

for (const [name, bundle] of Object.entries(bundlers))
	test(`${name}: what a package says of its side effects stays true`, async () => {
		await using project = await app({
			"package.json": { name: "@acme/app", type: "module", sideEffects: ["./src/effect.js"] },
			"src/effect.js": "console.log(1);\nexport const unused = () => 2;\n",
			"src/pure.js": "console.log(2);\nexport const unused = () => 2;\n",
			"src/main.js": 'import "./effect.js";\nimport "./pure.js";\n',
		});
		await bundle(project, {});
		// Rollup itself knows nothing of the field.
		assert.equal((await project.run("out/main.js")).stdout, name === "rollup" ? "1\n2\n" : "1\n");
	});
