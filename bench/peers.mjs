/** What only the measurements need; it is installed from npm, once, into .matrix/bench/. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { root } from "../scripts/setup.mjs";
import { ensureTools } from "../scripts/tools.mjs";

/** Where everything is that is made for the measurements. */
export const work = join(root, ".matrix", "bench");

/** By name, the version. */
export const PEERS = { callsites: "4.2.0", mitata: "1.0.34", rolldown: "1.3.2", "ts-morph": "28.0.0" };
const peers = join(work, "peers");

export function ensurePeers() {
	ensureTools(join("bench", "peers"), PEERS);
}

/** @param {string} name */
export function versionOf(name) {
	return String(JSON.parse(readFileSync(join(peers, "node_modules", name, "package.json"), "utf8")).version);
}

/** The path by which a program imports a peer. @param {string} name */
export function peer(name) {
	return createRequire(join(peers, "index.js")).resolve(name);
}
