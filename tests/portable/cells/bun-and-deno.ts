import type { Cell } from "../cell.ts";
import { tool } from "../place.ts";

/** Functions and classes: neither runtime tells synchronously where they are written. Tasks and instances are found. */
const FUNCTIONS = Object.fromEntries(
	["functions#", "queue#", "classes#", "members#", "common#", "table#", "single#"].map((prefix) => [
		`@acme/portable/src/${prefix}`,
		"CANNOT_LOCATE",
	]),
);
const cannot = { ...FUNCTIONS, "@acme/portable/src/instances#Holder": "CANNOT_LOCATE" };

/** Without the preload. */
export const bunAndDeno: readonly Cell[] = [
	{
		group: "runtime",
		name: "Bun",
		setup: "nothing",
		cannot,
		run: (place) => place.rows(tool("bun", "bin", "bun.exe"), ["src/main.ts"]),
	},
	{
		group: "runtime",
		name: "Deno",
		setup: "nothing",
		cannot,
		run: (place) => place.rows(tool("deno", "deno"), ["run", "-A", "src/main.ts"]),
	},
];
