/* Texts that hooks have changed: what is asked for is in a file all the same, or the error says what has become of it. */
import assert from "node:assert/strict";
import module from "node:module";
import { describe, test } from "node:test";
import { app } from "../app.ts";

const ASK = `
	import { extractTaskModule, load } from "namesake";
	const told = {};
	for (const path of process.argv.slice(2)) {
		const { f, reveal } = await import(path);
		const name = (value) => { try { const { name, loadable } = extractTaskModule(value); return loadable ? name : "not loadable: " + name; } catch (error) { return error.code; } };
		told[path] = [name(f), name(reveal())];
	}
	console.log(JSON.stringify(told));
`;
const LOAD = `
	import { load } from "namesake";
	console.log(JSON.stringify(await load(process.argv[2]).then((f) => f(), (error) => error.code)));
`;
const TEXT = `const hidden = () => "hidden"; export const reveal = () => hidden; export function f() { return "f"; }\n`;

test("a module that says another URL of itself is the file that it was loaded from", async () => {
	await using p = await app({
		"src/m.js": `${TEXT}//# sourceURL=file:///elsewhere/other.js\n`,
		"src/c.cjs": `const hidden = () => "hidden"; exports.reveal = () => hidden; exports.f = () => "f";\n//# sourceURL=other.cjs\n`,
		"ask.js": ASK,
		"load.js": LOAD,
	});
	assert.deepEqual(await p.tell("ask.js", { args: ["./src/m.js", "./src/c.cjs"] }), {
		"./src/m.js": ["@acme/app/src/m#f", "not loadable: @acme/app/src/m#hidden"],
		"./src/c.cjs": ["@acme/app/src/c#f", "not loadable: @acme/app/src/c#hidden"],
	});
	for (const name of ["@acme/app/src/m#f", "@acme/app/src/c#f"])
		assert.equal(await p.tell("load.js", { args: [name] }), "f");
});

const canStrip = Boolean((process.features as { typescript?: unknown }).typescript) && "registerHooks" in module;

describe("types that Node has stripped", {
	skip: canStrip ? false : "this Node strips no types, or has no registerHooks",
}, () => {
	const HOOK = `
		import { registerHooks } from "node:module";
		registerHooks({
			load(url, context, next) {
				const result = next(url, context);
				if (!url.endsWith(".ts") || result.source == null) return result;
				const text = typeof result.source === "string" ? result.source : new TextDecoder().decode(result.source);
				return { ...result, source: "/* instrumented */ " + text };
			},
		});
	`;
	const TYPED = TEXT.replace("f() {", "f(): string {");

	for (const [title, flag] of [
		["by a hook of somebody", "./hook.mjs"],
		["by the preload", "namesake/register"],
	] as const)
		test(`and a text that was changed ${title}`, async () => {
			await using p = await app({ "src/m.ts": TYPED, "hook.mjs": HOOK, "ask.js": ASK, "load.js": LOAD });
			const flags = ["--no-warnings", "--import", flag];
			assert.deepEqual(await p.tell("ask.js", { flags, args: ["./src/m.ts"] }), {
				"./src/m.ts": ["@acme/app/src/m#f", "not loadable: @acme/app/src/m#hidden"],
			});
			assert.equal(await p.tell("load.js", { flags, args: ["@acme/app/src/m#f"] }), "f");
		});
});

test("a module that dynohot has moved into a generator function has no names", async () => {
	await using p = await app({
		"src/m.js": `function* execute(_meta, _import) {let _$ = yield [(next) => {_$ = next;}, { "f": () => f }];yield;function f() { return "f"; } _$; globalThis.f = f; }

module().load({ async: false, execute }, null, false, "module", {}, [  ]);

import { acquire } from "hot:runtime";
export default function module() { return acquire(import.meta.url); }
`,
		"node_modules/hot/package.json": { name: "hot", type: "module", exports: "./runtime.js" },
		"node_modules/hot/runtime.js":
			"export const acquire = () => ({ load({ execute }) { const running = execute(); running.next(); running.next(); running.next(); } });",
		"hook.mjs": `
			import { register } from "node:module";
			register("data:text/javascript," + encodeURIComponent('export const resolve = (specifier, context, next) => next(specifier === "hot:runtime" ? "hot" : specifier, context);'));
		`,
		"main.js": `
			import { extractTaskModule } from "namesake";
			await import("./src/m.js");
			try { console.log(JSON.stringify(extractTaskModule(globalThis.f).name)); } catch (error) { console.log(JSON.stringify([error.code, error.why])); }
		`,
	});
	const [code, why] = (await p.tell("main.js", { flags: ["--no-warnings", "--import", "./hook.mjs"] })) as [
		string,
		string,
	];
	assert.equal(code, "SOURCE_UNAVAILABLE");
	assert.match(why, /dynohot/);
});

test("what jiti's hooks make of TypeScript is loaded by its names", async () => {
	// As lib/jiti-hooks.mjs of jiti 2.7.0 does: https://github.com/unjs/jiti/blob/v2.7.0/lib/jiti-hooks.mjs
	const hooks = `
		export async function load(url, context, next) {
			if (!url.endsWith(".ts")) return next(url, context);
			const source = "async function _module(exports) { Object.defineProperty(exports, '__esModule', { value: true }); exports.f = f; function f() { return 'f'; } }\\n"
				+ "const module = { exports: Object.create(null) };\\nawait _module(module.exports);\\nexport default module.exports;";
			return { source, format: "module", shortCircuit: true };
		}
	`;
	await using p = await app({
		"src/m.ts": "export function f(): string { return 'f'; }",
		"jiti/register.mjs": `import { register } from "node:module"; register("data:text/javascript," + encodeURIComponent(${JSON.stringify(hooks)}));`,
		"load.js": LOAD,
	});
	const flags = ["--no-warnings", "--import", "./jiti/register.mjs"];
	assert.equal(await p.tell("load.js", { flags, args: ["@acme/app/src/m#f"] }), "f");
});
