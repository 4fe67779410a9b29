import { basename } from "node:path";
import { reportReliability } from "./reliability.ts";

const start = Date.now();
const tried = new Set<string>();
const passed = new Set<string>();

/** Counts a hostile setting, for the summary at the end of `npm test`: that it is tried. */
export function trySetting(title: string): void {
	tried.add(title);
	report();
}

/** Counts a hostile setting that was tried and has passed. */
export function passSetting(title: string): void {
	tried.add(title);
	passed.add(title);
	report();
}

/** Each test file has a topic of its own; the summary adds them up. */
function report(): void {
	reportReliability({
		topic: `settings-${basename(process.argv[1] ?? "test", ".test.js")}`,
		form: process.env["NAMESAKE_HOSTILE"] === "full" ? "full" : "bounded",
		seconds: (Date.now() - start) / 1000,
		figures: { "hostile settings tried": tried.size, "of these passed": passed.size },
	});
}
