import type { Cell, Place, Row } from "../cell.ts";
import { tool } from "../place.ts";
import { compile, writePackage } from "./loaders.ts";

const NODE_24 = tool("node-24", "bin", "node");

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
	jest("commonjs"),
	jest("module"),
];

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

function jest(type: "commonjs" | "module"): Cell {
	return {
		group: "host",
		name: `Jest 30, ${type === "module" ? "ES modules" : "CommonJS"}, tsc's output`,
		setup: type === "module" ? "`node --experimental-vm-modules`" : "nothing",
		run: async (place) => {
			await writePackage(place, { type });
			await compile(place, { module: type === "module" ? "nodenext" : "commonjs" });
			const text = testText("").replace("./src/check.ts", "./dist/check.js");
			const head = 'const { check } = require("./dist/check.js");\nconst { writeFileSync } = require("node:fs");\n';
			await place.write(
				"portable.test.js",
				type === "module" ? text : `${head}${text.replaceAll(/^import .*$/gm, "")}`,
			);
			const flags = type === "module" ? ["--experimental-vm-modules", "--no-warnings"] : [];
			await place.run(NODE_24, [...flags, tool("jest", "bin", "jest.js"), "--rootDir", place.directory]);
			return rowsOf(place);
		},
	};
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
