import type { Cell, Place, Row } from "../cell.ts";
import { tool } from "../place.ts";
import { compile, writePackage } from "./loaders.ts";

const NODE_24 = tool("node-24", "bin", "node");

const jest: Cell = {
	group: "host",
	name: "Jest 30, ES modules, tsc's output",
	setup:
		"`node --experimental-vm-modules`, and only the output; its CommonJS mode can't load ES modules, such as this library",
	cannot: {
		...expected(
			"LHS_UNPROVEN",
			"made",
			"first",
			"second",
			"renamedOne",
			"two",
			"app.one",
			"app.two",
			"jobs.x",
			"jobs.y",
		),
		...expected("not loadable", "held.quiet", "Holder.queue"),
		"@acme/portable/src/classes#default.run": "not loadable",
		"@acme/portable/src/common#": "not loadable",
		"@acme/portable/src/table#": "not loadable",
		"@acme/portable/src/single#": "not loadable",
	},
	run: async (place) => {
		await writePackage(place, { type: "module", namesake: { roots: { dist: "src" } } });
		await compile(place, { module: "nodenext" });
		await place.remove("src");
		await place.write("portable.test.js", testText("").replace("./src/check.ts", "./dist/check.js"));
		const flags = ["--experimental-vm-modules", "--no-warnings"];
		await place.run(NODE_24, [...flags, tool("jest", "bin", "jest.js"), "--rootDir", place.directory]);
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
	jest,
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
