import { join } from "node:path";
import { root } from "../../scripts/setup.mjs";
import { namingProject } from "../generate.mjs";
import { interleave, ratio, showMilliseconds } from "../measure.mjs";
import { runProgram, timeProcess } from "../run-program.mjs";

const command = join(root, "dist", "cli", "bin.js");

/** @type {import("../run.mjs").Row} */
export const row = {
	title: "growth",
	async measure({ short }) {
		const sizes = short ? [100, 200] : [100, 1000, 10_000];
		const flags = ["--import", "tsx"];
		const naming = (/** @type {number} */ modules) => () =>
			runProgram("p3.mjs", ["ours", namingProject(modules), modules], { flags }).milliseconds / modules;
		const folder = join(namingProject(100), "src");
		const none = () => timeProcess([command, "list", join(folder, "base.ts"), "--json"]).cpu;
		const listing = (/** @type {number} */ modules) => () =>
			(timeProcess([command, "list", join(namingProject(modules), "src"), "--json"]).cpu - none()) / modules;
		return [
			...(await lines("first naming", naming, sizes, short)),
			...(await lines("namesake list, processor time without its start", listing, sizes, short)),
		];
	},
};

/**
 * @param {string} what
 * @param {(modules: number) => () => number} contestant
 * @param {readonly number[]} sizes
 * @param {boolean} short
 */
async function lines(what, contestant, sizes, short) {
	const entries = Object.fromEntries(sizes.map((size) => [`${size}`, contestant(size)]));
	const figures = await interleave(entries, short ? 1 : 2, 0);
	const [first = 0, ...others] = sizes;
	return others.map((size, index) => {
		const before = index === 0 ? first : (others[index - 1] ?? first);
		return ratio({
			work: `${what}: one of ${size} modules`,
			against: `one of ${before}`,
			ours: figures[`${size}`] ?? [],
			theirs: figures[`${before}`] ?? [],
			show: showMilliseconds,
			reach: { atMost: 1.15 },
		});
	});
}
