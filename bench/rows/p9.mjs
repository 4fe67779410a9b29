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
		return ["esbuild", "rolldown"].flatMap((bundler) => {
			const { ours, empty, none } = runProgram("p9.mjs", [bundler, project, short ? 1 : 15, peer("rolldown")]);
			const work = `${bundler}, ${modules} modules of which 5 % export functions`;
			const show = showMilliseconds;
			return [
				ratio({ work, against: "without the plugin", ours, theirs: none, show, reach: { atMost: 1.05 } }),
				ratio({ work, against: "with a plugin that sees the same files and does nothing", ours, theirs: empty, show }),
				ratio({
					work: `${bundler}, a plugin that sees the same files and does nothing`,
					against: "without a plugin",
					ours: empty,
					theirs: none,
					show,
				}),
			];
		});
	},
};
