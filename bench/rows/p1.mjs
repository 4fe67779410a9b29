import { faster, ratio, showNanoseconds } from "../measure.mjs";
import { peer } from "../peers.mjs";
import { runProgram } from "../run-program.mjs";

/** Measured once on CPython 3.11, on such a machine: PyPI could not be reached from here. In nanoseconds. */
const FLYTEKIT = { 5: 31_000, 50: 28_000 };

/** @type {import("../run.mjs").Row} */
export const row = {
	title: "make a tracked instance while a module loads",
	async measure({ short }) {
		return [5, 50, 500].flatMap((depth) => {
			const figures = runProgram("p1.mjs", [depth, short ? 10 : depth > 100 ? 40 : 100, peer("callsites")]);
			const work = `new Item(), ${depth} frames on the stack`;
			const lines = [
				ratio({
					work,
					against: "Error.captureStackTrace alone",
					ours: figures.ours,
					theirs: figures.floor,
					show: showNanoseconds,
					reach: { atMost: 1.3 },
				}),
				faster({ work, against: "callsites", ours: figures.ours, theirs: figures.callsites, show: showNanoseconds }),
				ratio({
					work: `reading it later, ${depth} frames`,
					against: "Error.captureStackTrace alone",
					ours: figures.reading,
					theirs: figures.floor,
					show: showNanoseconds,
				}),
			];
			const flytekit = /** @type {Record<number, number>} */ (FLYTEKIT)[depth];
			if (flytekit === undefined) return lines;
			const theirs = figures.ours.map(() => flytekit);
			const reach = depth === 5 ? { atLeast: 6 } : undefined;
			lines.push(
				faster({
					work,
					against: "flytekit, measured elsewhere",
					ours: figures.ours,
					theirs,
					show: showNanoseconds,
					...(reach === undefined ? {} : { reach }),
				}),
			);
			return lines;
		});
	},
};
