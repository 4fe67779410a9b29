/**
 * `npm run test:cells`: one portable program in every runtime, loader, test runner and bundler; each has to give the same names.
 * What they need is installed from npm, once, into .matrix/cells/. Words are filters on the names of cells.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { argv, execPath } from "node:process";
import { ensureInstalled, ensureTestsBuilt, main, nodePackage, npm, root, say } from "./setup.mjs";

/** By folder: what can't be installed together has one of its own. */
const FOLDERS = {
	"vitest-4": { vitest: "4.1.12" },
	"vitest-5": { vitest: "5.1.1" },
	// Programs there have this package as npm would have installed it.
	next: {
		...readDependencies(),
		next: "16.4.6",
		react: "19.2.8",
		"react-dom": "19.2.8",
		bullmq: "6.7.0",
		ioredis: "6.0.0",
		unplugin: "3.7.0",
	},
};

const TOOLS = {
	bun: "1.4.5",
	deno: "2.9.6",
	"node-22": nodePackage("22.23.3"),
	"node-24": nodePackage("24.21.0"),
	"node-26": nodePackage("26.10.0"),
	"@rollup/plugin-commonjs": "29.0.3",
	"@rollup/plugin-terser": "1.0.2",
	"@rspack/core": "2.3.2",
	esbuild: "0.28.2",
	"esbuild-loader": "4.5.0",
	jest: "30.5.2",
	jiti: "2.7.0",
	rolldown: "1.3.2",
	rollup: "4.68.7",
	"ts-node": "10.9.2",
	typescript: "5.9.3",
	vite: "8.3.8",
	webpack: "5.112.2",
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

/** @returns {Record<string, string>} */
function readDependencies() {
	return JSON.parse(readFileSync(join(root, "package.json"), "utf8")).dependencies;
}

/** Installs the tools if the lists above are not the ones that they were installed from. */
function ensureTools() {
	const tools = join(root, ".matrix", "cells");
	const wanted = JSON.stringify([TOOLS, FOLDERS]);
	const stamp = join(tools, ".namesake-setup");
	if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
	say("installing runtimes, test runners and bundlers into .matrix/cells/");
	rmSync(tools, { recursive: true, force: true });
	install(tools, TOOLS);
	for (const [folder, dependencies] of Object.entries(FOLDERS)) install(join(tools, folder), dependencies);
	// These scripts put the binary, which npm has brought, where the command is. npm runs scripts only if its user has agreed.
	for (const script of ["bun/install.js", "deno/install.cjs"])
		execFileSync(execPath, [join("node_modules", script)], { cwd: tools, stdio: "inherit" });
	writeFileSync(stamp, wanted);
}

/**
 * @param {string} folder
 * @param {Record<string, string>} dependencies
 */
function install(folder, dependencies) {
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, dependencies }));
	npm(["install", "--no-audit", "--no-fund", "--ignore-scripts"], folder);
}
