/**
 * `npm run bench`: measures each row of bench/README.md and prints a table; with NAMESAKE_DOCS=update it is written to bench/RESULTS.md. `npm run bench
 * -- P1 P4` runs these rows, and leaves the file alone. `--short` runs all with little work, to see that they work.
 */

import { join } from "node:path";
import { argv, env } from "node:process";
import { ensureBuilt, ensureInstalled, root, say } from "../scripts/setup.mjs";
import { ensurePeers } from "./peers.mjs";
import { table, writeResults } from "./report.mjs";

/**
 * @typedef {object} Row
 * @property {string} title
 * @property {(how: { readonly short: boolean }) => Promise<import("./measure.mjs").Result[] | string>} measure a text says why it can't
 *   be measured here
 */

const IDS = ["P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8", "P9", "P10", "P11", "P12"];

try {
	await run();
} catch (error) {
	say(error instanceof Error ? error.message : String(error));
	process.exitCode = 1;
}

async function run() {
	const words = argv.slice(2);
	const short = words.includes("--short");
	const wanted = words.filter((word) => !word.startsWith("-")).map((word) => word.toUpperCase());
	const unknown = wanted.find((id) => !IDS.includes(id));
	if (unknown !== undefined) throw new Error(`there is no row ${unknown}; there are ${IDS.join(", ")}`);
	ensureInstalled();
	ensureBuilt();
	ensurePeers();

	const sections = [];
	for (const id of IDS) {
		if (wanted.length > 0 && !wanted.includes(id)) continue;
		const { row } = /** @type {{ row: Row }} */ (await import(`./rows/${id.toLowerCase()}.mjs`));
		const start = performance.now();
		console.log(`\n${id}: ${row.title}`);
		const results = await row.measure({ short }).catch((error) => failed(error));
		console.log(table(results));
		console.log(`  (${((performance.now() - start) / 1000).toFixed(0)} s)`);
		sections.push({ id, title: row.title, results });
	}
	if (wanted.length === 0 && !short && env["NAMESAKE_DOCS"] === "update")
		writeResults(join(root, "bench", "RESULTS.md"), sections);
}

/**
 * What can't be measured is said, and the other rows are measured all the same.
 * @param {unknown} error
 */
function failed(error) {
	process.exitCode = 1;
	return error instanceof Error ? error.message : String(error);
}
