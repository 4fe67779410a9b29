import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { root } from "../../scripts/setup.mjs";
import { namingProject } from "../generate.mjs";
import { faster, interleave, median, ratio, showMilliseconds } from "../measure.mjs";
import { peer } from "../peers.mjs";
import { oneCore, timeProcess } from "../run-program.mjs";

const command = join(root, "dist", "cli", "bin.js");
const program = (/** @type {string} */ name) => fileURLToPath(new URL(`../programs/${name}`, import.meta.url));

/** @type {import("../run.mjs").Row} */
export const row = {
	title: "namesake list",
	async measure({ short }) {
		const many = short ? 500 : 10_000;
		return [
			...(await lines("the sources of effect", join(root, "node_modules", "effect", "src"), short ? 1 : 5, true)),
			...(await lines(`${many} generated files`, join(namingProject(many), "src"), short ? 1 : 2, false)),
		];
	},
};

/**
 * @param {string} what
 * @param {string} folder
 * @param {number} rounds
 * @param {boolean} withPeers
 */
async function lines(what, folder, rounds, withPeers) {
	/** @type {Record<string, number[]>} */
	const cpus = {};
	const run = (/** @type {string} */ name, /** @type {string[]} */ args) => () => {
		const { wall, cpu } = timeProcess(args);
		cpus[name] ??= [];
		cpus[name].push(cpu);
		return wall;
	};
	const list = [command, "list", folder, "--json"];
	const parse = [program("p5-floor.mjs"), folder];
	const walls = await interleave({ ours: run("ours", list), floor: run("floor", parse) }, rounds, rounds > 1 ? 1 : 0);
	const cpu = (/** @type {string} */ name) => (cpus[name] ?? []).slice(-rounds);
	const core = oneCore();
	const pinned = (/** @type {string[]} */ args) => () => timeProcess(args, undefined, core).cpu;
	const alone =
		core === undefined
			? { ours: cpu("ours"), floor: cpu("floor") }
			: await interleave({ ours: pinned(list), floor: pinned(parse) }, rounds, 0);
	const work = `namesake list --json, ${what}`;
	const against = "reading and parsing them in one process";
	const found = [
		ratio({
			work: `${work}: processor time${core === undefined ? "" : ", both on one core"}`,
			against,
			ours: alone.ours,
			theirs: alone.floor,
			show: showMilliseconds,
			reach: { atMost: 1.2 },
		}),
		ratio({
			work: `${work}: processor time, on all cores`,
			against,
			ours: cpu("ours"),
			theirs: cpu("floor"),
			show: showMilliseconds,
		}),
		ratio({ work, against, ours: walls.ours, theirs: walls.floor, show: showMilliseconds, reach: { atMost: 1 } }),
	];
	if (!withPeers) return found;
	const peers = await interleave(
		{
			typescript: run("typescript", [program("p5-typescript.mjs"), folder]),
			"ts-morph": run("ts-morph", [program("p5-ts-morph.mjs"), folder, peer("ts-morph")]),
		},
		Math.min(rounds, 3),
		0,
	);
	const own = median(walls.ours);
	for (const [name, theirs] of Object.entries(peers))
		found.push(
			faster({
				work,
				against: name,
				ours: theirs.map(() => own),
				theirs,
				show: showMilliseconds,
				reach: { atLeast: 10 },
			}),
		);
	return found;
}
