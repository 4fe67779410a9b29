import { pathToFileURL } from "node:url";
import { inRepository } from "../../repository.ts";
import type { Cell, Place, Row } from "../cell.ts";
import { tool } from "../place.ts";

const TSX = import.meta.resolve("tsx");
const TSC = inRepository("node_modules/typescript/bin/tsc");

interface Compilation {
	readonly type: "module" | "commonjs";
	readonly sourceMap: boolean;
	/** Only the output is there, as on a server. */
	readonly bare?: boolean;
}

/** What makes JavaScript of TypeScript, before or while it runs. */
export const loaders: readonly Cell[] = [
	compiled({ type: "module", sourceMap: false }),
	compiled({ type: "module", sourceMap: true }),
	compiled({ type: "module", sourceMap: false, bare: true }),
	compiled({ type: "commonjs", sourceMap: false }),
	compiled({ type: "commonjs", sourceMap: true }),
	compiled({ type: "commonjs", sourceMap: false, bare: true }),
	{
		group: "loader",
		name: "tsx, a CommonJS package",
		setup: "`node --import tsx`",
		run: async (place) => {
			await writePackage(place, { type: "commonjs" });
			return place.rows(process.execPath, ["--import", TSX, "src/main.ts"]);
		},
	},
	{
		group: "loader",
		name: "jiti",
		setup: "`jiti`; `load` asks Node, which can't read TypeScript before 22.18",
		cannot: { "@acme/portable/src/heavy#heavy": "MODULE_FAILED" },
		run: (place) => place.rows(process.execPath, [tool("jiti", "lib", "jiti-cli.mjs"), "src/main.ts"]),
	},
	{
		group: "loader",
		name: "ts-node, ES modules",
		setup: "`node --loader ts-node/esm` on Node 20; its CommonJS mode can't load ES modules, such as this library",
		run: async (place) => {
			const compilerOptions = { ...OPTIONS, module: "nodenext", moduleResolution: "nodenext" };
			await place.write(
				"tsconfig.json",
				JSON.stringify({
					compilerOptions: { ...compilerOptions, rewriteRelativeImportExtensions: false, allowJs: false },
					"ts-node": { transpileOnly: true },
				}),
			);
			const loader = pathToFileURL(tool("ts-node", "esm.mjs")).href;
			return place.rows(process.execPath, ["--no-warnings", "--loader", loader, "src/main.ts"]);
		},
	},
];

function compiled({ type, sourceMap, bare = false }: Compilation): Cell {
	const format = type === "module" ? "ES modules" : "CommonJS";
	return {
		group: "loader",
		name: `tsc, ${format}${sourceMap ? ", source maps" : ""}${bare ? ", without sources" : ""}`,
		setup: bare ? '`"namesake": { "roots": { "dist": "src" } }` in package.json' : "nothing",
		run: async (place): Promise<readonly Row[]> => {
			await writePackage(place, { type, ...(bare ? { namesake: { roots: { dist: "src" } } } : {}) });
			await compile(place, { module: type === "module" ? "nodenext" : "commonjs", sourceMap });
			if (bare) for (const path of ["src", "tsconfig.json"]) await place.remove(path);
			return place.rows(process.execPath, ["dist/main.js"]);
		},
	};
}

const OPTIONS = {
	target: "es2022",
	rootDir: "src",
	outDir: "dist",
	allowJs: true,
	noCheck: true,
	esModuleInterop: true,
	rewriteRelativeImportExtensions: true,
	skipLibCheck: true,
	types: [],
};

/** Compiles `src/` to `dist/`. */
export async function compile(place: Place, options: Readonly<Record<string, unknown>>): Promise<void> {
	const moduleResolution = options["module"] === "nodenext" ? "nodenext" : "bundler";
	const compilerOptions = { ...OPTIONS, moduleResolution, ...options };
	await place.write("tsconfig.json", JSON.stringify({ compilerOptions, include: ["src"] }));
	await place.run(process.execPath, [TSC]);
}

export async function writePackage(place: Place, fields: Readonly<Record<string, unknown>>): Promise<void> {
	await place.write("package.json", JSON.stringify({ name: "@acme/portable", version: "1.0.0", ...fields }));
}
