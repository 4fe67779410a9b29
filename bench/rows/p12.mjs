import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { root } from "../../scripts/setup.mjs";
import { namingProject } from "../generate.mjs";
import { interleave, ratio, showMilliseconds } from "../measure.mjs";
import { timeFamily } from "../run-program.mjs";

const command = join(root, "dist", "cli", "bin.js");
const floor = fileURLToPath(new URL("../programs/p12-floor.mjs", import.meta.url));

/** @type {import("../run.mjs").Row} */
export const row = {
	title: "namesake check",
	async measure({ short }) {
		const modules = short ? 200 : 1000;
		const project = namingProject(modules);
		// The folder in which the results of a run are kept.
		mkdirSync(join(project, "node_modules"), { recursive: true });
		await timeFamily([command, "check", "--json"], project);
		const figures = await interleave(
			{
				ours: () => timeFamily([command, "check", "--json", "--no-cache"], project),
				again: () => timeFamily([command, "check", "--json"], project),
				floor: () => timeFamily(["--import", "tsx", floor, project], root),
			},
			short ? 1 : 3,
			0,
		);
		return [
			ratio({
				work: `namesake check of ${modules} modules`,
				against: "importing them in one process",
				ours: figures.ours,
				theirs: figures.floor,
				show: showMilliseconds,
				reach: { atMost: 1.5 },
			}),
			ratio({
				work: `namesake check of ${modules} modules, none of which has changed since the last run`,
				against: "importing them in one process",
				ours: figures.again,
				theirs: figures.floor,
				show: showMilliseconds,
				reach: { atMost: 0.3 },
			}),
		];
	},
};
