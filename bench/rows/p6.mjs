import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { namingProject } from "../generate.mjs";
import { ratio, showNanoseconds } from "../measure.mjs";
import { runProgram } from "../run-program.mjs";

/**
 * Which core the system wakes a thread on stays the same for as long as a process lives, and a call takes 25 µs on the one and 70 on the other,
 * whoever makes it.
 */
const PROCESSES = 8;

/** @type {import("../run.mjs").Row} */
export const row = {
	title: "run a function that does nothing on a thread",
	async measure({ short }) {
		const project = namingProject(100);
		mkdirSync(join(project, "src"), { recursive: true });
		writeFileSync(join(project, "src", "noop.mjs"), "export function noop() {}\n");
		return [1, 50].map((atOnce) => {
			const figures = inManyProcesses(short ? 1 : PROCESSES, () =>
				runProgram("p6.mjs", [short ? 3 : 8, project, atOnce]),
			);
			return ratio({
				work: `pool.run(noop), ${atOnce} at once`,
				against: "piscina with filename and name",
				ours: figures.ours,
				theirs: figures.floor,
				show: showNanoseconds,
				reach: { atMost: 1.05 },
			});
		});
	},
};

/**
 * @param {number} processes
 * @param {() => Record<"ours" | "floor", number[]>} run
 */
function inManyProcesses(processes, run) {
	const all = Array.from({ length: processes }, run);
	return { ours: all.flatMap(({ ours }) => ours), floor: all.flatMap(({ floor }) => floor) };
}
