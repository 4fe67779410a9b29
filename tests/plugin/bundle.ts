import { type BuildOptions, build, type Message } from "esbuild";
import { type OutputOptions, type RollupLog, rollup } from "rollup";
import esbuildPlugin from "../../src/plugin/esbuild.ts";
import rollupPlugin from "../../src/plugin/rollup.ts";
import { type App, app } from "../app.ts";

interface Built {
	/** The text of all chunks. */
	readonly text: string;
	readonly warnings: readonly string[];
}

interface BundleOptions {
	readonly minify?: boolean;
	readonly plugin?: boolean;
	readonly format?: "esm" | "cjs";
	readonly split?: boolean;
}

/** Bundles `src/main.js` of a project to `out/`. */
export type Bundle = (project: App, options?: BundleOptions) => Promise<Built>;

/** Those bundlers that are quick to start; all others are in tests/portable. */
export const bundlers: Readonly<Record<string, Bundle>> = {
	async esbuild(project, { minify = false, plugin = true, format = "esm", split = false } = {}) {
		const options: BuildOptions = {
			absWorkingDir: project.at(),
			entryPoints: { main: "src/main.js" },
			bundle: true,
			platform: "node",
			format,
			minify,
			splitting: split,
			sourcemap: true,
			outdir: "out",
			external: ["namesake"],
			plugins: plugin ? [esbuildPlugin()] : [],
			logLevel: "silent",
			metafile: true,
		};
		const { warnings, outputFiles } = await build({ ...options, write: false });
		for (const { path, text } of outputFiles) await project.write(path.slice(project.at().length + 1), text);
		return {
			text: outputFiles
				.filter(({ path }) => path.endsWith(".js"))
				.map(({ text }) => text)
				.join("\n"),
			warnings: warnings.map(({ text }: Message) => text),
		};
	},
	async rollup(project, { plugin = true, format = "esm" } = {}) {
		const warnings: string[] = [];
		const bundle = await rollup({
			input: { main: project.at("src/main.js") },
			external: ["namesake", /^node:/],
			plugins: plugin ? [rollupPlugin()] : [],
			onwarn: ({ message }: RollupLog) => void warnings.push(message),
		});
		const output: OutputOptions = { dir: project.at("out"), format: format === "esm" ? "es" : "cjs", sourcemap: true };
		const { output: chunks } = await bundle.write(output);
		return { text: chunks.map((chunk) => ("code" in chunk ? chunk.code : "")).join("\n"), warnings };
	},
};

export { app };
