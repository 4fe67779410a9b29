import { namingProject } from "../generate.mjs";
import { interleave, more, showBytes } from "../measure.mjs";
import { runProgram } from "../run-program.mjs";

/** @type {import("../run.mjs").Row} */
export const row = {
	title: "memory",
	async measure({ short }) {
		const modules = short ? 100 : 500;
		const project = namingProject(modules);
		const rounds = short ? 1 : 3;
		const flags = ["--expose-gc"];
		/** @type {{ ours: number, floor: number }[]} */
		const made = [];
		/** @type {{ functions: number, instances: number }[]} */
		const named = [];
		await interleave(
			{
				made: () => made.push(runProgram("p10.mjs", ["instances"], { flags })),
				named: () =>
					named.push(runProgram("p10.mjs", ["functions", project, modules], { flags: [...flags, "--import", "tsx"] })),
			},
			rounds,
			0,
		);
		const unit = "bytes";
		const none = named.map(() => 0);
		return [
			more({
				work: "a tracked instance that nobody has named, made 10 calls deep",
				against: "an object of the same fields",
				ours: made.map(({ ours }) => ours),
				theirs: made.map(({ floor }) => floor),
				show: showBytes,
				unit,
				reach: { atMost: 400 },
			}),
			more({
				work: "naming a function (its part of its module included)",
				against: "before it was named",
				ours: named.map(({ functions }) => functions),
				theirs: none,
				show: showBytes,
				unit,
				reach: { atMost: 400 },
			}),
			more({
				work: "naming an instance of the same modules",
				against: "before it was named",
				ours: named.map(({ instances }) => instances),
				theirs: none,
				show: showBytes,
				unit,
				reach: { atMost: 400 },
			}),
		];
	},
};
