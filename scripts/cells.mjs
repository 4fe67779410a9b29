/**
 * `npm run test:cells`: one portable program in every runtime, loader, test runner and bundler; each has to give the same names.
 * What they need is installed from npm, once, into .matrix/cells/. Words are filters on the names of cells.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { argv, execPath } from "node:process";
import { ensureInstalled, ensureTestsBuilt, main, nodePackage, npm, root, say } from "./setup.mjs";

const TOOLS = {
	bun: "1.4.5",
	deno: "2.9.6",
	"node-22": nodePackage("22.23.3"),
	"node-24": nodePackage("24.21.0"),
	"node-26": nodePackage("26.10.0"),
};

main(() => {
	ensureInstalled();
	ensureTestsBuilt();
	ensureTools();
	const run = spawnSync(
		execPath,
		["--enable-source-maps", join("build", "tests", "portable", "run.js"), ...argv.slice(2)],
		{
			cwd: root,
			stdio: "inherit",
		},
	);
	if (run.status !== 0) throw new Error("a cell shows something else than it should");
});

/** Installs the tools if the list above is not the one that they were installed from. */
function ensureTools() {
	const tools = join(root, ".matrix", "cells");
	const manifest = `${JSON.stringify({ private: true, dependencies: TOOLS }, null, "\t")}\n`;
	const stamp = join(tools, ".namesake-setup");
	if (existsSync(stamp) && readFileSync(stamp, "utf8") === manifest) return;
	say("installing runtimes, test runners and bundlers into .matrix/cells/");
	rmSync(tools, { recursive: true, force: true });
	mkdirSync(tools, { recursive: true });
	writeFileSync(join(tools, "package.json"), manifest);
	npm(["install", "--no-audit", "--no-fund", "--ignore-scripts"], tools);
	writeFileSync(stamp, manifest);
}
