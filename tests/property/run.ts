/**
 * Runs the property in a process of its own: `node run.js <folder> <format> <extension> <seed> <runs> <awaits>`. The folder is the root of
 * the package `@acme/generated`. Prints the tally as JSON; a counterexample goes to stderr with the text of its module.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import fc from "fast-check";
import { checkChanged, checkEarly, checkModule, type EarlyAnswer, reachable, type Tally } from "./check-module.ts";
import { type Format, programs, textOf } from "./program.ts";

const [folder = "", format = "esm", extension = ".mjs", seed = "1", runs = "1", canAwait = "true"] =
	process.argv.slice(2);
const siblings = (process.argv[8] ?? "").split(",").filter((text) => text !== "");
const library = await import(pathToFileURL(join(folder, "library.mjs")).href);
mkdirSync(join(folder, "src"), { recursive: true });
const tally: Tally = { loadable: 0, early: 0, changed: 0, notLoadable: 0, refused: {}, names: [] };
let count = 0;
let early: EarlyAnswer[] = [];
(globalThis as { ask?: (value: object) => void }).ask = (value) => {
	try {
		const { name, loadable } = library.extractTaskModule(value);
		if (loadable) early.push({ value, name });
	} catch (error) {
		if (!(error instanceof library.NamesakeError)) throw error;
	}
};

const property = (awaits: boolean) =>
	fc.asyncProperty(programs(awaits && canAwait === "true", siblings), async (program) => {
		const stem = `m${count++}`;
		const path = (ext: string) => join(folder, "src", `${stem}${ext}`);
		writeFileSync(path(extension), textOf(program, format as Format));
		const { sibling } = program;
		if (sibling !== undefined)
			writeFileSync(path(sibling.extension), textOf(program, sibling.extension === ".cjs" ? "commonjs" : "esm"));
		early = [];
		if (sibling?.isLoaded === true) await importOrSkip(pathToFileURL(path(sibling.extension)).href);
		early = [];
		const namespace = await importOrSkip(pathToFileURL(path(extension)).href);
		const exports = format === "esm" ? namespace : (namespace["default"] as Record<string, unknown>);
		const values = reachable(exports);
		checkEarly(early, values, tally);
		const names = new Map<string, unknown>();
		// Half of them are asked for the first time after the change.
		const isLoaded = sibling?.isLoaded === true;
		if (count % 2 === 0) await checkModule(library, values, `@acme/generated/src/${stem}`, tally, names, isLoaded);
		(exports["after"] as () => void)();
		for (const text of program.outside) new Function("m", text)(exports);
		await checkChanged(library, exports, values, tally, names, isLoaded);
	});

/** A random program may throw while it loads (a variable that is not initialised yet): then there is nothing to name. */
async function importOrSkip(url: string): Promise<Record<string, unknown>> {
	let namespace: Record<string, unknown> | undefined;
	try {
		namespace = (await import(url)) as Record<string, unknown>;
	} catch (error) {
		// A text that awaits is no CommonJS, nor is it the body of a function that is not async, which esbuild says in its own way below tsx.
		const isRefused = error instanceof SyntaxError || (error as Error).name === "TransformError";
		if (!(error instanceof ReferenceError || error instanceof TypeError || isRefused)) throw error;
	}
	fc.pre(namespace !== undefined);
	return namespace as Record<string, unknown>;
}

for (const awaits of [false, true])
	await fc.assert(property(awaits), { seed: Number(seed), numRuns: Number(runs) / 2 });
process.stdout.write(JSON.stringify(tally));
