import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

/** What the jobs have done, as they left it in a file. */
export interface Effects {
	/** Jobs that have been done, once or more often. */
	readonly jobs: ReadonlySet<number>;
	/** How often a job was done that had been done before. */
	readonly repeats: number;
	/** Lines by the version of the package that wrote them. */
	readonly byVersion: ReadonlyMap<string, number>;
}

export function readEffects(file: string): Effects {
	const jobs = new Set<number>();
	const byVersion = new Map<string, number>();
	const lines = readFileSync(file, "utf8").split("\n").slice(0, -1);
	for (const line of lines) {
		const [, job, version = ""] = /^(\d+) \d+ (\S+)$/.exec(line) ?? [];
		assert.ok(job, `half a line: ${JSON.stringify(line)}`);
		jobs.add(Number(job));
		byVersion.set(version, (byVersion.get(version) ?? 0) + 1);
	}
	return { jobs, repeats: lines.length - jobs.size, byVersion };
}
