/*
 * Modules that are loaded again and again, as development servers do: what a re-import costs in memory, with this library and without. What Node or
 * Vite keep themselves is in both.
 */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { type App, app, WITHOUT_COVERAGE } from "../../app.ts";
import { passSetting, trySetting } from "../../figures.ts";
import { inRepository } from "../../repository.ts";

const isFull = process.env["NAMESAKE_HOSTILE"] === "full";
const TOOLS = inRepository(".matrix", "hostile");

const body = (exported: (name: string, value: string) => string) => `
	class Queue extends TrackedInstance {}
	${exported("queue", "new Queue()")}
	${exported("send", "task((x) => x + 1)")}
	${exported("table", "{ run() {}, stop: () => 1 }")}
	${exported("fn", "function fn() {}")}
`;
const esModule = (from: string) =>
	`import { task, TrackedInstance } from ${JSON.stringify(from)};${body((name, value) => `export const ${name} = ${value};`)}`;
const commonJs = (from: string) =>
	`const { task, TrackedInstance } = require(${JSON.stringify(from)});${body((name, value) => `exports.${name} = ${value};`)}`;

let p: App;
before(async () => {
	p = await app({
		// What the library stands for, in a program without it.
		"src/none.cjs": `
			exports.task = (fn) => Object.assign((...args) => fn(...args), { fn });
			exports.TrackedInstance = class {};
		`,
		"src/none.js": `
			export const task = (fn) => Object.assign((...args) => fn(...args), { fn });
			export class TrackedInstance {}
		`,
		"src/with.js": esModule("namesake"),
		"src/without.js": esModule("./none.js"),
		"src/with.cjs": commonJs("namesake"),
		"src/without.cjs": commonJs("./none.cjs"),
		"src/measure.cjs": `
			/** Calls a function so often, and gives back by how many bytes each call after the first ones has enlarged the heap. */
			exports.measure = async (count, warmUp, call) => {
				let index = 0;
				const settle = async () => {
					for (let n = 0; n < 6; n++) {
						// What V8 has dropped is forgotten at the next question.
						if (n === 2) await call(index++);
						await new Promise((resolve) => setTimeout(resolve, 5));
						gc();
					}
					return process.memoryUsage().heapUsed;
				};
				while (index < warmUp) await call(index++);
				const before = await settle();
				for (let n = 0; n < count; n++) {
					await call(index++);
					// What a synchronous piece of work has looked at by a WeakRef stays until it ends.
					if (n % 50 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
				}
				return Math.round(((await settle()) - before) / count);
			};
			exports.ask = async ({ queue, send, table, fn }) => {
				const { extractTaskModule } = await import("namesake");
				for (const value of [queue, send, table.run, fn])
					try {
						extractTaskModule(value);
					} catch (error) {
						if (error.name !== "NamesakeError") throw error;
					}
			};
		`,
		"src/es.js": `
			import { ask, measure } from "./measure.cjs";
			const [file, asks, count, warmUp] = process.argv.slice(2);
			console.log(await measure(+count, +warmUp, async (n) => {
				const module = await import("./" + file + "?" + n);
				if (asks === "asks") await ask(module);
			}));
		`,
		"src/common.cjs": `
			const { ask, measure } = require("./measure.cjs");
			const [file, asks, count, warmUp] = process.argv.slice(2);
			measure(+count, +warmUp, async () => {
				const path = require.resolve("./" + file);
				delete require.cache[path];
				// Node keeps there what was required.
				module.children.length = 0;
				const loaded = require(path);
				if (asks === "asks") await ask(loaded);
			}).then(console.log);
		`,
		"src/vite.js": `
			import { createRequire } from "node:module";
			import { writeFileSync } from "node:fs";
			import { pathToFileURL } from "node:url";
			const [file, asks, count, warmUp, tools] = process.argv.slice(2);
			const { createServer } = await import(pathToFileURL(createRequire(tools).resolve("vite")).href);
			const { measure, ask } = createRequire(import.meta.url)("./measure.cjs");
			const plugins = file === "with.js" ? [(await import("namesake/vite")).default()] : [];
			const server = await createServer({ root: new URL("..", import.meta.url).pathname, configFile: false, logLevel: "silent", appType: "custom", plugins, server: { middlewareMode: true, hmr: false, ws: false, watch: null } });
			const { ssr } = server.environments;
			const url = "/src/" + file;
			const path = new URL(file, import.meta.url).pathname;
			const seen = new Set();
			console.log(await measure(+count, +warmUp, async (n) => {
				ssr.moduleGraph.onFileChange(path);
				ssr.runner.evaluatedModules.invalidateModule(ssr.runner.evaluatedModules.getModuleByUrl(url) ?? { evaluated: false, meta: undefined, importers: new Set(), imports: new Set() });
				const module = await ssr.runner.import(url);
				if (seen.size < 2) seen.add(module.fn);
				if (asks === "asks") await ask(module);
			}));
			if (seen.size < 2) throw new Error("nothing was loaded again");
			await server.close();
			process.exit();
		`,
	});
});
after(() => p[Symbol.asyncDispose]());

/** In bytes for each time that a module of a class, an instance, a task and three functions is loaded again. */
interface Way {
	readonly title: string;
	readonly program: string;
	readonly files: readonly [with_: string, without: string];
	readonly asks: boolean;
	readonly count: number;
	/** How often before that: code is compiled, tables get their size, for the first thousand times that names are asked. */
	readonly warmUp?: number;
	/** More than without the library, beside {@link ONCE}. */
	readonly most: number;
	readonly args?: readonly string[];
	readonly skip?: string | boolean;
}

const size = (full: number, bounded: number) => (isFull ? full : bounded);
const ES = ["with.js", "without.js"] as const;
const COMMON = ["with.cjs", "without.cjs"] as const;
/** Where nothing but what was asked could be kept: enough to tell what is kept once from what is kept each time. */
const ASKED = { count: size(1000, 200), warmUp: size(1500, 300) };
const vite = {
	program: "src/vite.js",
	files: ES,
	args: [join(TOOLS, "x.js")],
	skip: existsSync(join(TOOLS, ".namesake-setup")) ? false : "`npm run test:hostile` installs it",
};
// Node keeps ES modules for ever, and with them their two tracked values, which take some 700 bytes each.
const WAYS: readonly Way[] = [
	{ title: "import() with a query", program: "src/es.js", files: ES, asks: false, count: size(5000, 500), most: 2000 },
	{ title: "import() with a query, names asked", program: "src/es.js", files: ES, asks: true, count: 200, most: 3000 },
	{
		title: "require() again",
		program: "src/common.cjs",
		files: COMMON,
		asks: false,
		count: size(5000, 500),
		most: 100,
	},
	{
		title: "require() again, names asked",
		program: "src/common.cjs",
		files: COMMON,
		asks: true,
		...ASKED,
		most: 100,
	},
	{ title: "Vite's development server", ...vite, asks: false, count: size(1000, 300), most: 500 },
	{ title: "Vite's development server, names asked", ...vite, asks: true, ...ASKED, most: 500 },
];

/** What is kept once, whatever the number of re-imports: caches that are filled, code that is compiled. In bytes. */
const ONCE = 500_000;

for (const { title, program, files, asks, count, warmUp = Math.min(300, count), most, args = [], skip = false } of WAYS)
	test(`${title}: memory stays flat`, { skip, timeout: 400_000 }, async () => {
		trySetting(`re-imports: ${title}`);
		const [used, control] = (await Promise.all(
			files.map((file) =>
				p.tell(program, {
					flags: ["--expose-gc"],
					env: WITHOUT_COVERAGE,
					args: [file, asks && file === files[0] ? "asks" : "", String(count), String(warmUp), ...args],
					timeout: 390_000,
				}),
			),
		)) as [number, number];
		console.log(`${title}: ${used} bytes for each time, without the library ${control}`);
		const more = used - Math.max(control, 0);
		assert.ok(more * count < ONCE + most * count, `${used} bytes, without the library ${control}`);
		passSetting(`re-imports: ${title}`);
	});
