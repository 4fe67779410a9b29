/**
 * Runs the property in a process of its own: `node run.js <folder> <format> <extension> <seed> <runs> <awaits>`. The folder is the root of
 * the package `@acme/generated`. Prints the tally as JSON; a counterexample goes to stderr with the text of its module.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import fc from "fast-check";
import { checkModule, type Tally } from "./check-module.ts";
import { type Format, programs, textOf } from "./program.ts";

const [folder = "", format = "esm", extension = ".mjs", seed = "1", runs = "1", canAwait = "true"] =
	process.argv.slice(2);
const library = await import(pathToFileURL(join(folder, "library.mjs")).href);
mkdirSync(join(folder, "src"), { recursive: true });
const tally: Tally = { loadable: 0, notLoadable: 0, refused: {}, names: [] };
let count = 0;

const property = (awaits: boolean) =>
	fc.asyncProperty(programs(awaits && canAwait === "true"), async (program) => {
		const stem = `m${count++}`;
		const file = join(folder, "src", `${stem}${extension}`);
		writeFileSync(file, textOf(program, format as Format));
		const namespace = await importOrSkip(pathToFileURL(file).href);
		const exports = format === "esm" ? namespace : (namespace["default"] as object);
		await checkModule(library, exports, `@acme/generated/src/${stem}`, tally);
	});

/** A random program may throw while it loads (a variable that is not initialised yet): then there is nothing to name. */
async function importOrSkip(url: string): Promise<Record<string, unknown>> {
	let namespace: Record<string, unknown> | undefined;
	try {
		namespace = (await import(url)) as Record<string, unknown>;
	} catch (error) {
		if (!(error instanceof ReferenceError || error instanceof TypeError)) throw error;
	}
	fc.pre(namespace !== undefined);
	return namespace as Record<string, unknown>;
}

for (const awaits of [false, true])
	await fc.assert(property(awaits), { seed: Number(seed), numRuns: Number(runs) / 2 });
process.stdout.write(JSON.stringify(tally));
