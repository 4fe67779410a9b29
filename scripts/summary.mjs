/**
 * What the tests have counted, as one table at the end of `npm test`. Each topic is a file in build/reliability/ (tests/reliability.ts).
 * docs/reliability.md says what the figures mean.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./setup.mjs";

const folder = join(root, "build", "reliability");

/**
 * @typedef {{ topic: string, form: "bounded" | "full", seed?: number, seconds: number, figures: Record<string, number> }} Report
 */

/**
 * Prints the sums of this run, and of commands that take longer what they have last found, with the day.
 * @param {number} since milliseconds since the epoch
 */
export function printSummary(since) {
	/** @type {Map<string, { count: number, when: string }>} */
	const rows = new Map();
	for (const { figures, form, at } of reports()) {
		const isNow = Date.parse(at) >= since;
		if (!isNow && form !== "full") continue;
		const when = isNow ? "" : `on ${at.slice(0, 10)}`;
		for (const [what, count] of Object.entries(figures)) {
			const known = rows.get(`${what} ${when}`)?.count ?? 0;
			// Of a maximum, the largest.
			const sum = /^slowest/.test(what) ? Math.max(known, count) : known + count;
			rows.set(`${what} ${when}`, { count: sum, when });
		}
	}
	if (rows.size === 0) return;
	const width = Math.max(...[...rows.keys()].map((key) => key.trim().length));
	console.log("\nreliability, see docs/reliability.md");
	for (const [key, { count }] of rows)
		console.log(`  ${key.trim().padEnd(width)}  ${count.toLocaleString("en").padStart(10)}`);
}

/**
 * The form that tests/reliability.ts writes, too.
 * @param {Report} report
 */
export function writeFigures(report) {
	mkdirSync(folder, { recursive: true });
	const text = JSON.stringify({ ...report, at: new Date().toISOString(), node: process.version }, null, "\t");
	writeFileSync(join(folder, `${report.topic}.json`), `${text}\n`);
}

/** @returns {(Report & { at: string })[]} */
function reports() {
	try {
		return readdirSync(folder)
			.filter((file) => file.endsWith(".json"))
			.sort()
			.map((file) => JSON.parse(readFileSync(join(folder, file), "utf8")));
	} catch {
		return [];
	}
}
