import { join } from "node:path";
import { root } from "../../scripts/setup.mjs";
import { largeProject, namingProject } from "../generate.mjs";
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
		const exports = short ? [100, 200] : [1000, 4000];
		const namingExports = (/** @type {number} */ count) => () =>
			runProgram("p3.mjs", ["ours", largeProject(count), 1], { flags }).milliseconds / count;
		const listingExports = (/** @type {number} */ count) => () =>
			(timeProcess([command, "list", join(largeProject(count), "common"), "--json"]).cpu - none()) / count;
		return [
			...(await lines("first naming", "modules", naming, sizes, short)),
			...(await lines("namesake list, processor time without its start", "modules", listing, sizes, short)),
			...(await lines("first naming", "exports of one module", namingExports, exports, short)),
			...(await lines(
				"namesake list, processor time without its start",
				"exports of one CommonJS module",
				listingExports,
				exports,
				short,
			)),
		];
	},
};

/**
 * @param {string} what
 * @param {string} ofWhat
 * @param {(modules: number) => () => number} contestant
 * @param {readonly number[]} sizes
 * @param {boolean} short
 */
async function lines(what, ofWhat, contestant, sizes, short) {
	const entries = Object.fromEntries(sizes.map((size) => [`${size}`, contestant(size)]));
	const figures = await interleave(entries, short ? 1 : 2, 0);
	const [first = 0, ...others] = sizes;
	return others.map((size, index) => {
		const before = index === 0 ? first : (others[index - 1] ?? first);
		return ratio({
			work: `${what}: one of ${size} ${ofWhat}`,
			against: `one of ${before}`,
			ours: figures[`${size}`] ?? [],
			theirs: figures[`${before}`] ?? [],
			show: showMilliseconds,
			reach: { atMost: 1.15 },
		});
	});
}
