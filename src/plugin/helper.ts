import { existsSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { RecordedModule } from "../registry/record.ts";
import type { TransformOptions } from "./transform.ts";

type Helper = TransformOptions["helper"];

/**
 * What the recorded modules import. Whoever tells a bundler which modules are external does so by how their specifiers or paths
 * look: this one looks like a module of the project, before and after it is resolved.
 */
export const HELPER = "./__namesake_record__.js";

/** An import of the helper. */
export const IMPORTS_HELPER: RegExp = /__namesake_record__\.js$/;

/**
 * Where Rollup and its like believe that the helper is: beside an entry. Where they keep modules apart (`preserveModules`), the folder that
 * all modules have in common decides the paths of all files, and that is no other so.
 *
 * @param input the entries, as they were given to the bundler; undefined if it does not tell.
 */
export function helperBeside(input: unknown): string {
	const entries = typeof input === "object" && input !== null ? Object.values(input) : [input];
	const folders = entries.flatMap((entry) => (typeof entry === "string" ? dirname(resolve(entry)) : []));
	return resolve(folders.find((folder) => existsSync(folder)) ?? "", HELPER);
}

export function helperAt(specifier: string): Helper {
	return { module: specifier, commonJs: `require(${JSON.stringify(specifier)})` };
}

/**
 * webpack and Rspack read modules from URLs. The virtual modules that they can be given otherwise do not work where several compilers
 * share a file system, as in the development server of Next.js 16: https://webpack.js.org/api/module-methods/
 */
export function inlineHelper(): Helper {
	return helperAt(`data:text/javascript,${encodeURIComponent(helperText("bundle"))}`);
}

let text: string | undefined;

/** The module behind the import. */
export function helperText(kind: RecordedModule["kind"]): string {
	text ??= readFileSync(fileURLToPath(new URL("../registry/record.js", import.meta.url)), "utf8");
	// A development server makes a call of its own of this import.
	return kind !== "module" ? text : `${text}\nimportWith((file) => import(/* @vite-ignore */ file));\nshare();\n`;
}
