/** What tests have counted in build/reliability/ (tests/reliability.ts), as one table after them. docs/evidence/reliability.md says what the figures mean. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./setup.mjs";

/** @param {number} since when the tests were started, in milliseconds since the epoch */
export function printSummary(since) {
	const folder = join(root, "build", "reliability");
	/** @type {Map<string, number>} */
	const sums = new Map();
	for (const file of existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".json")) : []) {
		const { figures, at } = JSON.parse(readFileSync(join(folder, file), "utf8"));
		if (Date.parse(at) < since) continue;
		for (const [what, count] of Object.entries(figures)) {
			const known = sums.get(what) ?? 0;
			sums.set(what, what.startsWith("slowest") ? Math.max(known, count) : known + count);
		}
	}
	if (sums.size > 0) console.log("\nreliability, see docs/evidence/reliability.md");
	for (const [what, sum] of sums) console.log(`  ${what.padEnd(44)} ${sum.toLocaleString("en").padStart(10)}`);
}
