import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inRepository } from "./repository.ts";

/**
 * What a test has counted, for the summary that is printed after all of them. A topic is one file, `build/reliability/<topic>.<form>.json`, written
 * whole when its test has ended, also if it has failed: a run that ends before leaves the file of the run before, see `at`.
 */
export interface Reliability {
	/** The beginning of the file's name, too: `names`, `name-texts`, `sources`, `jobs`. */
	readonly topic: string;
	/** `bounded`: as a part of `npm test`. `full`: as a command of its own (`npm run fuzz`). */
	readonly form: "bounded" | "full";
	/** By which the run can be made again. */
	readonly seed?: number | undefined;
	readonly seconds: number;
	/** Numbers by what they count, in the order in which they are to be read: `{ "names fuzzed": 1000000, "escapes": 0 }`. */
	readonly figures: Readonly<Record<string, number>>;
	/** Refusals by their codes. */
	readonly refusals?: Readonly<Record<string, number>> | undefined;
}

/** Writes the file of a topic. */
export function reportReliability(report: Reliability): void {
	const text = JSON.stringify({ ...report, at: new Date().toISOString(), node: process.version }, null, "\t");
	const folder = inRepository("build", "reliability");
	const file = join(folder, `${report.topic}.${report.form}.json`);
	mkdirSync(folder, { recursive: true });
	writeFileSync(`${file}.${process.pid}`, `${text}\n`);
	renameSync(`${file}.${process.pid}`, file);
}

/** The same, in one line for people. */
export function toErrorSummary({ seconds, figures, refusals = {} }: Reliability): string {
	const listed = Object.entries(figures).map(([what, count]) => `${what} ${count.toLocaleString("en")}`);
	const codes = Object.entries(refusals).sort(([, a], [, b]) => b - a);
	const refused = codes.map(([code, count]) => `${code} ${count.toLocaleString("en")}`);
	return `${[...listed, ...(refused.length === 0 ? [] : [`refused: ${refused.join(", ")}`])].join("; ")} (${seconds.toFixed(1)} s)`;
}
