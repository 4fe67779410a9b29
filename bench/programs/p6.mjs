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
/** Calls a round, and as many of one kind without a call of the other kind: so what disturbs one disturbs the other. */
const COUNT = 500;
const BLOCK = 50;
/** V8 has compiled both by then. */
const WARM_UPS = 10;

/** @type {Record<string, () => Promise<unknown>>} */
const runs = { ours: () => pool.run(noop), floor: () => piscina.run(undefined) };
const turns = [Object.entries(runs), Object.entries(runs).reverse()];

/** @param {() => Promise<unknown>} run */
async function block(run) {
	const start = process.hrtime.bigint();
	const used = process.cpuUsage();
	for (let done = 0; done < BLOCK; done += Number(atOnce))
		if (atOnce === "1") await run();
		else await Promise.all(Array.from({ length: Number(atOnce) }, run));
	const { user, system } = process.cpuUsage(used);
	return { wall: Number(process.hrtime.bigint() - start) / COUNT, cpu: ((user + system) * 1000) / COUNT };
}

/** @type {Record<"wall" | "cpu", Record<string, number[]>>} nanoseconds a call, of all threads */
const figures = { wall: { ours: [], floor: [] }, cpu: { ours: [], floor: [] } };
for (let round = -WARM_UPS; round < Number(rounds); round++) {
	/** @type {Record<string, { wall: number, cpu: number }>} */
	const sums = { ours: { wall: 0, cpu: 0 }, floor: { wall: 0, cpu: 0 } };
	for (let done = 0; done < COUNT / BLOCK; done++)
		for (const [name, run] of turns[done % 2] ?? []) {
			const { wall, cpu } = await block(run);
			const sum = sums[name];
			if (sum !== undefined) Object.assign(sum, { wall: sum.wall + wall, cpu: sum.cpu + cpu });
		}
	if (round < 0) continue;
	for (const [name, { wall, cpu }] of Object.entries(sums)) {
		figures.wall[name]?.push(wall);
		figures.cpu[name]?.push(cpu);
	}
}
await pool.close();
await piscina.destroy();
console.log(JSON.stringify(figures));
