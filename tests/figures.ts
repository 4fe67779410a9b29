import { mkdirSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { inRepository } from "./repository.ts";

const start = Date.now();
const tried = new Set<string>();
const passed = new Set<string>();

/** Counts a setting, for the summary at the end of `npm test` (scripts/summary.mjs): that it is tried. */
export function trySetting(title: string): void {
	tried.add(title);
	write();
}

/** Counts a setting that was tried and has passed. */
export function passSetting(title: string): void {
	tried.add(title);
	passed.add(title);
	write();
}

/** Each test file has a file of its own. */
function write(): void {
	const topic = `settings-${basename(process.argv[1] ?? "test", ".test.js")}`;
	const form = process.env["NAMESAKE_HOSTILE"] === "full" ? "full" : "bounded";
	const figures = { "hostile settings tried": tried.size, "of these passed": passed.size };
	const report = { topic, form, seconds: (Date.now() - start) / 1000, figures, at: new Date().toISOString() };
	mkdirSync(inRepository("build", "reliability"), { recursive: true });
	writeFileSync(inRepository("build", "reliability", `${topic}.json`), `${JSON.stringify(report)}\n`);
}
