/** The results as text: on the terminal, and in RESULTS.md. */
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { arch, cpus, platform, release, totalmem } from "node:os";
import { isMet, rounded } from "./measure.mjs";
import { PEERS, versionOf } from "./peers.mjs";

/** @typedef {import("./measure.mjs").Result} Result */
/** @typedef {{ readonly id: string, readonly title: string, readonly results: readonly Result[] | string }} Section */

/** @param {readonly Result[] | string} results */
export function table(results) {
	if (typeof results === "string") return `  not measured: ${results}`;
	return results
		.map((result) => `  ${verdict(result).padEnd(7)}${figure(result)}\n         ${words(result)}`)
		.join("\n");
}

/** @param {Result} result */
function figure({ value, unit, spread: [low, high], reach }) {
	const wanted = reach === undefined ? "" : `, reach ${wantedOf(reach)}`;
	return `${rounded(value)}${unit} (${rounded(low)} to ${rounded(high)}${wanted})`;
}

/** @param {Result} result */
function words({ work, against, ours, theirs }) {
	return `${work}: ${ours}; ${against}: ${theirs}`;
}

/** @param {Result} result */
function verdict(result) {
	const met = isMet(result);
	return met === undefined ? "–" : met ? "met" : "MISSED";
}

/** @param {import("./measure.mjs").Reach} reach */
function wantedOf(reach) {
	return "atMost" in reach ? `≤ ${reach.atMost}` : `≥ ${reach.atLeast}`;
}

/**
 * @param {string} file
 * @param {readonly Section[]} sections
 */
export function writeResults(file, sections) {
	const lines = [
		"# Results",
		"",
		`Written by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}. What each row isolates: [README.md](README.md).`,
		"",
		`- machine: ${cpus().length} × ${cpus()[0]?.model.trim() ?? "?"}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${platform()} ${release()} ${arch()}`,
		`- Node ${process.versions.node}, V8 ${process.versions.v8}`,
		`- ${versions().join(", ")}`,
		"",
		"A ratio is the median of the rounds' own ratios, and beside it their quartiles.",
		"",
		"| | work | against | ours | theirs | result | spread | reach | |",
		"| --- | --- | --- | ---: | ---: | ---: | ---: | ---: | --- |",
	];
	for (const { id, title, results } of sections) {
		if (typeof results === "string")
			lines.push(`| ${id} | ${title} | | | | not measured: ${results.replaceAll(/\s+/g, " ").slice(0, 200)} | | | |`);
		else
			for (const result of results) {
				const { work, against, ours, theirs, value, unit, spread, reach } = result;
				const cells = [
					id,
					work,
					against,
					ours,
					theirs,
					`${rounded(value)}${unit}`,
					`${rounded(spread[0])} to ${rounded(spread[1])}`,
					reach === undefined ? "" : wantedOf(reach),
					verdict(result),
				];
				lines.push(`| ${cells.join(" | ")} |`);
			}
	}
	writeFileSync(`${file}.new`, `${lines.join("\n")}\n`);
	renameSync(`${file}.new`, file);
}

function versions() {
	const require = createRequire(import.meta.url);
	const installed = ["oxc-parser", "piscina", "bullmq", "esbuild", "tsx", "typescript-6", "effect"].map((name) => {
		const path = require.resolve.paths(name)?.map((folder) => `${folder}/${name}/package.json`) ?? [];
		const text = path.flatMap((candidate) => read(candidate) ?? [])[0] ?? "{}";
		return `${name} ${JSON.parse(text).version}`;
	});
	return [...installed, ...Object.keys(PEERS).map((name) => `${name} ${versionOf(name)}`)];
}

/** @param {string} file */
function read(file) {
	try {
		return readFileSync(file, "utf8");
	} catch {
		return undefined;
	}
}
