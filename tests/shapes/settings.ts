import { tool } from "../portable/place.ts";
import { libraryUrl } from "../repository.ts";
import type { Column, Need } from "./row.ts";

/** One way in which people run their code. */
export interface Setting {
	readonly name: string;
	/** The column of the table that it fills. */
	readonly column: Exclude<Column, "text" | "list">;
	/** `type` in the package.json. */
	readonly type: "module" | "commonjs";
	/**
	 * What becomes of the TypeScript text: `copy` runs as it is, `rename` is called .js (the text of most files is JavaScript),
	 * `compile` is what tsc makes of it: in `src/` where it stands for handwritten JavaScript, else in `dist/`; `bundle` is what a
	 * bundler makes of it.
	 */
	readonly emit: "copy" | "rename" | "compile" | "bundle";
	readonly bundler?: { readonly name: "esbuild" | "rolldown"; readonly minify: boolean };
	readonly out: "src" | "dist";
	readonly sourceMaps: boolean;
	/** Only `dist/` is shipped, and package.json has `namesake.roots`. */
	readonly bare: boolean;
	/** Through tsx, or with these flags of Node. */
	readonly tsx: boolean;
	readonly flags: readonly string[];
	/** What runs it, instead of Node. */
	readonly command?: readonly [binary: string, ...args: string[]];
	/**
	 * Is the module that tells its own names run as main, in a worker, below other roots, too? `seldom`: not
	 * where one Node runs the usual settings.
	 */
	readonly modes: boolean | "seldom";
	/** It differs from others in where files lie, not in what Node does: only where every Node is tried, not just the ends. */
	readonly seldom?: boolean;
	/** What this tool alone answers instead, by the text of one line or by {@link Row} `get`. */
	readonly exceptions?: Readonly<Record<string, string>>;
	readonly can: ReadonlySet<Need>;
	/** The first Node that has it, as [major, minor]. */
	readonly since: readonly [number, number];
}

const BASE = {
	column: "runTime",
	modes: true,
	type: "module",
	emit: "compile",
	out: "dist",
	sourceMaps: false,
	bare: false,
	tsx: false,
	flags: [],
	can: new Set<Need>(["files"]),
	since: [20, 19],
} satisfies Omit<Setting, "name">;

const TYPESCRIPT: readonly Need[] = ["files", "types", "transform", "decorators", "jsx"];

/** The preload. Every answer has to be the same with it. */
const REGISTER = ["--import", libraryUrl("register/index")];

function tsc(type: Setting["type"]): Setting[] {
	const format = type === "module" ? "esm" : "cjs";
	const can = needs(...TYPESCRIPT, ...(type === "module" ? (["esm"] as const) : []));
	const base = { ...BASE, type, can };
	const maps = { ...base, sourceMaps: true };
	return [
		{ ...base, name: `tsc-${format}` },
		{ ...maps, name: `tsc-${format}-maps`, flags: ["--enable-source-maps"] },
		{ ...maps, name: `tsc-${format}-maps-unused`, seldom: true },
		{ ...base, name: `tsc-${format}-bare`, bare: true, seldom: true },
		{ ...maps, name: `tsc-${format}-bare-maps`, bare: true, seldom: true, flags: ["--enable-source-maps"] },
	];
}

function needs(...can: Need[]): ReadonlySet<Need> {
	return new Set(can);
}

const JS_ESM = { ...BASE, emit: "rename", out: "src", can: needs("files", "esm", "lines") } as const;
const JS_CJS = { ...BASE, type: "commonjs", out: "src" } as const;
const TS = { ...BASE, emit: "copy", out: "src", can: needs(...TYPESCRIPT, "esm", "typedLines", "mixed") } as const;
const PRELOAD = { column: "preload", modes: "seldom", flags: REGISTER } as const;

const BUNDLE = {
	...TS,
	column: "plugin",
	emit: "bundle",
	out: "dist",
	modes: false,
	can: needs("esm", "types", "transform", "decorators", "jsx", "lines", "typedLines"),
} as const;

export const settings: readonly Setting[] = [
	{ ...JS_ESM, name: "js-esm" },
	{ ...JS_CJS, name: "js-cjs" },
	{ ...TS, name: "tsx-esm", tsx: true },
	{ ...TS, name: "tsx-cjs", type: "commonjs", tsx: true, can: needs(...TYPESCRIPT) },
	{ ...TS, name: "native-strip", can: needs("files", "esm", "types"), since: [22, 18] },
	...tsc("module"),
	...tsc("commonjs"),
	{ ...JS_ESM, ...PRELOAD, name: "js-esm-register" },
	{ ...JS_CJS, ...PRELOAD, name: "js-cjs-register" },
	{ ...BASE, ...PRELOAD, name: "tsc-esm-register", can: needs(...TYPESCRIPT, "esm") },
	{ ...BASE, ...PRELOAD, name: "tsc-cjs-register", type: "commonjs", can: needs(...TYPESCRIPT) },
	{ ...BUNDLE, name: "esbuild", bundler: { name: "esbuild", minify: true } },
	{ ...BUNDLE, name: "esbuild-plain", bundler: { name: "esbuild", minify: false } },
];

/** Every file of the table, for whoever reads them. */
export const everyText: Setting = {
	...TS,
	name: "every text",
	can: needs(...TYPESCRIPT, "esm", "lines", "typedLines", "mixed"),
};

/** It leaves decorators to the engine, and no Node has them. */
const ROLLDOWN = {
	...BUNDLE,
	can: needs("esm", "types", "transform", "jsx", "lines", "typedLines"),
	// The assignment does not reach the namespace (measured on Rolldown 1.3.2).
	exceptions: { "export namespace N { export namespace M { export let x = new A(); x = 1; } }": "N.M.x" },
} as const;

const ELSEWHERE = { ...TS, modes: false, can: needs(...TYPESCRIPT, "esm", "lines", "typedLines") } as const;

/** `npm run test:cells` has these: their tools come from npm there. */
export const otherTools: readonly Setting[] = [
	{ ...ELSEWHERE, name: "Bun", column: "bun", command: [tool("bun", "bin", "bun.exe")] },
	{ ...ELSEWHERE, name: "Deno", column: "deno", command: [tool("deno", "deno"), "run", "-A"] },
	{ ...ROLLDOWN, name: "Rolldown", bundler: { name: "rolldown", minify: false } },
	{
		...ROLLDOWN,
		name: "Rolldown, minified",
		bundler: { name: "rolldown", minify: true },
		exceptions: {
			...ROLLDOWN.exceptions,
			// A function that is called once is written where its call was.
			'lib.isNested(kept("d1 task"))': "false",
			'lib.isNested(kept("d1 function"))': "false",
		},
	},
];
