import { namingProject } from "../generate.mjs";
import { faster, ratio, showNanoseconds } from "../measure.mjs";
import { peer } from "../peers.mjs";
import { runProgram } from "../run-program.mjs";

/** Measured once on CPython 3.11, on such a machine: PyPI could not be reached from here. In nanoseconds. */
const FLYTEKIT = { function: 6600, instance: 5200, location: 2800 };

/** @type {import("../run.mjs").Row} */
export const row = {
	title: "ask for a name again",
	async measure({ short }) {
		const args = [peer("mitata"), short ? 3 : 15, namingProject(100)];
		const figures = runProgram("p2.mjs", args, { flags: ["--import", "tsx"] });
		const asked = {
			function: "extractTaskModule(fn)",
			instance: "extractTaskModule(instance)",
			location: "instance.location",
		};
		return Object.entries(asked).flatMap(([key, work]) => {
			const flytekit = /** @type {Record<string, number>} */ (FLYTEKIT)[key] ?? Number.NaN;
			return [
				ratio({
					work,
					against: "one WeakMap look-up",
					ours: figures[key],
					theirs: figures.floor,
					show: showNanoseconds,
					reach: { atMost: 5 },
				}),
				faster({
					work,
					against: "flytekit, measured elsewhere",
					ours: figures[key],
					theirs: figures[key].map(() => flytekit),
					show: showNanoseconds,
					reach: { atLeast: 50 },
				}),
			];
		});
	},
};
