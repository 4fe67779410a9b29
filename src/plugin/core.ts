import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { createUnplugin, type UnpluginInstance } from "unplugin";
import { inWords, NamesakeError } from "../errors.ts";
import type { NamingOptions } from "../module/package-root.ts";
import { realPath } from "../module/path.ts";
import { API, type RecordedModule } from "../registry/record.ts";
import { isLibraryFile } from "../source/imports.ts";
import { Kinds } from "../source/kinds.ts";
import { SourceFiles } from "../source/source-file.ts";
import { mayHaveNames } from "./candidates.ts";
import { type TransformOptions, transform } from "./transform.ts";

/** What the plugin may be told. */
export interface PluginOptions extends NamingOptions {
	/** Is a module left alone although it is the project's own? By default none is. */
	readonly exclude?: ((file: string) => boolean) | undefined;
}

export type Plugin = UnpluginInstance<PluginOptions | undefined, false>;

/**
 * What the recorded modules import. Whoever tells a bundler which modules are external does so by how their specifiers or paths
 * look: this one looks like a module of the project, before and after it is resolved.
 */
const HELPER = "./__namesake_record__.js";
const RESOLVED = resolve(HELPER);
const bundled = helperAt(HELPER);
const helpers = {
	bundle: bundled,
	watched: bundled,
	// There require() is Node's own, which knows nothing of the plugin.
	module: { module: HELPER, commonJs: API },
};

const SOURCE = /\.[cm]?[jt]sx?$/;

/**
 * Records the names of the project's modules in what is built of them, so that a bundle knows them, minified or not, and loads
 * by them.
 */
export const plugin: Plugin = createUnplugin((options = {}, { framework }) => {
	const inlined = framework === "webpack" || framework === "rspack" ? inlineHelper() : undefined;
	let kinds = new Kinds(new SourceFiles());
	let kind: RecordedModule["kind"] = "bundle";
	const watch = () => {
		kind = "watched";
	};
	/** Which file has which name. */
	const names = new Map<string, string>();
	return {
		name: "namesake",
		enforce: "pre",
		vite: {
			configResolved({ command }: { readonly command: string }) {
				// The development server and Vitest load modules one by one, again when they change.
				kind = command === "serve" ? "module" : "bundle";
			},
		},
		webpack: ({ hooks }) => hooks.watchRun.tap("namesake", watch),
		rspack: ({ hooks }) => hooks.watchRun.tap("namesake", watch),
		buildStart() {
			kinds = new Kinds(new SourceFiles());
			names.clear();
		},
		resolveId: {
			filter: { id: /__namesake_record__\.js$/ },
			handler: () => RESOLVED,
		},
		load: {
			filter: { id: /__namesake_record__\.js$/ },
			handler: () => ({ code: helperText(kind), map: null, moduleSideEffects: kind === "module" }),
		},
		transform: {
			filter: { id: { include: /\.[cm]?[jt]sx?(?:$|\?)/, exclude: /[\\/]node_modules[\\/]/ } },
			handler(text, id) {
				const file = fileOfId(id);
				if (file === undefined || !mayHaveNames(text) || isLibraryFile(file) || options.exclude?.(file) === true)
					return undefined;
				try {
					const transformed = transform(text, file, {
						...options,
						kind,
						kinds,
						helper: inlined ?? helpers[kind],
					});
					if (transformed === undefined) return undefined;
					const other = names.get(transformed.moduleName) ?? file;
					// While a development server runs, one file may take the place of another.
					if (other !== file && existsSync(other)) throw twoFiles(transformed.moduleName, [other, file]);
					names.set(transformed.moduleName, file);
					return { code: transformed.code, map: transformed.map() };
				} catch (error) {
					if (!(error instanceof NamesakeError) || error.code !== "SOURCE_UNAVAILABLE") throw error;
					this.warn(`namesake leaves ${file} as it is: nothing that it exports will have a name. ${inWords(error)}`);
					return undefined;
				}
			},
		},
	};
});

function twoFiles(moduleName: string, files: readonly string[]): NamesakeError {
	return new NamesakeError("DUPLICATE_NAME", {
		asked: moduleName,
		where: files.map((file) => ({ file, line: 1, column: 1 })),
		why: "both files are this module, and both are in the bundle",
		fix: "import one of the two, or rename one: a source and what was built from it have the same name",
	});
}

/** The path of a module of the project; undefined for everything else: virtual modules, `?raw`. */
function fileOfId(id: string): string | undefined {
	const [path = "", query = ""] = id.split("?", 2);
	if (path.includes("\0") || !SOURCE.test(path) || !/^(?:[tv]=[^&]*)?$/.test(query)) return undefined;
	return realPath(path);
}

/**
 * webpack and Rspack read modules from URLs. The virtual modules that they can be given otherwise do not work where several compilers
 * share a file system, as in the development server of Next.js 16: https://webpack.js.org/api/module-methods/
 */
function inlineHelper(): TransformOptions["helper"] {
	return helperAt(`data:text/javascript,${encodeURIComponent(helperText("bundle"))}`);
}

function helperAt(specifier: string): TransformOptions["helper"] {
	return { module: specifier, commonJs: `require(${JSON.stringify(specifier)})` };
}

let text: string | undefined;

function helperText(kind: RecordedModule["kind"]): string {
	text ??= readFileSync(fileURLToPath(new URL("../registry/record.js", import.meta.url)), "utf8");
	// A development server makes a call of its own of this import.
	return kind !== "module" ? text : `${text}\nimportWith((file) => import(/* @vite-ignore */ file));\nshare();\n`;
}
