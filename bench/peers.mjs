/** What only the measurements need; it is installed from npm, once, into .matrix/bench/. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { npm, root, say } from "../scripts/setup.mjs";

/** Where everything is that is made for the measurements. */
export const work = join(root, ".matrix", "bench");

/** By name, the version. */
export const PEERS = { callsites: "4.2.0", mitata: "1.0.34", rolldown: "1.3.2", "ts-morph": "28.0.0" };
const peers = join(work, "peers");

/** Installs the peers if the list above is not the one that they were installed from. */
export function ensurePeers() {
	const wanted = JSON.stringify(PEERS);
	const stamp = join(peers, ".namesake-setup");
	if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
	say("installing what is measured against into .matrix/bench/");
	rmSync(peers, { recursive: true, force: true });
	mkdirSync(peers, { recursive: true });
	writeFileSync(join(peers, "package.json"), JSON.stringify({ private: true, dependencies: PEERS }));
	npm(["install", "--no-audit", "--no-fund", "--ignore-scripts"], peers);
	writeFileSync(stamp, wanted);
}

/** @param {string} name */
export function versionOf(name) {
	return String(JSON.parse(readFileSync(join(peers, "node_modules", name, "package.json"), "utf8")).version);
}

/** The path by which a program imports a peer. @param {string} name */
export function peer(name) {
	return createRequire(join(peers, "index.js")).resolve(name);
}
