import { libraryUrl } from "../repository.ts";
import type { Need } from "./corpus/row.ts";

/** One way in which people run their code. */
export interface Setting {
	readonly name: string;
	/** `type` in the package.json. */
	readonly type: "module" | "commonjs";
	/**
	 * What becomes of the TypeScript text: `copy` runs as it is, `rename` is called .js (the text of most files is JavaScript),
	 * `compile` is what tsc makes of it: in `src/` where it stands for handwritten JavaScript, else in `dist/`.
	 */
	readonly emit: "copy" | "rename" | "compile";
	readonly out: "src" | "dist";
	readonly sourceMaps: boolean;
	/** Only `dist/` is shipped, and package.json has `namesake.roots`. */
	readonly bare: boolean;
	/** Through tsx, or with these flags of Node. */
	readonly tsx: boolean;
	readonly flags: readonly string[];
	readonly can: ReadonlySet<Need>;
	/** The first Node that has it, as [major, minor]. */
	readonly since: readonly [number, number];
}

const BASE = {
	type: "module",
	emit: "compile",
	out: "dist",
	sourceMaps: false,
	bare: false,
	tsx: false,
	flags: [],
	can: new Set(),
	since: [20, 19],
} satisfies Omit<Setting, "name">;

const TYPESCRIPT: readonly Need[] = ["types", "transform", "decorators", "jsx"];

/** The preload. Every answer has to be the same with it. */
const REGISTER = ["--import", libraryUrl("register/index")];

function tsc(type: Setting["type"]): Setting[] {
	const format = type === "module" ? "esm" : "cjs";
	const can = new Set<Need>(type === "module" ? ["esm", ...TYPESCRIPT] : TYPESCRIPT);
	const base = { ...BASE, type, can };
	const maps = { ...base, sourceMaps: true };
	return [
		{ ...base, name: `tsc-${format}` },
		{ ...maps, name: `tsc-${format}-maps`, flags: ["--enable-source-maps"] },
		{ ...maps, name: `tsc-${format}-maps-unused` },
		{ ...base, name: `tsc-${format}-bare`, bare: true },
		{ ...maps, name: `tsc-${format}-bare-maps`, bare: true, flags: ["--enable-source-maps"] },
	];
}

export const settings: readonly Setting[] = [
	{ ...BASE, name: "js-esm", emit: "rename", out: "src", can: new Set<Need>(["esm"]) },
	{ ...BASE, name: "js-cjs", type: "commonjs", out: "src" },
	{ ...BASE, name: "tsx-esm", emit: "copy", out: "src", tsx: true, can: new Set<Need>(["esm", ...TYPESCRIPT]) },
	{ ...BASE, name: "tsx-cjs", type: "commonjs", emit: "copy", out: "src", tsx: true, can: new Set<Need>(TYPESCRIPT) },
	{ ...BASE, name: "native-strip", emit: "copy", out: "src", can: new Set<Need>(["esm", "types"]), since: [22, 18] },
	...tsc("module"),
	...tsc("commonjs"),
	{ ...BASE, name: "js-esm-register", emit: "rename", out: "src", can: new Set<Need>(["esm"]), flags: REGISTER },
	{ ...BASE, name: "js-cjs-register", type: "commonjs", out: "src", flags: REGISTER },
	{ ...BASE, name: "tsc-esm-register", can: new Set<Need>(["esm", ...TYPESCRIPT]), flags: REGISTER },
	{ ...BASE, name: "tsc-cjs-register", type: "commonjs", can: new Set<Need>(TYPESCRIPT), flags: REGISTER },
];
