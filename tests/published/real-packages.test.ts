import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Report } from "./real-packages-probe.ts";

// Code that nobody here wrote, as npm has it: whatever gets a name that is called loadable is found again by that name.

const PROBE = fileURLToPath(new URL(`./real-packages-probe${import.meta.filename.slice(-3)}`, import.meta.url));

const PACKAGES: readonly (readonly [mode: "import" | "require", specifiers: readonly string[], loadable: number])[] = [
	["import", ["zod/v3"], 200],
	["import", ["effect"], 2000],
	["import", ["fast-check"], 100],
	["import", ["commander"], 50],
	["require", ["commander"], 50],
	["import", ["get-tsconfig"], 5],
	// Their names mean the files that `import` takes: what `require` gave are other functions.
	["require", ["get-tsconfig", "zod/v3", "fast-check"], 0],
	[
		"import",
		["picocolors", "fastest-levenshtein", "tinyglobby", "cli-table3", "@babel/code-frame", "yocto-spinner"],
		8,
	],
	["require", ["picocolors", "fastest-levenshtein", "cli-table3", "@babel/code-frame"], 8],
];

describe("published packages", () => {
	for (const [mode, specifiers, least] of PACKAGES)
		it(`${mode} ${specifiers.join(", ")}`, async (context) => {
			const flags = process.execArgv.filter((flag) => !flag.startsWith("--test"));
			const { stdout } = await promisify(execFile)(process.execPath, [...flags, PROBE, mode, ...specifiers], {
				maxBuffer: 2 ** 26,
			});
			const report = JSON.parse(stdout) as Report;
			const refused = Object.entries(report.refused).map(([code, count]) => `${count} ${code}`);
			context.diagnostic(
				`${specifiers.join(", ")}: ${report.named} named, ${report.loadable} loadable, refused: ${refused.join(", ") || "none"}`,
			);
			assert.deepEqual(report.wrong, []);
			assert.ok(report.loadable >= least, `${report.loadable} loadable`);
			if (least === 0) assert.equal(report.loadable, 0);
		});
});
