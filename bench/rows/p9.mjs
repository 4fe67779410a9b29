import { bundleProject } from "../generate.mjs";
import { ratio, showMilliseconds } from "../measure.mjs";
import { peer } from "../peers.mjs";
import { runProgram } from "../run-program.mjs";

/** @type {import("../run.mjs").Row} */
export const row = {
	title: "bundle with the plugin",
	async measure({ short }) {
		const modules = short ? 100 : 1000;
		const project = bundleProject(modules);
		return ["esbuild", "rolldown"].map((bundler) => {
			const figures = runProgram("p9.mjs", [bundler, project, short ? 1 : 15, peer("rolldown")]);
			return ratio({
				work: `${bundler}, ${modules} modules of which 5 % export functions`,
				against: "without the plugin",
				ours: figures.ours,
				theirs: figures.floor,
				show: showMilliseconds,
				reach: { atMost: 1.05 },
			});
		});
	},
};
