/** P1: makes tracked instances, and takes stacks, below the body of this module. */
import { argv } from "node:process";
import { setImmediate } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { TrackedInstance } from "namesake";

const [, , depth = "5", rounds = "30", callsitesPath = ""] = argv;
const { default: callsites } = await import(pathToFileURL(callsitesPath).href);

/** Instances a round: about as many as a program makes before its event loop turns. */
const COUNT = 200;

class Item extends TrackedInstance {}

/** @type {Record<string, () => unknown>} */
const makers = {
	ours: () => new Item(),
	floor: () => captured(),
	callsites: () => callsites(),
};

function captured() {
	const holder = {};
	Error.captureStackTrace(holder);
	return holder;
}

/**
 * Calls a maker when there are so many frames on the stack; its own two are among them.
 * @param {number} frames
 * @param {() => unknown} make
 * @returns {unknown}
 */
function below(frames, make) {
	return frames <= 1 ? make() : below(frames - 1, make);
}

/** @param {() => unknown} make */
function measure(make) {
	const kept = new Array(COUNT);
	const start = process.hrtime.bigint();
	// The body, this function, and the two of the maker.
	for (let index = 0; index < COUNT; index++) kept[index] = below(Number(depth) - 4, make);
	return Number(process.hrtime.bigint() - start) / COUNT;
}

Error.stackTraceLimit = Number.POSITIVE_INFINITY;
/** @type {Record<string, number[]>} */
const figures = { ours: [], floor: [], callsites: [], reading: [] };
for (let round = -5; round < Number(rounds); round++)
	for (const [name, make] of Object.entries(makers)) {
		const figure = measure(make);
		// What was captured is read when the event loop turns.
		const start = process.hrtime.bigint();
		await setImmediate();
		const after = Number(process.hrtime.bigint() - start) / COUNT;
		if (round < 0) continue;
		figures[name]?.push(figure);
		if (name === "ours") figures["reading"]?.push(after);
	}
console.log(JSON.stringify(figures));
