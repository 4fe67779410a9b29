import { mkdirSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { inRepository } from "./repository.ts";

const figures = new Map<string, Set<string>>();

/**
 * Counts something that was tried and has passed, for the summary at the end of `npm test` (scripts/summary.mjs). Each test file writes
 * what it has counted to a file of its own.
 */
export function addFigure(topic: string, what: string): void {
	const seen = figures.get(topic) ?? new Set<string>();
	figures.set(topic, seen.add(what));
	const file = basename(process.argv[1] ?? "test", ".test.js");
	mkdirSync(inRepository("build", "figures"), { recursive: true });
	const counts = Object.fromEntries([...figures].map(([key, { size }]) => [key, size]));
	writeFileSync(inRepository("build", "figures", `${topic}-${file}.json`), JSON.stringify(counts));
}
