import { join } from "node:path";
import { inRepository, repository } from "../../repository.ts";
import type { Cell, Place, Row } from "../cell.ts";
import { tool } from "../place.ts";

interface Build {
	readonly bundler: string;
	readonly format: "esm" | "cjs";
	readonly minify: boolean;
	readonly split: boolean;
	/** Is this library a part of the bundle? */
	readonly library?: "inside" | "outside";
	readonly entry?: string;
}

const BUNDLERS = ["esbuild", "rollup", "rolldown", "vite", "webpack", "rspack", "bun"];

/** Plain, minified and split, as ES modules and as CommonJS. */
export const bundlers: readonly Cell[] = BUNDLERS.flatMap((bundler) => [
	cell({ bundler, format: "esm", minify: false, split: false }),
	cell({ bundler, format: "esm", minify: true, split: false }),
	cell({ bundler, format: "esm", minify: true, split: true }),
	cell({ bundler, format: "cjs", minify: false, split: false }),
	cell({ bundler, format: "cjs", minify: true, split: false }),
	cell({ bundler, format: "esm", minify: true, split: true, library: "inside" }),
	cell({ bundler, format: "cjs", minify: false, split: false, library: "inside" }),
]);

/** A library that was bundled, with its names, is a part of an application that is bundled. */
export const bundlesOfBundles: readonly Cell[] = [
	["esbuild", "rollup"],
	["rollup", "esbuild"],
	["rolldown", "webpack"],
	["esbuild", "bun"],
].map(([library = "", application = ""]) => ({
	group: "bundler",
	name: `${application} of what ${library} has bundled, minified twice`,
	setup: `the plugin in both builds`,
	run: async (place) => {
		const build = { format: "esm", minify: true, split: true } as const;
		await bundle(place, { ...build, bundler: library, entry: "src/check.ts" });
		await place.copy(`${place.directory}/out`, "library");
		for (const path of ["src", "out"]) await place.remove(path);
		await place.write(
			"app.js",
			'import { check } from "./library/main.mjs";\ncheck().then((rows) => console.log(JSON.stringify(rows)));\n',
		);
		await bundle(place, { ...build, bundler: application, entry: "app.js" });
		await place.remove("library");
		return place.rows(process.execPath, ["out/main.mjs"]);
	},
}));

function cell(build: Build): Cell {
	const { bundler, format, minify, split, library } = build;
	const how = [
		format === "esm" ? "ES modules" : "CommonJS",
		...(minify ? ["minified"] : []),
		...(split ? ["split"] : []),
		...(library === "inside" ? ["the library inside"] : []),
	];
	return {
		group: "bundler",
		name: `${bundler}, ${how.join(", ")}`,
		setup: `the plugin, \`namesake/${bundler}\``,
		run: (place) => bundleAndRun(place, build),
	};
}

async function bundleAndRun(place: Place, build: Build): Promise<readonly Row[]> {
	await bundle(place, build);
	// A machine that only has the bundle.
	await place.remove("src");
	return place.rows(process.execPath, [`out/main.${build.format === "esm" ? "mjs" : "cjs"}`]);
}

/** To `out/main.mjs` or `out/main.cjs`, and chunks beside it. */
async function bundle(place: Place, build: Build): Promise<void> {
	await place.copy(inRepository("tests/portable/fixtures/build.mjs"), "build.mjs");
	const settings = { ...build, tools: join(repository, ".matrix", "cells"), bun: tool("bun", "bin", "bun.exe") };
	await place.run(process.execPath, ["build.mjs", JSON.stringify(settings)]);
}
