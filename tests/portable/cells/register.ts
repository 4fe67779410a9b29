import type { Cell } from "../cell.ts";
import { tool } from "../place.ts";
import { compile } from "./loaders.ts";

const TSX = import.meta.resolve("tsx");
const PERMISSION = ["--permission", "--allow-fs-read=*", "--allow-addons"];

/** With the preload, everything has its name where the runtime gives no sight of functions. */
export const register: readonly Cell[] = [
	{
		group: "loader",
		name: "Node 20, tsx, preload",
		setup: "`node --import tsx --import namesake/register`",
		run: (place) => place.rows(process.execPath, ["--import", TSX, "--import", "namesake/register", "src/main.ts"]),
	},
	{
		group: "runtime",
		name: "Node 20, tsc's output, permission model",
		setup:
			"`node --experimental-permission --allow-fs-read=* --allow-addons --allow-worker --import namesake/register`",
		run: async (place) => {
			await compile(place, { module: "nodenext" });
			const permission = ["--experimental-permission", "--allow-fs-read=*", "--allow-addons", "--allow-worker"];
			return place.rows(process.execPath, [
				"--no-warnings",
				...permission,
				"--import",
				"namesake/register",
				"dist/main.js",
			]);
		},
	},
	...["22", "24", "26"].map(
		(version): Cell => ({
			group: "runtime",
			name: `Node ${version}, permission model`,
			setup: `\`node ${PERMISSION.join(" ")} --import namesake/register\``,
			run: (place) =>
				place.rows(tool(`node-${version}`, "bin", "node"), [
					...PERMISSION,
					"--import",
					"namesake/register",
					"src/main.ts",
				]),
		}),
	),
	{
		group: "runtime",
		name: "Bun, preload",
		setup: "`bun --preload namesake/register`",
		// Its hooks can't hand over CommonJS.
		cannot: {
			"@acme/portable/src/common#": "CANNOT_LOCATE",
			"@acme/portable/src/table#": "CANNOT_LOCATE",
			"@acme/portable/src/single#": "CANNOT_LOCATE",
		},
		run: (place) => place.rows(tool("bun", "bin", "bun.exe"), ["--preload", "namesake/register", "src/main.ts"]),
	},
	{
		group: "runtime",
		name: "Deno, preload",
		setup: "`deno run -A --preload npm:namesake/register`",
		run: async (place) => {
			await place.write(
				"package.json",
				JSON.stringify({ name: "@acme/portable", type: "module", dependencies: { namesake: "*" } }),
			);
			return place.rows(tool("deno", "deno"), ["run", "-A", "--preload=npm:namesake/register", "src/main.ts"]);
		},
	},
];
