import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { namingProject } from "../generate.mjs";
import { ratio, showNanoseconds } from "../measure.mjs";
import { runProgram } from "../run-program.mjs";

/** @type {import("../run.mjs").Row} */
export const row = {
	title: "run a function that does nothing on a thread",
	async measure({ short }) {
		const project = namingProject(100);
		mkdirSync(join(project, "src"), { recursive: true });
		writeFileSync(join(project, "src", "noop.mjs"), "export function noop() {}\n");
		return [1, 50].map((atOnce) => {
			const figures = runProgram("p6.mjs", [short ? 3 : 40, project, atOnce]);
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
