/**
 * `npm run test:cells`: one portable program in every runtime, loader, test runner and bundler; each has to give the same names.
 * Words choose cells by their names; `--shard=2/3` is the second third of them.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { argv, execPath } from "node:process";
import { ensureInstalled, ensureTestsBuilt, main, nodePackage, root } from "./setup.mjs";
import { ensureTools } from "./tools.mjs";

main(() => {
	ensureInstalled();
	ensureTestsBuilt();
	const tools = JSON.parse(readFileSync(join(root, "tests", "portable", "tools.json"), "utf8"));
	const nodes = { "node-22": "22.23.3", "node-24": "24.21.0", "node-26": "26.10.0" };
	for (const [name, version] of Object.entries(nodes)) tools.cells[name] = nodePackage(version);
	// Programs there have this package as npm would have installed it.
	Object.assign(tools["cells/next"], JSON.parse(readFileSync(join(root, "package.json"), "utf8")).dependencies);
	for (const [name, dependencies] of Object.entries(tools)) ensureTools(name, dependencies);
	// These scripts put the binary, which npm has brought, where the command is. npm runs scripts only if its user has agreed.
	const folder = join(root, ".matrix", "cells");
	const linked = join(folder, ".linked");
	if (!existsSync(linked))
		for (const script of ["bun/install.js", "deno/install.cjs"])
			execFileSync(execPath, [join("node_modules", script)], { cwd: folder, stdio: "inherit" });
	writeFileSync(linked, "");

	const cells = ["--enable-source-maps", join("build", "tests", "portable", "run.js"), ...argv.slice(2)];
	if (spawnSync(execPath, cells, { cwd: root, stdio: "inherit" }).status !== 0)
		throw new Error("a cell shows something else than it should");
});
