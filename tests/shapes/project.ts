import { execFile } from "node:child_process";
import { readFileSync, realpathSync } from "node:fs";
import { cp, mkdir, rm, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";
import { createFixture, type FileTree } from "fs-fixture";
import namesake from "../../src/plugin/esbuild.ts";
import rolldownPlugin from "../../src/plugin/rolldown.ts";
import { tool } from "../portable/place.ts";
import { inRepository, repository } from "../repository.ts";
import { corpus } from "./index.ts";
import type { AskedModule, Modules } from "./protocol.ts";
import type { CorpusFile } from "./row.ts";
import type { Setting } from "./settings.ts";

/** Another build of namesake can take the place of this one. */
const LIBRARY = path.resolve(process.env.NAMESAKE_CASES_LIBRARY ?? repository);
const TSC = inRepository("node_modules/typescript/bin/tsc");
/** For `node --import`. */
export const TSX = import.meta.resolve("tsx");

/** The package `@acme/app` on disk, as a setting has it. */
export interface Project {
	readonly setting: Setting;
	/** The package's directory; the fixture has a file outside of it. */
	readonly directory: string;
	/** The main program, below the directory. */
	readonly main: string;
	readonly files: readonly CorpusFile[];
	readonly modules: Modules;
	[Symbol.asyncDispose](): Promise<void>;
}

/** The key of a file: its path below `src/` without the last extension. */
export function keyOf(file: string): string {
	return file.replace(/\.[^./]+$/, "");
}

export async function createProject(setting: Setting): Promise<Project> {
	const files = corpus.filter(({ needs = [] }) => needs.every((need) => setting.can.has(need)));
	const fixture = await createFixture(treeOf(setting, files));
	const directory = path.join(realpathSync(fixture.path), "app");
	try {
		if (setting.emit === "compile") await compile(setting, directory, files);
		if (setting.bare) await ship(directory);
		if (setting.emit === "bundle") {
			await bundle(setting, directory, files);
			await ship(directory);
			return projectOf(setting, directory, files, () => fixture.rm());
		}
		// The main program stands beside the modules: in a package that has both, that tells whether src/ or dist/ is running.
		await writeFile(path.join(directory, mainFile(setting)), mainText(setting));
		// After the compiler, which follows links.
		await symlink("../../escape.js", path.join(directory, setting.out, "escape.js"));
	} catch (error) {
		await fixture.rm();
		throw error;
	}
	return projectOf(setting, directory, files, () => fixture.rm());
}

function projectOf(
	setting: Setting,
	directory: string,
	files: readonly CorpusFile[],
	remove: () => Promise<void>,
): Project {
	return {
		setting,
		directory,
		main: mainFile(setting),
		files,
		modules: Object.fromEntries(files.map((file) => [keyOf(file.file), moduleOf(setting, directory, file)])),
		[Symbol.asyncDispose]: () => (process.env.NAMESAKE_CASES_KEEP === "1" ? Promise.resolve() : remove()),
	};
}

/** What is used of Rolldown, which `npm run test:cells` brings. */
interface Rolldown {
	rolldown(options: object): Promise<{ write(options: object): Promise<unknown>; close(): Promise<void> }>;
}

/** Texts of one line are chunks of their own, as some of them throw. What `load` would find beside the bundle is gone. */
async function bundle({ bundler }: Setting, directory: string, files: readonly CorpusFile[]): Promise<void> {
	const main = path.join(directory, "src", "main.ts");
	const imports = files.map(({ file, line, unloaded }, index) => {
		const specifier = JSON.stringify(`./${file}`);
		if (unloaded === true) return [];
		if (line !== undefined) return [`${JSON.stringify(keyOf(file))}: () => import(${specifier}),`];
		return [`${JSON.stringify(keyOf(file))}: () => m${index},`, `import * as m${index} from ${specifier};`];
	});
	await writeFile(
		main,
		[
			'import * as lib from "namesake";',
			'import { readFileSync } from "node:fs";',
			'import { probe } from "../probe.mjs";',
			...imports.map(([, declaration = ""]) => declaration),
			"const modules = {",
			...imports.map(([member = ""]) => member),
			"};",
			"const reach = async ({ key, commonjs }) => { const module = await modules[key](); return commonjs ? module.default : module; };",
			'probe({ lib, reach }, JSON.parse(readFileSync(process.argv[2], "utf8")));',
		].join("\n"),
	);
	const minify = bundler?.minify === true;
	if (bundler?.name === "rolldown") {
		const { rolldown } = (await import(pathToFileURL(tool("rolldown", "dist", "index.mjs")).href)) as Rolldown;
		const made = await rolldown({
			input: { main },
			cwd: directory,
			platform: "node",
			external: ["namesake"],
			plugins: [rolldownPlugin()],
			logLevel: "silent",
		});
		const names = { entryFileNames: "[name].mjs", chunkFileNames: "[hash].mjs" };
		await made.write({ dir: path.join(directory, "dist"), format: "esm", minify, sourcemap: true, ...names });
		await made.close();
		return;
	}
	await build({
		absWorkingDir: directory,
		entryPoints: { main },
		outdir: "dist",
		outExtension: { ".js": ".mjs" },
		bundle: true,
		splitting: true,
		minify,
		format: "esm",
		platform: "node",
		target: "es2023",
		chunkNames: "[hash]",
		banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
		external: ["namesake"],
		plugins: [namesake()],
		sourcemap: true,
		logLevel: "silent",
	});
}

function treeOf(setting: Setting, files: readonly CorpusFile[]): FileTree {
	const tree: FileTree = {
		"secret.js": "globalThis.acmeSecret = 1;\n",
		"app/package.json": json({
			name: "@acme/app",
			version: "1.0.0",
			type: setting.type,
			...(setting.bare ? { namesake: { roots: { dist: "src" } } } : {}),
		}),
		"escape.js": "globalThis.acmeSecret = 2;\n",
		"app/probe.mjs": readFileSync(inRepository("tests/shapes/probe.mjs"), "utf8"),
		"app/node_modules/namesake": (file) => file.symlink(LIBRARY, "dir"),
		"app/node_modules/@acme/x": (file) => file.symlink("../../packages/x", "dir"),
		"app/packages/x/package.json": json({ name: "@acme/x", type: "module", exports: "./src/index.js" }),
		"app/packages/x/src/index.js": "export const linked = () => 1;\n",
		"app/node_modules/lib/package.json": json({ name: "lib", exports: { "./sub": "./internal/sub.js" } }),
		"app/node_modules/lib/internal/sub.js": "exports.fn = function () {};\n",
		"app/node_modules/y/package.json": json({ name: "y", type: "module", exports: "./index.js" }),
		"app/node_modules/y/index.js":
			"export const Object = globalThis.Object;\nexport const freeze = Object.freeze;\nexport default Object;\n",
		"app/node_modules/whole-lib/package.json": json({ name: "whole-lib", type: "module", exports: "./index.js" }),
		"app/node_modules/whole-lib/index.js": "export function helper() {}\n",
		"app/node_modules/plain-lib/package.json": json({ name: "plain-lib", type: "module" }),
		"app/node_modules/plain-lib/tools/util.js": "export const util = () => 1;\n",
	};
	if (setting.emit !== "rename")
		tree["app/tsconfig.json"] = json({ compilerOptions: compilerOptions(setting), include: ["src"] });
	for (const { file, text } of files) {
		if (setting.emit === "rename" && isTypeScript(file))
			tree[`app/src/${toJs(file)}`] = text.replaceAll(/(["'])(\.\/[^"']*)\.tsx?\1/g, "$1$2.js$1");
		else tree[`app/src/${file}`] = text;
	}
	return tree;
}

function compilerOptions({ sourceMaps, out }: Setting): object {
	return {
		module: "nodenext",
		// Handwritten JavaScript stays as it is written; the rest becomes what every supported Node runs.
		target: out === "src" ? "esnext" : "es2023",
		lib: ["esnext"],
		types: [],
		rootDir: "src",
		outDir: "dist",
		strict: false,
		noCheck: true,
		jsx: "react",
		sourceMap: sourceMaps,
		rewriteRelativeImportExtensions: true,
	};
}

async function compile(setting: Setting, directory: string, files: readonly CorpusFile[]): Promise<void> {
	await promisify(execFile)(process.execPath, [TSC, "-p", "tsconfig.json"], { cwd: directory }).catch((error) => {
		throw new Error(`tsc failed for ${setting.name}:\n${error.stdout}${error.stderr}`);
	});
	for (const { file } of files.filter(({ file }) => !isTypeScript(file))) {
		await mkdir(path.dirname(path.join(directory, "dist", file)), { recursive: true });
		await cp(path.join(directory, "src", file), path.join(directory, "dist", file));
	}
	if (setting.out === "dist") return;
	await rm(path.join(directory, "src"), { recursive: true });
	await cp(path.join(directory, "dist"), path.join(directory, "src"), { recursive: true });
	await ship(directory, "dist");
}

/** What npm would have packed. */
async function ship(directory: string, sources = "src"): Promise<void> {
	await rm(path.join(directory, sources), { recursive: true });
	await rm(path.join(directory, "tsconfig.json"));
}

function moduleOf(setting: Setting, directory: string, { file, unloaded }: CorpusFile): AskedModule {
	const runs = setting.emit === "copy" ? file : toJs(file);
	const absolute = path.join(directory, setting.out, runs);
	const commonjs = file.endsWith(".cjs") || file.endsWith(".js") || setting.type === "commonjs";
	return { key: keyOf(file), file: absolute, url: pathToFileURL(absolute).href, commonjs, unloaded: unloaded === true };
}

function isTypeScript(file: string): boolean {
	return /\.tsx?$/.test(file);
}

function toJs(file: string): string {
	return file.replace(/\.tsx?$/, ".js");
}

function mainFile({ emit, out, type }: Setting): string {
	if (emit === "bundle") return "dist/main.mjs";
	if (emit === "copy") return `${out}/main.ts`;
	return type === "module" ? `${out}/main.mjs` : `${out}/main.cjs`;
}

/** In a CommonJS setting everything is required, namesake too; tsx makes that of `import`. */
function mainText(setting: Setting): string {
	const commonjs = setting.type === "commonjs";
	const head =
		commonjs && setting.emit !== "copy"
			? [
					'const lib = require("namesake");',
					'const { probe } = require("../probe.mjs");',
					'const { readFileSync } = require("node:fs");',
				]
			: [
					'import * as lib from "namesake";',
					'import { readFileSync } from "node:fs";',
					'import { createRequire } from "node:module";',
					'import { probe } from "../probe.mjs";',
				];
	const reach = commonjs
		? "(module) => require(module.file)"
		: "(module) => module.commonjs ? createRequire(import.meta.url)(module.file) : import(module.url)";
	return [...head, `probe({ lib, reach: ${reach} }, JSON.parse(readFileSync(process.argv[2], "utf8")));`, ""].join(
		"\n",
	);
}

function json(value: unknown): string {
	return `${JSON.stringify(value, undefined, "\t")}\n`;
}
