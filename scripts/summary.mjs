/** What tests have counted in build/reliability/ (tests/reliability.ts), as one table after them. docs/evidence/reliability.md says what the figures mean. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { filesIn, read, root } from "./setup.mjs";

/** @param {number} since when the tests were started, in milliseconds since the epoch */
export function printSummary(since) {
	const folder = join(root, "build", "reliability");
	/** @type {Record<string, number>} */
	const sums = {};
	for (const file of existsSync(folder) ? filesIn(folder).filter((name) => name.endsWith(".json")) : []) {
		const { figures, at } = JSON.parse(read(join("build", "reliability", file)));
		for (const [what, count] of Date.parse(at) < since ? [] : Object.entries(figures))
			sums[what] = what.startsWith("slowest") ? Math.max(sums[what] ?? 0, count) : (sums[what] ?? 0) + count;
	}
	if (Object.keys(sums).length > 0) console.log("\nreliability, see docs/evidence/reliability.md");
	for (const [what, sum] of Object.entries(sums))
		console.log(`  ${what.padEnd(44)} ${sum.toLocaleString("en").padStart(10)}`);
}
