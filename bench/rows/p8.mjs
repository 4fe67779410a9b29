import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../scripts/setup.mjs";
import { namingProject } from "../generate.mjs";
import { interleave, more, showMilliseconds } from "../measure.mjs";
import { timeProcess } from "../run-program.mjs";

/** @type {import("../run.mjs").Row} */
export const row = {
	title: "start",
	async measure({ short }) {
		const folder = join(namingProject(100), "start");
		mkdirSync(folder, { recursive: true });
		writeFileSync(join(folder, "empty.mjs"), "");
		writeFileSync(join(folder, "import.mjs"), 'import "namesake";\n');
		const run =
			(/** @type {string[]} */ ...args) =>
			() =>
				timeProcess(args, folder).wall;
		const figures = await interleave(
			{
				import: run("import.mjs"),
				empty: run("empty.mjs"),
				help: run(join(root, "dist", "cli", "bin.js"), "--help"),
				eval: run("-e", "0"),
			},
			short ? 3 : 40,
		);
		const unit = "ms";
		return [
			more({
				work: 'import "namesake" in a fresh process',
				against: "an empty ES module",
				ours: figures.import,
				theirs: figures.empty,
				show: showMilliseconds,
				unit,
				reach: { atMost: 8 },
			}),
			more({
				work: "namesake --help",
				against: "node -e 0",
				ours: figures.help,
				theirs: figures.eval,
				show: showMilliseconds,
				unit,
				reach: { atMost: 30 },
			}),
		];
	},
};
