import { dirname } from "node:path";
import { globSync } from "tinyglobby";
import { readJson } from "../base/json.ts";
import { builtin } from "../base/runtime.ts";
import { basesOf, projectPackages } from "../package/find-package.ts";
import { isInside, relativePosix } from "../package/path.ts";
import { mayHaveNames } from "../plugin/candidates.ts";
import { instrument } from "./instrument.ts";

/** https://bun.com/docs/runtime/plugins */
export interface Bun {
	plugin(plugin: { readonly name: string; setup(build: PluginBuilder): void }): unknown;
}

interface PluginBuilder {
	onLoad(
		match: { readonly filter: RegExp },
		load: (file: { readonly path: string }) => { readonly contents: string; readonly loader: string },
	): unknown;
}

/**
 * Bun's loader hook. It must answer for each file that matches, and Bun 1.4 does not run a CommonJS file that comes from a hook,
 * without a word. So only what is an ES module by its extension or its package is matched, and CommonJS is left alone.
 */
export function registerWithBun(bun: Bun): void {
	const filter = filterOf(moduleFolders());
	if (filter === undefined) return;
	bun.plugin({
		name: "namesake",
		setup(build) {
			build.onLoad({ filter }, ({ path }) => {
				const text = builtin("node:fs").readFileSync(path, "utf8");
				const loader = /x$/.test(path) ? (/tsx$/.test(path) ? "tsx" : "jsx") : /ts$/.test(path) ? "ts" : "js";
				if (isCommonJs(text)) return { contents: refusal(path), loader };
				const url = builtin("node:url").pathToFileURL(path).href;
				return { contents: mayHaveNames(text) ? instrument(text, url) : text, loader };
			});
		},
	});
}

/** A folder with a package.json, and those below it that have another one. */
interface Folder {
	readonly directory: string;
	readonly isModule: boolean;
	readonly others: readonly string[];
}

function moduleFolders(): Folder[] {
	const roots = new Set(
		[...projectPackages(basesOf({}))].filter(({ isDependency }) => !isDependency).map(({ dir }) => dir),
	);
	const manifests = [...roots].flatMap((cwd) =>
		globSync("**/package.json", { cwd, absolute: true, ignore: "**/node_modules/**" }),
	);
	const directories = [...new Set(manifests.map((file) => dirname(file)))];
	return directories.map((directory) => ({
		directory,
		isModule: typeOf(`${directory}/package.json`) === "module",
		others: directories.filter((other) => other !== directory && isInside(directory, other)),
	}));
}

function typeOf(file: string): unknown {
	try {
		return (readJson(file) as { type?: unknown } | undefined)?.type;
	} catch {
		// What can't be read is told where its name is needed.
		return undefined;
	}
}

function filterOf(folders: readonly Folder[]): RegExp | undefined {
	if (folders.length === 0) return undefined;
	const alternatives = folders.map(({ directory, isModule, others }) => {
		const elsewhere = others.map((other) => `${escapePattern(relativePosix(directory, other))}/`);
		const outside = ["(?:.*/)?node_modules/", ...elsewhere].join("|");
		return `${escapePattern(directory)}/(?!${outside}).*\\.(?:m?tsx?|mjs${isModule ? "|jsx?" : ""})`;
	});
	return new RegExp(`^(?:${alternatives.join("|")})$`);
}

function escapePattern(text: string): string {
	return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}

/** The text has nothing of an ES module, and something of CommonJS. */
function isCommonJs(text: string): boolean {
	return !/\b(?:import|export)\b/.test(text) && /\b(?:module|exports|require|__filename|__dirname)\b/.test(text);
}

/** Bun would not run the file, and not say so. */
function refusal(path: string): string {
	const message = `namesake/register: ${path} is CommonJS, which Bun does not run when it comes from a loader hook. Name it .cts or .cjs, or write it as an ES module.`;
	return `export {}; throw new Error(${JSON.stringify(message)});`;
}
