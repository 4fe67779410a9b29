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
			const { wall, cpu } = runProgram("p9.mjs", [bundler, project, short ? 1 : 15, peer("rolldown")]);
			const work = `${bundler}, ${modules} modules of which 5 % export functions`;
			const nothing = `${bundler}, a plugin that is asked about the same files and does nothing`;
			const show = showMilliseconds;
			return [
				ratio({
					work,
					against: "without the plugin",
					ours: wall.ours,
					theirs: wall.none,
					show,
					reach: { atMost: 1.05 },
				}),
				ratio({ work: nothing, against: "without a plugin", ours: wall.empty, theirs: wall.none, show }),
				// null: the system does not tell the time of another process.
				...(cpu.none.includes(null)
					? []
					: [
							ratio({
								work: `${work}, processor time`,
								against: "without the plugin",
								ours: cpu.ours,
								theirs: cpu.none,
								show,
							}),
							ratio({
								work: `${nothing}, processor time`,
								against: "without a plugin",
								ours: cpu.empty,
								theirs: cpu.none,
								show,
							}),
						]),
			];
		});
	},
};
