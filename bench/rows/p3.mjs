import { namingProject } from "../generate.mjs";
import { interleave, ratio, showMilliseconds } from "../measure.mjs";
import { runProgram } from "../run-program.mjs";

/** @type {import("../run.mjs").Row} */
export const row = {
	title: "name everything in TypeScript modules for the first time (tsx)",
	async measure({ short }) {
		const modules = short ? 100 : 1000;
		const project = namingProject(modules);
		const run = (/** @type {string} */ who) => () => {
			const { milliseconds, named } = runProgram("p3.mjs", [who, project, modules], { flags: ["--import", "tsx"] });
			const wanted = who === "ours" ? modules * 20 : modules * 10;
			if (named !== wanted) throw new Error(`${named} were named, not ${wanted}`);
			return milliseconds;
		};
		const { ours, floor } = await interleave({ ours: run("ours"), floor: run("floor") }, short ? 1 : 4, 0);
		return [
			ratio({
				work: `${modules * 10} functions and ${modules * 10} instances in ${modules} modules`,
				against: "parsing them once, and the inspector's answers",
				ours,
				theirs: floor,
				show: showMilliseconds,
				reach: { atMost: 1.3 },
			}),
		];
	},
};
