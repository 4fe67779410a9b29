import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { test } from "node:test";
import { type OutputOptions, rollup } from "rollup";
import rollupPlugin from "../../src/plugin/rollup.ts";
import { type App, app } from "../app.ts";

const FILES = {
	"src/sub/jobs.js": `
		import { task } from "namesake";
		export const send = task((to) => "sent to " + to);
		export function add(a, b) { return a + b; }
	`,
	"src/later.js": 'import { task } from "namesake";\nexport const late = task(() => "late");\n',
	"src/main.js": `
		import { extractTaskModule, load } from "namesake";
		import { add, send } from "./sub/jobs.js";
		export const later = () => import("./later.js");
		setTimeout(async () => {
			const told = [extractTaskModule(send), extractTaskModule(add), extractTaskModule(await load("@acme/app/src/later#late"))];
			console.log(JSON.stringify(told.map(({ name, loadable }) => [name, loadable])));
		});
	`,
};

async function files(project: App, options: OutputOptions, plugin: boolean): Promise<string[]> {
	const bundle = await rollup({
		input: project.at("src/main.js"),
		external: ["namesake"],
		plugins: plugin ? [rollupPlugin()] : [],
	});
	const { output } = await bundle.write({ dir: project.at("out"), preserveModules: true, ...options });
	return output.map(({ fileName }) => fileName).sort();
}

for (const [what, options, main] of [
	["", {}, "main.js"],
	[" below a root", { preserveModulesRoot: "src" }, "main.js"],
	[" of CommonJS", { format: "cjs", entryFileNames: "[name].cjs" }, "main.cjs"],
] as const)
	test(`rollup: modules that are kept apart${what} have their names, and stand where they would without the plugin`, async () => {
		await using project = await app(FILES);
		const root =
			"preserveModulesRoot" in options ? { preserveModulesRoot: project.at(options.preserveModulesRoot) } : {};
		const expected = await files(project, { ...options, ...root }, false);
		const made = await files(project, { ...options, ...root }, true);
		assert.deepEqual(
			made.filter((file) => !file.startsWith("__namesake_record__")),
			expected,
		);
		assert.equal(made.length, expected.length + 1);
		rmSync(project.at("src"), { recursive: true });
		assert.deepEqual(await project.tell(`out/${main}`), [
			["@acme/app/src/sub/jobs#send", true],
			["@acme/app/src/sub/jobs#add", true],
			["@acme/app/src/later#late", true],
		]);
	});
