/* A value with several paths has one name, bundled or not, and every one of its paths loads it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { app, bundlers } from "./bundle.ts";

interface Shape {
	readonly jobs: string;
	/** Over `jobs`, what the program uses: the rest is left out of a bundle. */
	readonly use: string;
	readonly name: string;
	/** All paths of the source. */
	readonly paths: readonly string[];
}

const SHAPES: Readonly<Record<string, Shape>> = {
	"members that a factory made": {
		jobs: "const mk = () => ({ f: task(() => 1) }); export const zeta = mk(); export const alpha = { f: zeta.f };",
		use: "jobs.zeta.f",
		name: "alpha.f",
		paths: ["alpha.f", "zeta.f"],
	},
	"an object and an array, of which the array is left out": {
		jobs: "const send = task(() => 1); export const tasks = { send }; export const more = [send];",
		use: "jobs.tasks.send",
		name: "more[0]",
		paths: ["more[0]", "tasks.send"],
	},
	"an object and an array, of which the object is left out": {
		jobs: "const send = () => 1; export const tasks = { deep: { send } }; export const list = [send];",
		use: "jobs.list[0]",
		name: "list[0]",
		paths: ["list[0]", "tasks.deep.send"],
	},
	"a variable and a copy of it": {
		jobs: "let x = task(() => 1); export { x as third }; export const second = x;",
		use: "jobs.second",
		name: "third",
		paths: ["third", "second"],
	},
	"a member and an export of it": {
		jobs: "export const tasks = { send: task(() => 1) }; export const direct = tasks.send;",
		use: "jobs.tasks.send",
		name: "direct",
		paths: ["direct", "tasks.send"],
	},
	"a call whose value nobody sees": {
		jobs: "const all = {}; export const x = mk(); function mk() { return task(() => 1); } export { x as a }; export { all };",
		use: "jobs.x",
		name: "x",
		paths: ["x", "a"],
	},
};

const MAIN = (use: string, paths: readonly string[]) => `
	import { extractTaskModule, load } from "namesake";
	import * as jobs from "./jobs.js";
	const value = ${use};
	const { name, moduleName, functionName, loadable } = extractTaskModule(value);
	const loaded = await Promise.all(${JSON.stringify(paths)}.map(async (path) => (await load(moduleName + "#" + path)) === value));
	console.log(JSON.stringify([functionName, loadable, ...loaded]));
`;

for (const [title, { jobs, use, name, paths }] of Object.entries(SHAPES))
	test(title, async () => {
		await using project = await app({
			"src/jobs.js": `import { task } from "namesake";\n${jobs}\n`,
			"src/main.js": MAIN(use, paths),
		});
		const expected = [name, true, ...paths.map(() => true)];
		assert.deepEqual(await project.tell("src/main.js"), expected, "the sources");
		assert.deepEqual(
			await project.tell("src/main.js", { flags: ["--import", "namesake/register"] }),
			expected,
			"the preload",
		);
		for (const [bundler, bundle] of Object.entries(bundlers))
			for (const minify of bundler === "rollup" ? [false] : [false, true]) {
				await bundle(project, { minify });
				assert.deepEqual(await project.tell("out/main.js"), expected, `${bundler}, minify: ${minify}`);
			}
	});
