/** P9: bundles a project, with the plugin or without, some times after one another in one process. */
import { argv } from "node:process";
import { pathToFileURL } from "node:url";

const [, , bundler = "esbuild", project = "", rounds = "5", rolldownPath = ""] = argv;
process.chdir(project);

const build = bundler === "esbuild" ? await esbuild() : await rolldown();
/** @type {Record<string, number[]>} */
const figures = { ours: [], floor: [] };
for (let round = -1; round < Number(rounds); round++)
	for (const name of round % 2 === 0 ? ["ours", "floor"] : ["floor", "ours"]) {
		const start = performance.now();
		await build(name === "ours");
		if (round >= 0) figures[name]?.push(performance.now() - start);
	}
console.log(`\n${JSON.stringify(figures)}`);
// esbuild's service would keep the process for a while.
process.exit();

/** @returns {Promise<(withPlugin: boolean) => Promise<unknown>>} */
async function esbuild() {
	const { build } = await import("esbuild");
	const { default: plugin } = await import("namesake/esbuild");
	return (withPlugin) =>
		build({
			entryPoints: ["src/main.ts"],
			bundle: true,
			platform: "node",
			format: "esm",
			write: false,
			external: ["namesake"],
			plugins: withPlugin ? [plugin()] : [],
		});
}

/** @returns {Promise<(withPlugin: boolean) => Promise<unknown>>} */
async function rolldown() {
	const { rolldown } = await import(pathToFileURL(rolldownPath).href);
	const { default: plugin } = await import("namesake/rolldown");
	return async (withPlugin) => {
		const bundle = await rolldown({
			input: "src/main.ts",
			external: ["namesake"],
			plugins: withPlugin ? [plugin()] : [],
			platform: "node",
		});
		await bundle.generate({ format: "esm" });
		await bundle.close();
	};
}
