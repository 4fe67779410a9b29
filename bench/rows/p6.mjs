import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { namingProject } from "../generate.mjs";
import { ratio, showNanoseconds } from "../measure.mjs";
import { oneCore, runProgram } from "../run-program.mjs";

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
		const core = oneCore();
		const run = (/** @type {number} */ atOnce, /** @type {{ readonly core?: string }} */ how) =>
			inManyProcesses(short ? 1 : PROCESSES, () => runProgram("p6.mjs", [short ? 3 : 30, project, atOnce], how));
		return [1, 50].flatMap((atOnce) => {
			const work = `pool.run(noop), ${atOnce} at once`;
			const free = run(atOnce, {});
			// Where the threads can't be kept on one core, whom the system wakes decides about the time of a single call, not who makes it.
			if (core === undefined)
				return [line(`${work}, processor time`, free.cpu, true), line(work, free.wall, atOnce > 1)];
			const kept = run(atOnce, { core });
			return [
				line(`${work}, on one core`, kept.wall, true),
				line(`${work}, on one core, processor time`, kept.cpu, true),
				line(work, free.wall, atOnce > 1),
			];
		});
	},
};

/**
 * @param {string} work
 * @param {Figures} figures
 * @param {boolean} isHeld to the reach; else it is there to be known
 */
function line(work, { ours, floor }, isHeld) {
	return ratio({
		work,
		against: "piscina with filename and name",
		ours,
		theirs: floor,
		show: showNanoseconds,
		...(isHeld ? { reach: { atMost: 1.05 } } : {}),
	});
}

/** @typedef {Record<"ours" | "floor", number[]>} Figures */

/**
 * @param {number} processes
 * @param {() => Record<"wall" | "cpu", Figures>} run
 */
function inManyProcesses(processes, run) {
	const all = Array.from({ length: processes }, run);
	const joined = (/** @type {"wall" | "cpu"} */ what) => ({
		ours: all.flatMap((each) => each[what].ours),
		floor: all.flatMap((each) => each[what].floor),
	});
	return { wall: joined("wall"), cpu: joined("cpu") };
}
