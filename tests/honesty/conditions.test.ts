/*
 * Export conditions. What `import()` gives in a fresh process is the authority on what a dependency's name loads there, and on what is loadable: fixed
 * maps, and random ones.
 */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import fc from "fast-check";
import { type App, app } from "../app.ts";

const seed = Number(process.env["NAMESAKE_SEED"] ?? 20261130);
const isFuzzing = process.env["NAMESAKE_FUZZ"] === "full";

const FIXED: readonly unknown[] = [
	"./a.mjs",
	{ import: "./a.mjs", require: "./b.cjs" },
	{ require: "./b.cjs", import: "./a.mjs" },
	{ browser: "./c.mjs", default: "./a.mjs" },
	{ development: "./c.mjs", x: "./d.cjs", default: "./a.mjs" },
	{ node: { browser: "./c.mjs", x: { import: "./d.cjs" } }, default: "./a.mjs" },
	{ ".": { node: null, default: "./a.mjs" }, "./s": { x: null, default: "./c.mjs" } },
	{ ".": ["bad", { nope: "./c.mjs" }, "./a.mjs"], "./s": [null, "./b.cjs"], "./t": [{ x: "./c.mjs" }, "./a.mjs"] },
	{ "./lib/*": "./src/*.mjs", "./lib/p/*": null, "./lib/*.js": { require: "./src/*.cjs", default: "./src/*.mjs" } },
	{ "./lib/*": { x: "./src/*.cjs", default: "./src/*.mjs" }, "./s": { require: "./b.cjs" } },
	{ "module-sync": "./c.mjs", "node-addons": "./d.cjs", default: "./a.mjs" },
	{ "node-addons": "./d.cjs", node: "./a.mjs" },
	{ bun: "./c.mjs", deno: "./d.cjs", worker: "./b.cjs", default: "./a.mjs" },
	{ ".": "./self.mjs", "./s": { import: "./a.mjs", require: "./b.cjs" } },
];

const FILES = ["a.mjs", "b.cjs", "c.mjs", "d.cjs", "src/m.mjs", "src/m.cjs", "src/p/m.mjs", "src/p/m.cjs"];
const SUBPATHS = ["", "/s", "/t", "/lib/m", "/lib/p/m", "/lib/m.js", "/a", "/src/m"];

function targets(star: boolean): fc.Arbitrary<unknown> {
	const files = star ? ["./src/*.mjs", "./src/*.cjs"] : ["./a.mjs", "./b.cjs", "./c.mjs", "./d.cjs"];
	const condition = fc.constantFrom(
		...["import", "require", "node", "node-addons", "module-sync", "x", "y", "browser", "bun", "default"],
	);
	return fc.letrec<{ target: unknown }>((tie) => ({
		target: fc.oneof(
			{ maxDepth: 3, withCrossShrink: true },
			{ weight: 5, arbitrary: fc.constantFrom<unknown>(...files) },
			{ weight: 1, arbitrary: fc.constantFrom<unknown>(null, "bad", "./../up.mjs") },
			{
				weight: 4,
				arbitrary: fc
					.uniqueArray(condition, { minLength: 1, maxLength: 4 })
					.chain((keys) =>
						fc
							.tuple(...keys.map(() => tie("target")))
							.map((values) => Object.fromEntries(keys.map((key, index) => [key, values[index]]))),
					),
			},
			{ weight: 1, arbitrary: fc.array(tie("target"), { maxLength: 3 }) },
		),
	})).target;
}

const RANDOM = fc.sample(
	fc.oneof(
		targets(false),
		fc
			.record(
				{
					".": targets(false),
					"./s": targets(false),
					"./t": targets(false),
					"./lib/*": targets(true),
					"./lib/p/*": targets(true),
					"./lib/*.js": targets(true),
				},
				{ requiredKeys: [] },
			)
			.filter((map) => Object.keys(map).length > 0),
	),
	{ numRuns: isFuzzing ? 300 : 5, seed },
);

const PACKAGES = [...FIXED, ...RANDOM];

const SHARED = `
	import { createRequire } from "node:module";
	export const require = createRequire(import.meta.url);
	export const specifiers = Array.from({ length: ${PACKAGES.length} }, (_, index) => ${JSON.stringify(SUBPATHS)}.map((path) => "lib" + index + path)).flat();
	export const tag = (m) => (typeof m?.f === "function" ? m.f() : "nothing");
	export const failed = (error) => (typeof error.code === "string" ? error.code : "uncoded: " + error);
`;

/** Both halves of each package, as a program takes them. */
const ASK = `
	import { extractTaskModule } from "namesake";
	import { failed, require, specifiers } from "./shared.js";
	const told = [];
	const found = [];
	const ask = (f) => { try { const { name, loadable } = extractTaskModule(f); if (loadable) told.push([name, f()]); } catch (error) { if (error.name !== "NamesakeError") throw error; } };
	for (const specifier of specifiers) {
		await import(specifier).then((m) => found.push(m.f), failed);
		try { found.push(require(specifier).f); } catch (error) { failed(error); }
	}
	// At the end: after each new script V8 has to list them all.
	for (const f of found) if (typeof f === "function") ask(f);
	console.log(JSON.stringify(told));
`;

/** First by name, then by `import()`. */
const LOAD = `
	import { load } from "namesake";
	import { readFileSync } from "node:fs";
	import { failed, specifiers, tag } from "./shared.js";
	const names = JSON.parse(readFileSync(0, "utf8"));
	const told = { names: {}, specifiers: {} };
	for (const name of names) told.names[name] = await load(name, { allow: "*" }).then((f) => f(), failed);
	for (const specifier of specifiers) {
		const loaded = await load(specifier + "#f", { allow: "*" }).then((f) => f(), failed);
		told.specifiers[specifier] = [loaded, await import(specifier).then(tag, failed)];
	}
	console.log(JSON.stringify(told));
`;

const SETTINGS: readonly { readonly title: string; readonly flags?: readonly string[]; readonly options?: string }[] = [
	{ title: "as it is" },
	{ title: "-C x", flags: ["-C", "x"] },
	{ title: "--conditions=x --conditions y", flags: ["--conditions=x", "--conditions", "y"] },
	{ title: "NODE_OPTIONS", options: '--conditions="x" -C y' },
	{ title: "--no-addons", flags: ["--no-addons"] },
];

describe(`export conditions, seed ${seed}`, () => {
	let p: App;
	before(async () => {
		const files: Record<string, string | object> = { "shared.js": SHARED, "ask.js": ASK, "load.js": LOAD };
		for (const [index, exports] of PACKAGES.entries()) {
			const folder = `node_modules/lib${index}`;
			files[`${folder}/package.json`] = { name: `lib${index}`, exports };
			for (const file of FILES)
				files[`${folder}/${file}`] = file.endsWith(".cjs")
					? `exports.f = () => "${index}/${file}";`
					: `export const f = () => "${index}/${file}";`;
			files[`${folder}/self.mjs`] = `export { f } from "lib${index}/s";`;
		}
		p = await app(files);
	});
	after(() => p[Symbol.asyncDispose]());

	for (const { title, flags = [], options } of SETTINGS)
		test(title, async (context) => {
			const running = { flags, ...(options === undefined ? {} : { env: { NODE_OPTIONS: options } }) };
			const asked = (await p.tell("ask.js", running)) as [string, string][];
			const input = JSON.stringify([...new Set(asked.map(([name]) => name))]);
			const told = (await p.tell("load.js", { ...running, input })) as {
				names: Record<string, string>;
				specifiers: Record<string, [string, string]>;
			};
			for (const [name, tag] of asked)
				assert.equal(told.names[name], tag, `${name} is another function in a fresh process`);
			let same = 0;
			for (const [specifier, [loaded, imported]] of Object.entries(told.specifiers)) {
				const exports = JSON.stringify(PACKAGES[Number(/\d+/.exec(specifier)?.[0])]);
				if (/^\d/.test(imported) && /^\d/.test(loaded)) {
					assert.equal(loaded, imported, `${specifier} of ${exports}`);
					same++;
				}
			}
			// Without addons the parser is not there either.
			assert.ok(
				(asked.length > 30 || flags.includes("--no-addons")) && same > 20,
				`${asked.length} loadable functions, ${same} specifiers`,
			);
			context.diagnostic(
				`${asked.length} loadable functions, ${same} specifiers that load and import lead to one file`,
			);
		});
});
