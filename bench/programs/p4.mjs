/** P4: loads a value of a module that is loaded. */
import { argv } from "node:process";
import { pathToFileURL } from "node:url";
import { load } from "namesake";

const [, , mitataPath = "", rounds = "15", project = "", file = "", name = ""] = argv;
const { measure } = await import(pathToFileURL(mitataPath).href);
process.chdir(project);
const url = pathToFileURL(`${project}/${file}`).href;
await import(url);
const key = name.slice(name.indexOf("#") + 1);

/** @type {Record<string, () => Promise<unknown>>} */
const loads = {
	floor: async () => (await import(url))[key],
	ours: async () => await load(name),
};
if ((await loads["ours"]?.()) !== (await loads["floor"]?.())) throw new Error("load has given something else");

/** @type {Record<string, number[]>} */
const figures = { floor: [], ours: [] };
for (let round = -2; round < Number(rounds); round++)
	for (const [name, ask] of Object.entries(loads)) {
		const { p50 } = await measure(ask, { min_cpu_time: 60e6 });
		if (round >= 0) figures[name]?.push(p50);
	}
console.log(JSON.stringify(figures));
