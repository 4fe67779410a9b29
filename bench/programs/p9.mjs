/** P9: bundles a project with the plugin, with one that does nothing, and with none, some times after one another in one process. */
import { argv } from "node:process";
import { pathToFileURL } from "node:url";

/** @typedef {"ours" | "empty" | "none"} Name */

const [, , bundler = "esbuild", project = "", rounds = "5", rolldownPath = ""] = argv;
process.chdir(project);

const build = bundler === "esbuild" ? await esbuild() : await rolldown();
/** @type {Record<Name, number[]>} */
const figures = { ours: [], empty: [], none: [] };
const names = /** @type {Name[]} */ (Object.keys(figures));
for (let round = -1; round < Number(rounds); round++)
	for (const name of round % 2 === 0 ? names : [...names].reverse()) {
		const start = performance.now();
		await build(name);
		if (round >= 0) figures[name].push(performance.now() - start);
	}
console.log(`\n${JSON.stringify(figures)}`);
// esbuild's service would keep the process for a while.
process.exit();

/** @returns {Promise<(name: Name) => Promise<unknown>>} */
async function esbuild() {
	const { build } = await import("esbuild");
	const { default: plugin } = await import("namesake/esbuild");
	/** Is asked for every file of the project, and leaves it to esbuild. @type {import("esbuild").Plugin} */
	const empty = {
		name: "empty",
		setup: ({ onLoad }) => onLoad({ filter: /\.[cm]?[jt]sx?$/, namespace: "file" }, () => undefined),
	};
	return (name) =>
		build({
			entryPoints: ["src/main.ts"],
			bundle: true,
			platform: "node",
			format: "esm",
			write: false,
			external: ["namesake"],
			plugins: name === "none" ? [] : [name === "ours" ? plugin() : empty],
		});
}

/** @returns {Promise<(name: Name) => Promise<unknown>>} */
async function rolldown() {
	const { rolldown } = await import(pathToFileURL(rolldownPath).href);
	const { default: plugin } = await import("namesake/rolldown");
	/** Is asked for the files of the project that have something to call or to make, as the plugin is. */
	const empty = {
		name: "empty",
		transform: {
			filter: {
				id: { include: /\.[cm]?[jt]sx?(?:$|\?)/, exclude: /[\\/]node_modules[\\/]/ },
				code: /\(|=>|\bclass\b|\bnew\b/,
			},
			handler: () => undefined,
		},
	};
	return async (name) => {
		const bundle = await rolldown({
			input: "src/main.ts",
			external: ["namesake"],
			plugins: name === "none" ? [] : [name === "ours" ? plugin() : empty],
			platform: "node",
		});
		await bundle.generate({ format: "esm" });
		await bundle.close();
	};
}
