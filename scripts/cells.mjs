/**
 * `npm run test:cells`: one portable program in every runtime, loader, test runner and bundler; each has to give the same names.
 * Words choose cells by their names; `--shard=2/3` is the second third of them.
 */
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { argv } from "node:process";
import { ensureTestsBuilt, read, root, runNode } from "./setup.mjs";
import { ensureTools, nodePackage } from "./tools.mjs";

ensureTestsBuilt();
const tools = JSON.parse(read("tests/portable/tools.json"));
const nodes = { "node-22": "22.23.3", "node-24": "24.21.0", "node-26": "26.10.0" };
for (const [name, version] of Object.entries(nodes)) tools.cells[name] = nodePackage(version);
// Programs there have this package as npm would have installed it.
Object.assign(tools["cells/next"], JSON.parse(read("package.json")).dependencies);
for (const [name, dependencies] of Object.entries(tools)) ensureTools(name, dependencies);
// These scripts put the binary, which npm has brought, where the command is. npm runs scripts only if its user has agreed.
const cwd = join(root, ".matrix", "cells");
const linked = join(cwd, ".linked");
for (const name of existsSync(linked) ? [] : ["bun/install.js", "deno/install.cjs"])
	if (!runNode([join("node_modules", name)], { cwd })) throw new Error(`${name} failed`);
writeFileSync(linked, "");

if (!runNode(["--enable-source-maps", "build/tests/portable/run.js", ...argv.slice(2)]))
	throw new Error("a cell shows something else than it should");
