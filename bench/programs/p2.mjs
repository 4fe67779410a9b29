/** P2: asks again for names that were asked for. */
import { argv } from "node:process";
import { pathToFileURL } from "node:url";
import { extractTaskModule } from "namesake";

const [, , mitataPath = "", rounds = "15", project = ""] = argv;
const { measure } = await import(pathToFileURL(mitataPath).href);
const { step0, item0 } = await import(pathToFileURL(`${project}/src/part-0/module-0.ts`).href);

const table = new WeakMap([[step0, {}]]);
/** @type {Record<string, () => unknown>} */
const asked = {
	floor: () => table.get(step0),
	function: () => extractTaskModule(step0),
	instance: () => extractTaskModule(item0),
	location: () => item0.location,
};

/** @type {Record<string, number[]>} */
const figures = {};
for (const [name, ask] of Object.entries(asked)) {
	ask();
	figures[name] = [];
}
for (let round = -2; round < Number(rounds); round++)
	for (const [name, ask] of Object.entries(asked)) {
		const { p50 } = await measure(ask, { min_cpu_time: 30e6 });
		if (round >= 0) figures[name]?.push(p50);
	}
console.log(JSON.stringify(figures));
