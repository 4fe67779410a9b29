import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { createFixture } from "fs-fixture";
import type { Tally } from "./check-module.ts";

const run = promisify(execFile);
const root = process.cwd();
const seed = Number(process.env["NAMESAKE_SEED"] ?? 20261122);
/** There NAMESAKE_RUNS is how many names are tried. */
const isFuzzing = process.env["NAMESAKE_FUZZ"] === "full";
const runs = isFuzzing ? 200 : Number(process.env["NAMESAKE_RUNS"] ?? 10);
const tsx = pathToFileURL(join(root, "node_modules/tsx/dist/loader.mjs")).href;

const settings = [
	{ title: "ES modules", format: "esm", extension: ".mjs", type: "module", flags: [], siblings: ".js,.cjs,.ts" },
	{ title: "CommonJS", format: "commonjs", extension: ".cjs", type: "commonjs", flags: [], siblings: ".mjs" },
	{
		title: "TypeScript through tsx, ES modules",
		format: "esm",
		extension: ".ts",
		type: "module",
		flags: ["--import", tsx],
		siblings: "",
	},
	{
		title: "TypeScript through tsx, CommonJS",
		format: "esm",
		extension: ".ts",
		type: "commonjs",
		flags: ["--import", tsx],
		siblings: "",
	},
];

/** In a new process: what `load` gives for each name, beside what the module's exports lead to by plain property access. */
const fresh = `
import { load } from "namesake";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
const { names, extension, isNamespace } = JSON.parse(readFileSync(0, "utf8"));
for (const { name, path } of names) {
	const loaded = await load(name);
	if (!name.startsWith("@acme/generated/")) continue;
	const namespace = await import(name.split("#")[0].replace("@acme/generated", ".") + extension);
	let value = isNamespace ? namespace : namespace.default;
	for (const key of path) value = value[key];
	assert.ok(typeof value === "object" || typeof value === "function");
	assert.equal(loaded, value, name);
}
process.stdout.write(String(names.length));
`;

describe(`random modules, seed ${seed}, ${runs} runs each`, () => {
	for (const { title, format, extension, type, flags, siblings } of settings)
		it(title, { timeout: 900_000 }, async (context) => {
			const fixture = await createFixture({
				"package.json": JSON.stringify({ name: "@acme/generated", type }),
				"library.mjs": 'export * from "namesake";\n',
				"fresh.mjs": fresh,
				node_modules: {},
			});
			try {
				symlinkSync(root, fixture.getPath("node_modules/namesake"));
				const script = fileURLToPath(new URL(`run${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url));
				const loader = script.endsWith(".ts") && flags.length === 0 ? ["--import", tsx] : flags;
				const args = [
					...loader,
					script,
					fixture.path,
					format,
					extension,
					String(seed),
					String(runs),
					String(format === "esm" && type === "module"),
					siblings,
				];
				const { stdout, stderr } = await run(process.execPath, args, { cwd: fixture.path, maxBuffer: 2 ** 28 });
				assert.equal(stderr, "");
				const tally = JSON.parse(stdout) as Tally;
				assert.ok(tally.loadable > runs, `only ${tally.loadable} loadable answers in ${runs} runs`);
				const names = [...new Map(tally.names.map((entry) => [JSON.stringify(entry), entry])).values()];
				const child = run(process.execPath, [...flags, fixture.getPath("fresh.mjs")], { cwd: fixture.path });
				child.child.stdin?.end(JSON.stringify({ names, extension, isNamespace: format === "esm" }));
				assert.equal((await child).stdout, String(names.length));
				const { loadable, early, changed, notLoadable, refused } = tally;
				context.diagnostic(
					`${title}: ${JSON.stringify({ loadable, early, changed, notLoadable, refused, fresh: names.length })}`,
				);
			} finally {
				await fixture.rm();
			}
		});
});
