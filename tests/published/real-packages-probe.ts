import { createRequire } from "node:module";
import { join } from "node:path";
import { extractTaskModule, load, NamesakeError } from "../../src/index.ts";

// Names every function of published modules, and loads each of them back. Prints what came of it.

export interface Report {
	named: number;
	loadable: number;
	/** How many were refused, by code. */
	refused: Record<string, number>;
	/** What must not be. */
	wrong: string[];
}

const [mode, ...specifiers] = process.argv.slice(2);
const require = createRequire(join(process.cwd(), "_.js"));
const report: Report = { named: 0, loadable: 0, refused: {}, wrong: [] };
const seen = new Set<unknown>();

for (const specifier of specifiers) {
	const exports: object = mode === "require" ? require(specifier) : await import(specifier);
	for (const [path, value] of functionsOf(exports, specifier)) await check(path, value);
}
console.log(JSON.stringify(report));

/** Functions and classes that can be reached by own properties that are values. */
function* functionsOf(holder: object, path: string, depth = 0): Generator<readonly [string, object]> {
	for (const key of Object.getOwnPropertyNames(holder)) {
		if (key === "constructor" || (depth > 0 && ["caller", "arguments"].includes(key))) continue;
		const descriptor = Object.getOwnPropertyDescriptor(holder, key);
		// Compilers write exports as getters.
		const value: unknown = depth === 0 ? Reflect.get(holder, key) : descriptor?.value;
		if ((typeof value !== "function" && typeof value !== "object") || value === null || seen.has(value)) continue;
		seen.add(value);
		if (typeof value === "function") yield [`${path}.${key}`, value];
		if (depth < 3) yield* functionsOf(value, `${path}.${key}`, depth + 1);
	}
}

async function check(path: string, value: object): Promise<void> {
	try {
		const { name, loadable } = extractTaskModule(value);
		report.named++;
		if (!loadable) return;
		report.loadable++;
		if ((await load(name, { allow: "*" })) !== value) report.wrong.push(`${path}: ${name} is something else`);
	} catch (error) {
		if (error instanceof NamesakeError) report.refused[error.code] = (report.refused[error.code] ?? 0) + 1;
		else report.wrong.push(`${path}: ${error}`);
	}
}
