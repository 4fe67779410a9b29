/**
 * What the tests have counted, as one table at the end of `npm test`. Each topic is a file in build/reliability/ (tests/reliability.ts).
 * docs/reliability.md says what the figures mean. Of commands that take longer, docs/measured/ has what they have last found, for whoever has not
 * run them: with NAMESAKE_DOCS=update they write it.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./setup.mjs";

const folder = join(root, "build", "reliability");
const committed = join(root, "docs", "measured");

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
	const text = JSON.stringify({ ...report, at: new Date().toISOString(), node: process.version }, null, "\t");
	const isForDocs = report.form === "full" && process.env["NAMESAKE_DOCS"] === "update";
	for (const target of isForDocs ? [folder, committed] : [folder]) {
		mkdirSync(target, { recursive: true });
		writeFileSync(join(target, `${report.topic}.${report.form}.json`), `${text}\n`);
	}
}

/** @returns {(Report & { at: string })[]} */
function reports() {
	const found = new Map([committed, folder].flatMap(reportsIn));
	return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, report]) => report);
}

/**
 * @param {string} directory
 * @returns {[file: string, Report & { at: string }][]}
 */
function reportsIn(directory) {
	if (!existsSync(directory)) return [];
	return readdirSync(directory)
		.filter((file) => file.endsWith(".json"))
		.map((file) => [file, JSON.parse(readFileSync(join(directory, file), "utf8"))]);
}
