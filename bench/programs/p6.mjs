/** P6: runs a function that does nothing on worker threads. */
import { argv } from "node:process";
import { pathToFileURL } from "node:url";
import { TaskPool } from "namesake/pool";
import { Piscina } from "piscina";

const [, , rounds = "15", project = "", atOnce = "1"] = argv;
const file = `${project}/src/noop.mjs`;
const { noop } = await import(pathToFileURL(file).href);
const threads = { minThreads: 1, maxThreads: 1 };
const pool = new TaskPool({ maxThreads: 1 });
const piscina = new Piscina({ filename: pathToFileURL(file).href, name: "noop", ...threads });
/** Calls a round. */
const COUNT = 500;

/** @type {Record<string, () => Promise<unknown>>} */
const runs = { ours: () => pool.run(noop), floor: () => piscina.run(undefined) };

/** @param {() => Promise<unknown>} run */
async function measure(run) {
	const start = process.hrtime.bigint();
	for (let done = 0; done < COUNT; done += Number(atOnce))
		if (atOnce === "1") await run();
		else await Promise.all(Array.from({ length: Number(atOnce) }, run));
	return Number(process.hrtime.bigint() - start) / COUNT;
}

/** @type {Record<string, number[]>} */
const figures = { ours: [], floor: [] };
for (let round = -4; round < Number(rounds); round++)
	for (const [name, run] of round % 2 === 0 ? Object.entries(runs) : Object.entries(runs).reverse()) {
		const figure = await measure(run);
		if (round >= 0) figures[name]?.push(figure);
	}
await pool.close();
await piscina.destroy();
console.log(JSON.stringify(figures));
