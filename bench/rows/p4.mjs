import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { namingProject } from "../generate.mjs";
import { ratio, showNanoseconds } from "../measure.mjs";
import { peer } from "../peers.mjs";
import { runProgram } from "../run-program.mjs";

/** @type {import("../run.mjs").Row} */
export const row = {
	title: "load a value whose module is loaded",
	async measure({ short }) {
		const project = namingProject(100);
		writeFileSync(join(project, "src", "plain.mjs"), "export function step() {}\n");
		const loaders = /** @type {const} */ ([
			{ loader: "Node's own loader", file: "src/plain.mjs", name: "@bench/app/src/plain#step", flags: [] },
			{
				loader: "under tsx",
				file: "src/part-0/module-0.ts",
				name: "@bench/app/src/part-0/module-0#step0",
				flags: ["--import", "tsx"],
			},
		]);
		return loaders.map(({ loader, file, name, flags }) => {
			const figures = runProgram("p4.mjs", [peer("mitata"), short ? 3 : 15, project, file, name], { flags });
			return ratio({
				work: `load(name), ${loader}`,
				against: "await import(url)",
				ours: figures.ours,
				theirs: figures.floor,
				show: showNanoseconds,
				reach: { atMost: 1.5 },
			});
		});
	},
};
