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
	const script = inRepository("tests/portable/fixtures/build.mjs");
	await place.copy(script, "build.mjs");
	const settings = { ...build, tools: join(repository, ".matrix", "cells"), bun: tool("bun", "bin", "bun.exe") };
	await place.run(process.execPath, ["build.mjs", JSON.stringify(settings)]);
	// A machine that only has the bundle.
	await place.remove("src");
	return place.rows(process.execPath, [`out/main.${build.format === "esm" ? "mjs" : "cjs"}`]);
}
