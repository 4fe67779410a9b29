import { SingleBar } from "cli-progress";
import type { Thumbnail } from "./thumbnail.ts";

/** A bar on a terminal, a line now and then where there is none. */
export function showProgress(total: number): { update(done: number): void; stop(): void } {
	const bar = new SingleBar({
		format: "{bar} {percentage}% | {value} of {total} thumbnails | {duration_formatted}",
		barCompleteChar: "█",
		barIncompleteChar: "░",
		hideCursor: true,
		noTTYOutput: true,
		notTTYSchedule: 1000,
	});
	bar.start(total, 0);
	return { update: (done) => bar.update(done), stop: () => bar.stop() };
}

/** What has become of it. */
export function summarize(thumbnails: readonly Thumbnail[], milliseconds: number): void {
	const problems = thumbnails.filter(({ problem }) => problem !== undefined);
	for (const { input, problem } of problems) console.error(`${input}: ${problem}`);
	const kilobytes = thumbnails.reduce((sum, { size }) => sum + size, 0) / 1000;
	const made = thumbnails.length - problems.length;
	console.log(`${made} thumbnails, ${kilobytes.toFixed(1)} kB, in ${(milliseconds / 1000).toFixed(1)} s`);
	if (problems.length > 0) process.exitCode = 1;
}
