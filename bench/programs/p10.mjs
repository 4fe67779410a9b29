/** P10: what stays in memory of instances that were made, and of functions that were named. Needs --expose-gc. */
import { argv } from "node:process";
import { setImmediate } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { extractTaskModule, TrackedInstance } from "namesake";

const [, , what = "instances", project = "", modules = "1000"] = argv;
const gc = /** @type {() => void} */ (/** @type {{ gc?: () => void }} */ (globalThis).gc);

async function used() {
	for (let times = 0; times < 4; times++) {
		await setImmediate();
		gc();
	}
	return process.memoryUsage().heapUsed;
}

/**
 * @param {() => unknown} make
 * @param {number} count
 */
async function bytesOf(make, count) {
	/** @type {unknown[]} */
	const kept = new Array(count).fill(undefined);
	const before = await used();
	for (let index = 0; index < count; index++) kept[index] = below(8, make);
	const after = await used();
	return kept.length === count ? (after - before) / count : Number.NaN;
}

/**
 * @param {number} frames
 * @param {() => unknown} make
 * @returns {unknown}
 */
function below(frames, make) {
	return frames === 0 ? make() : below(frames - 1, make);
}

let figures = {};
if (what === "instances") {
	class Item extends TrackedInstance {
		label = "item";
	}
	class Plain {
		label = "item";
	}
	await bytesOf(() => new Item(), 1000);
	figures = { ours: await bytesOf(() => new Item(), 20_000), floor: await bytesOf(() => new Plain(), 20_000) };
} else {
	const { files } = await import(pathToFileURL(`${project}/src/all.ts`).href);
	const values = [];
	for (const file of files.slice(0, Number(modules)))
		values.push(...Object.values(await import(pathToFileURL(`${project}/${file}`).href)));
	const functions = values.filter((value) => typeof value === "function");
	const instances = values.filter((value) => typeof value !== "function");
	const start = await used();
	for (const value of functions) extractTaskModule(value);
	const named = await used();
	for (const value of instances) extractTaskModule(value);
	const all = await used();
	figures = { functions: (named - start) / functions.length, instances: (all - named) / instances.length };
}
console.log(`\n${JSON.stringify(figures)}`);
