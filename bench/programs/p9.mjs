/** P9: bundles a project with the plugin, with one that does nothing, and with none, some times after one another in one process. */
import { readFileSync } from "node:fs";
import { argv, pid } from "node:process";
import { pathToFileURL } from "node:url";

/** @typedef {"ours" | "empty" | "none"} Name */

const [, , bundler = "esbuild", project = "", rounds = "5", rolldownPath = ""] = argv;
process.chdir(project);

const build = bundler === "esbuild" ? await esbuild() : await rolldown();
/** By name, in milliseconds. @type {Record<"wall" | "cpu", Record<Name, number[]>>} */
const figures = { wall: { ours: [], empty: [], none: [] }, cpu: { ours: [], empty: [], none: [] } };
const names = /** @type {Name[]} */ (Object.keys(figures.wall));
for (let round = -1; round < Number(rounds); round++)
	for (const name of round % 2 === 0 ? names : [...names].reverse()) {
		const used = processorTime();
		const start = performance.now();
		await build(name);
		if (round < 0) continue;
		figures.wall[name].push(performance.now() - start);
		figures.cpu[name].push(processorTime() - used);
	}
console.log(`\n${JSON.stringify(figures)}`);
// esbuild's service would keep the process for a while.
process.exit();

/** Of this process with its threads, and of the service that esbuild starts; where the system does not tell that, `NaN`. */
function processorTime() {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1000 + (bundler === "esbuild" ? timeOfChildren() : 0);
}

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: `utime` and `stime`, in hundredths of a second. */
function timeOfChildren() {
	try {
		const children = readFileSync(`/proc/self/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean);
		return children.reduce((sum, child) => {
			const fields = readFileSync(`/proc/${child}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
			return sum + (Number(fields[11]) + Number(fields[12])) * 10;
		}, 0);
	} catch {
		return Number.NaN;
	}
}

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
