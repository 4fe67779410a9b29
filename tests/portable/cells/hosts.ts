import type { Cell, Place, Row } from "../cell.ts";
import { tool } from "../place.ts";
import { compile, writePackage } from "./loaders.ts";

const NODE_24 = tool("node-24", "bin", "node");

const JEST = ["--experimental-vm-modules", "--no-warnings", tool("jest", "bin", "jest.js")];

/** The instances that no text ties to a variable. */
const BY_FACTORIES = ["made", "first", "second", "renamedOne", "two", "app.one", "app.two", "jobs.x", "jobs.y"];

const jest: Cell = {
	group: "host",
	name: "Jest 30, ES modules, tsc's output",
	setup:
		"`node --experimental-vm-modules`, without the sources; a value that the text alone does not prove is loadable after a `load` from its module",
	cannot: notLoadable("common#", "table#", "single#"),
	run: async (place) => {
		await writePackage(place, { type: "module", namesake: { roots: { dist: "src" } } });
		await compile(place, { module: "nodenext" });
		await place.remove("src");
		await place.write("portable.test.js", testText("").replace("./src/check.ts", "./dist/check.js"));
		await place.run(NODE_24, [...JEST, "--rootDir", place.directory]);
		return rowsOf(place);
	},
};

const jestCommonJs: Cell = {
	group: "host",
	name: "Jest 30, CommonJS",
	setup: "`node --experimental-vm-modules`, Node 24.9 or later: there Jest requires ES modules, such as this library",
	cannot: {
		...notLoadable("functions#", "queue#", "classes#", "members#", "common#", "table#", "single#", "instances#Holder"),
		...Object.fromEntries(
			["tasks#", "instances#", "heavy#"].map((prefix) => [`@acme/portable/src/${prefix}`, "LHS_UNPROVEN"]),
		),
	},
	run: async (place) => {
		await writePackage(place, {});
		await place.write(
			"to-commonjs.cjs",
			`
			const { transformSync } = require(${JSON.stringify(tool("esbuild", "lib", "main.js"))});
			exports.process = (text, sourcefile) => transformSync(text, { format: "cjs", loader: "ts", sourcefile, sourcemap: "inline" });
			`,
		);
		await place.write("portable.test.ts", testText(""));
		const transform = { "\\.ts$": "<rootDir>/to-commonjs.cjs" };
		await place.write("jest.config.json", JSON.stringify({ transform, testMatch: ["**/portable.test.ts"] }));
		await place.run(NODE_24, [...JEST, "--rootDir", place.directory, "--config", "jest.config.json"]);
		return rowsOf(place);
	},
};

/** What runs modules by its own rules: test runners, threads, contexts. */
export const hosts: readonly Cell[] = [
	{
		group: "host",
		name: "node:test",
		setup: "nothing",
		run: async (place) => {
			await place.write("portable.test.ts", testText('import { test } from "node:test";'));
			await place.run(NODE_24, ["--test", "portable.test.ts"]);
			return rowsOf(place);
		},
	},
	{
		group: "host",
		name: "worker thread",
		setup: "nothing",
		run: async (place) => {
			await place.write(
				"main.ts",
				'import { Worker } from "node:worker_threads";\nnew Worker(new URL("./src/main.ts", import.meta.url));\n',
			);
			return place.rows(NODE_24, ["main.ts"]);
		},
	},
	...(["4", "5"] as const).flatMap((version) =>
		(["threads", "forks"] as const).flatMap((pool) => [false, true].map((inline) => vitest({ version, pool, inline }))),
	),
	{
		group: "host",
		name: "Vite 8, development server",
		setup: "the plugin, `namesake/vite`",
		run: (place) => viteServer(place, "fresh"),
	},
	{
		group: "host",
		name: "Vite 8, development server, after every module has changed twice",
		setup: "the plugin, `namesake/vite`",
		run: (place) => viteServer(place, "changed"),
	},
	jest,
	jestCommonJs,
	...["22", "26"].map(contexts),
];

/** As frameworks render on the server: https://vite.dev/guide/ssr.html#setting-up-the-dev-server */
async function viteServer(place: Place, state: "fresh" | "changed"): Promise<readonly Row[]> {
	// Vite hands CommonJS on to Node only if it is required, or in node_modules.
	const asks = await place.read("src/asks.ts");
	await place.write(
		"src/asks.ts",
		`import { createRequire } from "node:module";\nconst require = createRequire(import.meta.url);\n${asks.replaceAll(/^import (\w+) from "(.*\.cjs)";$/gm, 'const $1 = require("$2");')}`,
	);
	await place.write(
		"serve.mjs",
		`
		import { appendFileSync, readdirSync } from "node:fs";
		import { pathToFileURL } from "node:url";
		import namesake from "namesake/vite";
		const { createServer } = await import(pathToFileURL(${JSON.stringify(tool("vite", "dist", "node", "index.js"))}).href);
		const server = await createServer({ logLevel: "error", appType: "custom", server: { middlewareMode: true, ws: false }, plugins: [namesake()] });
		const ask = async () => (await server.ssrLoadModule("/src/check.ts")).check();
		let rows = await ask();
		for (let time = 0; time < ${state === "fresh" ? 0 : 2}; time++) {
			for (const file of readdirSync("src")) appendFileSync("src/" + file, "// changed\\n");
			// What the watcher does when it sees the change.
			server.moduleGraph.invalidateAll();
			rows = await ask();
		}
		console.log(JSON.stringify(rows));
		await server.close();
		`,
	);
	return place.rows(NODE_24, ["serve.mjs"]);
}

/** Modules that a program makes and links itself, in a context with globals of its own: https://nodejs.org/api/vm.html */
function contexts(version: string): Cell {
	return {
		group: "host",
		name: `Node ${version}, \`vm\` context, tsc's output`,
		setup: "nothing; `load` makes a second copy of a module that the program has loaded itself",
		cannot: {
			...expected("LHS_UNPROVEN", ...BY_FACTORIES),
			...notLoadable("functions#", "tasks#", "queue#", "classes#", "members#", "instances#"),
		},
		run: async (place) => {
			await writePackage(place, { type: "module", namesake: { roots: { dist: "src" } } });
			await compile(place, { module: "nodenext" });
			await place.remove("src");
			await place.write(
				"main.mjs",
				`
				import { readFileSync } from "node:fs";
				import { createRequire } from "node:module";
				import vm from "node:vm";
				const context = vm.createContext({ process, URL, Error });
				const modules = new Map();
				async function wrapped(specifier, importer) {
					const namespace = specifier.endsWith(".cjs") ? { default: createRequire(importer)(specifier) } : await import(specifier);
					return new vm.SyntheticModule(Object.keys(namespace), function () {
						for (const key of Object.keys(namespace)) this.setExport(key, namespace[key]);
					}, { context });
				}
				async function link(specifier, referrer) {
					const key = /^\\.\\.?\\//.test(specifier) ? new URL(specifier, referrer.identifier).href : specifier;
					if (!modules.has(key)) modules.set(key, key.endsWith(".js") ? Promise.resolve(moduleAt(key)) : wrapped(specifier, referrer.identifier));
					return modules.get(key);
				}
				function moduleAt(url) {
					return new vm.SourceTextModule(readFileSync(new URL(url), "utf8"), {
						context,
						identifier: url,
						initializeImportMeta(meta) { meta.url = url; },
						importModuleDynamically: (specifier, referrer) => import(new URL(specifier, referrer.identifier)),
					});
				}
				const main = moduleAt(new URL("./dist/check.js", import.meta.url).href);
				modules.set(main.identifier, Promise.resolve(main));
				await main.link(link);
				await main.evaluate();
				console.log(JSON.stringify(await main.namespace.check()));
				`,
			);
			return place.rows(tool(`node-${version}`, "bin", "node"), [
				"--experimental-vm-modules",
				"--no-warnings",
				"main.mjs",
			]);
		},
	};
}

function notLoadable(...names: readonly string[]): Record<string, string> {
	return Object.fromEntries(names.map((name) => [`@acme/portable/src/${name}`, "not loadable"]));
}

interface Vitest {
	readonly version: "4" | "5";
	readonly pool: "threads" | "forks";
	readonly inline: boolean;
}

function vitest({ version, pool, inline }: Vitest): Cell {
	return {
		group: "host",
		name: `Vitest ${version}, ${pool}, the library ${inline ? "inlined" : "external"}`,
		setup: "the plugin, `namesake/vite`",
		run: async (place) => {
			const settings = { globals: true, pool, ...(inline ? { server: { deps: { inline: ["namesake"] } } } : {}) };
			await place.write(
				"vitest.config.mjs",
				`import namesake from "namesake/vite";\nexport default { plugins: [namesake()], test: ${JSON.stringify(settings)} };\n`,
			);
			await place.write("portable.test.ts", testText(""));
			await place.run(NODE_24, [
				tool("..", `vitest-${version}`, "node_modules", "vitest", "vitest.mjs"),
				"run",
				"--root",
				place.directory,
			]);
			return rowsOf(place);
		},
	};
}

function expected(code: string, ...instances: readonly string[]): Record<string, string> {
	return Object.fromEntries(instances.map((path) => [`@acme/portable/src/instances#${path}`, code]));
}

function testText(imports: string): string {
	return [
		'import { writeFileSync } from "node:fs";',
		imports,
		'import { check } from "./src/check.ts";',
		'test("portable", async () => { writeFileSync("rows.json", JSON.stringify(await check())); });',
		"",
	].join("\n");
}

async function rowsOf(place: Place): Promise<readonly Row[]> {
	return JSON.parse(await place.read("rows.json")) as readonly Row[];
}
